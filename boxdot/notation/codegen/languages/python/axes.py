"""Python libraries: axes inserted, dropped, reordered, joined and sliced."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from boxdot.notation import algebra
from boxdot.notation.codegen import program as p
from boxdot.notation.codegen.writer import ATOM, Fragment, Writer
from boxdot.notation.shapes.sizes import Size


def write_expand(w: Writer, value: p.Expand) -> Fragment:
    """``B[:, :, None]``."""
    if not value.argument.shape:
        return w.call("reshape", w.text(value.argument), w.shape(value.shape))
    marks = ["None" if n in value.axes else ":" for n in range(len(value.shape))]
    return Fragment(f"{w.at(value.argument, ATOM)}[{', '.join(marks)}]")


def write_squeeze(w: Writer, value: p.Squeeze) -> Fragment:
    """``X[:, 0]``."""
    marks = ["0" if n in value.axes else ":" for n in range(len(value.argument.shape))]
    return Fragment(f"{w.at(value.argument, ATOM)}[{', '.join(trimmed(w, marks))}]")


def trimmed(w: Writer, marks: Sequence[str]) -> list[str]:
    """Return subscripts without the whole axes at the end, where they may be left out."""
    kept = list(marks)
    if w.language.all_axes:
        return kept
    while len(kept) > 1 and kept[-1] == ":":
        kept.pop()
    return kept


def write_permute(w: Writer, value: p.Permute) -> Fragment:
    """``A.T``, ``X.transpose(2, 0, 1)``."""
    argument = w.at(value.argument, ATOM)
    if value.axes == (1, 0):
        return Fragment(f"{argument}.T")
    return Fragment(f"{argument}.transpose({', '.join(map(str, value.axes))})")


def write_reshape(w: Writer, value: p.Reshape) -> Fragment:
    """``X.reshape(-1, order="F")``; one length that is arithmetic is left to the library."""
    order = ', order="F"' if value.order == "F" else ""
    sizes = [w.size(size) for size in value.shape]
    compound = [n for n, size in enumerate(value.shape) if isinstance(size, algebra.SizeExpression)]
    if len(sizes) == 1:
        sizes = ["-1"]
    elif compound:
        sizes[compound[0]] = "-1"
    return Fragment(f"{w.at(value.argument, ATOM)}.reshape({', '.join(sizes) or '()'}{order})")


def write_concatenate(w: Writer, value: p.Concatenate) -> Fragment:
    """``np.concatenate([A, B], axis=0)``, ``np.block([[A, B], [C, D]])``."""
    bands = value.arguments
    if value.axis == 0 and any(isinstance(a, p.Concatenate) and a.axis == 1 for a in bands):
        rows = [
            a.arguments if isinstance(a, p.Concatenate) and a.axis == 1 else (a,) for a in bands
        ]
        texts = [f"[{', '.join(map(w.text, row))}]" for row in rows]
        return w.call("block", f"[{', '.join(texts)}]")
    return _joined(w, "concatenate", value.arguments, value.axis)


def write_stack(w: Writer, value: p.Stack) -> Fragment:
    """``np.stack([x, y], axis=1)``."""
    return _joined(w, "stack", value.arguments, value.axis)


def _joined(w: Writer, function: str, arguments: Sequence[p.Value], axis: int) -> Fragment:
    texts = ", ".join(map(w.text, arguments))
    return w.call(function, f"[{texts}]", f"{w.word('axis')}={axis}")


def write_take(w: Writer, value: p.Take) -> Fragment:
    """``X[:, 1]``, ``x[1:-1]``."""
    pairs = zip(value.subscripts, value.argument.shape, strict=True)
    marks = [_mark(w, subscript, size) for subscript, size in pairs]
    return Fragment(f"{w.at(value.argument, ATOM)}[{', '.join(trimmed(w, marks))}]")


def _mark(w: Writer, subscript: Size | tuple[Size | None, Size | None], size: Size) -> str:
    if not isinstance(subscript, tuple):
        return w.size(subscript)
    low, high = subscript
    ends = ["" if low is None else w.size(low), "" if high is None else _end(w, high, size)]
    plain = all(end.lstrip("-").isalnum() or not end for end in ends)
    return ":".join(ends) if plain else " : ".join(ends).strip()


def _end(w: Writer, high: Size, size: Size) -> str:
    """Return where a slice ends, counted from the end if it is a fixed distance from there."""
    distance = algebra.subtract(high, size)
    return str(distance) if isinstance(distance, int) and distance < 0 else w.size(high)


def write_gather(w: Writer, value: p.Gather) -> Fragment:
    """``x[i[:, None] + k[None, :]]``."""
    plain = counting(w)
    return Fragment(f"{w.at(value.argument, ATOM)}[{', '.join(map(plain.text, value.indices))}]")


def counting(w: Writer) -> Writer:
    """Return a writer whose new arrays are whole numbers, as places in an array are."""
    return replace(w, language=replace(w.language, options=lambda writer, exact: []))

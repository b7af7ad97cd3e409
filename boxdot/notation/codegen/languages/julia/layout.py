"""Julia: axes inserted, dropped and reordered."""

from __future__ import annotations

from boxdot.notation import algebra
from boxdot.notation.codegen import program as p
from boxdot.notation.codegen.languages.columnmajor.entries import POSTFIX
from boxdot.notation.codegen.writer import Fragment, Writer, bracketed


def transposed(w: Writer, fragment: Fragment) -> Fragment:
    """Return ``A'``, or ``transpose(A)`` where entries may be complex."""
    if w.word("'") == "'":
        text = bracketed(fragment, POSTFIX)
        if text.endswith("]") and "'" in text:  # editors read '; x]' as a character
            text = f"({text})"
        return Fragment(f"{text}'", POSTFIX)
    return Fragment(f"transpose({fragment.text})")


def write_expand(w: Writer, value: p.Expand) -> Fragment:
    """``y'``, ``reshape(x, 1, 1, :)``, ``reshape(B, size(B, 1), 1, size(B, 2))``."""
    argument = value.argument
    if not argument.shape:
        return Fragment(f"fill({w.text(argument)}, {_ones(len(value.shape))})")
    if value.axes == (0,) and len(argument.shape) == 1:
        return write_row(w, argument)
    kept = iter(range(len(argument.shape)))
    sizes = ["1" if n in value.axes else _length(w, argument, next(kept)) for n in _axes(value)]
    return Fragment(f"reshape({w.text(argument)}, {', '.join(sizes)})")


def _axes(value: p.Value) -> range:
    return range(len(value.shape))


def _ones(count: int) -> str:
    return ", ".join("1" * count)


def _length(w: Writer, value: p.Value, axis: int) -> str:
    """Return the length of an axis by its name, or read off the array itself."""
    size = value.shape[axis]
    if len(value.shape) == 1:
        return ":"
    named = isinstance(size, int) or size in w.sizes
    if isinstance(value, p.Load) and not named:
        return w.language.length(w.names[value.name], axis)
    return w.size(size)


def write_row(w: Writer, value: p.Value) -> Fragment:
    """Return a vector as a row: ``x'``, ``x' * A``, ``sum(A; dims=1)``."""
    return transposed(w, w.write(value))


def write_squeeze(w: Writer, value: p.Squeeze) -> Fragment:
    """``vec(X)``, ``dropdims(X; dims=2)``, ``only(X)``."""
    return without_axes(w.text(value.argument), len(value.argument.shape), value.axes)


def without_axes(text: str, order: int, axes: tuple[int, ...]) -> Fragment:
    """Return an array without these axes, which have length 1."""
    if order == len(axes):
        return Fragment(f"only({text})")
    if order - len(axes) == 1:
        return Fragment(f"vec({text})")
    return Fragment(f"dropdims({text}; dims={dimensions(axes)})")


def dimensions(axes: tuple[int, ...]) -> str:
    """Return axes as Julia counts them: ``2``, ``(1, 3)``."""
    if len(axes) == 1:
        return str(axes[0] + 1)
    return f"({', '.join(str(axis + 1) for axis in axes)})"


def write_permute(w: Writer, value: p.Permute) -> Fragment:
    """``A'``, ``permutedims(X, (3, 1, 2))``."""
    if value.axes == (1, 0):
        return transposed(w, w.write(value.argument))
    return Fragment(f"permutedims({w.text(value.argument)}, {dimensions(value.axes)})")


def write_reshape(w: Writer, value: p.Reshape) -> Fragment:
    """``vec(X)``, ``reshape(X, :, size(X, 3))``; one length that is arithmetic is left open."""
    text = w.text(value.argument)
    if len(value.shape) <= 1:
        return Fragment(f"vec({text})" if value.shape else f"only({text})")
    sizes = [w.size(size) for size in value.shape]
    compound = [n for n, size in enumerate(value.shape) if isinstance(size, algebra.SizeExpression)]
    if compound:
        sizes[compound[0]] = ":"
    return Fragment(f"reshape({text}, {', '.join(sizes)})")

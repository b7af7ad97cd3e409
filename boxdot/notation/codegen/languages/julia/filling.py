"""Julia: arrays of a given shape, numbers written out, arrays joined and sliced."""

from __future__ import annotations

from boxdot.notation import algebra
from boxdot.notation.codegen import program as p
from boxdot.notation.codegen.languages.columnmajor.entries import POSTFIX, aligned, one_based
from boxdot.notation.codegen.languages.columnmajor.subscripts import subscript_of
from boxdot.notation.codegen.languages.columnmajor.views import without_trailing
from boxdot.notation.codegen.languages.julia.products import LINEAR_ALGEBRA
from boxdot.notation.codegen.lengths import same_as_input
from boxdot.notation.codegen.writer import ATOM, COMPARISON, SUM, Fragment, Writer
from boxdot.notation.shapes.sizes import Size


def write_fill(w: Writer, value: p.Fill) -> Fragment:
    """``ones(n)``, ``zeros(m, n)``, ``ones(size(X))``."""
    name = same_as_input(w.inputs, value.shape)
    shape = ", ".join(map(w.size, value.shape)) if name is None else f"size({w.names[name]})"
    return Fragment(f"{'ones' if value.number else 'zeros'}({shape})")


def write_eye(w: Writer, value: p.Eye) -> Fragment:
    """``I(n)``, ``Matrix(I, m, n)``."""
    w.imports.add(LINEAR_ALGEBRA)
    rows, columns = value.shape
    if algebra.equal(rows, columns) is True:
        return Fragment(f"I({w.size(rows)})")
    return Fragment(f"Matrix(I, {w.size(rows)}, {w.size(columns)})")


def write_arange(w: Writer, value: p.Arange) -> Fragment:
    """``1:n``."""
    stop = algebra.subtract(algebra.add(value.start, value.shape[0]), 1)
    return Fragment(f"{w.size(value.start, SUM)}:{w.size(stop, SUM)}", COMPARISON - 10)


def write_tile(w: Writer, value: p.Tile) -> Fragment:
    """``repeat(Y, 1, K)``."""
    return _repeated(w, value.argument, list(value.repeats))


def write_broadcast(w: Writer, value: p.Broadcast) -> Fragment:
    """``repeat(B, 1, 1, 3)``, ``fill(k, m, n)``."""
    bare = without_trailing(value.argument)
    if not bare.shape:
        return Fragment(f"fill({w.text(bare)}, {', '.join(map(w.size, value.shape))})")
    pairs = zip(value.argument.shape, value.shape, strict=True)
    return _repeated(w, bare, [1 if algebra.equal(a, n) is True else n for a, n in pairs])


def _repeated(w: Writer, value: p.Value, repeats: list[Size]) -> Fragment:
    return Fragment(f"repeat({w.text(value)}, {', '.join(map(w.size, repeats))})")


def write_literal(w: Writer, value: p.Literal) -> Fragment:
    """``[1 2; 3 4]``, ``[1, 2]``."""
    if len(value.shape) == 1:
        return Fragment(f"[{', '.join(map(w.text, value.arguments))}]")
    if len(value.arguments) == 1:
        return Fragment(f"fill({w.text(value.arguments[0])}, 1, 1)")
    width = value.shape[1]
    assert isinstance(width, int)
    cells = [_separate(w, cell) for cell in value.arguments]
    rows = [cells[n : n + width] for n in range(0, len(cells), width)]
    return Fragment(f"[{'; '.join(' '.join(row) for row in rows)}]")


def _separate(w: Writer, value: p.Value) -> str:
    """Return a cell between spaces."""
    return w.text(value) if isinstance(value, p.Scalar) else w.at(value, POSTFIX)


def write_concatenate(w: Writer, value: p.Concatenate) -> Fragment:
    """``[A; B]``, ``[A B; C D]``, ``cat(A, B; dims=3)``."""
    order = len(value.shape)
    if value.axis > 1:
        last = value.axis == order - 1
        arguments = [w.text(without_trailing(a) if last else a) for a in value.arguments]
        return Fragment(f"cat({', '.join(arguments)}; dims={value.axis + 1})")
    if value.axis == 1:
        return Fragment(f"[{_band(w, value)}]")
    bands = value.arguments
    if order == 2 and any(isinstance(a, p.Concatenate) and a.axis == 1 for a in bands):
        return Fragment(f"[{'; '.join(_band(w, band) for band in bands)}]")
    return Fragment(f"[{'; '.join(_cell(w, a) for a in bands)}]")


def _band(w: Writer, value: p.Value) -> str:
    """Return blocks side by side."""
    if not isinstance(value, p.Concatenate) or value.axis != 1:
        return _cell(w, value)
    blocks = [without_trailing(a) if len(a.shape) == 2 else a for a in value.arguments]
    return " ".join(_cell(w, block) for block in blocks)


def _cell(w: Writer, value: p.Value) -> str:
    if isinstance(value, p.Literal) and len(value.arguments) == 1:
        return _separate(w, value.arguments[0])
    return w.at(value, POSTFIX)


def write_take(w: Writer, value: p.Take) -> Fragment:
    """``X[:, 2]``, ``x[2:end]``."""
    pairs = zip(value.subscripts, value.argument.shape, strict=True)
    marks = [subscript_of(w, subscript, size) for subscript, size in pairs]
    return Fragment(f"{w.at(value.argument, ATOM)}[{', '.join(marks)}]")


def write_gather(w: Writer, value: p.Gather) -> Fragment:
    """``x[i]``, ``X[CartesianIndex.(i, j), :]``."""
    rest = "".join(", :" for _ in value.argument.shape[len(value.indices) :])
    if len(value.indices) == 1:
        index = w.text(one_based(value.indices[0]))
    else:
        shape = value.shape[: len(value.shape) - rest.count(":")]
        joint = p.Elementwise(shape, tuple(map(one_based, value.indices)), "add")
        places = ", ".join(map(w.text, aligned(joint)))
        index = f"CartesianIndex{'.' if shape else ''}({places})"
    return Fragment(f"{w.at(value.argument, ATOM)}[{index}{rest}]")

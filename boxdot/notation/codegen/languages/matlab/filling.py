"""MATLAB: arrays of a given shape, and numbers written out."""

from __future__ import annotations

from boxdot.notation import algebra
from boxdot.notation.codegen import program as p
from boxdot.notation.codegen.languages.columnmajor.entries import POSTFIX
from boxdot.notation.codegen.languages.columnmajor.views import without_trailing
from boxdot.notation.codegen.lengths import same_as_input
from boxdot.notation.codegen.writer import SUM, Fragment, Writer
from boxdot.notation.shapes.sizes import Size


def write_fill(w: Writer, value: p.Fill) -> Fragment:
    """``ones(n, 1)``, ``zeros(m, n)``, ``ones(size(X))``."""
    name = same_as_input(w.inputs, value.shape)
    shape = [w.size(size) for size in (*value.shape, 1)[: max(len(value.shape), 2)]]
    sizes = ", ".join(shape) if name is None else f"size({w.names[name]})"
    return Fragment(f"{'ones' if value.number else 'zeros'}({sizes})")


def write_eye(w: Writer, value: p.Eye) -> Fragment:
    """``eye(n)``."""
    rows, columns = value.shape
    sizes = [rows] if algebra.equal(rows, columns) is True else [rows, columns]
    return Fragment(f"eye({', '.join(map(w.size, sizes))})")


def write_arange(w: Writer, value: p.Arange) -> Fragment:
    """``(1:n).'``."""
    return Fragment(f"({write_range(w, value)}).'", POSTFIX)


def write_range(w: Writer, value: p.Arange) -> str:
    """``1:n``."""
    stop = algebra.subtract(algebra.add(value.start, value.shape[0]), 1)
    return f"{w.size(value.start, SUM)}:{w.size(stop, SUM)}"


def write_tile(w: Writer, value: p.Tile) -> Fragment:
    """``repmat(Y, 1, K)``."""
    return _repeated(w, value.argument, list(value.repeats))


def write_broadcast(w: Writer, value: p.Broadcast) -> Fragment:
    """``repmat(B, 1, 1, 3)``."""
    pairs = zip(value.argument.shape, value.shape, strict=True)
    repeats = [1 if algebra.equal(own, size) is True else size for own, size in pairs]
    return _repeated(w, value.argument, repeats)


def _repeated(w: Writer, value: p.Value, repeats: list[Size]) -> Fragment:
    counts = [w.size(count) for count in repeats]
    counts += ["1"] * (2 - len(counts))
    return Fragment(f"repmat({w.text(without_trailing(value))}, {', '.join(counts)})")


def write_reshape(w: Writer, value: p.Reshape) -> Fragment:
    """``X(:)``, ``reshape(X, [], size(X, 3))``; one length that is arithmetic is left open."""
    if not value.shape:
        return w.write(value.argument)
    if len(value.shape) == 1 and isinstance(value.argument, p.Load):
        return Fragment(f"{w.text(value.argument)}(:)")
    sizes = [w.size(size) for size in value.shape]
    compound = [n for n, size in enumerate(value.shape) if isinstance(size, algebra.SizeExpression)]
    if len(sizes) == 1:
        sizes = ["[]", "1"]
    elif compound:
        sizes[compound[0]] = "[]"
    return Fragment(f"reshape({w.text(value.argument)}, {', '.join(sizes)})")


def write_literal(w: Writer, value: p.Literal) -> Fragment:
    """``[1 2; 3 4]``, ``[1; 2]``."""
    cells = [w.text(cell) for cell in value.arguments]
    width = value.shape[1] if len(value.shape) == 2 else 1
    assert isinstance(width, int)
    plain = all(isinstance(cell, p.Scalar) for cell in value.arguments)
    rows = [cells[n : n + width] for n in range(0, len(cells), width)]
    return Fragment(f"[{'; '.join((' ' if plain else ', ').join(row) for row in rows)}]")

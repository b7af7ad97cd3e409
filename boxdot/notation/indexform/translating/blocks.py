"""Matrices in brackets: every cell in its place, with ``…`` by repetition."""

from __future__ import annotations

from boxdot.notation.algebra import Size
from boxdot.notation.algebra import add as grown
from boxdot.notation.expressions.families import Family, family_of
from boxdot.notation.expressions.nodes import Block, Dots, Expr
from boxdot.notation.indexform.arithmetic import add, multiply, of_atom, substitute, total
from boxdot.notation.indexform.indices import (
    Matching,
    Place,
    fresh,
    indices_of,
    quotient,
    size_of,
    within,
)
from boxdot.notation.indexform.structure import ZERO, Form
from boxdot.notation.indexform.tensors import Tensor, delta, matrix_axes
from boxdot.notation.indexform.translating.context import Context
from boxdot.notation.inference.matrices import matrix_of
from boxdot.notation.reading.sizes import size_of as size_of_expression


def block(context: Context, node: Block) -> Tensor:
    """``[1 2; 3 4]``, ``[y, …, y]``, ``[A, B; C, D]``."""
    cells: list[Expr] = [cell for row in node.rows for cell in row if not isinstance(cell, Dots)]
    if len(node.rows) == 1 and len(node.rows[0]) == 1 and cells:
        return context.tensor(cells[0])
    if len(cells) < sum(map(len, node.rows)):
        return _repeated(context, node, cells)
    return _placed(context, node)


def _repeated(context: Context, node: Block, cells: list[Expr]) -> Tensor:
    """Equal cells beside or below each other."""
    family = family_of(node)
    if family is not None:
        return _running(context, family)
    if not cells or any(cell != cells[0] for cell in cells):
        raise context.unsupported("a matrix whose … are not clear", node)
    matrix = matrix_of(context.shape(node), context.convention)
    assert matrix is not None
    tensor = context.tensor(cells[0])
    axes = tuple(
        _tiled(context, node, place, size)
        for place, size in zip(matrix_axes(tensor, context.convention), matrix, strict=True)
    )
    return Tensor(axes, tensor.form)


def _running(context: Context, family: Family) -> Tensor:
    """Return the cells for all values of an index, side by side or below each other."""
    last = size_of_expression(family.last)
    if last is None:
        raise context.unsupported("how far … goes is not known", family.last)
    place = fresh(context.bound_size(last))
    with context.run({id(part): place for part in family.places}):
        tensor = context.tensor(family.cell)
    rows, columns = matrix_axes(tensor, context.convention)
    axes = (rows + place, columns) if family.below else (rows, columns + place)
    return Tensor(axes if axes[1] else axes[:1], tensor.form)


def _tiled(context: Context, node: Block, place: Place, size: Size) -> Place:
    times = quotient(size, size_of(place))
    if times is None:
        raise context.unsupported(f"{size_of(place)} does not divide {size}", node)
    return place + fresh(times)


def _placed(context: Context, node: Block) -> Tensor:
    """Every cell in its place: side by side in a row, and the rows below each other."""
    tensors = [[context.tensor(cell) for cell in row] for row in node.rows]
    cells = [[matrix_axes(t, context.convention) for t in row] for row in tensors]
    matching = Matching()
    rows = _axis(matching, [[place for place, _ in row] for row in cells], len(cells) > 1)
    wide = max(map(len, cells)) > 1
    columns = _axis(matching, [[place for _, place in row] for row in cells], wide, along_rows=True)
    form: Form = ZERO
    top: Size = 0
    for row, places in zip(tensors, cells, strict=True):
        left: Size = 0
        for cell, (above, beside) in zip(row, places, strict=True):
            at = [
                *([(rows, top, above)] if len(cells) > 1 else []),
                *([(columns, left, beside)] if wide else []),
            ]
            form = add(form, _moved(matching, cell.form, at))
            left = grown(left, size_of(beside))
        top = grown(top, size_of(places[0][0]))
    rows, columns = matching.resolve(rows), matching.resolve(columns)
    return Tensor((rows,) if not columns else (rows, columns), form)


def _axis(
    matching: Matching, places: list[list[Place]], parted: bool, *, along_rows: bool = False
) -> Place:
    """Return an axis: a new one as long as its blocks together, or the one all cells share."""
    if not parted:
        return _common(matching, [place for row in places for place in row])
    lengths = [size_of(p) for p in (places[0] if along_rows else [row[0] for row in places])]
    whole: Size = 0
    for length in lengths:
        whole = grown(whole, length)
    return fresh(whole)


def _moved(matching: Matching, form: Form, at: list[tuple[Place, Size, Place]]) -> Form:
    """Return the entries of a cell, moved along the axes by what stands before it."""
    form = substitute(form, matching.mapping)
    for axis, offset, own in at:
        place = matching.resolve(own)
        moved = within(offset, place, size_of(axis))
        form = total(multiply(form, of_atom(delta(axis, moved))), indices_of((place,)))
    return form


def _common(matching: Matching, places: list[Place]) -> Place:
    """Match the places of all cells along an axis that they share."""
    first, *others = places
    for other in others:
        first = matching.match(first, other) if first or other else ()
    return first

"""Matrices in brackets: of numbers entry by entry, with ``…`` by repetition."""

from __future__ import annotations

from boxdot.notation.algebra import Size
from boxdot.notation.expressions.nodes import Block, Dots, Expr
from boxdot.notation.indexform.arithmetic import add, multiply, of_atom, substitute
from boxdot.notation.indexform.indices import Fixed, Matching, Place, fresh, quotient, size_of
from boxdot.notation.indexform.structure import ZERO, Form, Opaque
from boxdot.notation.indexform.tensors import Tensor, delta, matrix_axes
from boxdot.notation.indexform.translating.context import Context
from boxdot.notation.inference.matrices import matrix_of


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


def _tiled(context: Context, node: Block, place: Place, size: Size) -> Place:
    times = quotient(size, size_of(place))
    if times is None:
        raise context.unsupported(f"{size_of(place)} does not divide {size}", node)
    return place + fresh(times)


def _placed(context: Context, node: Block) -> Tensor:
    """Every cell in its place: columns side by side, rows below each other, or numbers."""
    tensors = [[context.tensor(cell) for cell in row] for row in node.rows]
    height, width = len(tensors), max(map(len, tensors))
    axes = [matrix_axes(t, context.convention) for row in tensors for t in row]
    if not _is_flat(axes, 0, height) or not _is_flat(axes, 1, width):
        return _opaque(context, node, tensors)
    matching = Matching()
    rows = _common(matching, [place[0] for place in axes]) if height == 1 else fresh(height)
    columns = _common(matching, [place[1] for place in axes]) if width == 1 else fresh(width)
    rows, columns = matching.resolve(rows), matching.resolve(columns)
    form: Form = ZERO
    for r, row in enumerate(tensors, start=1):
        for c, cell in enumerate(row, start=1):
            at = [
                *([_at(rows, r)] if height > 1 else []),
                *([_at(columns, c)] if width > 1 else []),
            ]
            form = add(form, multiply(substitute(cell.form, matching.mapping), *at))
    return Tensor((rows,) if not columns else (rows, columns), form)


def _is_flat(axes: list[tuple[Place, Place]], side: int, count: int) -> bool:
    """Whether cells are put together along one axis only if they have length 1 along it."""
    return count == 1 or not any(place[side] for place in axes)


def _common(matching: Matching, places: list[Place]) -> Place:
    """Match the places of all cells along an axis that they share."""
    first, *others = places
    for other in others:
        first = matching.match(first, other) if first or other else ()
    return first


def _at(place: Place, position: int) -> Form:
    constant: Place = tuple(Fixed(position, part.size) for part in place)
    return of_atom(delta(place, constant))


def _opaque(context: Context, node: Block, tensors: list[list[Tensor]]) -> Tensor:
    """Blocks that are matrices: a function of them that is not looked into."""
    shape = context.shape(node)
    axes = tuple(fresh(size) for size in shape)
    layout = ";".join(str(len(row)) for row in tensors)
    arguments = tuple(tensor.abstract() for row in tensors for tensor in row)
    return Tensor(axes, of_atom(Opaque(f"block[{layout}]", arguments, axes)))

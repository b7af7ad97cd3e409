"""Matrices in brackets: literal ones, and blocks put side by side or on top of each other."""

from __future__ import annotations

from collections.abc import Iterable

from boxdot.notation.algebra import Size, add
from boxdot.notation.expressions.nodes import Block, Dots, Expr
from boxdot.notation.inference.matrices import matrix_of
from boxdot.notation.inference.session import Session
from boxdot.notation.shapes.broadcasting import Comparison
from boxdot.notation.shapes.conditions import equality
from boxdot.notation.shapes.padding import is_scalar
from boxdot.notation.shapes.sizes import Shape

Matrix = tuple[Size, Size]


def block(session: Session, node: Block, expected: Shape | None) -> Shape | None:
    """``[1 2; 3 4]`` is 2×2; ``[A, B]`` joins columns, ``[A; B]`` rows; ``…`` fills up."""
    if len(node.rows) == 1 and len(node.rows[0]) == 1 and not isinstance(node.rows[0][0], Dots):
        return session.shape(node.rows[0][0], expected)
    cells = [[_cell(session, cell) for cell in row] for row in node.rows]
    asked = None if expected is None else matrix_of(expected, session.formula.convention)
    full = [row for row in cells if any(cell is not None for cell in row)]
    heights = [_height(session, node, row) for row in full]
    widths = [_width(row, asked) for row in full if None not in row or asked]
    if None in heights or _is_unknown(node, cells):
        return None
    width = _common(session, node, [w for w in widths if w is not None], "rows of one length")
    height = _total(heights) if len(full) == len(cells) else (asked[0] if asked else None)
    if width is None or height is None:
        return None
    return (height,) if width == 1 else (height, width)


def _cell(session: Session, cell: Expr) -> Matrix | None:
    shape = session.shape(cell)
    if shape is None:
        return None
    if is_scalar(shape):
        return 1, 1
    matrix = matrix_of(shape, session.formula.convention)
    if matrix is None:
        session.ill_shaped("only matrices can be put in a matrix", cell, shape)
    return matrix


def _is_unknown(node: Block, cells: list[list[Matrix | None]]) -> bool:
    """Whether a cell that is no ``…`` has an unknown shape."""
    written = [cell for row in node.rows for cell in row]
    found = [matrix for row in cells for matrix in row]
    pairs = zip(written, found, strict=True)
    return any(matrix is None and not isinstance(cell, Dots) for cell, matrix in pairs)


def _height(session: Session, node: Block, row: list[Matrix | None]) -> Size | None:
    heights = [cell[0] for cell in row if cell is not None]
    return _common(session, node, heights, "blocks of one height in a row")


def _width(row: list[Matrix | None], asked: Matrix | None) -> Size | None:
    if None in row:
        return asked[1] if asked else None
    return _total(cell[1] for cell in row if cell is not None)


def _total(sizes: Iterable[Size | None]) -> Size:
    total: Size = 0
    for size in sizes:
        total = add(total, 0 if size is None else size)
    return total


def _common(session: Session, node: Block, sizes: list[Size], what: str) -> Size | None:
    """Demand equal sizes and return them."""
    for size in sizes[1:]:
        same = Comparison(sizes[:1], (size,), (equality(sizes[0], size),))  # type: ignore[arg-type]
        if not session.settings.lenient:
            message = f"a matrix takes {what}, not {sizes[0]} and {size}"
            session.demand(same, "ill-shaped", message, node, by_axis=False)
    return sizes[0] if sizes else None

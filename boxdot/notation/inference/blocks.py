"""Matrices in brackets: literal ones, and blocks put side by side or on top of each other."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import partial, reduce

from boxdot.notation.algebra import Size, add
from boxdot.notation.expressions.nodes import Binary, Block, Dots, Expr, Op
from boxdot.notation.inference.contexts import constant_within, is_identity, needs_context
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
    cells = _cells(session, node)
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


def _cells(session: Session, node: Block) -> list[list[Matrix | None]]:
    """Infer the cells, those last that take their size from what is beside and above them."""
    waits = [[_waits(session, cell) for cell in row] for row in node.rows]
    cells = [
        [None if late else _cell(session, cell) for cell, late in zip(row, flags, strict=True)]
        for row, flags in zip(node.rows, waits, strict=True)
    ]
    waiting = [(r, c) for r, flags in enumerate(waits) for c, late in enumerate(flags) if late]
    while waiting:
        rooms = {(r, c): _room(cells, r, c, square=_is_square(node, r, c)) for r, c in waiting}
        ready = [place for place in waiting if rooms[place] is not None] or waiting
        for r, c in ready:
            cells[r][c] = _cell(session, node.rows[r][c], rooms[r, c])
        waiting = [place for place in waiting if place not in ready]
    return cells


def _is_square(node: Block, r: int, c: int) -> bool:
    constant = constant_within(node.rows[r][c])
    return constant is not None and is_identity(constant)


def _waits(session: Session, cell: Expr) -> bool:
    return not isinstance(cell, Dots) and needs_context(session, cell)


def _room(cells: list[list[Matrix | None]], r: int, c: int, *, square: bool) -> Shape | None:
    """Return the size of a cell as its neighbours tell it; of a square one, a side suffices."""
    height = next((cell[0] for cell in cells[r] if cell is not None), None)
    same = [row for row in cells if len(row) == len(cells[r])]
    width = next((cell[1] for row in same if (cell := row[c]) is not None), None)
    if square:
        height, width = (width, width) if height is None else (height, height)
    return None if height is None or width is None else (height, width)


def _cell(session: Session, cell: Expr, expected: Shape | None = None) -> Matrix | None:
    shape = session.shape(cell, expected)
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
            session.demand(same, "ill-shaped", message, node, _products(node), by_axis=False)
    return sizes[0] if sizes else None


def _products(node: Block) -> Iterator[Block]:
    """Yield the matrix with a product in each row: white space separates columns in brackets."""
    if any(len(row) > 1 for row in node.rows):
        rows = [reduce(partial(Binary, Op.MATMUL), row) for row in node.rows]
        yield Block(tuple((row,) for row in rows), span=node.span)

"""Lowering matrices in brackets: numbers written out, and blocks put side by side."""

from __future__ import annotations

from boxdot.notation import algebra
from boxdot.notation.codegen import building as b
from boxdot.notation.codegen import program as p
from boxdot.notation.codegen.lowering.context import Context
from boxdot.notation.codegen.lowering.families import lower_family
from boxdot.notation.codegen.lowering.multiplying import as_matrix
from boxdot.notation.codegen.lowering.operands import (
    Form,
    Operand,
    carrying,
    dense,
    padded,
    scalar,
    settled,
)
from boxdot.notation.expressions.families import family_of
from boxdot.notation.expressions.nodes import Block, Constant, ConstantKind, Dots, Expr
from boxdot.notation.shapes.sizes import Shape, Size


def lower_block(context: Context, node: Block) -> Operand:
    """``[1 2; 3 4]``, ``[A B; C D]``, ``[y, …, y]``."""
    if any(isinstance(cell, Dots) for row in node.rows for cell in row):
        family = family_of(node)
        return _repeated(context, node) if family is None else lower_family(context, family)
    rows = _cells(context, node)
    cells = [cell for row in rows for cell in row]
    if all(cell.is_scalar for cell in cells) and not any(cell.batch for cell in cells):
        return _written_out(rows)
    if any(len(cell.core) > 2 for cell in map(as_matrix, cells)):
        context.refuse(node, "a block must be a number, a vector or a matrix")
    rows = _carrying(context, rows)
    return _stacked(rows) or _column(rows) or _blocks(rows)


def _cells(context: Context, node: Block) -> list[list[Operand]]:
    """Return the operands; a 𝟎, 𝟏 or 𝑰 without a shape fills its place between the others."""
    rows = [
        [None if _is_filling(context, cell) else settled(context.lower(cell)) for cell in row]
        for row in node.rows
    ]
    return [
        [cell or _filling(context, node, rows, i, j) for j, cell in enumerate(row)]
        for i, row in enumerate(rows)
    ]


def _is_filling(context: Context, cell: Expr) -> bool:
    unknown = context.inference.shape(cell) is None
    return isinstance(cell, Constant) and cell.sizes is None and unknown


def _filling(
    context: Context, node: Block, rows: list[list[Operand | None]], i: int, j: int
) -> Operand:
    constant = node.rows[i][j]
    beside = [cell for cell in rows[i] if cell is not None]
    above = [row[j] for row in rows if len(row) == len(rows[i])]
    column = [cell for cell in above if cell is not None]
    if not beside or not column or not isinstance(constant, Constant):
        context.refuse(constant, "the shape of this is not known", "write its sizes as a subscript")
    shape = ((*beside[0].shape, 1)[0], (*column[0].shape, 1, 1)[1])
    if constant.kind is ConstantKind.IDENTITY:
        return Operand(p.Eye(shape))
    return Operand(p.Fill(shape, int(constant.kind is ConstantKind.ONES)))


def _written_out(rows: list[list[Operand]]) -> Operand:
    """Return a matrix of numbers; one column is a vector."""
    values = tuple(scalar(cell).value for row in rows for cell in row)
    width = len(rows[0])
    if len(values) == 1:
        return Operand(values[0])
    shape: Shape = (len(rows),) if width == 1 else (len(rows), width)
    return Operand(p.Literal(shape, values))


def _carrying(context: Context, rows: list[list[Operand]]) -> list[list[Operand]]:
    """Give all blocks the same indices, stretched to the same lengths."""
    cells = [cell for row in rows for cell in row]
    batch = context.ordered(label for cell in cells for label in cell.batch)
    if not batch:
        return rows
    rows = [[carrying(cell, batch) for cell in row] for row in rows]
    lead = b.joint_shape(cell.value.shape[: len(batch)] for row in rows for cell in row)
    return [
        [cell.with_value(b.broadcast(cell.value, (*lead, *cell.core))) for cell in row]
        for row in rows
    ]


def _stacked(rows: list[list[Operand]]) -> Operand | None:
    """Return ``[a b]`` of columns, or ``[aᵀ; bᵀ]`` of rows, as vectors side by side."""
    columns = len(rows) == 1 and all(cell.is_vector for cell in rows[0])
    lying = all(len(row) == 1 and row[0].form is Form.ROW for row in rows)
    if not (columns or lying):
        return None
    cells = [cell for row in rows for cell in row]
    lead = len(cells[0].batch)
    values = [cell.value for cell in cells]
    return Operand(b.stack(values, lead + 1 if columns else lead), cells[0].batch)


def _column(rows: list[list[Operand]]) -> Operand | None:
    """Return ``[x; y; 1]`` of columns and numbers as one vector."""
    cells = [row[0] for row in rows]
    if any(len(row) > 1 for row in rows) or not all(c.is_vector or c.is_scalar for c in cells):
        return None
    lead = len(cells[0].batch)
    values = [_vector(cell) for cell in cells]
    return Operand(b.concatenate(values, lead), cells[0].batch)


def _vector(cell: Operand) -> p.Value:
    value = scalar(cell).value if cell.is_scalar and not cell.is_vector else cell.value
    if not value.shape:
        return p.Literal((1,), (value,))
    return value if cell.is_vector else b.expand(value, [len(cell.batch)])


def _blocks(rows: list[list[Operand]]) -> Operand:
    """Return rows of blocks as one matrix."""
    batch = rows[0][0].batch
    matrices = [[_matrix(cell) for cell in row] for row in rows]
    lead = len(batch)
    bands = [b.concatenate(row, lead + 1) for row in matrices]
    return Operand(b.concatenate(bands, lead), batch)


def _matrix(cell: Operand) -> p.Value:
    cell = as_matrix(dense(cell))
    if not cell.value.shape:
        return p.Literal((1, 1), (cell.value,))
    return padded(cell, 2).value


def _repeated(context: Context, node: Block) -> Operand:
    """``[y, y, …, y]``: one block again and again, as often as the shape asks for."""
    written = [cell for row in node.rows for cell in row if not isinstance(cell, Dots)]
    cells = [cell for n, cell in enumerate(written) if cell not in written[:n]]
    if len(cells) != 1:
        context.refuse(node, "… must stand between equal blocks")
    cell = padded(as_matrix(context.dense(cells[0])), 2)
    shape = (*context.shape(node), 1, 1)[:2]
    lead, own = cell.value.shape[: len(cell.batch)], cell.core
    repeats = tuple(map(algebra.divide, shape, own))
    if all(size == 1 or count == 1 for size, count in zip(own, repeats, strict=True)):
        return cell.with_value(b.broadcast(cell.value, (*lead, *shape)))
    ones: tuple[Size, ...] = (1,) * len(lead)
    return cell.with_value(p.Tile((*lead, *shape), cell.value, (*ones, *repeats)))

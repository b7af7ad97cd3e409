"""Multiplying two operands: numbers, rows, columns, matrices, diagonals and inverses."""

from __future__ import annotations

from boxdot.notation.codegen import building as b
from boxdot.notation.codegen.lowering.context import Context
from boxdot.notation.codegen.lowering.contracting import contract
from boxdot.notation.codegen.lowering.elementwise import combine
from boxdot.notation.codegen.lowering.operands import (
    Form,
    Operand,
    carrying,
    dense,
    padded,
    scalar,
    settled,
)


def times(context: Context, left: Operand, right: Operand) -> Operand:
    """Multiply two operands as matrices; numbers multiply entry by entry."""
    if left.is_scalar or right.is_scalar:
        return _scalar_multiple(context, left, right)
    if Form.DIAGONAL in (left.form, right.form):
        return _with_diagonal(context, left, right)
    right = as_matrix(settled(right))
    if left.form is Form.INVERSE:
        return _solved(context, left, right)
    return _matrix_product(context, as_matrix(left), right)


def _scalar_multiple(context: Context, left: Operand, right: Operand) -> Operand:
    if right.form is Form.INVERSE and right.is_scalar:
        inverted = Operand(b.squeeze(right.value, right.axes), right.batch)
        left = scalar(left) if left.is_scalar else left
        return combine(context, b.divide, left, inverted)
    left = scalar(left) if left.is_scalar else left
    right = scalar(right) if right.is_scalar else right
    return combine(context, b.multiply, left, right)


def as_matrix(operand: Operand) -> Operand:
    """Drop the trailing axes of length 1 beyond the second."""
    extra = operand.axes[2:]
    return operand.with_value(b.squeeze(operand.value, extra)) if extra else operand


def _with_diagonal(context: Context, left: Operand, right: Operand) -> Operand:
    """``diag(y) X`` multiplies the rows of X, ``X diag(y)`` its columns."""
    if left.form is right.form:
        return combine(context, b.multiply, left, right)
    if left.form is not Form.DIAGONAL:
        left = as_matrix(settled(left))
        row = Operand(right.value, right.batch, Form.ROW)
        return combine(context, b.multiply, left, row)
    column = Operand(left.value, left.batch)
    return combine(context, b.multiply, column, as_matrix(settled(right)))


def _solved(context: Context, left: Operand, right: Operand) -> Operand:
    """``A⁻¹ b`` without the inverse."""
    matrix = Operand(left.value, left.batch)
    if right.form is Form.ROW:
        right = dense(right)
    if not (left.batch or right.batch):
        return Operand(b.solve(matrix.value, right.value))
    column = len(right.core) == 1
    matrix, right = _batched(context, matrix, padded(right, 2))
    value = b.solve(matrix.value, right.value)
    if column:
        value = b.squeeze(value, [len(value.shape) - 1])
    return Operand(value, matrix.batch or right.batch)


def _batched(context: Context, left: Operand, right: Operand) -> tuple[Operand, Operand]:
    """Give both the same labels; one without any is left as it is."""
    batch = context.ordered((*left.batch, *right.batch))
    return (
        carrying(left, batch) if left.batch else left,
        carrying(right, batch) if right.batch else right,
    )


def _matrix_product(context: Context, left: Operand, right: Operand) -> Operand:
    kinds = (_kind(left), _kind(right))
    match kinds:
        case ("row", "column"):
            return contract(context, (left, "j"), (right, "j"), "")
        case ("row", "matrix"):
            product = contract(context, (left, "j"), (right, "jk"), "k")
            return Operand(product.value, product.batch, Form.ROW)
        case ("matrix", "column"):
            return contract(context, (left, "ij"), (right, "j"), "i")
        case ("column", "row"):
            return _outer(context, left, right)
        case ("column", _) | (_, "row"):
            return combine(context, b.multiply, left, right)
    left, right = _batched(context, dense(left), dense(right))
    return Operand(b.matmul(left.value, right.value), left.batch or right.batch)


def _kind(operand: Operand) -> str:
    if operand.form is Form.ROW:
        return "row"
    return "column" if len(operand.core) == 1 else "matrix"


def _outer(context: Context, left: Operand, right: Operand) -> Operand:
    if left.batch or right.batch:
        return combine(context, b.multiply, left, right)
    return Operand(b.outer(left.value, right.value))

"""Lowering transposes, powers and inverses."""

from __future__ import annotations

from boxdot.notation import algebra
from boxdot.notation.codegen import building as b
from boxdot.notation.codegen import program as p
from boxdot.notation.codegen.lowering.context import Context
from boxdot.notation.codegen.lowering.elementwise import combine
from boxdot.notation.codegen.lowering.multiplying import as_matrix
from boxdot.notation.codegen.lowering.operands import (
    Form,
    Operand,
    dense,
    scalar,
)
from boxdot.notation.expressions.nodes import (
    Expr,
    Negate,
    Number,
    Power,
    Transpose,
)


def lower_transpose(context: Context, node: Transpose) -> Operand:
    """``Xᵀ``; the transpose of a column is a row."""
    operand = context.lower(node.operand)
    match operand.form:
        case Form.ROW:
            return Operand(operand.value, operand.batch)
        case Form.DIAGONAL:
            return operand
    if operand.is_scalar:
        return scalar(operand)
    operand = as_matrix(operand)
    if len(operand.core) == 1:
        return Operand(operand.value, operand.batch, Form.ROW)
    return operand.with_value(b.swap_last(operand.value))


def lower_power(context: Context, node: Power) -> Operand:
    """``x²``, ``A⁻¹``, ``A³``: a power of numbers, or a repeated product of a square matrix."""
    exponent = _exponent(node.exponent)
    operand = context.lower(node.base)
    if exponent is None and not context.lower(node.exponent).is_scalar:
        return _by_entry(context, node, operand)
    if operand.is_scalar:
        return _scalar_power(context, scalar(operand), node, exponent)
    if operand.form is Form.DIAGONAL and exponent is not None:
        return operand.with_value(b.power(operand.value, b.number(exponent)))
    operand = dense(operand)
    if not _is_square(operand):
        return combine(context, b.power, operand, scalar(context.lower(node.exponent)))
    operand = as_matrix(operand)
    if exponent is None:
        context.refuse(node, "the power of a matrix needs a whole number as its exponent")
    if exponent == -1:
        return invert(operand)
    return operand.with_value(b.matrix_power(operand.value, exponent))


def _is_square(operand: Operand) -> bool:
    if any(size != 1 for size in operand.core[2:]):  # of higher order: by entry
        return False
    return len(as_matrix(operand).core) == 2 and algebra.equal(*operand.core[:2]) is True


def _by_entry(context: Context, node: Power, operand: Operand) -> Operand:
    """``e^x`` and ``2^x`` of a vector; that of a matrix may be meant as a series."""
    exponent = dense(context.lower(node.exponent))
    if not operand.is_scalar or len(exponent.core) > 1:
        context.refuse(node, "this power may be meant in two ways", "write exp(X) for its entries")
    if isinstance(operand.value, p.Named) and operand.value.name == "e":
        return exponent.with_value(b.elementwise("exp", exponent.value))
    return combine(context, b.power, scalar(operand), exponent)


def invert(operand: Operand) -> Operand:
    """Return the inverse of an operand, kept back until it is known what it is applied to."""
    if operand.form is Form.INVERSE:
        return Operand(operand.value, operand.batch)
    if operand.form is Form.DIAGONAL:
        return operand.with_value(b.divide(b.number(1), operand.value))
    operand = scalar(operand) if operand.is_scalar else as_matrix(dense(operand))
    return Operand(operand.value, operand.batch, Form.INVERSE)


def _scalar_power(context: Context, base: Operand, node: Power, exponent: int | None) -> Operand:
    if exponent == -1:
        return invert(base)
    return combine(context, b.power, base, scalar(context.lower(node.exponent)))


def _exponent(node: Expr) -> int | None:
    """Return the exponent if it is a whole number."""
    sign = 1
    while isinstance(node, Negate):
        sign, node = -sign, node.operand
    if isinstance(node, Number) and node.value.denominator == 1:
        return sign * node.value.numerator
    return None

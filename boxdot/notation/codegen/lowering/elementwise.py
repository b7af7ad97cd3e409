"""Lowering the element-wise operators, where missing axes are written out."""

from __future__ import annotations

from collections.abc import Callable

from boxdot.notation.codegen import building as b
from boxdot.notation.codegen.lowering.context import Context
from boxdot.notation.codegen.lowering.operands import Form, Operand, dense, scalar, settled
from boxdot.notation.codegen.program import Fill, Value
from boxdot.notation.expressions.nodes import Binary, Constant, Expr, Negate, Op
from boxdot.notation.shapes.sizes import Shape

Combination = Callable[[Value, Value], Value]

ELEMENTWISE: dict[Op, Combination] = {
    Op.BOXDOT: b.multiply,
    Op.HADAMARD: b.multiply,
    Op.BOXPLUS: b.add,
    Op.ADD: b.add,
    Op.BOXMINUS: b.subtract,
    Op.SUBTRACT: b.subtract,
    Op.BOXSLASH: b.divide,
    Op.OSLASH: b.divide,
    Op.DIVIDE: b.divide,
    Op.PENETRATING: b.multiply,
}
"""The operators that work on entries; the broadcasting and the strict ones differ in checking."""

_KEEPING_ZERO = {b.multiply, b.add, b.subtract}


def lower_negate(context: Context, node: Negate) -> Operand:
    """``−X``."""
    operand = settled(context.lower(node.operand))
    return operand.with_value(b.negative(operand.value))


def lower_elementwise(context: Context, node: Binary) -> Operand:
    """Two operands, entry by entry, with the missing axes written out."""
    left, right = context.lower(node.left), context.lower(node.right)
    left = _as_number(node.left, left, right)
    right = _as_number(node.right, right, left)
    if node.op is Op.DIVIDE and right.is_scalar:
        right = scalar(right)
    return combine(context, ELEMENTWISE[node.op], left, right, leading=context.leading)


def combine(
    context: Context,
    combination: Combination,
    left: Operand,
    right: Operand,
    *,
    leading: bool = False,
) -> Operand:
    """Combine two operands entry by entry."""
    left, right = settled(left), settled(right)
    form = _common_form(combination, left, right)
    if form is Form.PLAIN:
        left, right = dense(left), dense(right)
    left, right = context.aligned((left, right), leading=leading)
    return Operand(combination(left.value, right.value), left.batch or right.batch, form)


def _common_form(combination: Combination, left: Operand, right: Operand) -> Form:
    """Return the form that both have and the combination keeps: rows, and sums of diagonals."""
    forms = {operand.form for operand in (left, right) if operand.core}
    if len(forms) != 1:
        return Form.PLAIN
    (form,) = forms
    alone = not (left.core and right.core)
    if form is Form.ROW:
        return form
    if form is Form.DIAGONAL and combination in _KEEPING_ZERO:
        return form if not alone or combination is b.multiply else Form.PLAIN
    return Form.PLAIN


def _as_number(node: Expr, operand: Operand, other: Operand) -> Operand:
    """Return 𝟏 and 𝟎 as plain numbers where the other operand has all their axes anyway."""
    value = operand.value
    if not (isinstance(node, Constant) and isinstance(value, Fill) and node.sizes is None):
        return operand
    return Operand(b.number(value.number)) if _within(value.shape, other.shape) else operand


def _within(inner: Shape, outer: Shape) -> bool:
    """Return whether broadcasting the inner shape adds nothing to the outer one."""
    padding: Shape = (1,) * (len(inner) - len(outer))
    pairs = zip(inner, (*outer, *padding), strict=False)
    return all(size in (1, present) for size, present in pairs)

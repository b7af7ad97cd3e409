"""Lowering norms, marginals and broadcast forms."""

from __future__ import annotations

from fractions import Fraction

from boxdot.notation import algebra
from boxdot.notation.codegen import building as b
from boxdot.notation.codegen import program as p
from boxdot.notation.codegen.lowering.context import Context
from boxdot.notation.codegen.lowering.contracting import contract
from boxdot.notation.codegen.lowering.elementwise import combine
from boxdot.notation.codegen.lowering.multiplying import times
from boxdot.notation.codegen.lowering.operands import Form, Operand, dense, padded, settled
from boxdot.notation.expressions.nodes import Binary, BroadcastForm, Inner, Marginal, Norm
from boxdot.notation.shapes.sizes import Shape


def lower_norm(context: Context, node: Norm) -> Operand:
    """``‖X‖_F ‖x‖₀ ‖x‖₁ ‖x‖_∞ ‖x‖_p``, over all entries, and ``‖x‖_P``, the root of xᵀPx."""
    operand = settled(context.lower(node.operand))
    if node.weight is not None:
        return _weighted(context, operand, context.lower(node.weight))
    magnitude = b.elementwise("abs", operand.value)
    axes = operand.axes  # the entries of a row or a diagonal are those of its vector, and zeros
    match node.kind:
        case "" | "F" | "2":
            value = b.norm(operand.value, axes)
        case "0":
            value = b.reduce("count", operand.value, axes)
        case "1":
            value = b.reduce("sum", magnitude, axes)
        case "∞":
            value = b.reduce("max", magnitude, axes)
        case kind if "," in kind and len(operand.core) < 3:
            value = _mixed(context, node, operand, *kind.split(","))
        case kind:
            exponent = _exponent(context, node, kind)
            total = b.reduce("sum", b.power(magnitude, b.number(exponent, kind)), axes)
            value = b.power(total, b.divide(b.number(1), b.number(exponent, kind)))
    return Operand(value, operand.batch)


def _exponent(context: Context, node: Norm, kind: str) -> Fraction:
    try:
        return Fraction(kind)
    except ValueError:
        context.refuse(node, f"the norm ‖·‖_{kind} is not supported", "write ‖·‖_F or ‖·‖_2")


def _mixed(context: Context, node: Norm, operand: Operand, inner: str, outer: str) -> p.Value:
    """``‖X‖_{p,q}``: the q-norm of the p-norms of the columns."""
    first, *others = (*operand.axes, None)
    columns = _of_entries(context, node, operand.value, [first] if first is not None else [], inner)
    count = len([axis for axis in others if axis is not None])
    start = len(operand.batch)
    return _of_entries(context, node, columns, list(range(start, start + count)), outer)


def _of_entries(
    context: Context, node: Norm, value: p.Value, axes: list[int], kind: str
) -> p.Value:
    """Return an entrywise norm along axes."""
    if not axes:
        return b.elementwise("abs", value)
    if kind == "2":
        return b.norm(value, axes)
    magnitude = b.elementwise("abs", value)
    if kind in ("1", "∞"):
        return b.reduce("sum" if kind == "1" else "max", magnitude, axes)
    exponent = b.number(_exponent(context, node, kind), kind)
    total = b.reduce("sum", b.power(magnitude, exponent), axes)
    return b.power(total, b.divide(b.number(1), exponent))


def _weighted(context: Context, operand: Operand, weight: Operand) -> Operand:
    row = Operand(operand.value, operand.batch, Form.ROW)
    column = Operand(operand.value, operand.batch)
    total = times(context, times(context, row, weight), column)
    return total.with_value(b.elementwise("sqrt", total.value))


def lower_inner(context: Context, node: Inner) -> Operand:
    """``⟨a, b⟩``, the sum of the products of the entries, and ``⟨a, b⟩_M``, which is bᵀMa."""
    left, right = dense(context.lower(node.left)), dense(context.lower(node.right))
    if node.weight is not None:
        row = Operand(right.value, right.batch, Form.ROW)
        return times(context, times(context, row, context.lower(node.weight)), left)
    return inner(context, left, right)


def lower_frobenius(context: Context, node: Binary) -> Operand:
    """``T : P``, the sum of the products of the entries."""
    return inner(context, dense(context.lower(node.left)), dense(context.lower(node.right)))


def inner(context: Context, left: Operand, right: Operand) -> Operand:
    """Return the sum of the products of the entries of two plain operands."""
    if left.is_vector and right.is_vector:
        return contract(context, (left, "i"), (right, "i"), "")
    product = combine(context, b.multiply, left, right)
    return Operand(b.reduce("sum", product.value, product.axes), product.batch)


def lower_broadcast_form(context: Context, node: BroadcastForm) -> Operand:
    """``X^□``: stretched to the joint shape with its partners."""
    return stretched(context, context.dense(node.operand), context.shape(node))


def stretched(context: Context, operand: Operand, shape: Shape) -> Operand:
    """Stretch the axes of length 1 of an operand's own to a shape."""
    operand = padded(operand, len(shape), leading=context.leading)
    lead = operand.value.shape[: len(operand.batch)]
    extra = (1,) * (len(operand.core) - len(shape))
    return operand.with_value(b.broadcast(operand.value, (*lead, *shape, *extra)))


def lower_marginal(context: Context, node: Marginal) -> Operand:
    """``X_□``: the root of the summed squares over the axes where the partner has length 1."""
    operand, shape = context.dense(node.operand), context.shape(node)
    if context.leading:
        operand = padded(operand, len(shape), leading=True)
    summed = [
        axis
        for axis, size, kept in zip(operand.axes, operand.core, shape, strict=False)
        if algebra.equal(kept, 1) is True and algebra.equal(size, 1) is not True
    ]
    return operand.with_value(b.norm(operand.value, summed, keep=True))

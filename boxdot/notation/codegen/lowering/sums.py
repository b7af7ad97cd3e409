"""Lowering Σ and ∏: the index is an axis that is reduced."""

from __future__ import annotations

from collections.abc import Sequence

from boxdot.notation.codegen import building as b
from boxdot.notation.codegen.lowering.context import Context, IndexLabel
from boxdot.notation.codegen.lowering.contracting import summed_product
from boxdot.notation.codegen.lowering.elementwise import combine
from boxdot.notation.codegen.lowering.indices import index_size
from boxdot.notation.codegen.lowering.leaves import counting
from boxdot.notation.codegen.lowering.multiplying import times
from boxdot.notation.codegen.lowering.operands import Operand, scalar, settled
from boxdot.notation.codegen.lowering.products import factors_of, product_of
from boxdot.notation.codegen.lowering.sizing import size_of
from boxdot.notation.codegen.program import Value
from boxdot.notation.expressions.nodes import Binary, Expr, IndexRange, Op, Reduce
from boxdot.notation.shapes.sizes import Size


def lower_reduce(context: Context, node: Reduce) -> Operand:
    """``Σ_k body`` and ``∏_k body``."""
    labels = [_label(context, node, bounds) for bounds in node.ranges]
    inner = context.within(labels)
    pairs = zip(node.ranges, labels, strict=True)
    masks = [mask for bounds, index in pairs if (mask := _mask(inner, bounds, index))]
    if node.product:
        return _product(inner, node, labels, masks)
    return sum_over(inner, node, node.body, labels, masks)


def sum_over(
    context: Context,
    node: Expr,
    body: Expr,
    labels: Sequence[IndexLabel],
    masks: Sequence[Operand],
) -> Operand:
    """Sum an expression, times the masks, over indices that are in scope.

    A number that it is divided by stands outside, so that a sum of products stays one.
    """
    if isinstance(body, Binary) and body.op is Op.DIVIDE:
        divisor = context.lower(body.right)
        if divisor.is_scalar and not {index.label for index in labels} & set(divisor.batch):
            total = sum_over(context, node, body.left, labels, masks)
            return combine(context, b.divide, total, scalar(divisor))
    factors = [*masks, *map(context.lower, factors_of(context, body))]
    if all(factor.is_scalar for factor in factors):
        return _sum_of_numbers(context, node, [scalar(f) for f in factors], labels)
    return _sum(context, node, product_of(context, factors), labels)


def _label(context: Context, node: Reduce, bounds: IndexRange) -> IndexLabel:
    low: Size = 1 if bounds.low is None else size_of(context, bounds.low)
    if bounds.high is None:
        known = context.inference.index_sizes(node).get(bounds.index)
        high = index_size(context, node.body, bounds.index) if known is None else known
        return context.fresh(bounds.index, low, high)
    high = size_of(context, bounds.high)
    return context.fresh(bounds.index, low, high)


def _mask(context: Context, bounds: IndexRange, index: IndexLabel) -> Operand | None:
    """Return 1 where the index is not the excluded one, 0 where it is."""
    if bounds.excluded is None:
        return None
    place = counting(context, bounds.excluded, index)
    differs = combine(context, _differs, place, scalar(context.lower(bounds.excluded)))
    return differs.with_value(b.elementwise("indicator", differs.value))


def _differs(left: Value, right: Value) -> Value:
    return b.elementwise("not_equal", left, right)


def _sum_of_numbers(
    context: Context, node: Expr, factors: list[Operand], labels: Sequence[IndexLabel]
) -> Operand:
    """Sum a product of numbers: factors without the index stand outside, the others contract."""
    gone = {index.label for index in labels}
    inside = [f for f in factors if gone & set(f.batch)]
    outside = [f for f in factors if not gone & set(f.batch)]
    counts = _counts(context, node, labels, {label for f in inside for label in f.batch})
    total = [summed_product(context, inside, gone)] if inside else []
    first = factors.index(inside[0]) if inside else 0
    ordered = [*counts, *outside[:first], *total, *outside[first:]]
    return product_of(context, ordered)


def _counts(
    context: Context, node: Expr, labels: Sequence[IndexLabel], present: set[str]
) -> list[Operand]:
    """Return how often what has not the index at all is added up."""
    return [_count(context, node, index) for index in labels if index.label not in present]


def _count(context: Context, node: Expr, index: IndexLabel) -> Operand:
    if index.count is None:
        context.refuse(node, f"how far the index {index.name} runs is not known")
    return Operand(b.extent(index.count))


def _sum(context: Context, node: Expr, body: Operand, labels: Sequence[IndexLabel]) -> Operand:
    body = settled(body)
    for count in _counts(context, node, labels, set(body.batch)):
        body = times(context, count, body)
    return _reduced("sum", body, labels)


def _product(
    context: Context, node: Reduce, labels: Sequence[IndexLabel], masks: list[Operand]
) -> Operand:
    body = context.dense(node.body)
    if masks or not body.is_scalar:
        context.refuse(node, "a product over an index of what are not numbers is not supported")
    for index in labels:
        if index.label not in body.batch:
            count = _count(context, node, index)
            body = combine(context, b.power, scalar(body), count)
    return _reduced("prod", scalar(body), labels)


def _reduced(kind: str, body: Operand, labels: Sequence[IndexLabel]) -> Operand:
    gone = {index.label for index in labels}
    axes = [n for n, label in enumerate(body.batch) if label in gone]
    kept = tuple(label for label in body.batch if label not in gone)
    return Operand(b.reduce(kind, body.value, axes), kept, body.form)

"""Lowering indicators: 1 where a relation holds."""

from __future__ import annotations

from boxdot.notation.codegen import building as b
from boxdot.notation.codegen.lowering.context import Context
from boxdot.notation.codegen.lowering.operands import Operand, scalar
from boxdot.notation.expressions.nodes import (
    Indicator,
    Relation,
)

_COMPARISONS = {
    Relation.EQUAL: "equal",
    Relation.NOT_EQUAL: "not_equal",
    Relation.LESS: "less",
    Relation.LESS_EQUAL: "less_equal",
    Relation.GREATER: "greater",
    Relation.GREATER_EQUAL: "greater_equal",
}


def lower_indicator(context: Context, node: Indicator) -> Operand:
    """``1_{i=k}``: 1 where the relation holds, 0 elsewhere."""
    chain = node.relation
    if len(chain.sides) != 2 or chain.relations[0] not in _COMPARISONS:
        context.refuse(node, "an indicator needs one relation between two numbers")
    operands = [scalar(context.lower(side)) for side in chain.sides]
    left, right = context.aligned(operands)
    holds = b.elementwise(_COMPARISONS[chain.relations[0]], left.value, right.value)
    return Operand(b.elementwise("indicator", holds), left.batch or right.batch)

"""Statements as matrix expressions: relations between sides, what is defined before."""

from __future__ import annotations

from typing import Any

import sympy

from boxdot.notation.algebra import to_sympy as size_to_sympy
from boxdot.notation.expressions import nodes as n
from boxdot.notation.expressions.formula import Formula
from boxdot.notation.inference import Inference, Statement
from boxdot.notation.symbolic.matrices.context import Arm, Context, Matrix
from boxdot.notation.symbolic.matrices.functions import (
    apply,
    broadcast_form,
    inner_product,
    marginal,
    norm,
)
from boxdot.notation.symbolic.matrices.leaves import block, constant, index, named, number, symbol
from boxdot.notation.symbolic.matrices.operators import binary, negate, power, transpose
from boxdot.notation.symbolic.names import index as index_symbol
from boxdot.notation.symbolic.relations import related


def reduce(context: Context, node: n.Reduce) -> Matrix:
    """``Σ_k body`` and ``∏_k body`` of numbers."""
    scope = {bounds.index: index_symbol(bounds.index) for bounds in node.ranges}
    inner = context.within(scope)
    body = inner.matrix(node.body)
    if any(bounds.excluded is not None for bounds in node.ranges):
        context.refuse(node, "a sum that leaves one index out has no such form", 'try form="sum"')
    if not body.is_scalar:
        context.refuse(node, "SymPy has no sums of matrices over an index", 'try form="sum"')
    limits = [_limits(context, node, bounds, scope[bounds.index]) for bounds in node.ranges]
    kind = sympy.Product if node.product else sympy.Sum
    return Matrix((1, 1), kind(body.number, *limits))


def _limits(context: Context, node: n.Reduce, bounds: n.IndexRange, k: Any) -> Any:
    low = sympy.S.One if bounds.low is None else context.number(bounds.low)
    if bounds.high is not None:
        return k, low, context.number(bounds.high)
    size = context.inference.index_sizes(node).get(bounds.index)
    if size is None:
        context.refuse(node, f"how far the index {bounds.index} runs is not known")
    return k, low, size_to_sympy(size)


ARMS: dict[type, Arm] = {
    n.Number: number,
    n.Symbol: symbol,
    n.Constant: constant,
    n.Negate: negate,
    n.Transpose: transpose,
    n.Power: power,
    n.Binary: binary,
    n.Apply: apply,
    n.BroadcastForm: broadcast_form,
    n.Marginal: marginal,
    n.Norm: norm,
    n.Inner: inner_product,
    n.Reduce: reduce,
    n.Index: index,
    n.Block: block,
}


def to_matrix(formula: Formula, inference: Inference) -> Any:
    """Return the last statement, with what the others define put in."""
    context = Context(formula, inference, ARMS)
    for statement in inference.statements[:-1]:
        _define(context, statement)
    statement = inference.statements[-1]
    scope = {name: index_symbol(name) for name in statement.free}
    sides = _sides(context.within(scope), statement)
    if len(sides) > 1 and all(side.is_scalar for side in sides):
        return related([side.number for side in sides], statement.chain.relations)
    if any(r in _ORDERS for r in statement.chain.relations):
        context.refuse(statement.chain.sides[0], "SymPy orders no matrices", 'try form="sum"')
    return related([side.value for side in sides], statement.chain.relations)


_ORDERS = {
    n.Relation.LESS,
    n.Relation.LESS_EQUAL,
    n.Relation.GREATER,
    n.Relation.GREATER_EQUAL,
}


def _sides(context: Context, statement: Statement) -> list[Matrix]:
    known = [_side(context, statement, k) for k in range(len(statement.chain.sides))]
    shape = next((side.shape for side in known if side is not None), (1, 1))
    return [
        side or named(context, _name(context, node), shape)
        for side, node in zip(known, statement.chain.sides, strict=True)
    ]


def _side(context: Context, statement: Statement, place: int) -> Matrix | None:
    """Return a side; None for a name that only this statement tells anything of."""
    node = statement.chain.sides[place]
    if place in statement.defined and isinstance(node, n.Symbol):
        name = context.resolved(node)
        if name not in context.formula.symbols and name not in context.definitions:
            return None
    return context.matrix(node)


def _name(context: Context, node: n.Expr) -> str:
    assert isinstance(node, n.Symbol)
    return context.resolved(node)


def _define(context: Context, statement: Statement) -> None:
    """Let a name that a statement defines stand for its other side from now on."""
    others = [k for k in range(len(statement.chain.sides)) if k not in statement.defined]
    for place in statement.defined if others else ():
        target = statement.chain.sides[place]
        if not isinstance(target, n.Symbol):
            context.refuse(target, "a definition of entries cannot be put in", 'try form="sum"')
        value = context.matrix(statement.chain.sides[others[0]])
        context.definitions[context.resolved(target)] = value

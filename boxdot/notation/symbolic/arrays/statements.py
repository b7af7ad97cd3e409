"""Statements as array expressions."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from boxdot.notation.expressions import nodes as n
from boxdot.notation.expressions.formula import Formula
from boxdot.notation.inference import Inference, Statement
from boxdot.notation.symbolic.arrays.context import Context
from boxdot.notation.symbolic.arrays.contracting import Array
from boxdot.notation.symbolic.arrays.functions import apply, broadcast_form
from boxdot.notation.symbolic.arrays.leaves import constant, number, symbol
from boxdot.notation.symbolic.arrays.operators import (
    binary,
    inner_product,
    mode_product,
    negate,
    power,
    transpose,
)

ARMS: dict[type, Callable[[Context, Any], Array]] = {
    n.Number: number,
    n.Symbol: symbol,
    n.Constant: constant,
    n.Negate: negate,
    n.Binary: binary,
    n.Transpose: transpose,
    n.ModeProduct: mode_product,
    n.Apply: apply,
    n.BroadcastForm: broadcast_form,
    n.Inner: inner_product,
    n.Power: power,
}


def to_array(formula: Formula, inference: Inference) -> Any:
    """Return an expression as an array, whose axes are those that are longer than 1."""
    context = Context(formula, inference, ARMS)
    for statement in inference.statements[:-1]:
        _define(context, statement)
    statement = inference.statements[-1]
    values = [k for k in range(len(statement.chain.sides)) if k not in statement.defined]
    if len(values) > 1 or not values:
        context.refuse(statement.chain.sides[0], "SymPy has no equations of arrays")
    return context.array(statement.chain.sides[values[0]]).value


def _define(context: Context, statement: Statement) -> None:
    """Let a name that a statement defines stand for its other side from now on."""
    others = [k for k in range(len(statement.chain.sides)) if k not in statement.defined]
    for place in statement.defined if others else ():
        target = statement.chain.sides[place]
        if not isinstance(target, n.Symbol):
            context.refuse(target, "a definition of entries cannot be put in")
        value = context.array(statement.chain.sides[others[0]])
        context.definitions[context.resolved(target)] = value

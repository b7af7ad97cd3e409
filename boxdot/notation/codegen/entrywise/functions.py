"""Functions of the entries, relations and powers."""

from __future__ import annotations

from collections.abc import Sequence

from boxdot.notation.codegen import program as p
from boxdot.notation.codegen.entrywise.context import Entries, Indices, masked, refuse
from boxdot.notation.codegen.entrywise.shifting import unshifted
from boxdot.notation.expressions.nodes import (
    Apply,
    Binary,
    Chain,
    Expr,
    Indicator,
    Negate,
    Number,
    Op,
    Power,
    Reduce,
    Relation,
)

OPERATORS = {
    "add": Op.ADD,
    "subtract": Op.SUBTRACT,
    "multiply": Op.MATMUL,
    "divide": Op.DIVIDE,
}
RELATIONS = {
    "equal": Relation.EQUAL,
    "not_equal": Relation.NOT_EQUAL,
    "less": Relation.LESS,
    "less_equal": Relation.LESS_EQUAL,
    "greater": Relation.GREATER,
    "greater_equal": Relation.GREATER_EQUAL,
}
HEADS = {"maximum": "max", "minimum": "min", "relu": "ReLU"}
"""The functions that the notation calls by another name."""


def write_elementwise(e: Entries, value: p.Elementwise, indices: Indices) -> Expr:
    """``X_{ij} + y_i``, ``exp(x_i)``, ``1_{x_i>0}``."""
    value = unshifted(value)
    parts = [
        e.entry(argument, masked(indices, argument.shape) if argument.shape else ())
        for argument in value.arguments
    ]
    if value.function == "indicator":
        return _indicator(e, value.arguments[0], parts[0])
    if value.function in RELATIONS:
        return Indicator(Chain((parts[0], parts[1]), (RELATIONS[value.function],)))
    if value.function in OPERATORS:
        return Binary(OPERATORS[value.function], parts[0], parts[1])
    if value.function == "power":
        return _power(parts[0], parts[1])
    if value.function == "negative":
        return Negate(parts[0])
    return _called(value.function, parts)


def _power(base: Expr, exponent: Expr) -> Expr:
    """Return a power; of a norm's root, the square is what stands under it."""
    if isinstance(base, Apply) and base.function == "sqrt" and exponent == Number("2"):
        (under,) = base.arguments
        if isinstance(under, Reduce):
            return under
    return Power(base, exponent)


def _indicator(e: Entries, argument: p.Value, part: Expr) -> Expr:
    """Return what is 1 where a relation holds; the relation is an indicator already."""
    return part if isinstance(part, Indicator) else _called("indicator", [part])


def _called(function: str, parts: Sequence[Expr]) -> Expr:
    if function == "indicator":
        refuse("a condition")
    if function in {"log2", "log10"}:
        return Apply("log", tuple(parts), (Number(function[3:]),))
    return Apply(HEADS.get(function, function), tuple(parts))

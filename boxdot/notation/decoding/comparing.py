"""Comparisons and choices: 1 where a relation holds, and what is chosen by it."""

from __future__ import annotations

from dataclasses import replace

from boxdot.notation.decoding.arrays import Array, number
from boxdot.notation.decoding.context import Context
from boxdot.notation.decoding.elementwise import combine, entrywise, extremum, one
from boxdot.notation.decoding.refusing import Refused
from boxdot.notation.expressions.nodes import Chain, Indicator, Number, Relation

RELATIONS = {
    ">": Relation.GREATER,
    ">=": Relation.GREATER_EQUAL,
    "<": Relation.LESS,
    "<=": Relation.LESS_EQUAL,
    "==": Relation.EQUAL,
    "!=": Relation.NOT_EQUAL,
}


def compare(context: Context, sign: str, left: Array, right: Array) -> Array:
    """Return 1 where a relation holds; of tensors by the sign of the difference.

    ``x > y`` is max(sign(x − y), 0), ``x >= y`` one minus ``y > x``, ``x != y`` is |sign(x − y)|.
    """
    if not left.order and not right.order:
        relation = Chain((left.node, right.node), (RELATIONS[sign],))
        return Array(Indicator(relation), truth=True)
    if sign in ("<", "<="):
        sign, left, right = sign.replace("<", ">"), right, left
    if sign == ">=":
        return negation(context, compare(context, ">", right, left))
    if sign == "==":
        return negation(context, compare(context, "!=", left, right))
    difference = left if _is_zero(right) else combine(context, "-", left, right)
    step = entrywise("sign", difference)
    found = entrywise("abs", step) if sign == "!=" else extremum(context, "max", step, number(0))
    return replace(found, truth=True)


def negation(context: Context, array: Array) -> Array:
    """Return 1 where there was 0."""
    if not array.truth:
        raise Refused("~ needs true and false", "compare first, as in ~(X > 0)")
    return replace(combine(context, "-", one(), array), truth=True)


def both(context: Context, left: Array, right: Array) -> Array:
    """Return 1 where both are 1."""
    _demand_truth(left, right)
    return replace(combine(context, "*", left, right), truth=True)


def either(context: Context, left: Array, right: Array) -> Array:
    """Return 1 where one is 1."""
    _demand_truth(left, right)
    return replace(extremum(context, "max", left, right), truth=True)


def where(context: Context, condition: Array, yes: Array, no: Array) -> Array:
    """Return one or the other: c ⊡ x ⊞ (1 − c) ⊡ y, for values that are finite."""
    _demand_truth(condition)
    parts = []
    if not _is_zero(yes):
        parts.append(combine(context, "*", condition, yes))
    if not _is_zero(no):
        parts.append(combine(context, "*", negation(context, condition), no))
    if not parts:
        return combine(context, "*", condition, number(0))
    return parts[0] if len(parts) == 1 else combine(context, "+", *parts)


def _demand_truth(*arrays: Array) -> None:
    if not all(array.truth for array in arrays):
        raise Refused("a condition is needed here", "compare, or declare a mask in {0,1}^{H×W}")


def _is_zero(array: Array) -> bool:
    return isinstance(array.node, Number) and array.node.value == 0

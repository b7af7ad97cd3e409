"""Comparisons and choices: 1 where a relation holds, and what is chosen by it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from boxdot.notation import algebra
from boxdot.notation.decoding import matrices
from boxdot.notation.decoding.arrays import Array, number
from boxdot.notation.decoding.context import Context
from boxdot.notation.decoding.elementwise import (
    aligned,
    combine,
    entrywise,
    extremum,
    negative,
    one,
)
from boxdot.notation.decoding.entries import Letters, by_entries
from boxdot.notation.decoding.refusing import Refused
from boxdot.notation.expressions.nodes import Binary, Chain, Expr, Indicator, Number, Op, Relation
from boxdot.notation.printing.sizes import size_expression
from boxdot.notation.shapes.sizes import Size

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
    if left.counting is not None and right.counting is not None and (left.order or right.order):
        return _of_places(context, sign, left, right)
    if not left.order and not right.order:
        relation = Chain((left.node, right.node), (RELATIONS[sign],))
        return Array(Indicator(relation), truth=True)
    if left.truth and _is_zero(right) and sign in ("==", "!="):
        return left if sign == "!=" else negation(context, left)
    if sign in ("<", "<="):
        sign, left, right = sign.replace("<", ">"), right, left
    if sign == ">=":
        return negation(context, compare(context, ">", right, left))
    if sign == "==":
        return negation(context, compare(context, "!=", left, right))
    if _is_zero(right):
        difference = left
    else:
        difference = negative(right) if _is_zero(left) else combine(context, "-", left, right)
    step = entrywise("sign", difference)
    found = entrywise("abs", step) if sign == "!=" else extremum(context, "max", step, number(0))
    return replace(found, truth=True)


def _of_places(context: Context, sign: str, left: Array, right: Array) -> Array:
    """Return 1 where places compare: E_{ij} = 1_{i ≥ j}, and 𝑰 for 1_{i = j}."""
    sides = aligned(context, left, right)
    shape = sides[2]
    places = [n for n, size in enumerate(shape) if size != 1]
    counts = [one.counting or (0, ()) for one in sides[:2]]

    def entry(letters: Letters) -> Expr:
        names: dict[int, Size] = {n: one.name for n, one in zip(places, letters, strict=True)}
        first, second = (_place(count, names) for count in counts)
        return Indicator(Chain(_simpler(first, second, letters), (RELATIONS[sign],)))

    if sign == "==" and len(shape) == 2 and shape[0] == shape[1] and _is_diagonal(counts):
        return replace(matrices.identity(shape[0]), truth=True)
    return replace(by_entries(context, shape, entry), truth=True)


def _is_diagonal(counts: Sequence[tuple[Size, tuple[Size, ...]]]) -> bool:
    """Return whether two counts are equal where both axes are at the same place."""
    (start, steps), (other, others) = counts
    return start == other and (steps, others) in (((0, 1), (1, 0)), ((1, 0), (0, 1)))


def _place(count: tuple[Size, tuple[Size, ...]], names: Mapping[int, Size]) -> Size:
    total, steps = count
    for n, step in enumerate(steps):
        place = algebra.subtract(names.get(n, 1), 1)
        total = algebra.add(total, algebra.multiply(step, place))
    return total


def _simpler(left: Size, right: Size, letters: Letters) -> tuple[Expr, Expr]:
    """Return two sides without the number that is in the left one: i ≥ j, not i − 1 ≥ j − 1."""
    rest = algebra.substitute(left, {letter.name: 0 for letter in letters})
    sides = algebra.subtract(left, rest), algebra.subtract(right, rest)
    return size_expression(sides[0]), size_expression(sides[1])


def negation(context: Context, array: Array) -> Array:
    """Return 1 where there was 0."""
    if not array.truth:
        raise Refused("~ needs true and false", "compare first, as in ~(X > 0)")
    match array.node:
        case Binary(op=Op.BOXMINUS | Op.SUBTRACT, left=Number(text="1"), right=inner):
            return replace(array, node=inner)
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
    if isinstance(yes.node, Number) and yes.node.value == 1 and _is_zero(no):
        return replace(condition, truth=False)
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

"""Arrays that are −∞ where a mask says so: exp makes them 0 there, and softmax leaves them out."""

from __future__ import annotations

from boxdot.notation.decoding import comparing, reducing
from boxdot.notation.decoding.arrays import Array, number
from boxdot.notation.decoding.context import Context
from boxdot.notation.decoding.elementwise import combine, entrywise
from boxdot.notation.decoding.python.values import Masked, Value, array_of
from boxdot.notation.decoding.rearranging import zeros
from boxdot.notation.decoding.reducing import Axes
from boxdot.notation.decoding.refusing import Refused
from boxdot.notation.expressions.nodes import Apply, Negate, Number, Symbol
from boxdot.notation.shapes.sizes import Shape

INFINITY = Symbol("∞")


def is_minus_infinity(value: Value) -> bool:
    """Return whether a number, or a whole array, is −∞."""
    if isinstance(value, Masked):
        return _is_zero(value.keep)
    return isinstance(value, Array) and value.node == Negate(INFINITY)


def everywhere(shape: Shape) -> Masked:
    """Return an array that is −∞ everywhere."""
    return Masked(zeros(shape), zeros(shape))


def chosen(context: Context, condition: Array, yes: Value, no: Value) -> Value:
    """Return ``np.where(condition, yes, no)``, of which one may be −∞, or be so in places."""
    for value in (yes, no):
        if isinstance(value, Array) and value.node == INFINITY:
            raise Refused("∞ that is chosen by entries has no notation", "write a large number")
    if not any(isinstance(v, Masked) or is_minus_infinity(v) for v in (yes, no)):
        return comparing.where(context, condition, array_of(yes), array_of(no))
    against = comparing.negation(context, condition)
    if is_minus_infinity(yes):
        return _within(context, no, against)
    if is_minus_infinity(no):
        return _within(context, yes, condition)
    (first, keep), (second, kept) = _parts(yes), _parts(no)
    sides = [condition if keep is None else comparing.both(context, condition, keep)]
    sides.append(against if kept is None else comparing.both(context, against, kept))
    return Masked(
        comparing.where(context, condition, first, second), comparing.either(context, *sides)
    )


def _within(context: Context, value: Value, condition: Array) -> Masked:
    """Return a value that is −∞ where a condition fails."""
    if is_minus_infinity(value):
        raise Refused("this is −∞ everywhere")
    array, keep = _parts(value)
    return Masked(array, condition if keep is None else comparing.both(context, keep, condition))


def _parts(value: Value) -> tuple[Array, Array | None]:
    if isinstance(value, Masked):
        return value.array, value.keep
    return array_of(value), None


def with_masked(context: Context, sign: str, left: Value, right: Value) -> Value:
    """Return a sum with what is finite, or a product with a positive number."""
    (first, keep), (second, kept) = _parts(left), _parts(right)
    finite = second if kept is None else first
    if keep is not None and kept is not None:
        if sign != "+":
            raise Refused("∞ − ∞ has no value")
        return Masked(_sum(context, sign, first, second), comparing.both(context, keep, kept))
    mask = kept if keep is None else keep
    assert mask is not None
    if sign == "+" or (sign == "-" and kept is None):
        return Masked(_sum(context, sign, first, second), mask)
    if (sign == "*" or (sign == "/" and kept is None)) and _is_positive(finite):
        return Masked(combine(context, sign, first, second), mask)
    raise Refused(
        "entries that are −∞ stay so in sums and in products with positive numbers only",
        "write a large negative number, such as -1e9",
    )


def _sum(context: Context, sign: str, left: Array, right: Array) -> Array:
    """Return a sum, without a 0 that only held the place of −∞."""
    if sign == "+" and _is_zero(left) and left.order <= right.order:
        return right
    if _is_zero(right) and right.order <= left.order:
        return left
    return combine(context, sign, left, right)


def _is_zero(array: Array) -> bool:
    zero = array.order and array.node == zeros(array.shape).node
    return bool(zero) or array.node == Number("0")


def _is_positive(array: Array) -> bool:
    if array.order:
        return False
    node = array.node
    if isinstance(node, Number):
        return node.value > 0
    return array.size is not None or (isinstance(node, Apply) and node.function in ("sqrt", "exp"))


def exponential(context: Context, masked: Masked) -> Array:
    """Return exp: 0 where the array is −∞."""
    if _is_zero(masked.array):
        return combine(context, "*", number(1), masked.keep)
    return combine(context, "*", masked.keep, entrywise("exp", masked.array))


def softmax(context: Context, masked: Masked, axis: int) -> Array:
    """Return exp over its sum, where what is −∞ counts for nothing."""
    powers = exponential(context, masked)
    total = reducing.reduced(context, "sum", powers, [axis], keep=True)
    return combine(context, "/", powers, total)


def logsumexp(context: Context, masked: Masked, axes: Axes, *, keep: bool) -> Array:
    """Return log Σ exp of what is not −∞."""
    powers = exponential(context, masked)
    return entrywise("log", reducing.reduced(context, "sum", powers, axes, keep=keep))

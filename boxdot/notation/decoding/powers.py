"""Powers entry by entry, which the notation writes as products, roots and reciprocals."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from boxdot.notation import algebra
from boxdot.notation.decoding.arrays import Array, of_size
from boxdot.notation.decoding.context import Context
from boxdot.notation.decoding.elementwise import combine, entrywise, one
from boxdot.notation.decoding.refusing import Refused
from boxdot.notation.expressions.nodes import Apply, Binary, Expr, Negate, Number, Op, Power
from boxdot.notation.shapes.sizes import Shape

_LONGEST_PRODUCT = 6


def power(context: Context, base: Array, exponent: Array) -> Array:
    """Return ``base ** exponent``, entry by entry."""
    if isinstance(base.size, int) and isinstance(exponent.size, int) and 0 <= exponent.size <= 64:
        return of_size(algebra.power(base.size, exponent.size))
    if exponent.order:
        return _exponential(context, base, exponent)
    value = _value(exponent.node)
    if value is not None:
        return _fixed(context, base, value, exponent.node)
    if base.order and exponent.size is not None:
        raise Refused("a power by the length of an axis has no notation here")
    return Array(Power(base.node, exponent.node), base.base, base.axes)


def _value(node: Expr) -> Fraction | None:
    match node:
        case Number():
            return node.value
        case Negate(operand=Number() as positive):
            return -positive.value
        case Binary(op=Op.DIVIDE, left=left, right=right):
            over, under = _value(left), _value(right)
            return None if over is None or not under else over / under
        case _:
            return None


def _fixed(context: Context, base: Array, value: Fraction, exponent: Expr) -> Array:
    """Return a power with a number for its exponent."""
    if value == 1:
        return base
    if value == 2 and isinstance(base.node, Apply) and base.node.function == "sqrt":
        return replace(base, node=base.node.arguments[0])  # of a negative entry code has no root
    if value < 0:
        under = _fixed(context, base, -value, _positive(exponent))
        return combine(context, "/", one(), under)
    if value == Fraction(1, 2):
        return entrywise("sqrt", base)
    if value.denominator == 2 and base.order and not _by_entry(base.base):
        left = _fixed(context, base, value - Fraction(1, 2), exponent)
        return combine(context, "*", left, entrywise("sqrt", base))
    if base.order == 0 or value.denominator != 1 or _by_entry(base.base):
        return Array(Power(base.node, exponent), base.base, base.axes)
    if value == 0 or value > _LONGEST_PRODUCT:
        raise Refused(f"the power {value} of each entry of a matrix has no short notation")
    node = base.node
    for _ in range(int(value) - 1):
        node = Binary(Op.HADAMARD, node, base.node)
    return Array(node, base.base, base.axes)


def _positive(exponent: Expr) -> Expr:
    value = _value(exponent)
    assert value is not None
    if isinstance(exponent, Negate):
        return exponent.operand
    if value.denominator == 1:
        return Number(str(-value))
    return Binary(Op.DIVIDE, Number(str(-value.numerator)), Number(str(value.denominator)))


def _by_entry(shape: Shape) -> bool:
    """Return whether the notation's own power goes entry by entry: not for matrices."""
    order = max((n for n, size in enumerate(shape, start=1) if size != 1), default=0)
    return order > 2 or sum(size != 1 for size in shape) < 2


def _exponential(context: Context, base: Array, exponent: Array) -> Array:
    """Return ``2 ** X``: a number to the power of each entry."""
    if base.order:
        raise Refused("a power with an array for its exponent has no notation", "try exp and log")
    return entrywise("exp", combine(context, "*", entrywise("log", base), exponent))

"""Arithmetic of subscripts: the least and the largest value that it takes over ranges."""

from __future__ import annotations

import math
from collections.abc import Mapping
from itertools import product

from boxdot.notation.algebra import (
    Size,
    SizeExpression,
    add,
    at_least,
    divide,
    multiply,
    names_of,
    substitute,
    subtract,
)
from boxdot.notation.expressions.nodes import Binary, Expr, Negate, Number, Op, Power, Symbol
from boxdot.notation.reading.sizes import size_of

Range = tuple[Size, Size]
MOST_TRIED = 4096


def arithmetic(subscript: Expr) -> Size | None:
    """Return a subscript as a size, which may be negative."""
    match subscript:
        case Negate(operand=operand):
            value = arithmetic(operand)
            return None if value is None else multiply(-1, value)
        case Binary(op=Op.ADD | Op.SUBTRACT as op, left=left, right=right):
            first, second = arithmetic(left), arithmetic(right)
            if first is None or second is None:
                return None
            return add(first, second) if op is Op.ADD else subtract(first, second)
        case Symbol() | Binary() | Number() | Power():
            return size_of(subscript)
    return None


def extent(size: Size, ranges: Mapping[str, Range]) -> Range | None:
    """Return the least and the largest value of arithmetic that is linear in indices.

    >>> extent(subtract(add("i", "k"), 1), {"i": (1, "I"), "k": (1, 3)})
    (1, SizeExpression(I + 2))
    >>> extent(subtract("n", "j"), {"j": (1, "n")})
    (0, SizeExpression(n - 1))
    """
    lows: dict[str, Size] = {}
    highs: dict[str, Size] = {}
    for name, (first, last) in ranges.items():
        slope = subtract(substitute(size, {name: add(name, 1)}), size)
        if not isinstance(slope, int):
            return _tried(size, ranges)
        lows[name], highs[name] = (first, last) if slope >= 0 else (last, first)
    return substitute(size, lows), substitute(size, highs)


def _tried(size: Size, ranges: Mapping[str, Range]) -> Range | None:
    """Return the least and the largest of all values, if they are few whole numbers."""
    values = values_of(size, ranges)
    known = [value for value in values if isinstance(value, int)]
    return (min(known), max(known)) if values and len(known) == len(values) else None


def values_of(size: Size, ranges: Mapping[str, Range]) -> list[Size]:
    """Return all values of arithmetic, if the ranges are numbers and they are few."""
    numbers: list[range] = []
    for first, last in ranges.values():
        if not isinstance(first, int) or not isinstance(last, int) or last - first > MOST_TRIED:
            return []
        numbers.append(range(first, last + 1))
    if math.prod(map(len, numbers)) > MOST_TRIED:
        return []
    return [substitute(size, dict(zip(ranges, at, strict=True))) for at in product(*numbers)]


def quotient(size: Size, slope: int) -> Size | None:
    """Return how often a number goes into a size, if that is a size."""
    if isinstance(size, int):
        return size // slope
    for rest in range(slope):
        found = divide(subtract(size, rest), slope)
        terms = found.terms if isinstance(found, SizeExpression) else ()
        if all(factor.denominator == 1 for _, factor in terms):
            return found
    return None


def always(large: Size, small: Size) -> bool:
    """Return whether a size is always larger than another, names being 2 at least.

    >>> always(subtract(add("I", "K"), 1), "I"), always("I", "K")
    (True, False)
    """
    difference = subtract(large, add(small, 1))
    names = {name: add(name, 1) for name in names_of(difference)}
    return at_least(substitute(difference, names), 0)

"""Matrices put together: the entries of each part where an indicator places them."""

from __future__ import annotations

from collections.abc import Iterable
from functools import reduce

from boxdot.notation import algebra
from boxdot.notation.codegen import program as p
from boxdot.notation.codegen.entrywise.context import ONE, Entries, Indices, refuse
from boxdot.notation.codegen.entrywise.products import ZERO, product, times
from boxdot.notation.expressions.nodes import (
    Binary,
    Chain,
    Expr,
    Indicator,
    Negate,
    Number,
    Op,
    Reduce,
    Relation,
)
from boxdot.notation.printing.sizes import size_expression
from boxdot.notation.shapes.sizes import Size

MOST_NUMBERS = 16
"""A matrix with more numbers than this is not written entry by entry."""


def write_concatenate(e: Entries, value: p.Concatenate, indices: Indices) -> Expr:
    """``Σ_{k=1}^{m} 1_{i=k} A_{kj} + Σ_{k=1}^{n} 1_{i=m+k} B_{kj}``."""
    start: Size = 0
    parts = []
    for argument in value.arguments:
        parts.append(_placed(e, argument, indices, value.axis, start))
        start = algebra.add(start, argument.shape[value.axis])
    return total(parts)


def write_stack(e: Entries, value: p.Stack, indices: Indices) -> Expr:
    """``1_{j=1} x_i + 1_{j=2} y_i``."""
    rest = (*indices[: value.axis], *indices[value.axis + 1 :])
    return total(
        times(is_at(indices[value.axis], Number(str(n))), e.entry(argument, rest))
        for n, argument in enumerate(value.arguments, 1)
    )


def write_literal(e: Entries, value: p.Literal, indices: Indices) -> Expr:
    """``2 1_{i=1} 1_{j=2} − 1_{i=2} 1_{j=1}``."""
    entries = [(n, one) for n, one in enumerate(value.arguments) if _exact(one) != 0]
    if len(entries) > MOST_NUMBERS:
        refuse("a matrix of this many numbers")
    return total(_number(e, value, n, one, indices) for n, one in entries)


def _exact(value: p.Value) -> object:
    return value.exact if isinstance(value, p.Scalar) else None


def _number(e: Entries, value: p.Literal, n: int, one: p.Value, indices: Indices) -> Expr:
    """Return one number of a matrix where it stands."""
    marks: list[Expr] = []
    for index, size in zip(reversed(indices), reversed(value.shape), strict=True):
        if not isinstance(size, int):
            refuse("a matrix of numbers whose size is not known")
        n, place = divmod(n, size)
        if size != 1:
            marks.insert(0, is_at(index, Number(str(place + 1))))
    entry = e.entry(one, ())
    if isinstance(entry, Negate):
        placed = product([entry.operand, *marks])
        return placed if placed == ZERO else Negate(placed)
    return product([entry, *marks])


def _placed(e: Entries, value: p.Value, indices: Indices, axis: int, start: Size) -> Expr:
    """Return the entries of one part, 0 elsewhere."""
    place = indices[axis]

    def body(inner: Entries, new: list[Expr]) -> Expr:
        (own,) = new
        entry = inner.entry(value, (*indices[:axis], own, *indices[axis + 1 :]))
        return times(is_at(place, _shifted(own, start)), entry)

    found = e.summed([value.shape[axis]], body)
    return ZERO if isinstance(found, Reduce) and found.body == ZERO else found


def _shifted(index: Expr, start: Size) -> Expr:
    if start == 0:
        return index
    if isinstance(start, int) and isinstance(index, Number):
        return Number(str(start + int(index.text)))
    return Binary(Op.ADD, size_expression(start), index)


def is_at(index: Expr, place: Expr) -> Expr:
    """Return 1 where an index has a value; 1 or 0 where both are numbers."""
    if index == place:
        return ONE
    if isinstance(index, Number) and isinstance(place, Number):
        return ZERO
    return Indicator(Chain((index, place), (Relation.EQUAL,)))


def total(parts: Iterable[Expr]) -> Expr:
    """Return the sum of some parts, without those that are 0."""
    kept = [part for part in parts if part != ZERO]
    return reduce(_plus, kept) if kept else ZERO


def _plus(left: Expr, right: Expr) -> Expr:
    if isinstance(right, Negate):
        return Binary(Op.SUBTRACT, left, right.operand)
    return Binary(Op.ADD, left, right)

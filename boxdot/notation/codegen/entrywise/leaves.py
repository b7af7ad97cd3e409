"""Symbols, numbers, sizes and other leaves at an index."""

from __future__ import annotations

from boxdot.notation.codegen import program as p
from boxdot.notation.codegen.entrywise.context import ONE, Entries, Indices, at
from boxdot.notation.expressions.nodes import (
    Binary,
    Chain,
    Expr,
    Indicator,
    Negate,
    Number,
    Op,
    Relation,
    Symbol,
)
from boxdot.notation.printing.sizes import size_expression


def write_load(e: Entries, value: p.Load, indices: Indices) -> Expr:
    """``X_{ij}``."""
    return at(value.name, value.shape, indices)


def write_scalar(e: Entries, value: p.Scalar, indices: Indices) -> Expr:
    """``3``, ``−0.5``, ``1 / 3``."""
    if value.exact < 0:
        return Negate(Number(value.text.lstrip("-−")))
    return Number(value.text) if "/" not in value.text else _fraction(value)


def _fraction(value: p.Scalar) -> Expr:
    return Binary(
        Op.DIVIDE, Number(str(value.exact.numerator)), Number(str(value.exact.denominator))
    )


CONSTANTS = {"pi": "π", "e": "e", "inf": "∞"}


def write_named(e: Entries, value: p.Named, indices: Indices) -> Expr:
    """``π``, ``e``, ``∞``."""
    return Symbol(CONSTANTS[value.name])


def write_eye(e: Entries, value: p.Eye, indices: Indices) -> Expr:
    """``1_{i=j}``."""
    left, right = indices
    return ONE if left == right else Indicator(Chain((left, right), (Relation.EQUAL,)))


def write_arange(e: Entries, value: p.Arange, indices: Indices) -> Expr:
    """``i``, ``i − 1``."""
    (index,) = indices
    if value.start == 1:
        return index
    if value.start == 0:
        return Binary(Op.SUBTRACT, index, ONE)
    return Binary(Op.ADD, index, Binary(Op.SUBTRACT, size_expression(value.start), ONE))


def write_fill(e: Entries, value: p.Fill, indices: Indices) -> Expr:
    """``1`` or ``0``."""
    return Number(str(value.number))


def write_extent(e: Entries, value: p.Extent, indices: Indices) -> Expr:
    """A size."""
    return size_expression(value.size)

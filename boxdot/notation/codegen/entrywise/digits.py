"""Indices of merged axes: ``i + (j − 1) I`` counts the entries of an I×J matrix by columns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce

from boxdot.notation import algebra
from boxdot.notation.expressions.nodes import Binary, Expr, Number, Op
from boxdot.notation.printing.sizes import size_expression
from boxdot.notation.shapes.sizes import Size

ONE = Number("1")
"""The index along an axis of length 1."""


@dataclass(frozen=True, slots=True)
class Digit:
    """One of the indices that make up the index of a merged axis, and how far it runs."""

    index: Expr
    size: Size


def merged_index(digits: Sequence[Digit], slow_first: bool) -> Expr:
    """Return the index of a merged axis; the fastest digit comes first, unless it is written last.

    >>> from boxdot.notation.expressions.nodes import Symbol
    >>> from boxdot.notation.printing import to_text
    >>> digits = [Digit(Symbol("j"), "J"), Digit(Symbol("i"), "I")]
    >>> to_text(merged_index(digits, True)), to_text(merged_index(digits, False))
    ('(i − 1) J + j', 'j + (i − 1) J')
    """
    terms: list[Expr] = []
    stride: Size = 1
    for digit in digits:
        if not terms:
            terms.append(digit.index)
        elif digit.index != ONE:
            terms.append(_times(_from_zero(digit.index), stride))
        stride = algebra.multiply(stride, digit.size)
    if len(terms) > 1 and terms[0] == ONE and not slow_first:
        terms = [*terms[1:], ONE]
    return reduce(_plus, reversed(terms) if slow_first else terms) if terms else ONE


def _from_zero(index: Expr) -> Expr:
    """Return an index, counted from 0."""
    if isinstance(index, Number):
        return Number(str(int(index.text) - 1))
    return Binary(Op.SUBTRACT, index, ONE)


def _times(count: Expr, stride: Size) -> Expr:
    factor = size_expression(stride)
    first, second = (factor, count) if isinstance(stride, int) else (count, factor)
    return Binary(Op.MATMUL, first, second)


def _plus(left: Expr, right: Expr) -> Expr:
    return Binary(Op.ADD, left, right)

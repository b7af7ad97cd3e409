"""Sizes as expressions, so that they are printed by the same traversal as everything else."""

from __future__ import annotations

from fractions import Fraction
from functools import reduce

from boxdot.notation.algebra.expressions import (
    Atom,
    Exponential,
    Extremum,
    Monomial,
    Quotient,
    SizeExpression,
)
from boxdot.notation.expressions.nodes import Apply, Binary, Expr, Negate, Number, Op, Power, Symbol
from boxdot.notation.shapes.sizes import Size


def size_expression(size: Size) -> Expr:
    """Return the expression that a size is.

    >>> size_expression("H"), size_expression(3)
    (Symbol(name='H'), Number(text='3'))
    """
    match size:
        case int():
            return Number(str(size)) if size >= 0 else Negate(Number(str(-size)))
        case str():
            return Symbol(size)
        case SizeExpression():
            return _sum(size)


def _sum(size: SizeExpression) -> Expr:
    positive_first = sorted(size.terms, key=lambda term: (term[1] < 0, not term[0]))
    (monomial, factor), *rest = positive_first
    first = _term(monomial, abs(factor))
    total = Negate(first) if factor < 0 else first
    for monomial, factor in rest:
        op = Op.SUBTRACT if factor < 0 else Op.ADD
        total = Binary(op, total, _term(monomial, abs(factor)))
    return total


def _term(monomial: Monomial, factor: Fraction) -> Expr:
    over = [_power(atom, n) for atom, n in monomial if n > 0]
    under = [_power(atom, -n) for atom, n in monomial if n < 0]
    if factor.numerator != 1 or not over:
        over.insert(0, Number(str(factor.numerator)))
    if factor.denominator != 1:
        under.insert(0, Number(str(factor.denominator)))
    return Binary(Op.DIVIDE, _product(over), _product(under)) if under else _product(over)


def _product(factors: list[Expr]) -> Expr:
    return reduce(lambda left, right: Binary(Op.MATMUL, left, right), factors)


def _power(atom: Atom, exponent: int) -> Expr:
    base = _atom(atom)
    return base if exponent == 1 else Power(base, Number(str(exponent)))


def _atom(atom: Atom) -> Expr:
    match atom:
        case str():
            return Symbol(atom)
        case Extremum(function=function, order=order):
            return Apply(function, tuple(size_expression(size) for size in order))
        case Quotient(numerator=over, denominator=under):
            return Binary(Op.DIVIDE, size_expression(over), size_expression(under))
        case Exponential(base=base, exponent=exponent):
            return Power(size_expression(base), size_expression(exponent))

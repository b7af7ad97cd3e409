"""Sums, products, quotients and powers of sizes, always in normal form."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable
from fractions import Fraction
from functools import lru_cache

from boxdot.grammar.errors import UnsupportedError
from boxdot.notation.algebra.expressions import (
    Atom,
    Exponential,
    Monomial,
    Quotient,
    Size,
    SizeExpression,
    Terms,
)

_ONE = Fraction(1)
MOST_TERMS = 200
MOST_DIGITS = 200
MOST_EXPONENT = 8


def terms_of(size: Size) -> Terms:
    """Return the terms of a size; 0 has none."""
    return size.terms if isinstance(size, SizeExpression) else _plain_terms(size)


@lru_cache(maxsize=4096)  # fractions are slow to make, and the same sizes come again and again
def _plain_terms(size: int | str) -> Terms:
    if isinstance(size, int):
        return (((), Fraction(size)),) if size else ()
    return ((((size, 1),), _ONE),)


def collect(terms: Iterable[tuple[Monomial, Fraction]]) -> Size:
    """Return the sum of the terms: a number or a name if it is one, else an expression."""
    order: dict[frozenset[tuple[Atom, int]], Monomial] = {}
    total: dict[frozenset[tuple[Atom, int]], Fraction] = {}
    for monomial, factor in terms:
        key = frozenset(monomial)
        if key in total:
            total[key] += factor
        else:
            order[key], total[key] = monomial, factor
    kept = tuple((order[key], factor) for key, factor in total.items() if factor)
    if not kept:
        return 0
    if len(kept) > MOST_TERMS:
        raise UnsupportedError("a size has too many terms to be handled")
    return _plain(kept)


def _plain(terms: Terms) -> Size:
    (monomial, factor), *rest = terms
    if not rest and not monomial and factor.denominator == 1:
        return factor.numerator
    if not rest and factor == 1 and len(monomial) == 1:
        atom, exponent = monomial[0]
        if exponent == 1 and isinstance(atom, str):
            return atom
    return SizeExpression(terms)


def add(left: Size, right: Size) -> Size:
    """Return the sum.

    >>> str(add("n", 1)), add(2, 3)
    ('n + 1', 5)
    """
    if isinstance(left, int) and isinstance(right, int):
        return left + right
    return collect((*terms_of(left), *terms_of(right)))


def subtract(left: Size, right: Size) -> Size:
    """Return the difference.

    >>> str(subtract("n", 1)), subtract("H", "H")
    ('n - 1', 0)
    """
    return add(left, multiply(-1, right))


def multiply(left: Size, right: Size) -> Size:
    """Return the product, multiplied out.

    >>> str(multiply("n", "m")), str(multiply(2, "H"))
    ('n*m', '2*H')
    """
    if isinstance(left, int) and isinstance(right, int):
        return _bounded(left * right)
    if left == 1 or right == 1:
        return right if left == 1 else left
    pairs = itertools.product(terms_of(left), terms_of(right))
    return collect((_times(a, b), p if q is _ONE else p * q) for (a, p), (b, q) in pairs)


def product(sizes: Iterable[Size]) -> Size:
    """Return the product of several sizes; 1 for none.

    >>> str(product(["I", "J", 2]))
    '2*I*J'
    """
    result: Size = 1
    for size in sizes:
        result = multiply(result, size)
    return result


def _bounded(number: int) -> int:
    if number.bit_length() > 4 * MOST_DIGITS:
        raise UnsupportedError("a size has too many digits to be handled")
    return number


def _times(left: Monomial, right: Monomial) -> Monomial:
    exponents: dict[Atom, int] = dict(left)
    for atom, exponent in right:
        exponents[atom] = exponents.get(atom, 0) + exponent
    return tuple((atom, n) for atom, n in exponents.items() if n)


def divide(left: Size, right: Size) -> Size:
    """Return the quotient; one that does not come out even is kept as it stands.

    >>> str(divide("H", 2)), divide(multiply("I", "J"), "J"), str(divide("n", add("m", 1)))
    ('H/2', 'I', 'n/(m + 1)')
    """
    divisor = terms_of(right)
    if not divisor:
        raise UnsupportedError("a size is divided by zero")
    if len(divisor) > 1:
        return _divide_by_sum(left, right)
    (monomial, factor), *_ = divisor
    inverse = tuple((atom, -n) for atom, n in monomial)
    return collect((_times(a, inverse), p / factor) for a, p in terms_of(left))


def _divide_by_sum(left: Size, right: Size) -> Size:
    if left == right:
        return 1
    return of_atom(Quotient(left, right))


def power(base: Size, exponent: Size) -> Size:
    """Return the power.

    >>> str(power("P", 2)), power(2, 3), str(power(2, "n"))
    ('P*P', 8, '2^n')
    """
    if not isinstance(exponent, int) or exponent < 0 or exponent > MOST_DIGITS:
        return of_atom(Exponential(base, exponent))
    if isinstance(base, SizeExpression) and len(base.terms) > 1 and exponent > MOST_EXPONENT:
        return of_atom(Exponential(base, exponent))
    return product([base] * exponent)


def replace(size: Size, value_of: Callable[[Atom], Size]) -> Size:
    """Return the size with each atom replaced by its value.

    >>> replace(multiply(2, "H"), lambda atom: 4)
    8
    """
    result: Size = 0
    for monomial, factor in terms_of(size):
        term: Size = divide(factor.numerator, factor.denominator)
        for atom, exponent in monomial:
            value = value_of(atom)
            for _ in range(abs(exponent)):
                term = multiply(term, value) if exponent > 0 else divide(term, value)
        result = add(result, term)
    return result


def of_atom(atom: Atom) -> Size:
    """Return the size that is one factor."""
    return collect([(((atom, 1),), Fraction(1))])

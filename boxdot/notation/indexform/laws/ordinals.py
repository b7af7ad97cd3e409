"""Sums of powers of an index: Faulhaber's polynomials."""

from __future__ import annotations

import math
from fractions import Fraction
from functools import cache

from boxdot.notation.indexform.indices import Fixed, Index, Place
from boxdot.notation.indexform.laws.raw import Raw
from boxdot.notation.indexform.structure import Exponent, Factors, Length, Ordinal, free_of

LARGEST_POWER = 32


def ordinal(
    atom: Ordinal, exponent: Exponent, bound: frozenset[Index], factors: Factors
) -> list[Raw] | None:
    """``Σ_i i = n (n + 1)/2`` where nothing else depends on i; the position along one of one is 1.

    A constant position is its number.
    """
    if not atom.place:
        return [Raw()]
    if len(atom.place) == 1 and isinstance(atom.place[0], Fixed):
        position = atom.place[0].position
        if not isinstance(position, int) or not isinstance(exponent, int):
            return None
        return [Raw(Fraction(position) ** exponent)]
    index = _summed(atom.place, bound)
    if index is None or not isinstance(exponent, int) or not 0 < exponent <= LARGEST_POWER:
        return None
    if any(index in free_of(other) for other in factors if other is not atom):
        return None
    gone = frozenset([index])
    terms = [(power, factor) for power, factor in enumerate(faulhaber(exponent)) if factor]
    match index.size:
        case int(size):
            return [Raw(factor * size**power, unbound=gone) for power, factor in terms]
        case str(name):
            return [Raw(factor, {Length(name): power}, unbound=gone) for power, factor in terms]
    return None


def _summed(place: Place, bound: frozenset[Index]) -> Index | None:
    if len(place) == 1 and isinstance(place[0], Index) and place[0] in bound:
        return place[0]
    return None


@cache
def faulhaber(power: int) -> tuple[Fraction, ...]:
    """Return the coefficients of ``Σ_{i=1}^n i^power`` as a polynomial in n, the constant first.

    >>> [str(factor) for factor in faulhaber(2)]
    ['0', '1/6', '1/2', '1/3']
    """
    result = [Fraction(0)] * (power + 2)
    for k in range(power + 1):
        factor = Fraction(math.comb(power + 1, k), power + 1) * _bernoulli(k)
        result[power + 1 - k] += factor
    return tuple(result)


@cache
def _bernoulli(number: int) -> Fraction:
    """Return a Bernoulli number, the first of them 1/2."""
    if number == 1:
        return Fraction(1, 2)
    if number == 0:
        return Fraction(1)
    # with B₁ = −1/2 in the recursion
    total = Fraction(1) - Fraction(number + 1, 2)
    total += sum((math.comb(number + 1, k) * _bernoulli(k) for k in range(2, number)), Fraction(0))
    return -total / (number + 1)

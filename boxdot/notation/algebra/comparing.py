"""Whether two sizes are equal: always, never, or depending on the names."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from fractions import Fraction
from functools import lru_cache

from boxdot.notation.algebra.arithmetic import (
    add,
    collect,
    multiply,
    of_atom,
    replace,
    subtract,
    terms_of,
)
from boxdot.notation.algebra.expressions import (
    Atom,
    Extremum,
    Monomial,
    Size,
    SizeExpression,
    Terms,
)

LARGEST_SEARCHED = 10**6


def equal(left: Size, right: Size, *, least: int = 1) -> bool | None:
    """Return True or False if the sizes are always or never equal, None when it depends.

    Names are positive integers, at least ``least``.

    >>> equal("n", "n"), equal(2, 3), equal("n", "m"), equal(add("n", 1), "n")
    (True, False, None, False)
    >>> equal(multiply(2, "H"), "H"), equal(add("n", 1), 1), equal("n", 1, least=2)
    (False, False, False)
    """
    if left == right:
        return True
    if isinstance(left, SizeExpression) or isinstance(right, SizeExpression):
        return _equal_expressions(left, right, least)
    if isinstance(left, str) and isinstance(right, str):
        return None
    number = right if isinstance(left, str) else left
    if isinstance(left, int) and isinstance(right, int):
        return False
    return None if isinstance(number, int) and number >= least else False


@lru_cache(maxsize=4096)
def _equal_expressions(left: Size, right: Size, least: int) -> bool | None:
    cases = [_never_zero(case, least) for case in _cases(subtract(left, right))]
    return False if all(cases) else None


def at_least(left: Size, right: Size) -> bool:
    """Return whether the first size is never smaller than the second, as far as signs show.

    >>> at_least(multiply(2, "H"), "H"), at_least("H", 1), at_least("H", "W")
    (True, True, False)
    """
    if isinstance(left, int) and isinstance(right, int):
        return left >= right
    difference = whole(subtract(left, right))
    return all(factor > 0 for _, factor in _shifted(difference, 1)) and not _has_opaque(difference)


def whole(size: Size) -> Terms:
    """Return terms of the size times a positive one, with whole factors and no name below."""
    terms = terms_of(size)
    lowest: dict[Atom, int] = {}
    for monomial, _ in terms:
        for atom, exponent in monomial:
            lowest[atom] = min(lowest.get(atom, 0), exponent)
    scale = math.lcm(*(factor.denominator for _, factor in terms)) if terms else 1
    lift: Monomial = tuple((atom, -n) for atom, n in lowest.items() if n)
    lifted = multiply(collect([(lift, Fraction(scale))]), size)
    return terms_of(lifted)


def _cases(size: Size) -> Iterator[Size]:
    """Yield the size with each extremum replaced by each of its arguments in turn."""
    extrema = [a for m, _ in terms_of(size) for a, _ in m if isinstance(a, Extremum)]
    if not extrema:
        yield size
        return
    for choice in extrema[0].order:
        yield from _cases(replace(size, _chooser(extrema[0], choice)))


def _chooser(extremum: Extremum, choice: Size) -> Callable[[Atom], Size]:
    return lambda atom: choice if atom == extremum else of_atom(atom)


def _never_zero(size: Size, least: int) -> bool:
    terms = whole(size)
    if not terms:
        return False
    if _indivisible(terms):
        return True
    names = {atom for monomial, _ in terms for atom, _ in monomial}
    if len(names) == 1 and not _has_opaque(terms):
        return not any(root >= least for root in positive_roots(terms))
    shifted = _shifted(terms, least)
    signs = {factor > 0 for _, factor in shifted}
    constant = any(not monomial for monomial, _ in shifted)
    return constant and len(signs) == 1 and not _has_opaque(terms)


def _has_opaque(terms: Terms) -> bool:
    return any(not isinstance(atom, str) for monomial, _ in terms for atom, _ in monomial)


def _indivisible(terms: Terms) -> bool:
    """Whether the constant is no multiple of what divides every other term: 2H + 1."""
    if _has_opaque(terms):
        return False
    constant = sum((factor for monomial, factor in terms if not monomial), Fraction(0))
    others = [factor.numerator for monomial, factor in terms if monomial]
    divisor = math.gcd(*others) if others else 0
    return constant != 0 and (divisor == 0 or constant.numerator % divisor != 0)


def _shifted(terms: Terms, least: int) -> Terms:
    """Return the terms over names counted from ``least`` up, so that all names are ≥ 0."""
    return terms_of(replace(collect(terms), lambda atom: add(of_atom(atom), least)))


def positive_roots(terms: Terms) -> list[int]:
    """Return the positive whole numbers at which a polynomial in one name is zero.

    >>> positive_roots(terms_of(subtract(multiply(2, "H"), 6)))
    [3]
    """
    powers = {sum(n for _, n in monomial): factor.numerator for monomial, factor in terms}
    low = min(powers)
    constant = abs(powers[low])
    if constant > LARGEST_SEARCHED:
        return _linear_root(powers, low)
    candidates = (d for d in range(1, constant + 1) if constant % d == 0)
    return [d for d in candidates if sum(c * d ** (n - low) for n, c in powers.items()) == 0]


def _linear_root(powers: dict[int, int], low: int) -> list[int]:
    slope = powers.get(low + 1, 0)
    if set(powers) != {low, low + 1} or powers[low] % slope:
        return [LARGEST_SEARCHED] if set(powers) != {low, low + 1} else []
    root = -powers[low] // slope
    return [root] if root > 0 else []

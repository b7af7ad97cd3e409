"""Whether one non-negative sum is at least another: by leaving out terms and small factors."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator
from fractions import Fraction

from boxdot.notation.indexform.arithmetic import exchanged, normal
from boxdot.notation.indexform.budgets import spend
from boxdot.notation.indexform.indices import Index, Place, in_order
from boxdot.notation.indexform.laws.raw import alone
from boxdot.notation.indexform.naming import apart
from boxdot.notation.indexform.signs import has_nonnegative_terms, is_at_most_one, is_nonnegative
from boxdot.notation.indexform.structure import (
    Atom,
    Exponent,
    Factors,
    Length,
    Monomial,
    Over,
)

MOST_MAPS = 3_000


def cost(larger: Monomial, smaller: Monomial) -> int | None:
    """Return how often the first product is needed to be at least the second; None if never.

    The second arises from the first by keeping only some of its terms (two indices become one),
    and by factors that are at most 1: ``Σ_ij x_i² y_j² ≥ Σ_i x_i² y_i²``. A sum over an index
    that the first lacks counts its terms: ``3 x ≥ Σ_{i=1}^3 x b_i`` for b_i in {0,1}.
    """
    if not has_nonnegative_terms(larger.factors):
        return None
    for bound, chosen, factors in _opened(larger):
        found = _by_some_map(bound, chosen, factors, smaller)
        if found is not None:
            return found
    return None


def _opened(
    monomial: Monomial,
) -> Iterator[tuple[list[Index], list[Index], Factors]]:
    """Yield the product with indices to be mapped: summed ones, and ones to be chosen.

    A size is a sum of ones; the largest value is at least any value.
    """
    bound, factors = apart(monomial)
    summed, rest = in_order(bound), dict(factors)
    yield summed, [], rest
    for atom, exponent in factors.items():
        if isinstance(atom, Length) and isinstance(exponent, int) and exponent > 0:
            summed += [Index(atom.size) for _ in range(exponent)]
            del rest[atom]
    chosen, opened = _values(rest)
    yield summed, chosen, opened


def _values(factors: Factors) -> tuple[list[Index], Factors]:
    """Replace a largest value of something non-negative by one of the values."""
    chosen: list[Index] = []
    result: dict[Atom, Exponent] = {}
    for atom, exponent in factors.items():
        term = next(iter(atom.form.terms), None) if isinstance(atom, Over) else None
        if (
            not isinstance(atom, Over)
            or atom.function != "max"
            or term is None
            or len(atom.form.terms) > 1
            or term.bound
            or not is_nonnegative(atom.form)
            or exponent < 0
        ):
            result[atom] = result.get(atom, 0) + exponent
            continue
        new: dict[Index, Place] = {i: (Index(i.size),) for i in in_order(atom.bound)}
        chosen += [part for place in new.values() for part in place if isinstance(part, Index)]
        for inner, power in exchanged(term.factors, new).items():
            result[inner] = result.get(inner, 0) + power * exponent
    return chosen, result


def _by_some_map(
    summed: list[Index], chosen: list[Index], factors: Factors, smaller: Monomial
) -> int | None:
    targets = [*in_order(smaller.bound), *in_order(smaller.free)]
    options = [
        [target for target in targets if target.size == index.size] for index in (*summed, *chosen)
    ]
    for number, images in enumerate(itertools.product(*options)):
        if number > MOST_MAPS:
            return None
        spend(1)
        times = _terms(smaller.bound.difference(images[: len(summed)]))
        if times is None:
            continue
        pairs = zip((*summed, *chosen), images, strict=True)
        mapping: dict[Index, Place] = {old: (new,) for old, new in pairs}
        mapped = alone(normal(Fraction(1), frozenset(), exchanged(factors, mapping)))
        if mapped is None or mapped[0].bound or mapped[1] < 1:
            continue
        if _is_rest_small(mapped[0].factors, smaller.factors):
            return times
    return None


def _terms(indices: Iterable[Index]) -> int | None:
    """Return how many terms a sum over the indices has, if that is a number."""
    count = 1
    for index in indices:
        if not isinstance(index.size, int):
            return None
        count *= index.size
    return count


def _is_rest_small(larger: Factors, smaller: Factors) -> bool:
    """Return whether the quotient of the second by the first is at most 1."""
    for atom in {*larger, *smaller}:
        rest = smaller.get(atom, 0) - larger.get(atom, 0)
        if not rest:
            continue
        if rest > 0 and not is_at_most_one(atom):
            return False
        if rest < 0 and not isinstance(atom, Length):
            return False
    return True

"""Terms of a sum found one after the other: the purest pairs of slabs first."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice, zip_longest

import numpy as np

from boxdot.numeric.decomposition.layout import Array
from boxdot.numeric.decomposition.starting.problem import Problem, product
from boxdot.numeric.decomposition.starting.slabs import Cut, grown, pairs
from boxdot.numeric.decomposition.starting.terms import compressed

ALIKE = 0.25
"""Two terms are taken for the same one where their signs agree this much (0: not at all, 1)."""
EASY = 4
"""Up to so many terms the search ends as soon as it has seen as many as are wanted."""
SEEN = 0.93
"""A term this clear, relative to the clearest one, has been seen."""
CLEAR = 0.97
"""Terms less clear than this, relative to the clearest one, are blends: they wait for a round."""


@dataclass(frozen=True)
class Term:
    """The factors of a term, its signs, and how far they agree with the data."""

    factors: list[Array]
    signs: Array
    clear: float

    def like(self, other: Term) -> bool:
        """Return whether two terms are taken for the same one."""
        return abs(float((self.signs * other.signs).mean())) >= ALIKE


def distinct_terms(
    problem: Problem, along: Sequence[Cut], wanted: int, tries: int, rng: np.random.Generator
) -> list[list[Array]]:
    """Return up to ``wanted`` clear terms of which no two are alike, the clearest ones first.

    Terms grown from a pure pair agree with the data better than blends of several do: at 32³ and
    six terms, the right ones still came first.
    """
    values = compressed(problem.data)
    found: list[Term] = []
    for cut, first, second in islice(_nuclei(values, along, rng), tries):
        factors = grown(values, cut, first, second, alone=problem.rank == 1)
        signs = np.sign(product(factors))
        found = _with(found, Term(factors, signs, abs(float((signs * values).mean()))))
        if wanted <= EASY and len(_clear(found, SEEN)) >= wanted:
            break
    return [term.factors for term in _clear(found, CLEAR)[:wanted]]


def _nuclei(
    values: Array, along: Sequence[Cut], rng: np.random.Generator
) -> Iterator[tuple[Cut, int, int]]:
    """Yield pairs of slabs along all cuts in turn, the purest first."""
    ranked = [[(cut, int(a), int(b)) for a, b in pairs(values, cut, rng)] for cut in along]
    for several in zip_longest(*ranked):
        yield from (one for one in several if one is not None)


def _clear(found: Sequence[Term], part: float) -> list[Term]:
    ordered = sorted(found, key=lambda term: -term.clear)
    return [term for term in ordered if term.clear >= part * ordered[0].clear]


def _with(found: Sequence[Term], term: Term) -> list[Term]:
    """Return the list with a term, in the place of those that are alike and less clear."""
    alike = [one for one in found if term.like(one)]
    if any(one.clear >= term.clear for one in alike):
        return list(found)
    return [one for one in found if not any(one is other for other in alike)] + [term]

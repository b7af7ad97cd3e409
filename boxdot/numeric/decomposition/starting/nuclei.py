"""Terms of a sum found one after the other: the purest pairs of slabs first."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from boxdot.numeric.decomposition.layout import Array
from boxdot.numeric.decomposition.starting.problem import Problem, product
from boxdot.numeric.decomposition.starting.slabs import Cut, grown, pairs
from boxdot.numeric.decomposition.starting.terms import compressed

ALIKE = 0.25
"""Two terms are taken for the same one where their signs agree this much (0: not at all, 1)."""


def distinct_terms(
    problem: Problem, cut: Cut, wanted: int, tries: int, rng: np.random.Generator
) -> list[list[Array]]:
    """Return up to ``wanted`` terms of which no two are alike, the clearest ones first."""
    values = compressed(problem.data)
    found: list[tuple[float, list[Array], Array]] = []
    for first, second in pairs(values, cut, rng)[:tries]:
        term = grown(values, cut, int(first), int(second), alone=problem.rank == 1)
        signs = np.sign(product(term))
        clear = float((signs * values).mean())
        found = _with(found, clear, term, signs)
        if len(found) >= wanted:
            break
    return [term for _, term, _ in sorted(found, key=lambda one: -one[0])]


def _with(
    found: Sequence[tuple[float, list[Array], Array]], clear: float, term: list[Array], signs: Array
) -> list[tuple[float, list[Array], Array]]:
    """Return the list with a term, in the place of one that is alike and less clear."""
    alike = [n for n, one in enumerate(found) if abs(float((signs * one[2]).mean())) >= ALIKE]
    if any(found[n][0] >= clear for n in alike):
        return list(found)
    return [one for n, one in enumerate(found) if n not in alike] + [(clear, term, signs)]

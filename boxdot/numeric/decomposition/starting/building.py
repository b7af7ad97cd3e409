"""A start by slabs: terms are collected and refined; what they leave is searched again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from boxdot.numeric.decomposition.layout import Array
from boxdot.numeric.decomposition.starting.joint import swept
from boxdot.numeric.decomposition.starting.nuclei import distinct_terms
from boxdot.numeric.decomposition.starting.problem import Problem
from boxdot.numeric.decomposition.starting.refining import refined
from boxdot.numeric.decomposition.starting.slabs import Cut, cuts
from boxdot.numeric.decomposition.starting.terms import maximal

TRIES = 6
"""How many pairs of slabs are grown for each term that is wanted."""


def built(problem: Problem, number: int, rng: np.random.Generator) -> list[Array]:
    """Return factors (R, *merged) grown along a cut: the best one (0), the next one (1), ….

    Modes along which every factor varies are a batch: each index is a problem of its own.
    """
    common = frozenset.intersection(*(problem.signatures[m] for m in maximal(problem.signatures)))
    if common:
        return _batch(problem, min(common), number, rng)
    usable = cuts(problem.signatures, problem.data.shape)
    if not usable:
        return _ones(problem)
    return swept(problem, _collected(problem, usable[number % len(usable)], rng), 5)


def _batch(problem: Problem, mode: int, number: int, rng: np.random.Generator) -> list[Array]:
    """Return the starts of every index of a mode, side by side."""
    inner = replace(problem, signatures=tuple(one - {mode} for one in problem.signatures))
    everything = [np.arange(size) for size in problem.data.shape]
    parts = []
    for index in range(problem.data.shape[mode]):
        places = [np.array([index]) if d == mode else one for d, one in enumerate(everything)]
        parts.append(built(inner.taken(places), number, rng))
    return [
        np.concatenate(several, axis=mode + 1) if mode in held else several[0]
        for several, held in zip(zip(*parts, strict=True), problem.signatures, strict=True)
    ]


def _ones(problem: Problem) -> list[Array]:
    count = len(problem.signatures)
    return [np.ones((problem.rank, *problem.shape(m))) for m in range(count)]


def _collected(problem: Problem, cut: Cut, rng: np.random.Generator) -> list[Array]:
    """Return R terms, found in rounds on what the earlier ones leave."""
    factors = [one[:0] for one in _ones(problem)]
    while len(factors[0]) < problem.rank:
        rest = problem.of(problem.residual(factors))
        wanted = problem.rank - len(factors[0])
        tries = TRIES * wanted if cut.simple else wanted  # without simple cuts a try is dear
        terms = distinct_terms(rest, cut, wanted, tries, rng)
        factors = _joined(problem, factors, terms)
        now = replace(problem, rank=len(factors[0]))
        factors = refined(now, swept(now, factors, 2), 6)
    return factors


def _joined(
    problem: Problem, factors: Sequence[Array], terms: Sequence[Sequence[Array]]
) -> list[Array]:
    """Return the factors with further terms, those of the wrong sign turned."""
    answer = []
    for m, old in enumerate(factors):
        new = np.stack([np.broadcast_to(term[m], problem.shape(m)) for term in terms])
        answer.append(np.concatenate([old, np.abs(new) if problem.nonnegative[m] else new]))
    return answer

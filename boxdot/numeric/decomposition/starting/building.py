"""A start by slabs: terms are collected and refined; what they leave is searched again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from boxdot.numeric.decomposition.layout import Array
from boxdot.numeric.decomposition.starting.joint import swept
from boxdot.numeric.decomposition.starting.judging import clarities, fits
from boxdot.numeric.decomposition.starting.nuclei import CLEAR, distinct_terms
from boxdot.numeric.decomposition.starting.problem import Problem
from boxdot.numeric.decomposition.starting.refining import refined
from boxdot.numeric.decomposition.starting.slabs import Cut, cuts
from boxdot.numeric.decomposition.starting.terms import maximal

TRIES = 6
"""How many pairs of slabs are grown for each term that is wanted."""
ROUNDS = 5
"""How often terms are refined along all cuts, at most."""
REPLACED = 2
"""How often unclear terms are replaced."""


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
    turned = usable[number % len(usable) :] + usable[: number % len(usable)]
    simple = [cut for cut in turned if cut.simple] if problem.rank > 1 else []
    return swept(problem, _collected(problem, simple or turned[:1], rng), 5)


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


def _collected(problem: Problem, along: list[Cut], rng: np.random.Generator) -> list[Array]:
    """Return R terms; while they do not fit, the unclear ones are replaced a few times."""
    factors = _filled(problem, [one[:0] for one in _ones(problem)], along, rng)
    for _ in range(REPLACED if problem.rank > 2 and along[0].simple else 0):
        if fits(problem, factors, rng):
            break
        kept = _clear_ones(problem, factors)
        other = _filled(problem, [one[kept] for one in factors], along, rng)
        factors = min(factors, other, key=problem.error)
    return factors


def _filled(
    problem: Problem, factors: list[Array], along: list[Cut], rng: np.random.Generator
) -> list[Array]:
    """Return R terms: those given, and others found in rounds on what is left.

    A round takes half of what is missing, at most. Terms that are not all there yet are not
    refined: what is missing pulls at them.
    """
    each = TRIES if along[0].simple else 1  # without simple cuts a try is dear
    while len(factors[0]) < problem.rank:
        wanted = problem.rank - len(factors[0])
        rest = problem.of(problem.residual(factors))
        terms = distinct_terms(rest, along, wanted, each * wanted, rng)
        factors = _joined(problem, factors, terms[: (wanted + 1) // 2])
        factors = swept(replace(problem, rank=len(factors[0])), factors, 2)
    return _settled(problem, factors)


def _settled(problem: Problem, factors: list[Array]) -> list[Array]:
    """Return the factors refined until that gains little."""
    error = problem.error(factors)
    for _ in range(ROUNDS):
        factors = refined(problem, factors, 3 if problem.rank == 1 else 6)
        error, before = problem.error(factors), error
        if problem.rank == 1 or error > 0.98 * before:
            break
    return factors


def _clear_ones(problem: Problem, factors: Sequence[Array]) -> Array:
    """Return which terms agree with what the others leave, nearly as well as the best one."""
    clear = clarities(problem, factors, problem.residual(factors))
    kept = np.array(clear) >= CLEAR * max(clear)
    kept[int(np.argmin(clear))] = False
    return kept


def _joined(
    problem: Problem, factors: Sequence[Array], terms: Sequence[Sequence[Array]]
) -> list[Array]:
    """Return the factors with further terms, those of the wrong sign turned."""
    answer = []
    for m, old in enumerate(factors):
        new = np.stack([np.broadcast_to(term[m], problem.shape(m)) for term in terms])
        answer.append(np.concatenate([old, np.abs(new) if problem.nonnegative[m] else new]))
    return answer

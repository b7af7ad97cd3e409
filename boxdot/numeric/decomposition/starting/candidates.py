"""Candidates for a start, tried one after the other until one of them fits; the best come first."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np

from boxdot.numeric.decomposition.layout import Array, Layout, lay_out
from boxdot.numeric.decomposition.starting.building import built
from boxdot.numeric.decomposition.starting.closed import closed_form
from boxdot.numeric.decomposition.starting.extending import Places, core_places, extended
from boxdot.numeric.decomposition.starting.joint import accelerated
from boxdot.numeric.decomposition.starting.judging import fits
from boxdot.numeric.decomposition.starting.positive import positive_start
from boxdot.numeric.decomposition.starting.problem import (
    Problem,
    Source,
    level_of,
    read_source,
)
from boxdot.numeric.decomposition.starting.randomly import is_positive, random_start
from boxdot.numeric.decomposition.starting.terms import maximal
from boxdot.numeric.threads import blas_threads

SWEEPS = 20
"""Sweeps on the part of the data by which candidates are compared."""
PATIENCE = 4
"""How many candidates are made before the best one is taken though none fits."""
PLAIN = 6
"""Of more positive terms than this, starts grown from slabs are nearer than random ones."""


@dataclass(frozen=True)
class Candidate:
    """Factors on a part of the data, and how well they fit there."""

    places: Places
    level: float
    problem: Problem
    factors: list[Array]

    @cached_property
    def error(self) -> float:
        """The relative error on the part."""
        return self.problem.error(self.factors)

    def fits(self, rng: np.random.Generator) -> bool:
        """Return whether the candidate leaves nothing but noise."""
        return fits(self.problem, self.factors, rng)

    def swept_on(self, sweeps: int) -> Candidate:
        """Return the candidate after further sweeps."""
        return replace(self, factors=accelerated(self.problem, self.factors, sweeps))


def starts(
    Y: Array,
    shapes: Sequence[Sequence[int]],
    rank: int,
    rng: np.random.Generator,
    *,
    mask: Array | None = None,
    nonnegative: Any = False,
    n: int = 1,
) -> Iterator[list[Array]]:
    """Return starts for a sum of broadcast decompositions, the best guess first.

    Candidates are grown from pairs of slabs (data of mixed signs, where random starts fail) or, for
    positive data, also drawn at random; each is swept a little on a part of the data. One that
    leaves nothing but noise is taken alone; otherwise a few are compared.

    Parameters
    ----------
    Y
        Real data of any order; NaN means missing.
    shapes
        The shape of each factor, with axes of length 1 written out.
    rank
        The number R of terms.
    rng
        Where chance comes from: the same state gives the same starts.
    mask
        Where data were seen (True), of the shape of Y.
    nonnegative
        Whether the entries of the factors are at least 0: one flag, or one for each factor.
    n
        How many starts are wanted; the first that fits is the last.

    Yields
    ------
    list of arrays
        One array (R, *shape) for each factor, float64.

    Examples
    --------
    >>> rng = np.random.default_rng(0)
    >>> shapes = [(9, 8, 1), (9, 1, 7), (1, 8, 7)]
    >>> A, B, C = (rng.normal(size=shape) for shape in shapes)
    >>> (a, b, c), = starts(A * B * C, shapes, 1, rng)
    >>> bool(np.allclose(a[0] * b[0] * c[0], A * B * C, atol=1e-4))
    True
    """
    layout = lay_out(Y.shape, shapes)
    source = read_source(Y, layout, rank, mask, nonnegative)
    with blas_threads(1):  # the matrices are small: threads would only wait for each other
        pool = sorted(_selected(source, n, rng), key=lambda one: one.error)
    for chosen in pool[:n]:
        with blas_threads(1):
            factors = _finished(source, layout, chosen)
        yield factors


def _selected(source: Source, wanted: int, rng: np.random.Generator) -> list[Candidate]:
    """Return the candidate that fits alone, or as many as are wanted and patience allows."""
    pool: list[Candidate] = []
    patience = 1
    while len(pool) < max(wanted, patience):
        pool.append(_candidate(source, len(pool), rng))
        if pool[-1].fits(rng):
            return pool[-1:]
        patience = 1 if _creeps(pool[0].problem) else PATIENCE
    return pool


def _creeps(problem: Problem) -> bool:
    """Return whether this is a sum of positive terms that is not known in closed form."""
    if problem.rank == 1 or not is_positive(problem):
        return False
    return len(maximal(problem.signatures)) > 2 or any(problem.nonnegative)


def _candidate(source: Source, number: int, rng: np.random.Generator) -> Candidate:
    """Return one candidate; those of other numbers are cut and drawn differently."""
    places = core_places(source, rng)
    level = level_of(source.block(places).data) or 1.0
    problem = source.block(places, level)
    return Candidate(places, level, problem, _proposed(problem, number, rng)).swept_on(SWEEPS)


def _proposed(problem: Problem, number: int, rng: np.random.Generator) -> list[Array]:
    """Return factors before any sweep: in closed form, random, or grown from slabs."""
    if _creeps(problem):
        grown = problem.rank > PLAIN and not all(problem.nonnegative)
        return positive_start(problem, rng, built(problem, number, rng) if grown else None)
    closed = closed_form(problem)
    if closed is not None and not number:
        return closed
    if all(problem.nonnegative) or closed is not None:
        return random_start(problem, rng)
    return built(problem, number, rng)


def _finished(source: Source, layout: Layout, chosen: Candidate) -> list[Array]:
    """Return the factors of all the data in their own shapes and size, terms balanced."""
    factors = extended(source, chosen.level, chosen.places, chosen.factors)
    sizes = [np.sqrt((one**2).sum(axis=tuple(range(1, one.ndim)))) for one in factors]
    logs = [np.log(np.where(size > 0, size, 1.0)) for size in sizes]
    mean = (sum(logs) + np.log(chosen.level)) / len(factors)
    answer = []
    for m, (factor, log) in enumerate(zip(factors, logs, strict=True)):
        weight = np.exp(mean - log).reshape(-1, *(1,) * (factor.ndim - 1))
        answer.append(layout.split_factor(factor * weight, m))
    return answer

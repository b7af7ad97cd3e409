"""Sums of positive terms: many random starts, halved; then the best one is kicked and mended.

Sums of positive terms have many local optima, of which random starts find a right one less and less
often (four terms at 32³: one in fifty). Short sweeps tell which starts are worth longer ones, and
from a fit that is nearly right, parts that are drawn anew lead on.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from boxdot.numeric.decomposition.layout import Array
from boxdot.numeric.decomposition.starting.joint import accelerated
from boxdot.numeric.decomposition.starting.judging import EXACT, fits
from boxdot.numeric.decomposition.starting.problem import Problem
from boxdot.numeric.decomposition.starting.randomly import random_start
from boxdot.numeric.decomposition.starting.renewing import renewed
from boxdot.numeric.decomposition.starting.slabs import cuts

DRAWN = 32
"""Random starts."""
FIRST = 10
"""Sweeps of each; the best third gets twice as many more, and so on."""
KICKS = 100
"""How often the best fit is kicked, at most."""
IDLE = 8
"""So many kicks in vain are the last ones; thrice as many where the residual has structure."""
PART = 0.3
"""The part of the indices along a mode at which a kick draws entries anew."""
BURST = 25
"""Sweeps after a kick, and once more where that came near."""
NEAR = 1.15
"""Errors up to this, relative to the best one, are near."""
BETTER = 0.999
"""Errors below this, relative to the best one, are better."""


def positive_start(
    problem: Problem, rng: np.random.Generator, begun: list[Array] | None = None
) -> list[Array]:
    """Return factors of a sum of positive terms that fit as well as can be found in a while.

    They come from the best of many random starts, or from the factors that are given.
    """
    begun = begun or _halved(problem, rng)
    best = renewed(problem, accelerated(problem, begun, 2 * BURST), rng)
    return _kicked_on(problem, best, rng)


def _halved(problem: Problem, rng: np.random.Generator) -> list[Array]:
    """Return the best of many random starts: a third of them goes on, for twice as long."""
    pool = [random_start(problem, rng) for _ in range(DRAWN)]
    sweeps = FIRST
    while len(pool) > 1:
        pool = [accelerated(problem, factors, sweeps) for factors in pool]
        pool = sorted(pool, key=problem.error)[: len(pool) // 3]
        sweeps *= 2
    return pool[0]


def _kicked_on(problem: Problem, best: list[Array], rng: np.random.Generator) -> list[Array]:
    """Return the best fit after kicks, of which those that lead to a better one are kept."""
    error, idle = problem.error(best), 0
    patience = _patience(problem, best, rng)
    for _ in range(KICKS):
        if idle >= patience or error < EXACT:
            break
        other = accelerated(problem, _kicked(problem, best, rng), BURST)
        if problem.error(other) < NEAR * error:
            other = accelerated(problem, other, BURST)
        idle += 1
        if problem.error(other) < BETTER * error:
            best, idle = renewed(problem, other, rng), 0
            error, patience = problem.error(best), _patience(problem, best, rng)
    return best


def _patience(problem: Problem, factors: Sequence[Array], rng: np.random.Generator) -> int:
    return IDLE if fits(problem, factors, rng) else 3 * IDLE


def _kicked(problem: Problem, factors: Sequence[Array], rng: np.random.Generator) -> list[Array]:
    """Return the factors with random entries at some indices along a mode."""
    usable = cuts(problem.signatures, problem.data.shape)
    cut = usable[int(rng.integers(len(usable)))]
    drawn, new = random_start(problem, rng), list(factors)
    chosen = np.asarray(rng.random(problem.data.shape[cut.mode]) < PART)
    wide = chosen.reshape([-1 if d == cut.mode else 1 for d in range(-1, problem.data.ndim)])
    for m in cut.along:
        size = np.sqrt((new[m] ** 2).mean() / (drawn[m] ** 2).mean())
        new[m] = np.where(wide, size * drawn[m], new[m])
    return new

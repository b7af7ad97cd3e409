"""Slabs drawn anew: each keeps what fits it better, the old entries or new ones.

Given the factors that do not vary along a mode, its slabs are problems of their own, and in a fit
that is nearly right only some of them are stuck. All are begun anew at random at once, and each one
takes the better answer.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from boxdot.numeric.decomposition.layout import Array
from boxdot.numeric.decomposition.starting.joint import accelerated, swept_along
from boxdot.numeric.decomposition.starting.problem import Problem
from boxdot.numeric.decomposition.starting.randomly import random_start
from boxdot.numeric.decomposition.starting.slabs import Cut, cuts

INNER = 8
"""Sweeps over the factors of the slabs that are begun anew."""
BETTER = 0.999
"""A slab takes new entries that lower its squared error to this part, or further."""
BETWEEN = 5
"""Sweeps over all factors after slabs were exchanged."""


def renewed(problem: Problem, factors: Sequence[Array], rng: np.random.Generator) -> list[Array]:
    """Return the factors with better slabs, along each mode in turn until none is exchanged."""
    now = list(factors)
    usable = cuts(problem.signatures, problem.data.shape)
    idle, number = 0, 0
    while idle < len(usable) and number < 8 * len(usable):
        now, exchanged = _renewed_along(problem, usable[number % len(usable)], now, rng)
        if exchanged:
            now = accelerated(problem, now, BETWEEN)
        idle = 0 if exchanged else idle + 1
        number += 1
    return now


def _renewed_along(
    problem: Problem, cut: Cut, factors: list[Array], rng: np.random.Generator
) -> tuple[list[Array], int]:
    """Return the factors with the better of old and new slabs, and how many are new."""
    new, drawn = list(factors), random_start(problem, rng)
    for m in cut.along:
        new[m] = drawn[m] * np.sqrt((factors[m] ** 2).mean() / (drawn[m] ** 2).mean())
    new = swept_along(problem, new, cut.along, INNER)
    better = _errors(problem, cut, new) < BETTER * _errors(problem, cut, factors)
    wide = better.reshape([-1 if d == cut.mode else 1 for d in range(-1, problem.data.ndim)])
    for m in cut.along:
        new[m] = np.where(wide, new[m], factors[m])
    return new, int(better.sum())


def _errors(problem: Problem, cut: Cut, factors: Sequence[Array]) -> Array:
    """Return the squared error of each slab."""
    weights = 1.0 if problem.weights is None else problem.weights
    rest = weights * problem.residual(factors) ** 2
    return np.asarray(rest.sum(axis=tuple(d for d in range(rest.ndim) if d != cut.mode)))

"""Terms refined in turn on what the others leave, by singular pairs of slabs: it leaves swamps."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from boxdot.numeric.decomposition.layout import Array
from boxdot.numeric.decomposition.starting.joint import swept
from boxdot.numeric.decomposition.starting.problem import Problem, product
from boxdot.numeric.decomposition.starting.slabs import Cut, cuts, single_term
from boxdot.numeric.decomposition.starting.terms import compressed


def refined(problem: Problem, factors: Sequence[Array], rounds: int) -> list[Array]:
    """Return the factors after rounds in which every term is found anew from its factors across.

    Least squares changes a slab little by little and can stay on the wrong side of a sign; the
    singular pair of Y_i ∘ C does not depend on the old slab at all.
    """
    usable = [cut for cut in cuts(problem.signatures, problem.data.shape) if cut.simple]
    factors = [one.copy() for one in factors]
    for number in range(rounds if usable else 0):
        rest = problem.residual(factors)
        for r in range(len(factors[0])):
            rest = _term_anew(problem, usable[number % len(usable)], factors, r, rest)
    return factors


def _term_anew(problem: Problem, cut: Cut, factors: list[Array], r: int, rest: Array) -> Array:
    """Replace the slabs of one term; return the residual with the new one."""
    old = [one[r : r + 1] for one in factors]
    alone = problem.of(rest + _seen(problem, product([one[0] for one in old])))
    across = compressed(product([old[m][0] for m in cut.across]))
    values = compressed(alone.data) * across
    for m, part in zip(cut.along, single_term(values, cut.inner), strict=True):
        shape = problem.shape(m)
        old[m] = np.broadcast_to(part, shape)[None].copy()
    new = swept(alone, old, 2)
    for m, factor in enumerate(new):
        factors[m][r] = factor[0]
    return alone.residual(new)


def _seen(problem: Problem, values: Array) -> Array:
    return values if problem.weights is None else values * (problem.weights > 0)

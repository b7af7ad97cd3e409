"""Whether a fit is as good as the noise allows: what it leaves has no structure of slabs.

A wrong local optimum leaves a residual whose pairs of slabs are nearer to rank 1 than noise is.
The measure is the mean leading singular value of E_i ∘ E_j over pairs of slabs, each relative to
its norm; it is compared with the same residual with signs thrown at random. No level of noise has
to be known. Measured (Gaussian factors, 16³ to 32³, 30 dB): 1.00-1.01 for right fits, 1.04-1.8 for
fits of one term or two that are stuck. Sums of more terms that are stuck leave too little to see
(1.00-1.01): there each term must also stand out from the residual.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from boxdot.numeric.decomposition.layout import Array
from boxdot.numeric.decomposition.starting.problem import Problem, product
from boxdot.numeric.decomposition.starting.slabs import Cut, agreement, cuts
from boxdot.numeric.decomposition.starting.terms import (
    as_matrices,
    compressed,
    maximal,
    power_pair,
)

EXACT = 1e-6
"""A relative error below this is a fit, whatever the residual looks like."""
DISTINCT = 0.9
"""How far the signs of each of several terms agree with what the other terms leave."""
STRUCTURED = 1.015
"""Residuals with more structure than this, relative to noise, are no fit."""


def fits(problem: Problem, factors: Sequence[Array], rng: np.random.Generator) -> bool:
    """Return whether the factors explain the data up to noise.

    >>> from boxdot.numeric.decomposition.layout import lay_out
    >>> from boxdot.numeric.decomposition.starting.problem import read_problem
    >>> rng = np.random.default_rng(0)
    >>> layout = lay_out((9, 9, 9), [(9, 9, 1), (9, 1, 9), (1, 9, 9)])
    >>> truth = [rng.normal(size=(1, *shape)) for shape in [(9, 9, 1), (9, 1, 9), (1, 9, 9)]]
    >>> Y = truth[0][0] * truth[1][0] * truth[2][0] + 0.1 * rng.normal(size=(9, 9, 9))
    >>> problem, scale = read_problem(Y, layout, 1, None, False)
    >>> factors = [layout.merge_factor(one, m) for m, one in enumerate(truth)]
    >>> fits(problem, [factors[0] / scale, *factors[1:]], rng)
    True
    >>> fits(problem, [0 * factors[0], *factors[1:]], rng)
    False
    """
    if problem.error(factors) < EXACT:
        return True
    rest = problem.residual(factors)
    if problem.rank > 2 and min(clarities(problem, factors, rest)) < DISTINCT:
        return False
    return structure(problem, rest, rng) < STRUCTURED


def clarities(problem: Problem, factors: Sequence[Array], rest: Array) -> list[float]:
    """Return for each term how far its signs agree with the residual that it is put back into."""
    terms = ([one[r : r + 1] for one in factors] for r in range(problem.rank))
    return [agreement(rest + product([p[0] for p in term]), [p[0] for p in term]) for term in terms]


def structure(problem: Problem, rest: Array, rng: np.random.Generator) -> float:
    """Return how much more structure a residual has than noise (1), over all simple cuts."""
    usable = [cut for cut in cuts(problem.signatures, rest.shape) if _measurable(cut)]
    values = compressed(rest)
    ratios = []
    for cut in usable:
        thrown = [values * rng.choice([-1.0, 1.0], size=values.shape) for _ in range(2)]
        noise = np.mean([_leading(one, cut, rng) for one in thrown])
        ratios.append(_leading(values, cut, rng) / noise if noise else 1.0)
    return float(max(ratios, default=np.inf))


def _measurable(cut: Cut) -> bool:
    return len(maximal(cut.inner)) == 2


def _leading(values: Array, cut: Cut, rng: np.random.Generator, most: int = 150) -> float:
    """Return the mean leading singular value of pairs of slabs of norm 1, nearly: by 8 steps."""
    slabs = np.moveaxis(values, cut.mode, 0)
    first, second = np.triu_indices(len(slabs), 1)
    chosen = rng.permutation(len(first))[:most]
    together = np.moveaxis(slabs[first[chosen]] * slabs[second[chosen]], 0, cut.mode)
    matrices = as_matrices(together, *(cut.inner[m] for m in maximal(cut.inner)))
    begun = rng.standard_normal((len(matrices), matrices.shape[2]))
    strength = power_pair(matrices, begun, 8)[2][:, 0]
    size = np.sqrt((matrices**2).sum(axis=(1, 2)))
    return float(np.mean(strength / np.where(size > 0, size, 1.0)))

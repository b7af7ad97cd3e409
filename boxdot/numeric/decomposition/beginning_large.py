"""Where sweeps over data that does not fit in memory begin: a sample is decomposed first."""

from __future__ import annotations

import numpy as np

from boxdot.numeric.decomposition.beginning import best_start, candidates, random_factors
from boxdot.numeric.decomposition.data import Data
from boxdot.numeric.decomposition.large import LargeData, slab_data, slab_layout
from boxdot.numeric.decomposition.layout import Array
from boxdot.numeric.decomposition.options import Options
from boxdot.numeric.decomposition.sweeps.choosing import choose_sweeps
from boxdot.numeric.decomposition.sweeps.order import Pass, Update, updates
from boxdot.numeric.decomposition.sweeps.outofcore import LargeSweeper

SAMPLE_SWEEPS = 30
"""Sweeps over the sample: its factors need not be better than a sample allows."""
POWERS = 8
"""Rounds of the power method in each slab."""
INNER = 3
"""Rounds of least squares in each slab."""


def small_data(data: LargeData) -> Data:
    """Return the sample as data in memory."""
    block, mask = data.sample()
    return slab_data(block, mask, data.layout, data.exponent)


def large_start(
    sweeps: LargeSweeper,
    init: str,
    rank: int,
    algorithm: str,
    rng: np.random.Generator,
    options: Options,
    count: int,
) -> list[Array]:
    """Return a start: what slabs share from a sample, what is each slab's own from that slab."""
    data, small = sweeps.data, small_data(sweeps.data)
    factors = random_factors(small, data.layout, rank, rng, options.nonnegative)
    if init == "random":
        return factors
    shared = _of_sample(small, sweeps, init, rank, algorithm, rng, options, count)
    for number, local in enumerate(sweeps.local):
        if not local:
            factors[number] = shared[number]
    fit_slabs(sweeps, factors)
    return factors


def _of_sample(
    small: Data,
    sweeps: LargeSweeper,
    init: str,
    rank: int,
    algorithm: str,
    rng: np.random.Generator,
    options: Options,
    count: int,
) -> list[Array]:
    length = len(small.values)
    whole = sweeps.layout
    shape = tuple(length if n == sweeps.data.axis else size for n, size in enumerate(whole.shape))
    layout = slab_layout(whole, shape)
    inner = choose_sweeps(
        small, layout, options, algorithm, rank, "frobenius", sweeps.backend, None
    )
    found = candidates(init, small, layout, rank, rng, options.nonnegative, count)
    start = best_start(found, inner.sweep, float(np.sqrt(small.power)), False)
    for _ in range(SAMPLE_SWEEPS):
        inner.sweep(start)
    return start


def fit_slabs(sweeps: LargeSweeper, factors: list[Array]) -> None:
    """Fit the factors that vary along the slabs, in one reading of the data.

    Given what slabs share, a slab is a small decomposition of its own. Term by term its factors are
    found by the power method on the moments, which sees the signs, and then by least squares.
    """
    own = [n for n, local in enumerate(sweeps.local) if local and not sweeps.options.fixed[n]]
    if not own:
        return
    factors[own[0]][...] = 0  # terms that have not had their turn are not there
    order = []
    for term in range(len(factors[0])):
        for power in [True] * POWERS + [False] * INNER:
            order += [Update(number, (term,), power) for number in own]
    order += updates("hals", len(factors[0]), own) * INNER
    sweeps.run(Pass(tuple(order), None), factors, sweeps.rules(factors))

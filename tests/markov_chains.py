"""Central differences along directions, the judge of every gradient of Markov chain distances."""

from __future__ import annotations

import numpy as np


def slope(function, point, direction, step=1e-4):
    """The derivative of a function of arrays along a direction, by differences of fourth order."""

    def at(t):
        return function(point + t * step * direction)

    return (8 * (at(1) - at(-1)) - (at(2) - at(-2))) / (12 * step)


def keeping_sums(rng, values):
    """A random direction in which rows keep their sums and their zeros."""
    direction = rng.standard_normal(values.shape) * (values > 0)
    support = (values > 0) / (values > 0).sum(-1, keepdims=True)
    direction -= direction.sum(-1, keepdims=True) * support
    return direction * values.max() / max(np.abs(direction).max(), 1e-9)


def chain(rng, n, zeros=0.0, batch=()):
    """A random transition matrix; some of its entries may be zero, none on the cycle 0 → 1 → …."""
    matrix = rng.uniform(0.1, 1, (*batch, n, n)) * (rng.random((*batch, n, n)) >= zeros)
    matrix += 0.2 * np.roll(np.eye(n), 1, axis=1)
    return matrix / matrix.sum(-1, keepdims=True)


def law(rng, n, batch=()):
    """A random distribution with no zeros."""
    return rng.dirichlet(np.full(n, 2.0), batch or None)

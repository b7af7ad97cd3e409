"""Random Markov chains for tests: dense, sparse, nearly periodic, of any sizes."""

from __future__ import annotations

from importlib.util import find_spec
from typing import NamedTuple

import numpy as np

BACKENDS = ["numpy", "numba"] if find_spec("numba") else ["numpy"]


class Problem(NamedTuple):
    mX: np.ndarray
    mY: np.ndarray
    C: np.ndarray
    G: np.ndarray


def chain(rng, n, *, keep=1.0, periodic=0.0):
    """Return n×n transition probabilities; each entry is kept with a probability, one always."""
    m = rng.uniform(0.05, 1, (n, n)) * (rng.random((n, n)) < keep)
    m[np.arange(n), rng.integers(n, size=n)] += 0.3
    m = (1 - periodic) * m / m.sum(axis=1, keepdims=True)
    m[np.arange(n), (np.arange(n) + 1) % n] += periodic
    return m / m.sum(axis=1, keepdims=True)


def problem(seed, n=5, m=4, **kind):
    """Return two chains, a cost and a gradient by the fixed point."""
    rng = np.random.default_rng(seed)
    C, G = rng.random((n, m)), rng.normal(size=(n, m))
    return Problem(chain(rng, n, **kind), chain(rng, m, **kind), C, G)


def tangent(rng, rows):
    """Return a direction along which rows stay stochastic and zeros stay zeros."""
    direction = rng.normal(size=rows.shape) * rows
    return direction - rows * direction.sum(axis=-1, keepdims=True)


def off(found, expected):
    """Return the largest difference relative to the largest entry."""
    return np.abs(found - expected).max() / np.abs(expected).max()

"""The element-wise work of a sweep compiled by Numba: the functions of `plain`, one pass each.

Only imported where Numba is installed.
"""

# mypy: disable-error-code="no-untyped-def"

from __future__ import annotations

import numpy as np
from numba import njit

from boxdot.numeric.compiling.runtime import reordered_add
from boxdot.numeric.markov.core.logarithm import log

_compiled = njit(cache=True, nogil=True, error_model="numpy")


@_compiled
def divide_first(sums, scaling, mass, inverse, logs, wanted):
    """Set ``scaling = mass / sums`` along the first axis; return how far the old one was off."""
    worst, change = 0.0, 0.0
    for t in range(sums.shape[0]):
        for j in range(sums.shape[1]):
            marginal, moved = sums[0, 0, 0] * 0, sums[0, 0, 0] * 0
            for k in range(sums.shape[2]):
                s = sums[t, j, k]
                off = scaling[t, j, k] * s - mass[t, k]
                marginal = reordered_add(marginal, abs(off))
                relative = off * inverse[t, k]
                moved = reordered_add(moved, relative * relative)
                scaling[t, j, k] = mass[t, k] / s
            if not marginal <= worst:
                worst = float(marginal)
            if not moved <= change:
                change = float(moved)
            if wanted:
                total = sums[0, 0, 0] * 0
                for k in range(sums.shape[2]):
                    total = reordered_add(total, mass[t, k] * log(sums[t, j, k]))
                logs[t, j] += total
    return worst, np.sqrt(change)


@_compiled
def divide_second(sums, scaling, mass, logs, wanted):
    """Set ``scaling = mass / sums`` along the second axis."""
    for t in range(sums.shape[0]):
        for j in range(sums.shape[1]):
            for k in range(sums.shape[2]):
                scaling[t, j, k] = mass[j, k] / sums[t, j, k]
            if wanted:
                total = sums[0, 0, 0] * 0
                for k in range(sums.shape[2]):
                    total = reordered_add(total, mass[j, k] * log(sums[t, j, k]))
                logs[t, j] += total


@_compiled
def dots(left, right, out):
    """Set each pair of ``out`` (t, q) to the scalar product of its two vectors."""
    for t in range(left.shape[0]):
        for j in range(left.shape[1]):
            total = left[0, 0, 0] * 0
            for k in range(left.shape[2]):
                total = reordered_add(total, left[t, j, k] * right[t, j, k])
            out[t, j] = total


@_compiled
def scaled(vectors, factors, out):
    """Set ``out`` to the vectors times the factor of their pair."""
    for t in range(vectors.shape[0]):
        for j in range(vectors.shape[1]):
            factor = factors[t, j]
            for k in range(vectors.shape[2]):
                out[t, j, k] = vectors[t, j, k] * factor


@_compiled
def logs_over_second(sums, weights, out):
    """Set ``out`` (t, n) to the logs summed over q with the weight of their pair."""
    out[:] = 0
    for t in range(sums.shape[0]):
        for j in range(sums.shape[1]):
            weight = weights[t, j]
            for k in range(sums.shape[2]):
                out[t, k] += weight * log(sums[t, j, k])


@_compiled
def logs_over_first(sums, weights, out):
    """Set ``out`` (q, n) to the logs summed over t with the weight of their pair."""
    out[:] = 0
    for t in range(sums.shape[0]):
        for j in range(sums.shape[1]):
            weight = weights[t, j]
            for k in range(sums.shape[2]):
                out[j, k] += weight * log(sums[t, j, k])

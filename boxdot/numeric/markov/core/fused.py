"""The element-wise work of a sweep compiled by Numba: the functions of `plain`, one pass each.

Only imported where Numba is installed.
"""

# mypy: disable-error-code="call-arg, no-untyped-def, no-untyped-call"

from __future__ import annotations

import numpy as np
from numba import njit

from boxdot.numeric.compiling.runtime import reordered_add
from boxdot.numeric.markov.core.logarithm import log

_compiled = njit(cache=True, nogil=True, error_model="numpy")


@_compiled
def rescale(sums, scaling, mass, inverse, by_first, omega, logs, wanted):
    """Move ``scaling`` to ``mass / sums``, over-relaxed; return how far the old one was off.

    ``sums`` is overwritten by scaling / mass, which spares a division.
    """
    real = type(sums[0, 0, 0])  # numbers of another type would widen single precision
    nothing, one, beyond = real(0), real(1), real(omega - 1)
    worst, change = 0.0, 0.0
    for t in range(sums.shape[0]):
        for j in range(sums.shape[1]):
            row = t if by_first else j
            marginal, moved, total = nothing, nothing, nothing
            for k in range(sums.shape[2]):
                s, a = sums[t, j, k], mass[row, k]
                off = scaling[t, j, k] * s - a
                marginal = reordered_add(marginal, abs(off))
                relative = off * inverse[row, k]
                moved = reordered_add(moved, relative * relative)
                factor = one - beyond * min(max(relative, -one), one)
                total = reordered_add(total, a * factor)
                scale = factor / s
                scaling[t, j, k] = a * scale
                sums[t, j, k] = scale
            worst = float(marginal) if not marginal <= worst else worst
            change = float(moved) if not moved <= change else change
            if wanted:
                total = total - one if not by_first else nothing
                for k in range(sums.shape[2]):
                    total = reordered_add(total, -mass[row, k] * log(sums[t, j, k]))
                logs[t, j] += total
    return worst, np.sqrt(change)


@_compiled
def dots(left, right, out):
    """Set each pair of ``out`` (t, q) to the scalar product of its two vectors."""
    for t in range(left.shape[0]):
        for j in range(left.shape[1]):
            total = type(left[0, 0, 0])(0)
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
    """Add the logs summed over t with the weight of their pair to ``out`` (q, n)."""
    for t in range(sums.shape[0]):
        for j in range(sums.shape[1]):
            weight = weights[t, j]
            for k in range(sums.shape[2]):
                out[j, k] += weight * log(sums[t, j, k])

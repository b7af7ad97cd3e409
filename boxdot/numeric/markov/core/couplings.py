"""Products with couplings known by their potentials, and the potentials at all states, by Numba.

Problems have φ = f/ε and γ = g/ε on the supports of a and b; c = C/ε. Only imported where Numba
is installed.
"""

# mypy: disable-error-code="call-arg, no-untyped-def, no-untyped-call"

from __future__ import annotations

import numpy as np
from numba import njit

from boxdot.numeric.compiling.runtime import exp_f8, float_maximum, reordered_add
from boxdot.numeric.markov.core.logarithm import log_f8

_compiled = njit(cache=True, nogil=True, error_model="numpy")


@_compiled
def decayed(x):
    """Return exp(x), or 0 where it is below 1e-87: products of less are denormal, and slow."""
    return exp_f8(x) if x > -200.0 else 0.0


@_compiled
def gather(C, scale, rows, n, columns, m, c):
    """Set ``c`` to the part of C on the supports, times ``scale``."""
    for k in range(n):
        row = rows[k]
        for r in range(m):
            c[k, r] = C[row, columns[r]] * scale


@_compiled
def push(first, last, X, Y, C, scale, phi, gamma, M, out):
    """Set ``out`` to the mean of M under each coupling."""
    (rows, a, rows_used), (columns, b, columns_used) = X, Y
    c, wanted = np.empty((a.shape[1], b.shape[1])), np.empty((a.shape[1], b.shape[1]))
    for i in range(first, last):
        n = rows_used[i]
        for j in range(b.shape[0]):
            m = columns_used[j]
            gather(C, scale, rows[i], n, columns[j], m, c)
            gather(M, 1.0, rows[i], n, columns[j], m, wanted)
            total = 0.0
            for k in range(n):
                part = 0.0
                for r in range(m):
                    mass = b[j, r] * decayed(phi[i, j, k] + gamma[i, j, r] - c[k, r])
                    part = reordered_add(part, mass * wanted[k, r])
                total += a[i, k] * part
            out[i, j] = total


@_compiled
def pull(first, last, X, Y, C, scale, phi, gamma, G, out):
    """Add every coupling, times its entry of G, to ``out`` (n×m)."""
    (rows, a, rows_used), (columns, b, columns_used) = X, Y
    c = np.empty((a.shape[1], b.shape[1]))
    for i in range(first, last):
        n = rows_used[i]
        for j in range(b.shape[0]):
            m = columns_used[j]
            gather(C, scale, rows[i], n, columns[j], m, c)
            for k in range(n):
                weight = G[i, j] * a[i, k]
                for r in range(m):
                    mass = b[j, r] * decayed(phi[i, j, k] + gamma[i, j, r] - c[k, r])
                    c[k, r] = weight * mass
            for k in range(n):
                for r in range(m):
                    out[rows[i, k], columns[j, r]] += c[k, r]


@_compiled
def weigh(first, last, X, Y, C, scale, phi, gamma, G, out_X, out_Y):
    """Add φ and γ, at all states, times the entry of G to the rows of ``out_X`` and ``out_Y``."""
    (rows, a, rows_used), (columns, b, columns_used) = X, Y
    across, along = np.ascontiguousarray(C.T) * scale, C * scale
    spare_X, spare_Y = np.empty((2, C.shape[0])), np.empty((2, C.shape[1]))
    for i in range(first, last):
        n = rows_used[i]
        for j in range(b.shape[0]):
            m, weight = columns_used[j], -G[i, j]
            add_soft_least(across, columns[j], b[j], gamma[i, j], m, weight, out_X[i], spare_X)
            add_soft_least(along, rows[i], a[i], phi[i, j], n, weight, out_Y[j], spare_Y)


@_compiled
def add_soft_least(c, others, masses, potentials, count, weight, out, spare):
    """Add the weighted log Σ_r b_r exp(γ_r − c_rk) at every state k to ``out``."""
    most, total = spare[0], spare[1]
    most[:] = -np.inf
    total[:] = 0
    for r in range(count):
        other, potential = others[r], potentials[r]
        for k in range(len(out)):
            most[k] = float_maximum(most[k], potential - c[other, k])
    for r in range(count):
        other, potential, mass = others[r], potentials[r], masses[r]
        for k in range(len(out)):
            total[k] += mass * decayed(potential - c[other, k] - most[k])
    for k in range(len(out)):
        out[k] += weight * (most[k] + log_f8(total[k]))

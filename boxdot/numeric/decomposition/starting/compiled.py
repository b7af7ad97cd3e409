"""The update of one of three pairwise factors, R terms at once, in one compiled reading."""

# mypy: disable-error-code="no-untyped-def"
# Numba infers the types.

from __future__ import annotations

import numpy as np
from numba import njit

_compiled = njit(cache=True, nogil=True, error_model="numpy", fastmath={"reassoc", "contract"})


@_compiled
def _mean_trace(P, Q):
    """Return the mean over all entries of the trace of their normal matrices."""
    total = 0.0
    for r in range(P.shape[1]):
        for k in range(P.shape[2]):
            first = second = 0.0
            for m in range(P.shape[0]):
                first += P[m, r, k] * P[m, r, k]
            for n in range(Q.shape[0]):
                second += Q[n, r, k] * Q[n, r, k]
            total += first * second
    return total / (P.shape[0] * Q.shape[0])


@_compiled
def _moments(y, p, q, z, G, h):
    """Set the normal matrix (its lower half) and the right side of one entry."""
    for r in range(len(p)):
        for k in range(len(y)):
            z[r, k] = p[r, k] * q[r, k]
    for r in range(len(p)):
        total = 0.0
        for k in range(len(y)):
            total += y[k] * z[r, k]
        h[r] = total
        for s in range(r + 1):
            total = 0.0
            for k in range(len(y)):
                total += z[r, k] * z[s, k]
            G[r, s] = total


@_compiled
def _solve(G, x):
    """Solve a positive definite system by L D Lᵀ; both are overwritten."""
    rank = len(x)
    for r in range(rank):
        for s in range(r):
            for t in range(s):
                G[r, s] -= G[r, t] * G[s, t] * G[t, t]
            G[r, s] /= G[s, s]
            G[r, r] -= G[r, s] * G[r, s] * G[s, s]
            x[r] -= G[r, s] * x[s]
    for r in range(rank - 1, -1, -1):
        x[r] /= G[r, r]
        for s in range(r + 1, rank):
            x[r] -= G[s, r] * x[s]


@_compiled
def update(Y, P, Q, old, proximal, new):
    """Set ``new`` (m, n, R) to the least-squares factor; return ‖Ŷ‖² − 2 ⟨Y, Ŷ⟩.

    ``Y`` is (m, n, k), the other factors are ``P`` (m, R, k) and ``Q`` (n, R, k).
    """
    rank = P.shape[1]
    z, G, kept = np.empty((rank, Y.shape[2])), np.empty((rank, rank)), np.empty((rank, rank))
    h = np.empty(rank)
    floor = 1e-6 * _mean_trace(P, Q)
    change = 0.0
    for m in range(Y.shape[0]):
        for n in range(Y.shape[1]):
            _moments(Y[m, n], P[m], Q[n], z, kept, h)
            trace = 0.0
            for r in range(rank):
                trace += kept[r, r]
                for s in range(r + 1):
                    G[r, s] = kept[r, s]
            weight = proximal * (trace + floor) / rank + 1e-290
            x = new[m, n]
            for r in range(rank):
                G[r, r] += weight
                x[r] = h[r] + weight * old[m, n, r]
            _solve(G, x)
            for r in range(rank):
                part = 0.5 * kept[r, r] * x[r] - h[r]
                for s in range(r):
                    part += kept[r, s] * x[s]
                change += 2.0 * part * x[r]
    return change

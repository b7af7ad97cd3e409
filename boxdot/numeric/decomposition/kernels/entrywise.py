"""New entries of factors from their moments, by compiled loops with no temporary arrays."""

# mypy: disable-error-code="no-untyped-def, untyped-decorator"
# Numba infers the types.

from __future__ import annotations

import numpy as np
from numba import njit

_inner = njit(
    cache=True,
    nogil=True,
    error_model="numpy",
    forceinline=True,
    fastmath={"contract", "reassoc", "nsz"},
)


@_inner
def _add(total, part, columns):
    for k in range(columns):
        total[k] += part[k]


@_inner
def _take(total, left, right, columns):
    for k in range(columns):
        total[k] -= left[k] * right[k]


@_inner
def _overlap(f, left, right, columns):
    found = 0.0
    for k in range(columns):
        found += np.float64(f[k]) * np.float64(left[k] * right[k])
    return found


@njit(cache=True, nogil=True, error_model="numpy")
def affine(A, G, term, ridge, weight, ratio, rest):
    """Set what turns sums over fibres into entries of A: A = sum × ratio + rest.

    ``A`` and ``G`` are (rank, …) with the moments P(Z_r ⊡ Z_s) of the term r and all s. ``ratio``
    is 0 where nothing depends on an entry, and ``rest`` its old value.
    """
    rank, rows, columns = A.shape
    for i in range(rows):
        for j in range(columns):
            rest[i, j] = weight * A[term, i, j]
        for s in range(rank):
            if s != term:
                for j in range(columns):
                    rest[i, j] -= A[s, i, j] * G[s, i, j]
        for j in range(columns):
            below = G[term, i, j] + (ridge + weight)
            there = below != 0
            one = 1 / below if there else below
            ratio[i, j] = one
            rest[i, j] = rest[i, j] * one if there else A[term, i, j]


@njit(cache=True, nogil=True, error_model="numpy", fastmath={"contract", "reassoc", "nsz"})
def divide(F, h, G, term, ridge, weight, low, first, last):
    """Update some rows of one term: (Σ_p h_p + μ F_r − Σ_s≠r F_s G_rs) / (G_rr + λ + μ).

    Parameters
    ----------
    F
        The factor (rank, rows, columns); the old entry stays where the denominator is 0.
    h, G
        Its moments in parts that are added up: (parts, rows, ≥ columns) and (parts, rank, rows,
        columns); the sums replace the first parts.
    term, ridge, weight, low
        r, λ, μ and the least value.
    first, last
        The rows.

    Returns
    -------
    tuple
        What the new term adds to ⟨Y, Ŷ⟩ and ‖Ŷ‖², given that earlier terms are final.
    """
    rank, _, columns = F.shape
    dot = quad = 0.0
    above = np.empty(columns, F.dtype)
    for i in range(first, last):
        f, g, sums = F[term, i], G[0, term, i], h[0, i]
        for part in range(1, len(h)):
            _add(sums, h[part, i], columns)
        for s in range(rank):
            for part in range(1, len(G)):
                _add(G[0, s, i], G[part, s, i], columns)
        for k in range(columns):
            above[k] = sums[k] + weight * f[k]
        for s in range(rank):
            if s != term:
                _take(above, F[s, i], G[0, s, i], columns)
        for k in range(columns):
            below = g[k] + (ridge + weight)
            new = above[k] / below if below != 0 else f[k]
            f[k] = low if new < low else new
        for k in range(columns):
            new = np.float64(f[k])
            dot += new * np.float64(sums[k])
            quad += new * np.float64(f[k] * g[k])
        for s in range(term):
            quad += 2.0 * _overlap(f, F[s, i], G[0, s, i], columns)
    return dot, quad

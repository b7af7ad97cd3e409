"""The reference: the explicit design matrix of X ≈ W ⊡ H and the least squares of LAPACK."""

from __future__ import annotations

import numpy as np


def dense(X, H, unknown, *, weights=1.0, mask=True, ridge=0.0):
    """Return the shortest W, the residual and the rank; all arrays are of one order."""
    shape = np.broadcast_shapes(X.shape, H.shape, unknown)
    x, h, weights, mask = (np.broadcast_to(a, shape).ravel() for a in (X, H, weights, mask))
    columns = np.broadcast_to(np.arange(np.prod(unknown, dtype=int)).reshape(unknown), shape)
    seen = mask & ~np.isnan(x) & (weights > 0)
    roots = np.sqrt(weights[seen])
    design = np.zeros((seen.sum(), np.prod(unknown, dtype=int)), np.result_type(x, h, float))
    design[np.arange(seen.sum()), columns.ravel()[seen]] = roots * h[seen]
    right = roots * x[seen]
    penalty = np.sqrt(ridge) * np.eye(design.shape[1])
    whole = np.concatenate([design, penalty]) if ridge else design
    zeros = np.concatenate([right, np.zeros(len(penalty))]) if ridge else right
    solution = np.linalg.lstsq(whole, zeros, rcond=None)[0]
    rank = np.linalg.matrix_rank(design) if design.size else 0
    return solution.reshape(unknown), np.linalg.norm(right - design @ solution), rank

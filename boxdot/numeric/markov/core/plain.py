"""The element-wise work of a sweep in NumPy; `fused` has the same functions compiled by Numba.

An array of shape (t, q, n) holds one row for each pair of chains' rows (i, j); ``mass`` is (t, n)
or, along the second axis, (q, n).
"""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[Any]


def divide_first(sums: Array, scaling: Array, mass: Array, inverse: Array) -> tuple[float, float]:
    """Set ``scaling = mass / sums`` along the first axis; return how far the old one was off.

    First the largest L1 distance of a pair's row sums from their mass, then the largest relative
    one of an entry (``inverse`` is 1 / mass, and 0 where there is no mass).
    """
    scaling *= sums
    scaling -= mass[:, None]
    np.abs(scaling, out=scaling)
    marginal = float(scaling.sum(axis=-1).max())
    change = float((scaling.max(axis=1) * inverse).max())
    np.divide(mass[:, None], sums, out=scaling)
    return marginal, change


def divide_second(sums: Array, scaling: Array, mass: Array) -> None:
    """Set ``scaling = mass / sums`` along the second axis."""
    np.divide(mass, sums, out=scaling)


def weighted_logs(sums: Array, mass: Array, by_first: bool, out: Array) -> None:
    """Add the sum of mass times log of the sums to each pair of ``out`` (t, q)."""
    np.log(sums, out=sums)
    weights = mass[:, None] if by_first else mass[None]
    out += np.einsum("tqn,tqn->tq", sums, np.broadcast_to(weights, sums.shape))


def dots(left: Array, right: Array, out: Array) -> None:
    """Set each pair of ``out`` (t, q) to the scalar product of its two vectors."""
    np.einsum("tqn,tqn->tq", left, right, out=out)


def scaled(vectors: Array, factors: Array, out: Array) -> None:
    """Set ``out`` to the vectors times the factor of their pair."""
    np.multiply(vectors, factors[:, :, None], out=out)


def mixed_logs(sums: Array, weights: Array, first: Array | None, second: Array | None) -> None:
    """Sum logs times the weight of their pair: over q into ``first`` (t, n), or over t."""
    np.log(sums, out=sums)
    if first is not None:
        np.einsum("tqn,tq->tn", sums, weights, out=first)
    if second is not None:
        np.einsum("tqn,tq->qn", sums, weights, out=second)

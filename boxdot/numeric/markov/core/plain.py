"""The element-wise work of a sweep in NumPy; `fused` has the same functions compiled by Numba.

An array of shape (t, q, n) holds one row for each pair of chains' rows (i, j); ``mass`` is (t, n)
or, along the second axis, (q, n).
"""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[Any]


def divide_first(
    sums: Array, scaling: Array, mass: Array, inverse: Array, logs: Array, wanted: bool
) -> tuple[float, float]:
    """Set ``scaling = mass / sums`` along the first axis; return how far the old one was off.

    First the largest L1 distance of a pair's row sums from their mass, then the largest norm of
    a pair's relative ones (``inverse`` is 1 / mass, and 0 where there is no mass). If ``wanted``,
    the sums of mass times log of the sums are added to ``logs`` (t, q).
    """
    scaling *= sums
    scaling -= mass[:, None]
    np.abs(scaling, out=scaling)
    marginal = float(scaling.sum(axis=-1).max())
    scaling *= inverse[:, None]
    change = float(np.einsum("tqn,tqn->tq", scaling, scaling).max())
    np.divide(mass[:, None], sums, out=scaling)
    if wanted:
        logs += np.einsum("tqn,tn->tq", np.log(sums), mass)
    return marginal, float(np.sqrt(change))


def divide_second(sums: Array, scaling: Array, mass: Array, logs: Array, wanted: bool) -> None:
    """Set ``scaling = mass / sums`` along the second axis; the logs as above."""
    np.divide(mass, sums, out=scaling)
    if wanted:
        logs += np.einsum("tqn,qn->tq", np.log(sums), mass)


def dots(left: Array, right: Array, out: Array) -> None:
    """Set each pair of ``out`` (t, q) to the scalar product of its two vectors."""
    np.einsum("tqn,tqn->tq", left, right, out=out)


def scaled(vectors: Array, factors: Array, out: Array) -> None:
    """Set ``out`` to the vectors times the factor of their pair."""
    np.multiply(vectors, factors[:, :, None], out=out)


def logs_over_second(sums: Array, weights: Array, out: Array) -> None:
    """Set ``out`` (t, n) to the logs summed over q with the weight of their pair."""
    np.einsum("tqn,tq->tn", np.log(sums), weights, out=out)


def logs_over_first(sums: Array, weights: Array, out: Array) -> None:
    """Set ``out`` (q, n) to the logs summed over t with the weight of their pair."""
    np.einsum("tqn,tq->qn", np.log(sums), weights, out=out)

"""The element-wise work of a sweep in NumPy; `fused` has the same functions compiled by Numba.

An array of shape (t, q, n) holds one row for each pair of chains' rows (i, j); ``mass`` is (t, n)
or, along the second axis, (q, n).
"""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[Any]


def rescale(
    sums: Array,
    scaling: Array,
    mass: Array,
    inverse: Array,
    by_first: bool,
    omega: float,
    logs: Array,
    wanted: bool,
) -> tuple[float, float]:
    """Move ``scaling`` to ``mass / sums``, over-relaxed; return how far the old one was off.

    First the largest L1 distance of a pair's sums from their mass, then the largest norm of a
    pair's relative ones (``inverse`` is 1 / mass, and 0 where there is no mass). The relaxed step
    is scaling^(1−ω) (mass / sums)^ω to first order. If ``wanted``, the sums of mass times
    −log(scaling / mass) are added to ``logs`` (t, q), after the second half with the total mass
    less 1 that the dual value asks for.
    """
    weight, inverse = (x[:, None] if by_first else x[None] for x in (mass, inverse))
    scaling *= sums
    scaling -= weight
    marginal = float(np.abs(scaling).sum(axis=-1).max())
    scaling *= inverse
    change = float(np.einsum("tqn,tqn->tq", scaling, scaling).max())
    if omega == 1:
        np.divide(weight, sums, out=scaling)
    else:
        np.clip(scaling, -1, 1, out=scaling)
        scaling *= sums.dtype.type(1 - omega)
        scaling += 1
        sums /= scaling
        if not by_first and wanted:
            logs += np.einsum("tqn,qn->tq", scaling, mass) - 1
        np.divide(weight, sums, out=scaling)
    if wanted:
        logs += np.einsum("tqn,tn->tq" if by_first else "tqn,qn->tq", np.log(sums), mass)
    return marginal, float(np.sqrt(change))


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
    """Add the logs summed over t with the weight of their pair to ``out`` (q, n)."""
    out += np.einsum("tqn,tq->qn", np.log(sums), weights)

"""Solving K x = r where K is known only by its products with vectors (GMRES, Saad and Schultz)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[Any]
Operator = Callable[[Array], Array]

RESTART = 40
"""Vectors kept before starting anew: far more than the transport kernels here have needed."""


class Solved(NamedTuple):
    """A solution, the 2-norm of its true residual, and how many products it took."""

    x: Array
    residual: float
    products: int


def gmres(
    apply: Operator,
    right: Array,
    tolerance: float,
    *,
    start: Array | None = None,
    most: int = 400,
    verify: bool = True,
) -> Solved:
    """Solve ``apply(x) = right`` to a residual of 2-norm ``tolerance`` (absolute).

    Without ``verify`` the residual is the one that GMRES tracks, which saves a product.

    >>> import numpy as np
    >>> gmres(lambda x: np.array([2.0, 4.0]) * x, np.array([2.0, 2.0]), 1e-12).x.round(9)
    array([1. , 0.5])
    """
    x = np.zeros_like(right) if start is None else start
    residual = right if start is None else right - apply(x)
    products, size, before = int(start is not None), _norm(residual), np.inf
    while size > tolerance and products < most and size < 0.5 * before:
        step, left, used = _cycle(apply, residual, tolerance, min(RESTART, most - products))
        x, before, products = x + step, size, products + used
        if not verify:
            return Solved(x, left, products)
        residual, products = right - apply(x), products + 1
        size = _norm(residual)
    return Solved(x, size, products)


def _cycle(
    apply: Operator, residual: Array, tolerance: float, most: int
) -> tuple[Array, float, int]:
    """Return the best step in the Krylov space, what it leaves, and how many products it took."""
    size = _norm(residual)
    basis = [residual / size]
    columns: list[Array] = []
    for _ in range(most):
        columns.append(_orthogonalise(apply(basis[-1]), basis))
        weights, left = _least_squares(columns, size)
        if left <= 0.7 * tolerance or columns[-1][-1] <= 1e-14 * abs(columns[-1][-2]):
            break
    step = sum((w * b for w, b in zip(weights, basis, strict=False)), np.zeros_like(residual))
    return step, left, len(columns)


def _orthogonalise(vector: Array, basis: list[Array]) -> Array:
    """Take the known directions out of a vector, twice; append what is left, return the parts."""
    parts = np.zeros(len(basis) + 1)
    for _ in range(2):
        for k, known in enumerate(basis):
            part = float(np.vdot(known, vector))
            vector = vector - part * known
            parts[k] += part
    parts[-1] = _norm(vector)
    basis.append(vector / max(parts[-1], 1e-300))
    return parts


def _least_squares(columns: list[Array], size: float) -> tuple[Array, float]:
    """Return the weights of the basis and the norm of what they leave of the residual."""
    used = len(columns)
    hessenberg = np.zeros((used + 1, used))
    for k, column in enumerate(columns):
        hessenberg[: k + 2, k] = column
    right = np.zeros(used + 1)
    right[0] = size
    weights = np.linalg.lstsq(hessenberg, right, rcond=None)[0]
    return weights, _norm(hessenberg @ weights - right)


def _norm(vector: Array) -> float:
    return float(np.sqrt(np.vdot(vector, vector)))

"""Solving K x = r where K is known only by its products with vectors (GMRES, Saad and Schultz)."""

from __future__ import annotations

from collections.abc import Callable
from math import hypot, sqrt
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[Any]
Operator = Callable[[Array], Array]

RESTART = 150
"""Vectors kept before starting anew: chains that are nearly periodic need many, others 20."""


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
    most: int = 1000,
    verify: bool = True,
) -> Solved:
    """Solve ``apply(x) = right`` to a residual of 2-norm ``tolerance`` (absolute).

    It ends early when rounding allows no progress, or after ``most`` products.

    Without ``verify`` the residual is the one that GMRES tracks, which saves a product.

    >>> import numpy as np
    >>> gmres(lambda x: np.array([2.0, 4.0]) * x, np.array([2.0, 2.0]), 1e-12).x.round(9)
    array([1. , 0.5])
    """
    x = np.zeros_like(right) if start is None else start
    residual = right if start is None else right - apply(x)
    products, size, before = int(start is not None), _norm(residual), np.inf
    while size > tolerance and products < most and size < 0.99 * before:
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
    left = _norm(residual)
    basis = np.empty((most + 1, residual.size))
    basis[0] = residual.ravel() / left
    triangle = Triangle(left)
    for used in range(1, most + 1):
        vector = apply(basis[used - 1].reshape(residual.shape)).ravel()
        column = _orthogonalise(vector, basis[:used], basis[used])
        left = triangle.append(column)
        if left <= 0.7 * tolerance or column[-1] <= 1e-14 * abs(column[-2]):
            break
    return (triangle.weights() @ basis[:used]).reshape(residual.shape), left, used


def _orthogonalise(vector: Array, known: Array, rest: Array) -> list[float]:
    """Set ``rest`` to the direction without the known ones, taken out twice; return the parts."""
    parts = known @ vector
    vector = vector - parts @ known
    again = known @ vector
    vector -= again @ known
    size = _norm(vector)
    np.divide(vector, max(size, 1e-300), out=rest)
    return [*(parts + again).tolist(), size]


class Triangle:
    """The small least-squares problem, made triangular by a rotation for each new column."""

    def __init__(self, size: float) -> None:
        self.columns: list[list[float]] = []
        self.rotations: list[tuple[float, float]] = []
        self.right = [size]

    def append(self, column: list[float]) -> float:
        """Take the next column of the Hessenberg matrix; return the norm of what is left."""
        for k, (cosine, sine) in enumerate(self.rotations):
            upper, lower = column[k], column[k + 1]
            column[k] = cosine * upper + sine * lower
            column[k + 1] = cosine * lower - sine * upper
        size = hypot(column[-2], column[-1]) or 1.0
        cosine, sine = column[-2] / size, column[-1] / size
        self.rotations.append((cosine, sine))
        self.columns.append([*column[:-2], size])
        last = self.right[-1]
        self.right[-1:] = [cosine * last, -sine * last]
        return abs(self.right[-1])

    def weights(self) -> Array:
        """Return the weights of the basis."""
        found = list(self.right[:-1])
        for k in reversed(range(len(found))):
            found[k] /= self.columns[k][k]
            for row in range(k):
                found[row] -= self.columns[k][row] * found[k]
        return np.array(found)


def _norm(vector: Array) -> float:
    return sqrt(np.vdot(vector, vector))

"""All transport problems of two chains one by one: on logarithms, and only where there is mass.

For costs far larger than ε, where one shared kernel would overflow or converge slowly, and for
sparse rows, whose problems are as small as their degrees.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from boxdot.numeric.markov.core.kernel import Sweep
from boxdot.numeric.markov.core.tiling import run, tiles

Array = npt.NDArray[Any]

PARTS = 16
"""Into so many tiles the rows are cut, each with its own sums: results do not depend on threads."""

STEPS = 200
"""The most Newton steps for one problem in one round."""


FINEST, COARSE = 1e-13, 1e-4
"""The marginal error that potentials for gradients need, and the least that starts do with."""


class Rows(NamedTuple):
    """Rows as lists: the states with mass, their masses (both padded), how many there are."""

    states: Array
    masses: Array
    used: Array


def rows_of(matrix: Array) -> Rows:
    """Return the entries above zero of each row.

    >>> rows_of(np.array([[0.5, 0.0, 0.5], [0.0, 1.0, 0.0]])).states.tolist()
    [[0, 2], [1, 0]]
    """
    used = (matrix > 0).sum(axis=1)
    order = np.argsort(matrix <= 0, axis=1, kind="stable")[:, : used.max()]
    masses = np.take_along_axis(matrix, order, axis=1).astype(np.float64)
    masses /= masses.sum(axis=1, keepdims=True)  # duals of unequal masses have no maximum
    return Rows(np.ascontiguousarray(order), np.ascontiguousarray(masses), used)


class PairsEngine:
    """The transport problems OT_ε(A_i, B_j; C) of all rows of A (p×n) and B (q×m)."""

    method = "pairs"
    loose = 1e-2
    stall = 30

    def __init__(
        self, A: Array, B: Array, epsilon: float, *, kernels: Any, threads: int = 1
    ) -> None:
        self.A, self.B, self.epsilon, self.kernels = A, B, epsilon, kernels
        self.dtype = A.dtype
        self.X, self.Y = rows_of(A), rows_of(B)
        (p, n), (q, m) = A.shape, B.shape
        self.shape = (p, q, n, m)
        self.cuts = tiles(p, 1, -(-p // PARTS))
        self.threads = threads
        self.phi = np.zeros((p, q, self.X.states.shape[1]))
        self.gamma = np.zeros((p, q, self.Y.states.shape[1]))
        self.precision = self.finest = FINEST

    def begin(self, g: Array) -> None:
        """Start from potentials g (p, q, m), in units of the cost."""
        chosen = np.broadcast_to(self.Y.states[None], self.gamma.shape)
        self.gamma[:] = np.take_along_axis(g, chosen, axis=2) / self.epsilon

    def cool(self, epsilon: float) -> None:
        """Take another ε; the potentials f and g stay."""
        self.phi *= self.epsilon / epsilon
        self.gamma *= self.epsilon / epsilon
        self.epsilon = epsilon

    def set_cost(self, C: Array) -> None:
        """Take a cost (n×m); the potentials stay as a start."""
        self.C = np.require(C, np.float64, ["C", "W"])

    def aim(self, residual: float, wanted: float, marginal: float) -> None:
        """Choose the precision: values err by the square of the marginal error, in ε."""
        self.finest = FINEST if marginal < COARSE else marginal
        coarse = 0.1 * min(1.0, residual / self.epsilon)
        self.precision = self.finest if residual <= 10 * wanted else max(self.finest, coarse)

    def sweep(self, value: bool = True, omega: float = 1.0) -> Sweep:
        """Solve all problems to ``precision``."""
        p, q, _, _ = self.shape
        values, errors = np.empty((p, q)), np.empty((p, q))
        steps = np.empty((p, q), np.int64)

        def task(worker: int, tile: int, first: int, last: int) -> None:
            self.kernels.solve(
                *self._problem(first, last), values, errors, steps, self.precision, STEPS
            )

        run(task, self.cuts, self.threads)
        self.steps = steps
        change = 0.0 if self.precision == self.finest else 1.0
        return Sweep(self.epsilon * values, float(errors.max()), change)

    def push(self, M: Array) -> Array:
        """Return ⟨P_ij, M⟩ for all pairs (p×q)."""
        out = np.empty(self.shape[:2])
        M = np.require(M, np.float64, ["C", "W"])

        def task(worker: int, tile: int, first: int, last: int) -> None:
            self.kernels.push(*self._problem(first, last), M, out)

        run(task, self.cuts, self.threads)
        return out

    def pull(self, G: Array) -> Array:
        """Return Σ_ij G_ij P_ij (n×m)."""
        parts = np.zeros((len(self.cuts), *self.shape[2:]))
        G = np.require(G, np.float64, ["C", "W"])

        def task(worker: int, tile: int, first: int, last: int) -> None:
            self.kernels.pull(*self._problem(first, last), G, parts[tile])

        run(task, self.cuts, self.threads)
        return np.asarray(parts.sum(axis=0))

    def weights(self, G: Array) -> tuple[Array, Array]:
        """Return Σ_j G_ij f_ij (p×n) and Σ_i G_ij g_ij (q×m), at all states."""
        p, q, n, m = self.shape
        first_sum, parts = np.zeros((p, n)), np.zeros((len(self.cuts), q, m))
        G = np.require(G, np.float64, ["C", "W"])

        def task(worker: int, tile: int, first: int, last: int) -> None:
            self.kernels.weigh(*self._problem(first, last), G, first_sum, parts[tile])

        run(task, self.cuts, self.threads)
        return self.epsilon * first_sum, self.epsilon * parts.sum(axis=0)

    def coupling(self, i: int, j: int) -> Array:
        """Return the coupling of A_i and B_j (n×m)."""
        found = np.zeros(self.shape[2:])
        n, m = self.X.used[i], self.Y.used[j]
        rows, columns = self.X.states[i, :n], self.Y.states[j, :m]
        exponents = self.phi[i, j, :n, None] + self.gamma[i, j, :m]
        mass = self.X.masses[i, :n, None] * self.Y.masses[j, :m]
        part = np.ix_(rows, columns)
        found[part] = mass * np.exp(exponents - self.C[part] / self.epsilon)
        return found

    def g(self) -> Array:
        """Return the potentials g (p, q, m), in units of the cost: a start for another engine."""
        full = np.zeros((*self.shape[:2], self.shape[3]))
        chosen = np.broadcast_to(self.Y.states[None], self.gamma.shape)
        np.put_along_axis(full, chosen, self.epsilon * self.gamma, axis=2)
        return full

    def _problem(self, first: int, last: int) -> tuple[Any, ...]:
        scale = 1 / self.epsilon
        return (first, last, tuple(self.X), tuple(self.Y), self.C, scale, self.phi, self.gamma)

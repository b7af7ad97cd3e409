"""All transport problems of two chains at once: one shared kernel E = exp(−C/ε), matrix products.

The scalings u_ij and v_ij of the p·q problems are the rows of U (pq×n) and V (pq×m); a sweep is
W = V Eᵀ, U = A ⊘ W, Z = U E, V = B ⊘ Z. The couplings P_ij = diag(u_ij) E diag(v_ij) are never
formed: ⟨P_ij, M⟩ = u_ijᵀ (E ∘ M) v_ij and Σ_ij G_ij P_ij = E ∘ (Uᵀ diag(vec G) V).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from boxdot.numeric.markov.core.tiling import run, tiles

Array = npt.NDArray[Any]

TILE = 1 << 20
"""Bytes of scalings in a tile: with the products' results they stay in a second-level cache."""

RANGE = {"float32": 50.0, "float64": 400.0}
"""The largest (max C − min C)/ε for which no scaling can overflow."""

PARTS = 8
"""Into so many totals tiles are summed: results do not depend on who computes a tile."""

TRACE = 1e-30
"""Masses below this do not count when relative changes are taken."""

WORTH_THREADS = 1 << 22
"""Multiplications in a sweep above which a second thread is worth waking."""


PATIENCE = 20
"""Sweeps, times the number of states, after which Newton steps one by one are cheaper."""


class Sweep(NamedTuple):
    """What a sweep found: the values of T's transport problems, and how far it moved."""

    value: Array | None
    marginal: float
    change: float


class OutOfRange(ArithmeticError):
    """The kernel would overflow: the problem must be solved on logarithms."""


class KernelEngine:
    """The transport problems OT_ε(A_i, B_j; C) of all rows of A (p×n) and B (q×m)."""

    method = "kernel"
    loose = 0.05
    stall = 1000

    def __init__(
        self, A: Array, B: Array, epsilon: float, *, kernels: Any, threads: int = 1
    ) -> None:
        self.A, self.B, self.epsilon, self.kernels = A, B, epsilon, kernels
        self.dtype, self.range = A.dtype, RANGE[A.dtype.name]
        (p, n), (q, m) = A.shape, B.shape
        self.shape = (p, q, n, m)
        self.inverse_A, self.inverse_B = (
            np.divide(1, x, out=np.zeros_like(x), where=x > TRACE) for x in (A, B)
        )
        self.behind = 0.0
        self.patience = PATIENCE * max(n, m)
        work = p * q * n * m
        self.cuts = tiles(p, q * (n + m) * self.dtype.itemsize, TILE)
        self.threads = threads if work >= WORTH_THREADS else 1
        self.rows = max(last - first for first, last in self.cuts)
        self.scratch: dict[int, Array] = {}
        self.U = np.zeros((p, q, n), self.dtype)
        self.V = np.empty((p, q, m), self.dtype)
        self.V[:] = B
        self.sums: Array | None = None

    def begin(self, g: Array) -> None:
        """Start from potentials g (p, q, m), in units of the cost."""
        middle = 0.5 * (g.max(axis=2, keepdims=True) + g.min(axis=2, keepdims=True))
        with np.errstate(over="ignore"):  # what overflows is found by the first sweep
            np.exp((g - middle) / self.epsilon, out=self.V, casting="same_kind")
        self.V *= self.B

    def set_cost(self, C: Array) -> None:
        """Take a cost (n×m); the scalings stay as a start for the next sweep."""
        low, high = float(C.min()), float(C.max())
        if not (high - low) / self.epsilon <= self.range:
            raise OutOfRange
        self.middle = 0.5 * (low + high)
        self.E = np.exp((self.middle - C) / self.epsilon).astype(self.dtype)

    def aim(self, residual: float, wanted: float, marginal: float) -> None:
        """Take note of how good the cost is: a sweep is a sweep."""

    def sweep(self, value: bool = True, omega: float = 1.0) -> Sweep:
        """Do one round of Sinkhorn for all problems; ``marginal`` is what the last one had left.

        With ω > 1 the scalings are moved further than to where one side's marginals fit.
        """
        p, q, _, _ = self.shape
        logs = np.zeros((p, q), self.dtype)
        found = np.zeros((len(self.cuts), 4))

        rescale = self.kernels.rescale

        def task(worker: int, tile: int, first: int, last: int) -> None:
            U, V = self.U[first:last], self.V[first:last]
            A, B, out = self.A[first:last], self.B, logs[first:last]
            inverse = self.inverse_A[first:last]
            W = self._product(V, self.E.T, worker)
            found[tile, :2] = rescale(W, U, A, inverse, True, omega, out, value)
            Z = self._product(U, self.E, worker)
            found[tile, 2:] = rescale(Z, V, B, self.inverse_B, False, omega, out, value)

        self._run(task)
        marginal, change, second, _ = found.max(axis=0)
        marginal, self.behind = marginal + self.behind, (omega - 1) * second
        if not np.isfinite(marginal):
            raise OutOfRange
        values = self.middle - self.epsilon * logs.astype(np.float64)
        if not np.isfinite(values).all():
            raise OutOfRange
        return Sweep(values if value else None, float(marginal), float(change))

    def push(self, M: Array) -> Array:
        """Return ⟨P_ij, M⟩ for all pairs (p×q)."""
        p, q, _, _ = self.shape
        out = np.empty((p, q), self.dtype)
        weighted = (self.E * M).astype(self.dtype)

        def task(worker: int, tile: int, first: int, last: int) -> None:
            X = self._product(self.V[first:last], weighted.T, worker)
            self.kernels.dots(self.U[first:last], X, out[first:last])

        self._run(task)
        return out.astype(np.float64)

    def pull(self, G: Array) -> Array:
        """Return Σ_ij G_ij P_ij (n×m)."""
        _, _, n, m = self.shape
        factors = np.require(G, self.dtype, ["C", "W"])

        def task(worker: int, first: int, last: int, total: Array) -> None:
            U, V = self.U[first:last], self.V[first:last]
            X = self._buffer(worker, U.shape)
            self.kernels.scaled(U, factors[first:last], X)
            total += X.reshape(-1, n).T @ V.reshape(-1, m)

        return np.asarray(self.E * self._summed(task, (n, m)))

    def weights(self, G: Array) -> tuple[Array, Array]:
        """Return Σ_j G_ij f_ij (p×n) and Σ_i G_ij g_ij (q×m), up to a constant in each row."""
        p, q, n, m = self.shape
        first_sum = np.empty((p, n), self.dtype)
        factors = np.require(G, self.dtype, ["C", "W"])

        def task(worker: int, first: int, last: int, total: Array) -> None:
            W = self._product(self.V[first:last], self.E.T, worker)
            self.kernels.logs_over_second(W, factors[first:last], first_sum[first:last])
            Z = self._product(self.U[first:last], self.E, worker)
            self.kernels.logs_over_first(Z, factors[first:last], total)

        second_sum = self._summed(task, (q, m))
        return -self.epsilon * first_sum.astype(np.float64), -self.epsilon * second_sum

    def coupling(self, i: int, j: int) -> Array:
        """Return the coupling of A_i and B_j (n×m)."""
        return np.asarray(self.U[i, j][:, None] * self.E * self.V[i, j])

    def g(self) -> Array:
        """Return the potentials g (p, q, m), in units of the cost: a start for another engine."""
        return np.asarray(-self.epsilon * np.log(self.U @ self.E))

    def _product(self, left: Array, right: Array, worker: int) -> Array:
        """Return left (t, q, k) times right (k×l) in the worker's buffer."""
        t, q, k = left.shape
        out = self._buffer(worker, (t, q, right.shape[1]))
        np.matmul(left.reshape(t * q, k), right, out=out.reshape(t * q, -1))
        return out

    def _buffer(self, worker: int, shape: tuple[int, ...]) -> Array:
        _, q, n, m = self.shape
        if worker not in self.scratch:
            self.scratch[worker] = np.empty(self.rows * q * max(n, m), self.dtype)
        return self.scratch[worker][: shape[0] * shape[1] * shape[2]].reshape(shape)

    def _summed(self, task: Callable[[int, int, int, Array], None], shape: Any) -> Array:
        """Return the sum of what the tiles add to totals: always the same parts, in order."""
        parts = np.zeros((min(PARTS, len(self.cuts)), *shape), self.dtype)

        def share(worker: int, part: int, first: int, last: int) -> None:
            for rows in self.cuts[first:last]:
                task(worker, *rows, parts[part])

        run(share, tiles(len(self.cuts), len(parts), len(self.cuts)), self.threads)
        return np.asarray(parts.sum(axis=0, dtype=np.float64))

    def _run(self, task: Any) -> None:
        run(task, self.cuts, self.threads)

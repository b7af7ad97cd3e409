"""Transport at a fixed cost: all problems OT_ε(A_i, B_j; C) with their gradients."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from boxdot.numeric.markov.core.adjoint import centred
from boxdot.numeric.markov.core.solving import Options, Solver, floor, warn
from boxdot.numeric.markov.core.tasks import Progress, Task
from boxdot.numeric.threads import blas_threads

Array = npt.NDArray[Any]


@dataclass(frozen=True)
class Transport:
    """Solved transport problems of the rows of A (p×n) and B (q×m) at one cost C (n×m)."""

    value: Array
    cost: Array
    epsilon: float
    engine: Any
    progress: Progress

    @property
    def converged(self) -> bool:
        """Whether every problem met the tolerance."""
        return self.progress.converged

    @property
    def sweeps(self) -> int:
        """How many rounds of Sinkhorn were done."""
        return self.progress.sweeps

    @property
    def marginal_error(self) -> float:
        """The largest L1 distance of a coupling's marginals from the given ones."""
        return self.progress.marginal

    def push(self, M: Array) -> Array:
        """Return ⟨P_ij, M⟩ for all pairs (p×q), for M (n×m)."""
        with blas_threads(1):
            return np.asarray(self.engine.push(np.asarray(M, np.float64)))

    def pull(self, G: Array) -> Array:
        """Return Σ_ij G_ij P_ij (n×m): the gradient in C of ⟨G, value⟩."""
        with blas_threads(1):
            return np.asarray(self.engine.pull(np.asarray(G, np.float64)))

    def weights(self, G: Array) -> tuple[Array, Array]:
        """Return the gradients of ⟨G, value⟩ in A (p×n) and B (q×m), with rows of mean 0."""
        with blas_threads(1):
            first, second = self.engine.weights(np.asarray(G, np.float64))
        return centred(first), centred(second)

    def entropy(self, G: Array) -> float:
        """Return the derivative of ⟨G, value⟩ by ε: the sum of G_ij KL(P_ij | A_i ⊗ B_j)."""
        return float(np.vdot(G, self.value - self.push(self.cost)) / self.epsilon)

    def coupling(self, i: int, j: int) -> Array:
        """Return the coupling of A_i and B_j (n×m)."""
        return np.asarray(self.engine.coupling(i, j))


def transport(
    A: Array,
    B: Array,
    C: Array,
    epsilon: float,
    *,
    tol: float = 1e-9,
    max_sweeps: int = 100_000,
    start: Transport | None = None,
    backend: str = "auto",
    method: str = "auto",
    threads: int | None = None,
) -> Transport:
    """Solve OT_ε(A_i, B_j; C) for all rows of A (p×n) and B (q×m), which sum to 1.

    >>> solved = transport(np.eye(2), np.full((1, 2), 0.5), np.array([[0.0, 1], [1, 0]]), 0.1)
    >>> solved.value.round(6)
    array([[0.5],
           [0.5]])
    """
    options = Options(tol, max_sweeps, backend, method, threads)
    tolerance = max(tol, floor(A.dtype))
    progress, cost = Progress(), np.asarray(C, np.float64)
    task = Task(cost, 1.0, tolerance, tolerance, max_sweeps, options.tell)
    solver = Solver(A, B, epsilon, task, options, progress)
    with blas_threads(1):
        engine, _ = solver.run(cost, None if start is None else start.engine.g())
        value = np.asarray(engine.sweep().value)
    if not progress.converged:
        warn(progress)
    return Transport(value, cost, epsilon, engine, progress)

"""One problem solved: the fixed point of two chains, with what its gradient needs."""

from __future__ import annotations

import warnings
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt

from boxdot.numeric.markov.core import choosing
from boxdot.numeric.markov.core.adjoint import Adjoint, adjoint
from boxdot.numeric.markov.core.fixpoint import Progress, Task, first_guess, search
from boxdot.numeric.markov.core.tiling import allowed_threads

Array = npt.NDArray[Any]

FLOOR = 16
"""Tolerances below so many units of rounding cannot be met."""


class NotConverged(RuntimeWarning):
    """The search stopped before it met its tolerance: the result says how far it is."""


def _silent(progress: Progress) -> None:
    """Tell nothing."""


@dataclass(frozen=True)
class Options:
    """How to solve: the tolerance, the limit of sweeps, the backend and the method."""

    tol: float = 1e-9
    max_sweeps: int = 100_000
    backend: str = "auto"
    method: str = "auto"
    threads: int | None = None
    tell: Callable[[Progress], None] = field(default=_silent)


@dataclass(frozen=True)
class Solution:
    """The fixed point of one pair of chains, its couplings (in the engine) and how good it is."""

    cost: Array
    engine: Any
    progress: Progress
    tolerance: float
    delta: float

    def gradient(self, G: Array, tolerance: float) -> Adjoint:
        """Return L and the gradients in both chains for G = ∂loss/∂cost."""
        return adjoint(self.engine, G, self.delta, max(tolerance, _floor(self.engine.dtype)))


def solve(
    A: Array,
    B: Array,
    cost: Array,
    epsilon: float,
    delta: float,
    options: Options,
    start: Solution | Array | None = None,
) -> Solution:
    """Return the fixed point for chains A (n×n) and B (m×m), whose rows sum to 1."""
    progress = Progress()
    tolerance = max(options.tol, _floor(A.dtype))
    ground = cost.astype(np.float64)
    scale = float(abs(ground).max()) or epsilon
    limits = (tolerance * scale, 0.1 * tolerance if A.dtype == np.float64 else tolerance)
    task = Task(ground, delta, *limits, options.max_sweeps, options.tell)
    backend = choosing.backend_of(options.backend)
    choosing.method_of(options.method)
    threads = allowed_threads(options.threads)
    engine = choosing.kernel_engine(A, B, epsilon, backend, threads)
    guess = _guess(A, B, ground, delta, start)
    if isinstance(start, Solution):
        engine.begin(start.engine.g())
    found = search(engine, task, guess, progress)
    if not progress.converged:
        warn(progress)
    return Solution(found, engine, progress, tolerance, delta)


def warn(progress: Progress) -> None:
    """Warn that the result is not what was asked for."""
    warnings.warn(
        f"not converged after {progress.sweeps} sweeps: residual {progress.residual:.1e}, "
        f"marginal error {progress.marginal:.1e}; raise max_sweeps, epsilon or tol",
        NotConverged,
        stacklevel=4,
    )


def _guess(A: Array, B: Array, cost: Array, delta: float, start: Solution | Array | None) -> Array:
    if start is None:
        return first_guess(A, B, cost, delta)
    return start.cost if isinstance(start, Solution) else start.astype(np.float64)


def _floor(dtype: Any) -> float:
    return FLOOR * float(np.finfo(dtype).eps)

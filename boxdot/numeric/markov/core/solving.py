"""One problem solved: the fixed point of two chains, with what its gradient needs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
import numpy.typing as npt

from boxdot.grammar.errors import DataError
from boxdot.numeric.markov.core import choosing
from boxdot.numeric.markov.core.adjoint import Adjoint, adjoint
from boxdot.numeric.markov.core.fixpoint import Slow, first_guess, search
from boxdot.numeric.markov.core.kernel import OutOfRange
from boxdot.numeric.markov.core.tasks import Progress, Task
from boxdot.numeric.markov.core.tiling import allowed_threads
from boxdot.numeric.telling import tell
from boxdot.numeric.threads import blas_threads

Array = npt.NDArray[Any]

FLOOR = 16
"""Tolerances below so many units of rounding cannot be met."""


MARGIN = 0.1
"""The share of the tolerance that the cost may use: gradients err several times as much."""


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
        with blas_threads(1):
            found = adjoint(self.engine, G, self.delta, tolerance)
        if found.error > 10 * max(tolerance, floor(self.engine.dtype) / self.delta):
            tell(f"the gradient is only known to {found.error:.1e}", NotConverged)
        return found


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
    ground = cost.astype(np.float64)
    scale = float(abs(ground).max()) or epsilon
    rounding = floor(A.dtype) * (1 + epsilon / scale) / delta  # values are ε times logarithms
    tolerance = max(options.tol, rounding)
    limits = (max(MARGIN * options.tol, rounding) * scale, max(options.tol, floor(A.dtype)))
    task = Task(ground, delta, *limits, options.max_sweeps, options.tell)
    g = start.engine.g() if isinstance(start, Solution) else None
    guess = start.cost if isinstance(start, Solution) else start
    if guess is None:
        guess = first_guess(A, B, ground, delta)
    solver = Solver(A, B, epsilon, task, options, progress)
    with blas_threads(1):
        engine, found = solver.run(guess.astype(np.float64), g)
    if not progress.converged:
        warn(progress)
    return Solution(found, engine, progress, tolerance, delta)


@dataclass(frozen=True)
class Solver:
    """One problem and how to solve it."""

    A: Array
    B: Array
    epsilon: float
    task: Task
    options: Options
    progress: Progress

    def run(self, guess: Array, g: Array | None) -> tuple[Any, Array]:
        """Return an engine that holds the couplings, and the fixed point.

        The search starts from a guess of the fixed point and from potentials g, if there are any.
        """
        method = choosing.method_of(self.options.method)
        if method == "auto" and choosing.sparse(self.A, self.B):
            method = "pairs"
        if method != "pairs":
            engine = self._engine(choosing.kernel_engine, self.epsilon, g)
            try:
                return engine, search(engine, self.task, guess, self.progress, method == "auto")
            except OutOfRange:
                if method == "kernel":
                    raise _out_of_range(self.epsilon) from None
            except Slow as slow:
                g, guess = engine.g(), slow.cost
        return self._pairs(guess, g)

    def _pairs(self, guess: Array, g: Array | None) -> tuple[Any, Array]:
        """Solve on logarithms, from large ε down to the wanted one unless the start is good."""
        spread = float(np.ptp(self.task.cost))
        levels = [self.epsilon] if g is not None else cooling(spread, self.epsilon)
        engine = self._engine(choosing.pairs_engine, levels[0], g)
        for level in levels[:-1]:
            engine.cool(level)
            guess = search(engine, rough(self.task, level), guess, self.progress)
        engine.cool(self.epsilon)
        return engine, search(engine, self.task, guess, self.progress)

    def _engine(self, make: Any, epsilon: float, g: Array | None) -> Any:
        backend = choosing.backend_of(self.options.backend)
        threads = allowed_threads(self.options.threads)
        engine = make(self.A, self.B, epsilon, backend, threads)
        if g is not None:
            engine.begin(g)
        return engine


def cooling(spread: float, epsilon: float) -> list[float]:
    """Return falling values of ε, each near enough to the last for its potentials to be a start.

    >>> [round(level, 5) for level in cooling(1.0, 1e-3)]
    [0.0625, 0.01575, 0.00397, 0.001]
    """
    first = spread / 16
    count = max(0, int(np.ceil(np.log(max(first, epsilon) / epsilon) / np.log(4))))
    return [epsilon * (first / epsilon) ** (k / count) for k in range(count, 0, -1)] + [epsilon]


def rough(task: Task, epsilon: float) -> Task:
    """Return the task with tolerances that do for a start at a smaller ε."""
    return replace(task, tolerance=max(epsilon, task.tolerance), marginal=1e-3)


def _out_of_range(epsilon: float) -> DataError:
    return DataError(
        f"one kernel cannot hold costs so far above epsilon = {epsilon:g}",
        hint="use method='auto', which goes over to logarithms",
    )


def warn(progress: Progress) -> None:
    """Warn that the result is not what was asked for."""
    tell(
        f"not converged after {progress.sweeps} sweeps: residual {progress.residual:.1e}, "
        f"marginal error {progress.marginal:.1e}; raise max_sweeps, epsilon or tol",
        NotConverged,
    )


def floor(dtype: Any) -> float:
    """Return the relative error that rounding leaves in any case."""
    return FLOOR * float(np.finfo(dtype).eps)

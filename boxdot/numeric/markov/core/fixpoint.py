"""The fixed point C = δ C⁰ + (1−δ) OT(A_i, B_j; C): sweeps, and Newton steps that spare 1/δ."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from boxdot.numeric.markov.core.stepping import Best, Relaxing, Steps
from boxdot.numeric.markov.core.tasks import Progress, Task

Array = npt.NDArray[Any]


def first_guess(A: Array, B: Array, cost: Array, delta: float) -> Array:
    """Return the fixed point for independent couplings, roughly: an upper bound that costs n³."""
    guess = cost
    if delta == 1:
        return guess
    A, B = A.astype(np.float64), B.astype(np.float64)
    for _ in range(20):
        before, guess = guess, delta * cost + (1 - delta) * (A @ guess @ B.T)
        if abs(guess - before).max() <= 1e-2 * np.ptp(cost):
            break
    return guess


class Slow(Exception):
    """Sweeps would take longer than Newton steps problem by problem; ``cost`` is a start."""

    def __init__(self, cost: Array) -> None:
        super().__init__()
        self.cost = cost


def search(engine: Any, task: Task, C: Array, progress: Progress, impatient: bool = False) -> Array:
    """Return the fixed point; the engine keeps its couplings, ``progress`` how far it came."""
    steps, relaxing, best = Steps(task), Relaxing(), Best(engine.stall)
    progress.converged, progress.residual = False, np.inf
    while True:
        engine.set_cost(C)
        engine.aim(progress.residual, task.tolerance * task.delta, task.marginal)
        found = engine.sweep(omega=relaxing.omega)
        right = step(task, found.value, C)
        progress.residual, progress.marginal = float(abs(right).max()), found.marginal
        progress.sweeps += 1
        progress.iterations += 1
        progress.change, before = found.change, progress.change
        small = progress.residual <= task.tolerance * task.delta
        good = small and progress.marginal <= task.marginal
        progress.converged = good and _settled(found.change, before, task)
        task.tell(progress)
        if progress.converged:
            break
        relaxing.learn(found)
        off = progress.residual / (task.tolerance * task.delta), progress.marginal / task.marginal
        if best.stalled(max(off)) or progress.sweeps >= task.most:
            break  # with the cost whose residual is known
        if impatient and progress.sweeps >= engine.patience:
            raise Slow(C)
        C = C + steps.next(engine, right, progress)
    return C


def step(task: Task, value: Array, C: Array) -> Array:
    """Return T(C) − C, given the values of the transport problems."""
    if task.delta == 1:  # the problems may then be any rows, not those of two chains
        return task.cost - C
    return task.delta * task.cost + (1 - task.delta) * value - C


def _settled(change: float, before: float, task: Task) -> bool:
    """Return whether the potentials have come to rest: a change shrinks by a rate each sweep."""
    rate = min(change / before, 0.99) if before > change else 0.99
    return change * rate / (1 - rate) <= task.marginal or change <= 0.01 * task.marginal

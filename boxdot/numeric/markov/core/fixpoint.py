"""The fixed point C = δ C⁰ + (1−δ) OT(A_i, B_j; C): sweeps, and Newton steps that spare 1/δ."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from boxdot.numeric.markov.core.gmres import gmres

Array = npt.NDArray[Any]

NEAR = 0.3
"""The marginal error (L1) below which couplings are good enough for a Newton step."""

LOOSE = 0.05
"""How far a Newton step is solved: sweeps gain about as much."""


@dataclass
class Progress:
    """How far the search for the fixed point is."""

    iterations: int = 0
    sweeps: int = 0
    products: int = 0
    residual: float = np.inf
    marginal: float = np.inf
    change: float = np.inf
    converged: bool = False


@dataclass(frozen=True)
class Task:
    """One problem: the ground cost, the discount, the tolerances and the limit of sweeps."""

    cost: Array
    delta: float
    tolerance: float
    marginal: float
    most: int
    tell: Callable[[Progress], None]


def first_guess(A: Array, B: Array, cost: Array, delta: float) -> Array:
    """Return the fixed point for independent couplings, roughly: an upper bound that costs n³."""
    A, B = A.astype(np.float64), B.astype(np.float64)
    guess = cost
    for _ in range(20):
        before, guess = guess, delta * cost + (1 - delta) * (A @ guess @ B.T)
        if abs(guess - before).max() <= 1e-2 * np.ptp(cost):
            break
    return guess


def search(engine: Any, task: Task, C: Array, progress: Progress) -> Array:
    """Return the fixed point; the engine keeps its couplings, ``progress`` how far it came."""
    steps = Steps(task)
    while progress.sweeps < task.most:
        engine.set_cost(C)
        found = engine.sweep()
        right = task.delta * task.cost + (1 - task.delta) * found.value - C
        progress.residual, progress.marginal = float(abs(right).max()), found.marginal
        progress.sweeps += 1
        progress.iterations += 1
        progress.change, before = found.change, progress.change
        task.tell(progress)
        small = progress.residual <= task.tolerance * task.delta
        if small and progress.marginal <= task.marginal and _settled(found.change, before, task):
            progress.converged = True
            break
        C = C + steps.next(engine, right, progress)
    return C


def _settled(change: float, before: float, task: Task) -> bool:
    """Return whether the potentials have come to rest: a change shrinks by a rate each sweep."""
    rate = min(change / before, 0.99) if before > change else 0.99
    return change * rate / (1 - rate) <= task.marginal or change <= 0.01 * task.marginal


class Steps:
    """Newton steps while they shrink the residual, plain steps while they do not."""

    def __init__(self, task: Task) -> None:
        self.task = task
        self.plain = 0
        self.before = np.inf
        self.newton = False

    def next(self, engine: Any, right: Array, progress: Progress) -> Array:
        """Return what to add to the cost, given T(C) − C."""
        task, size = self.task, progress.residual
        if self.newton and size > 2 * self.before:
            self.plain = 5
        self.before = size
        self.plain -= 1
        self.newton = self.plain < 0 and progress.marginal < NEAR and task.delta < 1
        if not self.newton:
            return right
        if size <= 1e-3 * task.tolerance * task.delta:
            return np.zeros_like(right)
        solved = gmres(
            lambda x: x - (1 - task.delta) * engine.push(x),
            right,
            LOOSE * float(np.sqrt(np.vdot(right, right))),
            most=30,
            verify=False,
        )
        progress.products += solved.products
        return solved.x

"""The fixed point C = δ C⁰ + (1−δ) OT(A_i, B_j; C): sweeps, and Newton steps that spare 1/δ."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from boxdot.numeric.markov.core.gmres import RESTART, gmres

Array = npt.NDArray[Any]

NEAR = 0.3
"""The marginal error (L1) below which couplings are good enough for a Newton step."""

SMOOTH = 0.1
"""The marginal error (L1) below which sweeps are over-relaxed."""


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
    while progress.sweeps < task.most:
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
        if best.stalled(max(off)):
            break
        if impatient and progress.sweeps >= engine.patience:
            raise Slow(C)
        C = C + steps.next(engine, right, progress)
    return C


class Best:
    """The least error so far: rounding ends progress, and then the search."""

    def __init__(self, most: int) -> None:
        self.error, self.since, self.most = np.inf, 0, most

    def stalled(self, error: float) -> bool:
        """Return whether the error has not fallen for as many sweeps as are allowed."""
        better = error < 0.9 * self.error
        self.since = 0 if better else self.since + 1
        self.error = error if better else self.error
        return self.since > self.most


def step(task: Task, value: Array, C: Array) -> Array:
    """Return T(C) − C, given the values of the transport problems."""
    if task.delta == 1:  # the problems may then be any rows, not those of two chains
        return task.cost - C
    return task.delta * task.cost + (1 - task.delta) * value - C


def _settled(change: float, before: float, task: Task) -> bool:
    """Return whether the potentials have come to rest: a change shrinks by a rate each sweep."""
    rate = min(change / before, 0.99) if before > change else 0.99
    return change * rate / (1 - rate) <= task.marginal or change <= 0.01 * task.marginal


class Relaxing:
    """The factor ω of over-relaxation, from how fast the changes shrink (Young's estimate)."""

    def __init__(self) -> None:
        self.omega = 1.0
        self.first = np.inf
        self.count = 0

    def learn(self, found: Any) -> None:
        """Take note of a sweep; at the end of a window of them choose ω anew.

        With the rate ρ of plain sweeps, relaxed ones have the rate λ of (λ + ω − 1)² = λ ω² ρ,
        which is least, ω − 1, at ω = 2/(1 + √(1 − ρ)). Changes may grow at first, since the
        matrix of relaxed sweeps is not normal: hence windows.
        """
        if found.change == 0 or (found.marginal > SMOOTH and self.omega == 1):
            return
        if found.change > 4 * self.first:
            self.omega, self.first, self.count = 1 + 0.5 * (self.omega - 1), found.change, 0
            return
        self.count += 1
        if np.isinf(self.first):
            self.first, self.count = found.change, 0
        elif self.count >= 1 / (2 - self.omega):
            self._choose((found.change / self.first) ** (1 / self.count))
            self.first, self.count = found.change, 0

    def _choose(self, rate: float) -> None:
        if self.omega - 0.98 < rate < 1:
            rho = (rate + self.omega - 1) ** 2 / (rate * self.omega**2)
            self.omega = max(self.omega, 2 / (1 + float(np.sqrt(max(1 - rho, 1e-4)))))


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
        known = size > engine.epsilon * progress.marginal**2  # else the values know no better
        self.newton = self.plain < 0 and progress.marginal < NEAR and known
        if size <= 0.1 * task.tolerance * task.delta:
            return np.zeros_like(right)
        if not self.newton or task.delta == 1:
            return right
        solved = gmres(
            lambda x: x - (1 - task.delta) * engine.push(x),
            right,
            engine.loose * float(np.sqrt(np.vdot(right, right))),
            most=RESTART,
            verify=False,
        )
        progress.products += solved.products
        return solved.x

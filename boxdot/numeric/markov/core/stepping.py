"""How a search goes on: by plain or Newton steps, by relaxed sweeps, and when it ends in vain."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from boxdot.numeric.markov.core.gmres import RESTART, gmres
from boxdot.numeric.markov.core.tasks import Progress, Task

Array = npt.NDArray[Any]

NEAR = 0.3
"""The marginal error (L1) below which couplings are good enough for a Newton step."""

SMOOTH = 0.1
"""The marginal error (L1) below which sweeps are over-relaxed."""


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

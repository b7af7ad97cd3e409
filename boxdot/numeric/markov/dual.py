"""The dual of entropic transport on logarithms: guarded Newton steps by falling ε."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

EASY, FALL, LOOSE = 0.25, 0.4, 0.1
"""The first ε as a share of the costs' spread, the ratio of the next to it, their tolerance."""

REACH = 8.0
"""The longest Newton step, in ε: beyond it the quadratic model tells nothing of exponentials."""

DAMPING = 1e-3
"""The share of the marginal error by which the Hessian's diagonal is raised."""

TRIALS = (1.0, 0.5, 0.2, 0.05)
"""The lengths of a Newton step that are tried before a sweep is taken instead."""

STALLED = 30
"""How many steps without progress end the search: rounding allows no more."""


@dataclass(frozen=True)
class Problem:
    """Distributions a (B, n) and b (B, m), costs C (B, n, m), and ε."""

    a: Floats
    b: Floats
    cost: Floats
    epsilon: float


@dataclass(frozen=True)
class Potentials:
    """Potentials with what follows from them, per item; the error is of the marginals, in ℓ¹."""

    f: Floats
    g: Floats
    plan: Floats
    value: Floats
    entropy: Floats
    error: Floats
    steps: int
    converged: bool


def solve(problem: Problem, tol: float, limit: int) -> Potentials:
    """Return the potentials of all items, to the tolerance if the limit of steps allows it."""
    with np.errstate(divide="ignore"):
        log_b, log_a = np.log(problem.b)[:, None, :], np.log(problem.a)[:, :, None]
    g, steps = _descended(problem, log_a, log_b, tol, limit)
    f = f_of(problem, g, log_b)
    g = g_of(problem, f, log_a)
    log_ratio = (f[:, :, None] + g[:, None, :] - problem.cost) / problem.epsilon
    plan = np.exp(log_ratio + log_a + log_b)
    error = np.abs(plan.sum(2) - problem.a).sum(1) + np.abs(plan.sum(1) - problem.b).sum(1)
    return Potentials(
        f=f,
        g=g,
        plan=plan,
        value=(f * problem.a).sum(1) + (g * problem.b).sum(1),
        entropy=(plan * log_ratio).sum((1, 2)),
        error=error,
        steps=steps,
        converged=bool((error <= tol).all()),
    )


def f_of(problem: Problem, g: Floats, log_b: Floats) -> Floats:
    """Return the best f for g: −ε log Σ_l b_l exp((g_l − C_kl)/ε)."""
    exponents = (g[:, None, :] - problem.cost) / problem.epsilon + log_b
    return -problem.epsilon * _log_sum(exponents, 2)


def g_of(problem: Problem, f: Floats, log_a: Floats) -> Floats:
    """Return the best g for f."""
    exponents = (f[:, :, None] - problem.cost) / problem.epsilon + log_a
    return -problem.epsilon * _log_sum(exponents, 1)


def _log_sum(exponents: Floats, axis: int) -> Floats:
    """Return log Σ exp along an axis, for exponents of any size (−∞ for zero masses)."""
    top = exponents.max(axis=axis, keepdims=True)
    total = np.exp(exponents - top).sum(axis=axis)
    result: Floats = np.log(total) + top.squeeze(axis)
    return result


def _descended(
    problem: Problem, log_a: Floats, log_b: Floats, tol: float, limit: int
) -> tuple[Floats, int]:
    """Return g, followed from an ε at which transport is easy down to the wanted one."""
    spread = float(np.ptp(problem.cost, axis=(1, 2)).max())
    g = np.zeros_like(problem.b)
    epsilon, steps = max(EASY * spread, problem.epsilon), 0
    while True:
        last = epsilon == problem.epsilon
        level = Problem(problem.a, problem.b, problem.cost, epsilon)
        g, taken = _refined(level, g, log_a, log_b, tol if last else LOOSE, limit - steps)
        steps += taken
        if last:
            return g, steps
        epsilon = max(FALL * epsilon, problem.epsilon)


def _refined(
    problem: Problem, g: Floats, log_a: Floats, log_b: Floats, tol: float, limit: int
) -> tuple[Floats, int]:
    """Improve g by Newton steps, and by sweeps where those are no better."""
    state = _state(problem, g, log_b)
    stalled, best = 0, np.inf
    for step in range(limit):
        error = state.error.max()
        stalled = 0 if error < 0.99 * best else stalled + 1
        best = min(best, error)
        # The last half of a sweep may move the other marginal's error a little: aim below.
        if error <= 0.25 * tol or stalled == STALLED:
            return g, step
        g, state = _step(problem, g, state, log_a, log_b)
    return g, limit


def _step(
    problem: Problem, g: Floats, state: State, log_a: Floats, log_b: Floats
) -> tuple[Floats, State]:
    """Return the better of a Newton step, shortened until it pays, and a sweep; per item."""
    direction, gain = _newton(problem, state)
    reach = np.abs(direction).max(axis=1) / (REACH * problem.epsilon)
    direction /= np.maximum(reach, 1)[:, None]
    gain /= np.maximum(reach, 1)
    new = g_of(problem, f_of(problem, g, log_b), log_a)
    found = _state(problem, new, log_b)
    waiting = np.ones(len(g), dtype=bool)
    for length in TRIALS:
        trial = g + length * direction
        there = _state(problem, trial, log_b)
        pays = there.value >= state.value + 0.1 * length * gain
        taken = waiting & ((pays & (there.value >= found.value)) | (there.error < found.error))
        new = np.where(taken[:, None], trial, new)
        found = found.replaced(taken, there)
        waiting &= ~taken
        if not waiting.any():
            break
    return new, found


@dataclass(frozen=True)
class State:
    """At a g whose f is the best: Q = P / a (rows sum to 1), the dual value, the error of P."""

    kernel: Floats
    value: Floats
    error: Floats

    def replaced(self, where: NDArray[np.bool_], other: State) -> State:
        """Return the other state for the items told, this one for the rest."""
        return State(
            np.where(where[:, None, None], other.kernel, self.kernel),
            np.where(where, other.value, self.value),
            np.where(where, other.error, self.error),
        )


def _state(problem: Problem, g: Floats, log_b: Floats) -> State:
    """Return the state at g."""
    exponents = (g[:, None, :] - problem.cost) / problem.epsilon + log_b
    top = exponents.max(axis=2, keepdims=True)
    kernel = np.exp(exponents - top)
    sums = kernel.sum(axis=2, keepdims=True)
    kernel /= sums
    f = -problem.epsilon * (np.log(sums) + top)[..., 0]
    columns = np.einsum("bk,bkl->bl", problem.a, kernel)
    return State(
        kernel=kernel,
        value=(problem.a * f).sum(axis=1) + (problem.b * g).sum(axis=1),
        error=np.abs(columns - problem.b).sum(axis=1),
    )


def _newton(problem: Problem, state: State) -> tuple[Floats, Floats]:
    """Return the Newton direction of g for the dual with the best f, and the slope along it.

    The Hessian is −(diag(c) − Qᵀ diag(a) Q)/ε with column sums c. Adding c cᵀ fixes the gauge (it
    is singular for constant directions only), adding 1 on columns without mass leaves those alone.
    """
    weighted = problem.a[:, :, None] * state.kernel
    columns = weighted.sum(axis=1)
    hessian = columns[:, :, None] * columns[:, None, :]
    hessian -= state.kernel.transpose(0, 2, 1) @ weighted
    diagonal = np.arange(columns.shape[1])
    damping = DAMPING * np.minimum(state.error, 1)[:, None] * columns + 1e-15
    hessian[:, diagonal, diagonal] += columns + damping + (problem.b == 0)
    slope = problem.b - columns
    direction = problem.epsilon * np.linalg.solve(hessian, slope[..., None])[..., 0]
    return direction, (slope * direction).sum(axis=1)

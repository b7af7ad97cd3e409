"""One transport problem after another, on logarithms, compiled by Numba: Newton on the dual.

With the potentials φ = f/ε and γ = g/ε on the supports of a and b, and c = C/ε, eliminating φ
leaves a concave function of γ with the gradient b − Qᵀ a and the Hessian −(diag(Qᵀ a) − Qᵀ diag(a)
Q), where the rows of Q sum to 1. Newton steps converge quadratically where Sinkhorn's sweeps need
thousands. Only imported where Numba is installed; `newton_plain` has the same functions.
"""

# mypy: disable-error-code="call-arg, no-untyped-def, no-untyped-call"

from __future__ import annotations

import numpy as np
from numba import njit

from boxdot.numeric.compiling.runtime import float_maximum, reordered_add
from boxdot.numeric.markov.core.couplings import decayed, gather
from boxdot.numeric.markov.core.couplings import pull as pull
from boxdot.numeric.markov.core.couplings import push as push
from boxdot.numeric.markov.core.couplings import weigh as weigh

_compiled = njit(cache=True, nogil=True, error_model="numpy")

REACH, SHORTEST = 10.0, 1e-4
"""The longest step, in ε: beyond it the quadratic model tells nothing of exponentials; and the
shortest part of a step that is tried."""

FAR = 0.8
"""The marginal error (L1) above which a sweep gains more than a Newton step."""

FIRST, NEWTON, RETREAT = 0, 1, 2
"""What a trial is: where the search stands, a Newton step, or the start of a sweep."""


@_compiled
def best_rows(c, n, b, m, gamma, phi, Q):
    """Set φ to the best for γ, and the rows of Q to where their mass goes."""
    for k in range(n):
        most = -np.inf
        for r in range(m):
            Q[k, r] = gamma[r] - c[k, r]
            most = float_maximum(most, Q[k, r])
        total = 0.0
        for r in range(m):
            Q[k, r] = b[r] * decayed(Q[k, r] - most)
            total = reordered_add(total, Q[k, r])
        phi[k] = -(most + np.log(total))
        share = 1 / total
        for r in range(m):
            Q[k, r] *= share


@_compiled
def best_columns(c, n, a, m, phi, gamma):
    """Set γ to the best for φ, which may be far away: no sum can overflow or vanish."""
    for r in range(m):
        most = -np.inf
        for k in range(n):
            most = max(most, phi[k] - c[k, r])
        total = 0.0
        for k in range(n):
            total += a[k] * decayed(phi[k] - c[k, r] - most)
        gamma[r] = -(most + np.log(total))


@_compiled
def dot(x, y, size):
    """Return the scalar product of the first entries."""
    total = 0.0
    for k in range(size):
        total = reordered_add(total, x[k] * y[k])
    return total


@_compiled
def missing(a, n, b, m, Q, gap):
    """Set ``gap`` to what each column lacks; return the sum of what they are off."""
    for r in range(m):
        gap[r] = b[r]
    for k in range(n):
        mass = a[k]
        for r in range(m):
            gap[r] -= mass * Q[k, r]
    error = 0.0
    for r in range(m):
        error += abs(gap[r])
    return error


@_compiled
def hessian(a, n, b, m, Q, damping, H):
    """Set the lower triangle of H; its diagonal is summed from the rest, which cancels nothing."""
    for r in range(m):
        for s in range(r + 1):
            H[r, s] = 0
    for k in range(n):
        for r in range(m):
            weight = a[k] * Q[k, r]
            if weight > 1e-18:
                for s in range(r):
                    H[r, s] -= weight * Q[k, s]
    for r in range(m):
        for s in range(r):
            H[r, r] -= H[r, s]
            H[s, s] -= H[r, s]
    for r in range(m):
        H[r, r] += damping * b[r]


@_compiled
def newton_step(H, m, gap, step):
    """Solve H step = gap by Cholesky's method, in place."""
    for r in range(m):
        for s in range(r):
            H[r, s] = (H[r, s] - dot(H[r], H[s], s)) * H[s, s]
        kept = H[r, r]
        total = kept - dot(H[r], H[r], r)
        # The diagonal keeps its reciprocal root; a direction that no mass crosses stays.
        H[r, r] = 1 / np.sqrt(total) if total > 1e-15 * kept else 0.0
        step[r] = (gap[r] - dot(H[r], step, r)) * H[r, r]
    for r in range(m - 1, -1, -1):
        step[r] *= H[r, r]
        for s in range(r):
            step[s] -= H[r, s] * step[r]


@_compiled
def slope_and_length(gap, step, m):
    """Return how the dual value rises along a step, and how far to go first."""
    longest = 0.0
    for r in range(m):
        longest = max(longest, abs(step[r]))
    return dot(gap, step, m), min(1.0, REACH / longest) if longest > 0 else 1.0


@_compiled
def solve_one(c, n, a, m, b, phi, gamma, Q, H, spare, tolerance, most):
    """Bring one problem to a marginal error below the tolerance: (value, error, steps).

    A trial is taken if the dual value rises as it should along the Newton step; else the step is
    cut, and when it is too short a sweep of Sinkhorn is taken, which always rises. (All trials
    are evaluated in one place of the text, since each is compiled into long code.)
    """
    gap, step, trial = spare[0], spare[1], spare[2]
    step[:] = 0
    value, error, slope, length = -np.inf, np.inf, 0.0, 0.0
    state, stuck, steps = FIRST, 0, 0
    while True:
        for r in range(m):
            trial[r] = gamma[r] + length * step[r]
        best_rows(c, n, b, m, trial, phi, Q)
        if state == RETREAT:
            best_columns(c, n, a, m, phi, gamma)
            state, slope, length = FIRST, 0.0, 0.0
            continue
        found = dot(a, phi, n) + dot(b, trial, m)
        least = value + 1e-4 * length * slope - 1e-13 * (1 + abs(value))
        if state == NEWTON and not found >= least:
            length *= 0.3
            if length < SHORTEST:
                state, length = RETREAT, 0.0
            continue
        gamma[:m] = trial[:m]
        before, value, error = error, found, missing(a, n, b, m, Q, gap)
        stuck = stuck + 1 if error > 0.5 * before and error < 1e-9 else 0
        if error <= tolerance or steps >= most or stuck >= 4:
            return value, error, steps
        steps += 1
        if error < FAR:
            hessian(a, n, b, m, Q, 1e-3 * error + 1e-14, H)
            newton_step(H, m, gap, step)
            slope, length = slope_and_length(gap, step, m)
            state = NEWTON
        else:
            state, length = RETREAT, 0.0


@_compiled
def solve(first, last, X, Y, C, scale, phi, gamma, values, errors, steps, tolerance, most):
    """Solve the problems of the rows ``first`` to ``last`` of X with all rows of Y."""
    (rows, a, rows_used), (columns, b, columns_used) = X, Y
    c, Q = np.empty((a.shape[1], b.shape[1])), np.empty((a.shape[1], b.shape[1]))
    H, spare = np.empty((b.shape[1], b.shape[1])), np.empty((3, b.shape[1]))
    for i in range(first, last):
        n = rows_used[i]
        for j in range(b.shape[0]):
            m = columns_used[j]
            gather(C, scale, rows[i], n, columns[j], m, c)
            values[i, j], errors[i, j], steps[i, j] = solve_one(
                c, n, a[i], m, b[j], phi[i, j], gamma[i, j], Q, H, spare, tolerance, most
            )

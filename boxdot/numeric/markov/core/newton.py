"""One transport problem after another, on logarithms, compiled by Numba: Newton on the dual.

With the potentials φ = f/ε and γ = g/ε on the supports of a and b, and c = C/ε, eliminating φ
leaves a concave function of γ with the gradient b − Qᵀ a and the Hessian −(diag(Qᵀ a) − Qᵀ diag(a)
Q), where the rows of Q sum to 1. Newton steps converge quadratically where Sinkhorn's sweeps need
thousands. Only imported where Numba is installed; `newton_plain` has the same functions.
"""

# mypy: disable-error-code="no-untyped-def"

from __future__ import annotations

import numpy as np
from numba import njit

from boxdot.numeric.compiling.runtime import exp_f8, float_maximum, reordered_add
from boxdot.numeric.markov.core.logarithm import log_f8

_compiled = njit(cache=True, nogil=True, error_model="numpy")

REACH = 10.0
"""The longest step, in ε: beyond it the quadratic model tells nothing of exponentials."""


@_compiled
def gather(C, scale, rows, columns, c):
    """Set ``c`` to the part of C on the supports, times ``scale``."""
    for k in range(len(rows)):
        for r in range(len(columns)):
            c[k, r] = C[rows[k], columns[r]] * scale


@_compiled
def best_rows(c, b, gamma, phi, Q):
    """Set φ to the best for γ, and the rows of Q to where their mass goes."""
    for k in range(c.shape[0]):
        most = -np.inf
        for r in range(c.shape[1]):
            Q[k, r] = gamma[r] - c[k, r]
            most = float_maximum(most, Q[k, r])
        total = 0.0
        for r in range(c.shape[1]):
            Q[k, r] = b[r] * exp_f8(Q[k, r] - most)
            total = reordered_add(total, Q[k, r])
        phi[k] = -(most + np.log(total))
        share = 1 / total
        for r in range(c.shape[1]):
            Q[k, r] *= share


@_compiled
def dual(a, b, phi, gamma):
    """Return the dual value, which is exact since φ fits γ."""
    total = 0.0
    for k in range(len(a)):
        total += a[k] * phi[k]
    for r in range(len(b)):
        total += b[r] * gamma[r]
    return total


@_compiled
def missing(a, b, Q, gap):
    """Set ``gap`` to what each column lacks; return the sum of what they are off."""
    for r in range(len(b)):
        gap[r] = b[r]
    for k in range(len(a)):
        for r in range(len(b)):
            gap[r] -= a[k] * Q[k, r]
    error = 0.0
    for r in range(len(b)):
        error += abs(gap[r])
    return error


@_compiled
def hessian(a, b, Q, damping, H):
    """Set the lower triangle of H; its diagonal is summed from the rest, which cancels nothing."""
    size = len(b)
    H[:] = 0
    for k in range(len(a)):
        for r in range(size):
            weight = a[k] * Q[k, r]
            if weight > 1e-18:
                for s in range(r):
                    H[r, s] -= weight * Q[k, s]
    for r in range(size):
        for s in range(r):
            H[r, r] -= H[r, s]
            H[s, s] -= H[r, s]
    for r in range(size):
        H[r, r] += damping * b[r]


@_compiled
def newton_step(H, gap, step):
    """Solve H step = gap by Cholesky's method, in place."""
    size = len(gap)
    for r in range(size):
        for s in range(r):
            total = H[r, s]
            for k in range(s):
                total = reordered_add(total, -H[r, k] * H[s, k])
            H[r, s] = total * H[s, s]
        total = H[r, r]
        kept = total
        for k in range(r):
            total = reordered_add(total, -H[r, k] * H[r, k])
        # The diagonal keeps its reciprocal root; a direction that no mass crosses stays.
        H[r, r] = 1 / np.sqrt(total) if total > 1e-15 * kept else 0.0
    for r in range(size):
        total = gap[r]
        for k in range(r):
            total = reordered_add(total, -H[r, k] * step[k])
        step[r] = total * H[r, r]
    for r in range(size - 1, -1, -1):
        step[r] *= H[r, r]
        for k in range(r):
            step[k] -= H[r, k] * step[r]


@_compiled
def climb(c, a, b, phi, gamma, Q, gap, step, trial, value):
    """Go along a step as far as the dual value rises; return that value, or the old one."""
    slope, longest = 0.0, 0.0
    for r in range(len(b)):
        slope += gap[r] * step[r]
        longest = max(longest, abs(step[r]))
    length = min(1.0, REACH / longest) if longest > 0 else 1.0
    for _ in range(8):
        for r in range(len(b)):
            trial[r] = gamma[r] + length * step[r]
        best_rows(c, b, trial, phi, Q)
        found = dual(a, b, phi, trial)
        if found >= value + 1e-4 * length * slope - 1e-13 * (1 + abs(value)):
            gamma[:] = trial
            return found, True
        length *= 0.3
    return value, False


@_compiled
def solve_one(c, a, b, phi, gamma, work, tolerance, most):
    """Bring one problem to a marginal error below the tolerance: (value, error, steps)."""
    n, m = c.shape
    Q, H, rest = work[:n, :m], work[n : n + m, :m], work[n + m :, :m]
    gap, step, trial = rest[0], rest[1], rest[2]
    best_rows(c, b, gamma, phi, Q)
    value = dual(a, b, phi, gamma)
    error, stuck, steps = missing(a, b, Q, gap), 0, 0
    while error > tolerance and steps < most and stuck < 4:
        rose = False
        if error < 0.8:
            hessian(a, b, Q, 1e-3 * error + 1e-14, H)
            newton_step(H, gap, step)
            value, rose = climb(c, a, b, phi, gamma, Q, gap, step, trial, value)
        if not rose:
            best_rows(c, b, gamma, phi, Q)
            best_columns(c, a, phi, gamma)
            best_rows(c, b, gamma, phi, Q)
            value = dual(a, b, phi, gamma)
        before, error = error, missing(a, b, Q, gap)
        stuck = stuck + 1 if error > 0.5 * before and error < 1e-9 else 0
        steps += 1
    return value, error, steps


@_compiled
def best_columns(c, a, phi, gamma):
    """Set γ to the best for φ, which may be far away: no sum can overflow or vanish."""
    for r in range(c.shape[1]):
        most = -np.inf
        for k in range(c.shape[0]):
            most = max(most, phi[k] - c[k, r])
        total = 0.0
        for k in range(c.shape[0]):
            total += a[k] * exp_f8(phi[k] - c[k, r] - most)
        gamma[r] = -(most + np.log(total))


@_compiled
def solve(first, last, X, Y, C, scale, phi, gamma, values, errors, steps, tolerance, most):
    """Solve the problems of the rows ``first`` to ``last`` of X with all rows of Y."""
    (rows, a, rows_used), (columns, b, columns_used) = X, Y
    c = np.empty((a.shape[1], b.shape[1]))
    work = np.empty((a.shape[1] + b.shape[1] + 3, b.shape[1]))
    for i in range(first, last):
        n = rows_used[i]
        for j in range(b.shape[0]):
            m = columns_used[j]
            part = c[:n, :m]
            gather(C, scale, rows[i, :n], columns[j, :m], part)
            value, error, taken = solve_one(
                part, a[i, :n], b[j, :m], phi[i, j, :n], gamma[i, j, :m], work, tolerance, most
            )
            values[i, j], errors[i, j], steps[i, j] = value, error, taken


@_compiled
def push(first, last, X, Y, C, scale, phi, gamma, M, out):
    """Set ``out`` to the mean of M under each coupling."""
    (rows, a, rows_used), (columns, b, columns_used) = X, Y
    c, wanted = np.empty((a.shape[1], b.shape[1])), np.empty((a.shape[1], b.shape[1]))
    for i in range(first, last):
        n = rows_used[i]
        for j in range(b.shape[0]):
            m = columns_used[j]
            gather(C, scale, rows[i, :n], columns[j, :m], c)
            gather(M, 1.0, rows[i, :n], columns[j, :m], wanted)
            total = 0.0
            for k in range(n):
                part = 0.0
                for r in range(m):
                    mass = b[j, r] * exp_f8(phi[i, j, k] + gamma[i, j, r] - c[k, r])
                    part = reordered_add(part, mass * wanted[k, r])
                total += a[i, k] * part
            out[i, j] = total


@_compiled
def pull(first, last, X, Y, C, scale, phi, gamma, G, out):
    """Add every coupling, times its entry of G, to ``out`` (n×m)."""
    (rows, a, rows_used), (columns, b, columns_used) = X, Y
    c = np.empty((a.shape[1], b.shape[1]))
    for i in range(first, last):
        n = rows_used[i]
        for j in range(b.shape[0]):
            m = columns_used[j]
            gather(C, scale, rows[i, :n], columns[j, :m], c)
            for k in range(n):
                weight = G[i, j] * a[i, k]
                for r in range(m):
                    mass = b[j, r] * exp_f8(phi[i, j, k] + gamma[i, j, r] - c[k, r])
                    c[k, r] = weight * mass
            for k in range(n):
                for r in range(m):
                    out[rows[i, k], columns[j, r]] += c[k, r]


@_compiled
def weigh(first, last, X, Y, C, scale, phi, gamma, G, out_X, out_Y):
    """Add φ and γ, at all states, times the entry of G to the rows of ``out_X`` and ``out_Y``."""
    (rows, a, rows_used), (columns, b, columns_used) = X, Y
    across, along = np.ascontiguousarray(C.T) * scale, C * scale
    spare_X, spare_Y = np.empty((2, C.shape[0])), np.empty((2, C.shape[1]))
    for i in range(first, last):
        n = rows_used[i]
        for j in range(b.shape[0]):
            m, weight = columns_used[j], -G[i, j]
            add_soft_least(across, columns[j], b[j], gamma[i, j], m, weight, out_X[i], spare_X)
            add_soft_least(along, rows[i], a[i], phi[i, j], n, weight, out_Y[j], spare_Y)


@_compiled
def add_soft_least(c, others, masses, potentials, count, weight, out, spare):
    """Add the weighted log Σ_r b_r exp(γ_r − c_rk) at every state k to ``out``."""
    most, total = spare[0], spare[1]
    most[:] = -np.inf
    total[:] = 0
    for r in range(count):
        other, potential = others[r], potentials[r]
        for k in range(len(out)):
            most[k] = float_maximum(most[k], potential - c[other, k])
    for r in range(count):
        other, potential, mass = others[r], potentials[r], masses[r]
        for k in range(len(out)):
            total[k] += mass * exp_f8(potential - c[other, k] - most[k])
    for k in range(len(out)):
        out[k] += weight * (most[k] + log_f8(total[k]))

"""Newton on the dual of transport problems in NumPy: the functions of `newton`, a row at a time.

All problems of one row a are solved together; ``b`` (q, m) is padded with zeros.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[Any]

REACH = 10.0
"""The longest step, in ε: beyond it the quadratic model tells nothing of exponentials."""


class Row(NamedTuple):
    """One row i of X with all rows of Y: scaled costs (q, n, m), masses a (n) and b (q, m)."""

    i: int
    states: Array
    others: Array
    c: Array
    a: Array
    b: Array


def solve(
    first: int,
    last: int,
    X: Any,
    Y: Any,
    C: Array,
    scale: float,
    phi: Array,
    gamma: Array,
    values: Array,
    errors: Array,
    steps: Array,
    tolerance: float,
    most: int,
) -> None:
    """Solve the problems of the rows ``first`` to ``last`` of X with all rows of Y."""
    for row in _rows(first, last, X, Y, C, scale):
        n = len(row.a)
        found = solve_row(row.c, row.a, row.b, gamma[row.i], tolerance, most)
        phi[row.i, :, :n], gamma[row.i], values[row.i], errors[row.i], steps[row.i] = found


def push(
    first: int, last: int, X: Any, Y: Any, C: Array, scale: float, phi: Array, gamma: Array,
    M: Array, out: Array,
) -> None:  # fmt: skip
    """Set ``out`` to the mean of M under each coupling."""
    for row in _rows(first, last, X, Y, C, scale):
        wanted = M[row.states[None, :, None], row.others[:, None, :]]
        out[row.i] = (_couplings(row, phi, gamma) * wanted).sum(axis=(1, 2))


def pull(
    first: int, last: int, X: Any, Y: Any, C: Array, scale: float, phi: Array, gamma: Array,
    G: Array, out: Array,
) -> None:  # fmt: skip
    """Add every coupling, times its entry of G, to ``out`` (n×m)."""
    for row in _rows(first, last, X, Y, C, scale):
        weighted = G[row.i][:, None, None] * _couplings(row, phi, gamma)
        np.add.at(out, (row.states[None, :, None], row.others[:, None, :]), weighted)


def weigh(
    first: int, last: int, X: Any, Y: Any, C: Array, scale: float, phi: Array, gamma: Array,
    G: Array, out_X: Array, out_Y: Array,
) -> None:  # fmt: skip
    """Add φ and γ, at all states, times the entry of G to the rows of ``out_X`` and ``out_Y``."""
    for row in _rows(first, last, X, Y, C, scale):
        i, n = row.i, len(row.a)
        to_others = scale * C[:, row.others].transpose(1, 0, 2)
        exponents = gamma[i][:, None] - to_others
        out_X[i] -= G[i] @ _log_sum(exponents, row.b[:, None])
        exponents = phi[i, :, None, :n] - scale * C[row.states].T
        out_Y -= G[i][:, None] * _log_sum(exponents, row.a)


def solve_row(
    c: Array, a: Array, b: Array, gamma: Array, tolerance: float, most: int
) -> tuple[Array, Array, Array, Array, Array]:
    """Return φ, γ, the dual values, the marginal errors and the numbers of steps."""
    gamma = gamma.copy()
    phi, Q, value = _best_rows(c, a, b, gamma)
    error = _error(a, b, Q)
    stuck, steps = np.zeros(len(b), int), np.zeros(len(b), int)
    while True:
        active = np.flatnonzero((error > tolerance) & (steps < most) & (stuck < 4))
        if not len(active):
            return phi, gamma, value, error, steps
        found = _round(
            c[active], a, b[active], gamma[active], Q[active], value[active], error[active]
        )
        gamma[active], phi[active], Q[active], value[active] = found
        now = _error(a, b[active], Q[active])
        slow = (now > 0.5 * error[active]) & (now < 1e-9)
        stuck[active] = np.where(slow, stuck[active] + 1, 0)
        error[active], steps[active] = now, steps[active] + 1


def _round(
    c: Array, a: Array, b: Array, gamma: Array, Q: Array, value: Array, error: Array
) -> tuple[Array, Array, Array, Array]:
    """Take a Newton step where the dual value rises along it, else one sweep."""
    gap = b - np.einsum("k,jkl->jl", a, Q)
    step = _newton_steps(a, b, Q, gap, 1e-3 * error + 1e-14)
    slope = (gap * step).sum(axis=1)
    longest = abs(step).max(axis=1)
    length = np.minimum(1, REACH / np.maximum(longest, 1e-300))
    waiting = error < 0.8
    result = _sweep(c, a, b, gamma)
    for _ in range(8):
        tried = np.flatnonzero(waiting)
        if not len(tried):
            break
        trial = gamma[tried] + length[tried, None] * step[tried]
        phi, Q, found = _best_rows(c[tried], a, b[tried], trial)
        least = value + 1e-4 * length * slope - 1e-13 * (1 + abs(value))
        good = found >= least[tried]
        for kept, new in zip(result, (trial, phi, Q, found), strict=True):
            kept[tried[good]] = new[good]
        waiting[tried[good]] = False
        length *= 0.3
    return result


def _newton_steps(a: Array, b: Array, Q: Array, gap: Array, damping: Array) -> Array:
    """Solve the Newton systems; a diagonal summed from the rest of its row cancels nothing."""
    H = -np.einsum("jkl,jkr->jlr", a[:, None] * Q, Q)
    every = np.arange(H.shape[1])
    H[:, every, every] = 0
    diagonal = damping[:, None] * b - H.sum(axis=2)
    H[:, every, every] = np.where(diagonal > 0, diagonal, 1)
    return np.asarray(np.linalg.solve(H, gap[..., None])[..., 0])


def _sweep(c: Array, a: Array, b: Array, gamma: Array) -> tuple[Array, Array, Array, Array]:
    phi, _, _ = _best_rows(c, a, b, gamma)
    exponents = phi[:, None, :] - c.transpose(0, 2, 1)
    gamma = np.where(b > 0, -_log_sum(exponents, a), 0)
    return (gamma, *_best_rows(c, a, b, gamma))


def _best_rows(c: Array, a: Array, b: Array, gamma: Array) -> tuple[Array, Array, Array]:
    """Return the best φ for γ, where its mass goes (rows summing to 1), and the dual value."""
    exponents = np.where(b > 0, gamma, -np.inf)[:, None, :] - c
    most = exponents.max(axis=2, keepdims=True)
    Q = b[:, None, :] * np.exp(exponents - most)
    total = Q.sum(axis=2, keepdims=True)
    phi = -(most + np.log(total))[..., 0]
    Q /= total
    return phi, Q, phi @ a + (b * gamma).sum(axis=1)


def _error(a: Array, b: Array, Q: Array) -> Array:
    return np.asarray(abs(np.einsum("k,jkl->jl", a, Q) - b).sum(axis=1))


def _log_sum(exponents: Array, masses: Array) -> Array:
    """Return the logarithm of the sum of masses times exponentials along the last axis."""
    exponents = np.where(masses > 0, exponents, -np.inf)
    most = exponents.max(axis=-1, keepdims=True)
    total = (masses * np.exp(exponents - most)).sum(axis=-1)
    return np.asarray(most[..., 0] + np.log(total))


def _couplings(row: Row, phi: Array, gamma: Array) -> Array:
    """Return the couplings of a row of X with all rows of Y (q, n, m)."""
    exponents = phi[row.i, :, : len(row.a), None] + gamma[row.i][:, None] - row.c
    inside = row.b[:, None, :] > 0
    masses = row.a[:, None] * row.b[:, None, :]
    return np.asarray(masses * np.exp(np.where(inside, exponents, -np.inf)))


def _rows(first: int, last: int, X: Any, Y: Any, C: Array, scale: float) -> Iterator[Row]:
    (rows, a, used), (others, b, _) = X, Y
    for i in range(first, last):
        states = rows[i, : used[i]]
        c = scale * C[states[None, :, None], others[:, None, :]]
        yield Row(i, states, others, c, a[i, : used[i]], b)

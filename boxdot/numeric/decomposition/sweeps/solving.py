"""New values of a factor from its moments: one division, or an R×R system at every entry."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from boxdot.numeric.decomposition.layout import Array

_TINY_STEP = 1e-10
"""The proximal weight that keeps R×R systems solvable; it does not move their fixed points."""
_ROUNDS = 20
"""Coordinate descents of a non-negative R×R system; each can only lower the error."""


@dataclass(frozen=True)
class Rule:
    """How one factor is updated; ``proximal`` holds the absolute weight of each term."""

    nonnegative: bool
    ridge: float
    proximal: tuple[float, ...]


def solved(old: Array, h: Array, G: Array, terms: Sequence[int], rule: Rule) -> Array:
    """Return the factor (rank, …) with new values of the terms.

    ``h[n]`` is P(Y ⊡ Z_r) and ``G[n, s]`` is P(Z_r ⊡ Z_s) of the n-th term r.
    """
    new = old.copy()
    if len(terms) == 1:
        new[terms[0]] = divided(old, h[0], G[0], terms[0], rule)
    elif rule.nonnegative:
        for _ in range(_ROUNDS):
            for n, term in enumerate(terms):
                new[term] = divided(new, h[n], G[n], term, rule)
    else:
        new[list(terms)] = _together(old, h, G, rule)
    return new


def divided(factor: Array, h: Array, G: Array, term: int, rule: Rule) -> Array:
    """Return one term: (h − Σ_s≠r F_s G_rs) / G_rr (eqs. 41-43 on the residual of the others).

    Where the denominator is 0, the error does not depend on the entry: it stays as it is.
    """
    rest = h.copy()
    for s in range(len(factor)):
        if s != term:
            rest -= factor[s] * G[s]
    old, weight = factor[term], rest.real.dtype.type(rule.proximal[term])
    below = G[term].real + rest.real.dtype.type(rule.ridge) + weight
    if weight:
        rest += weight * old
    return ratio(rest, below, old, rule.nonnegative)


def powered(factor: Array, h: Array, G: Array, term: int) -> Array:
    """Return the factor with one term set to its moment on what the earlier terms leave."""
    new, rest = factor.copy(), h.copy()
    for s in range(term):
        rest -= factor[s] * G[s]
    largest = np.abs(rest).max(initial=0)
    new[term] = rest / largest if largest else rest
    return new


def ratio(above: Array, below: Array, old: Array, nonnegative: bool) -> Array:
    """Return above / below, the old entry where below is 0, and no negative entry if so asked."""
    there = below != 0
    if there.all():  # without a choice at every entry it is much faster
        new = np.divide(above, below, dtype=above.dtype)
    else:
        new = old.astype(above.dtype, copy=True)
        np.divide(above, below, out=new, where=there)
    if nonnegative:
        np.maximum(new, 0, out=new)
    return new


def _together(old: Array, h: Array, G: Array, rule: Rule) -> Array:
    """Return all terms: (G + (μ + λ) I) x = h + μ x_old at every entry, a zero G keeps the old."""
    kind, rank = old.real.dtype, len(old)
    trace = np.einsum("rr...->...", G).real
    step = max(_TINY_STEP, 8 * rank * float(np.finfo(kind).eps))
    weights = [
        np.where(trace == 0, 1, trace * kind.type(step / rank) + kind.type(own))
        for own in rule.proximal
    ]
    right = [h[r] + weights[r] * old[r] for r in range(rank)]
    ridged = [[G[r, s] for s in range(r)] for r in range(rank)]
    pivots = [G[r, r].real + weights[r] + kind.type(rule.ridge) for r in range(rank)]
    return np.stack(factored(ridged, pivots, right)).astype(old.dtype, copy=False)


def factored(lower: list[list[Array]], diagonal: list[Array], right: list[Array]) -> list[Array]:
    """Return the solutions of a Hermitian system at every entry at once, by L D L* factors.

    >>> one = np.ones(3)
    >>> factored([[], [one]], [2 * one, 2 * one], [3 * one, 3 * one])[0]
    array([1., 1., 1.])
    """
    rank = len(diagonal)
    L = [list(row) for row in lower]
    D = list(diagonal)
    x = list(right)
    for r in range(rank):
        for s in range(r):
            for t in range(s):
                L[r][s] = L[r][s] - L[r][t] * np.conj(L[s][t]) * D[t]
            L[r][s] = L[r][s] / D[s]
            D[r] = D[r] - (L[r][s] * np.conj(L[r][s])).real * D[s]
        for s in range(r):
            x[r] = x[r] - L[r][s] * x[s]
    x = [one / pivot for one, pivot in zip(x, D, strict=True)]
    for r in reversed(range(rank)):
        for s in range(r + 1, rank):
            x[r] = x[r] - np.conj(L[s][r]) * x[s]
    return x

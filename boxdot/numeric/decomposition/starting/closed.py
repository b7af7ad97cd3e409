"""Starts that are answers: one factor is a mean, two factors are leading singular pairs."""

from __future__ import annotations

import numpy as np

from boxdot.numeric.decomposition.layout import Array
from boxdot.numeric.decomposition.starting.problem import Problem
from boxdot.numeric.decomposition.starting.terms import (
    as_matrices,
    maximal,
    outside,
    spread,
)


def closed_form(problem: Problem) -> list[Array] | None:
    """Return the best R terms where at most two factors say something, else None.

    A factor whose modes all belong to another factor says nothing: it is 1. With missing data the
    answer is that of zeros in their places: a start.
    """
    live = maximal(problem.signatures)
    if len(live) > 2:
        return None
    factors = [np.ones((problem.rank, *problem.shape(m))) for m in range(len(problem.signatures))]
    if len(live) == 1:
        rest = outside(problem.data, problem.signatures[live[0]])
        factors[live[0]][:] = problem.data.mean(axis=rest, keepdims=True) / problem.rank
        return factors
    for m, found in zip(live, _pairs(problem, *live), strict=True):
        factors[m][: len(found)] = found
        factors[m][len(found) :] = 0.0 if m == live[0] else 1.0
    return factors


def _pairs(problem: Problem, one: int, other: int) -> list[Array]:
    """Return up to R singular pairs for each index that the two factors share."""
    first, second = problem.signatures[one], problem.signatures[other]
    values = problem.data
    rest = tuple(problem.data.shape[mode] for mode in outside(values, first, second))
    matrices = as_matrices(values, first, second) / np.prod(rest, dtype=float)
    left, strength, right = np.linalg.svd(matrices, full_matrices=False)
    shared = sorted(first & second)
    count = min(problem.rank, strength.shape[1])
    root = np.sqrt(strength)
    a = [left[:, :, r] * root[:, r, None] for r in range(count)]
    b = [right[:, r] * root[:, r, None] for r in range(count)]
    return [
        np.stack([spread(part, shared + sorted(first - second), values) for part in a]),
        np.stack([spread(part, shared + sorted(second - first), values) for part in b]),
    ]

"""The minimiser and its residual from the sums, and the decision which sums can be trusted."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import numpy.typing as npt

from boxdot.numeric.leastsquares import careful
from boxdot.numeric.leastsquares.passes import Data, Sums, residual_of, sums_of
from boxdot.numeric.leastsquares.problem import Problem
from boxdot.numeric.leastsquares.result import LeastSquaresResult

Array = npt.NDArray[Any]

CANCELLED = 1e-4
"""Below this part of ‖X‖² the residual is no difference of sums any more: X is read again."""


def minimised(
    problem: Problem, data: Data, ridge: float, *, nonnegative: bool
) -> LeastSquaresResult:
    """Return the solution of a problem, all of one order."""
    with np.errstate(over="ignore", invalid="ignore", under="ignore"):
        sums = sums_of(problem, data)
        if careful.doubtful(sums, problem):
            scales = careful.scales_of(problem, data)
            if not careful.trusted(sums, problem, scales):
                return _scaled(problem, data, scales, ridge, nonnegative=nonnegative)
        return _plain(problem, data, sums, ridge, nonnegative=nonnegative)


def _plain(
    problem: Problem, data: Data, sums: Sums, ridge: float, *, nonnegative: bool
) -> LeastSquaresResult:
    num, den = sums.numerator, sums.denominator
    w = _quotient(num, den, ridge, nonnegative=nonnegative)
    left = sums.squares - _inner(w, num)
    if ridge or nonnegative:  # else w den is num
        left -= _inner(w, num) - _inner(w, w * den)
    if left < CANCELLED * sums.squares:
        left = residual_of(problem, data, w)
    norms, rank = np.sqrt(den), _count(den, problem)
    return LeastSquaresResult(w, math.sqrt(left), math.sqrt(sums.squares), rank, norms)


def _scaled(
    problem: Problem, data: Data, scales: careful.Scales, ridge: float, *, nonnegative: bool
) -> LeastSquaresResult:
    sums = careful.scaled_sums(problem, data, scales)
    penalty = ridge / scales.h / scales.h / scales.m
    w = _quotient(sums.numerator, sums.denominator, penalty, nonnegative=nonnegative)
    left = careful.scaled_residual(problem, data, scales, w)
    norms = np.sqrt(sums.denominator) * np.sqrt(scales.m) * scales.h
    residual, norm = scales.all * math.sqrt(left), scales.all * math.sqrt(sums.squares)
    rank = _count(sums.denominator, problem)
    return LeastSquaresResult(w * scales.ratio, residual, norm, rank, norms)


def _quotient(num: Array, den: Array, ridge: Any, *, nonnegative: bool) -> Array:
    """Return ``num / (den + ridge)``, and 0 where the denominator is 0 (eq. 39)."""
    w: Array
    if (den > 0).all():
        w = num / (den + ridge)
    else:
        w = np.zeros(num.shape, num.dtype)
        np.divide(num, den + ridge, out=w, where=np.broadcast_to(den > 0, num.shape))
    return np.maximum(w, 0, out=w) if nonnegative else w


def _inner(left: Array, right: Array) -> float:
    """Return Re Σ conj(left) right."""
    axes = list(range(left.ndim))
    return float(np.einsum(left.conj(), axes, right, axes, []).real)


def _count(den: Array, problem: Problem) -> int:
    each = math.prod(problem.unknown) // max(den.size, 1)
    return int(np.count_nonzero(den > 0)) * each

"""Sweeps for selecting starts: every factor in turn is the least-squares answer to the others.

All R terms are solved for at once (block updates of R unknowns for each entry of a factor), with a
small proximal term, so that entries that the data do not determine stay as they are.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

import numpy as np

from boxdot.numeric.decomposition.layout import Array
from boxdot.numeric.decomposition.starting.problem import Problem, Signature

PROXIMAL = 1e-6
"""How strongly a factor holds on to its old value, relative to the mean denominator."""


def swept(problem: Problem, factors: Sequence[Array], sweeps: int) -> list[Array]:
    """Return the factors after so many sweeps; those given stay as they are.

    >>> from boxdot.numeric.decomposition.layout import lay_out
    >>> from boxdot.numeric.decomposition.starting.problem import read_problem
    >>> Y = np.outer([1.0, 2.0], [3.0, 4.0])
    >>> problem, _ = read_problem(Y, lay_out((2, 2), [(2, 1), (1, 2)]), 1, None, False)
    >>> factors = swept(problem, [np.ones((1, *problem.shape(m))) for m in range(2)], 3)
    >>> problem.error(factors) < 1e-5
    True
    """
    answer = list(factors)
    for _ in range(sweeps):
        for number in range(len(answer)):
            answer[number] = updated(problem, answer, number)
    return answer


def updated(problem: Problem, factors: Sequence[Array], number: int) -> Array:
    """Return the least-squares factor of this number, given the others."""
    old = factors[number]
    rank = len(old)
    rest = [one for m, one in enumerate(factors) if m != number]
    held = [one for m, one in enumerate(problem.signatures) if m != number]
    goal = problem.signatures[number]
    data = problem.data if problem.weights is None else problem.weights * problem.data
    right = np.stack([_marginal(data, [f[r] for f in rest], held, goal) for r in range(rank)], -1)
    gram = np.empty((*right.shape, rank))
    for r in range(rank):
        for s in range(r + 1):
            both = [f[r] * f[s] for f in rest]
            gram[..., r, s] = gram[..., s, r] = _overlap(problem, both, held, goal, old.shape[1:])
    return _clipped(_solved(gram, right, np.moveaxis(old, 0, -1)), problem.nonnegative[number])


def _solved(gram: Array, right: Array, old: Array) -> Array:
    """Return (gram + m)⁻¹ (right + m old) with the terms in front."""
    rank = right.shape[-1]
    trace = np.trace(gram, axis1=-2, axis2=-1)[..., None] / rank
    prox = PROXIMAL * (trace + 1e-6 * trace.mean()) + 1e-290
    if rank == 1:  # a division; the solver costs a call for each entry
        return np.moveaxis((right + prox * old) / (gram[..., 0] + prox), -1, 0)
    diagonal = np.arange(rank)
    gram[..., diagonal, diagonal] += prox
    answer = np.linalg.solve(gram, (right + prox * old)[..., None])[..., 0]
    return np.ascontiguousarray(np.moveaxis(answer, -1, 0))


def _clipped(factor: Array, nonnegative: bool) -> Array:
    """Return a factor of the signs it may have; not quite 0, which no sweep would leave again."""
    return np.maximum(factor, 1e-6 * np.abs(factor).mean()) if nonnegative else factor


def _overlap(
    problem: Problem,
    both: Sequence[Array],
    held: Sequence[Signature],
    goal: Signature,
    shape: tuple[int, ...],
) -> Array:
    """Return the sums of the products of two terms along the modes that are not in the goal."""
    if problem.weights is not None:
        return _marginal(problem.weights, both, held, goal)
    ones = np.ones((1,) * len(shape))
    return np.broadcast_to(_marginal(ones, both, held, goal), shape)


def _marginal(
    first: Array, parts: Sequence[Array], held: Sequence[Signature], goal: Signature
) -> Array:
    """Return Σ first ∏ parts along the modes outside the goal, as an array of all modes."""
    full = tuple(mode for mode, size in enumerate(first.shape) if size > 1)
    axes = [full, *(tuple(sorted(one)) for one in held)]
    arrays = [np.squeeze(first, tuple(m for m in range(first.ndim) if m not in full))]
    arrays += [
        part.reshape([part.shape[m] for m in sorted(one)])
        for part, one in zip(parts, held, strict=True)
    ]
    present = {mode for one in axes for mode in one}
    kept = tuple(mode for mode in sorted(goal) if mode in present)
    operands: list[Any] = [entry for pair in zip(arrays, axes, strict=True) for entry in pair]
    shapes = tuple(one.shape for one in arrays)
    total = np.einsum(*operands, kept, optimize=_path(shapes, tuple(axes), kept))
    wide = [1] * first.ndim
    for mode, size in zip(kept, total.shape, strict=True):
        wide[mode] = size
    return np.asarray(total).reshape(wide)


@lru_cache(maxsize=512)
def _path(shapes: tuple[Any, ...], axes: tuple[Any, ...], kept: tuple[int, ...]) -> Any:
    """Return the order of contraction; looking for it costs more than a small contraction."""
    arrays = [np.broadcast_to(0.0, shape) for shape in shapes]
    operands = [entry for pair in zip(arrays, axes, strict=True) for entry in pair]
    return np.einsum_path(*operands, kept, optimize="greedy")[0]

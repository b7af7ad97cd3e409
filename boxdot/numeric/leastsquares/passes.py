"""Passes over the data, piece by piece: the sums that tell the solution, and the residual."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from typing import Any

import numpy as np
import numpy.typing as npt

from boxdot.grammar.errors import DataError
from boxdot.numeric.leastsquares import plain
from boxdot.numeric.leastsquares.problem import Problem, repeats
from boxdot.numeric.slabs import SLAB, Region, map_slabs

Array = npt.NDArray[Any]

KERNEL_KINDS = frozenset("fdFD")
"""The types of data that compiled loops read; others are converted, piece by piece."""

LONG = frozenset("gG")
"""The types that only NumPy calculates with."""


@dataclass(slots=True)
class Sums:
    """Σ m x h̄ and Σ m |h|² over the axes that W lacks, Σ m |x|², and whether weights are wrong."""

    numerator: Array
    denominator: Array
    squares: float
    wrong: bool = False


@dataclass(frozen=True)
class Data:
    """The data with weights and mask, all of one order: arrays, memory maps or Dask arrays."""

    X: Any
    weights: Any = None
    mask: Any = None

    @property
    def in_place(self) -> bool:
        """Whether one kernel can read all of it where it is."""
        arrays = [array for array in (self.X, self.weights, self.mask) if array is not None]
        together = self.weights is not None and self.mask is not None
        if together or not all(type(array) is np.ndarray for array in arrays):
            return False
        kinds = self.weights is None or (self.weights.dtype.char == "d" and readable(self.weights))
        return kinds and readable(self.X)

    def pieces(self, function: Any, state: Any, most: int | None = None) -> Iterator[Any]:
        """Yield what a function finds in each piece; see `map_slabs`."""
        if most is None and not self.in_place:
            most = SLAB
        return map_slabs(function, self.X, self.weights, self.mask, state=state, most=most)


@cache
def has_numba() -> bool:
    """Return whether kernels can be compiled."""
    return find_spec("numba") is not None


def readable(x: Array) -> bool:
    """Whether compiled loops can read an array in place."""
    steps = all(stride % max(x.itemsize, 1) == 0 for stride in x.strides)
    return x.dtype.char in KERNEL_KINDS and x.dtype.isnative and x.flags.aligned and steps


def sums_of(problem: Problem, data: Data) -> Sums:
    """Return the sums of all data: one pass."""
    found: Sums | None = None
    part: Sums
    for region, part in data.pieces(_sum_piece, problem):
        if part.wrong:
            raise DataError("weights must not be negative or NaN", hint="0 leaves an entry out")
        if part.numerator.shape == problem.unknown and found is None and _is_all(region, data):
            return part  # all in one piece: there is nothing to add
        found = _zeros(problem, part) if found is None else found
        place = problem.target(region)
        found.numerator[place] += part.numerator
        found.denominator[place] += part.denominator
        found.squares += part.squares
    assert found is not None
    return found


def residual_of(problem: Problem, data: Data, w: Array) -> float:
    """Return Σ m |x − w h|² of all data: one pass."""
    return float(sum(part for _, part in data.pieces(_residual_piece, (problem, w))))


def _is_all(region: Region, data: Data) -> bool:
    return all(p.stop - p.start == n for p, n in zip(region, data.X.shape, strict=True))


def _zeros(problem: Problem, part: Sums) -> Sums:
    num = np.zeros(problem.unknown, part.numerator.dtype)
    return Sums(num, np.zeros(problem.unknown, part.denominator.dtype), 0.0)


def _sum_piece(region: Region, x: Array, weights: Any, mask: Any, problem: Problem) -> Sums:
    """Return the sums of a piece, by the backend of the problem."""
    problem, m = problem.at(region), together(weights, mask)
    if not _by_kernel(problem, x):
        return Sums(*plain.sums(problem, x, m))
    from boxdot.numeric.leastsquares import fused  # loads Numba

    x, h = _converted(x), problem.H.astype(np.result_type(problem.H, np.float64), copy=False)
    arguments = (problem.shape, problem.unknown, problem.threads)
    num, den, squares, wrong = fused.sums(x, h, m, *arguments)
    if np.isnan(squares) and m is None:  # NaN in the data: entries are missing
        num, den, squares, wrong = fused.sums(x, h, _ones(problem), *arguments)
    if den is None:
        den = _squares_of(h, problem)
    return Sums(num, den, squares, wrong)


def _residual_piece(
    region: Region, x: Array, weights: Any, mask: Any, state: tuple[Problem, Array]
) -> float:
    """Return Σ m |x − w h|² of a piece."""
    problem, w = state
    w = np.asarray(w[problem.target(region)])
    problem, m = problem.at(region), together(weights, mask)
    if not _by_kernel(problem, x):
        return plain.residual(problem, x, m, w)
    from boxdot.numeric.leastsquares import fused  # loads Numba

    x, h = _converted(x), problem.H.astype(np.result_type(problem.H, np.float64), copy=False)
    found = fused.residual(x, h, m, w, problem.shape, problem.threads)
    if np.isnan(found) and m is None:
        found = fused.residual(x, h, _ones(problem), w, problem.shape, problem.threads)
    return found


def together(weights: Array | None, mask: Array | None) -> Array | None:
    """Return weights that are 0 where the mask is False, as kernels read them."""
    if weights is None:
        return None if mask is None else np.asarray(mask, bool).view(np.uint8)
    weights = weights.astype(np.float64, copy=False)
    return weights if mask is None else np.where(mask, weights, 0.0)


def _by_kernel(problem: Problem, x: Array) -> bool:
    long = x.dtype.char in LONG or problem.H.dtype.char in LONG
    return problem.backend == "numba" and x.size > 0 and not long


def _converted(x: Array) -> Array:
    """Return the data as kernels read them; whole numbers in double precision."""
    if readable(x):
        return x
    char = x.dtype.char if x.dtype.char in KERNEL_KINDS else "f" if x.dtype.char == "e" else "d"
    return np.array(x, np.dtype(char))


def _ones(problem: Problem) -> Array:
    return np.ones((1,) * len(problem.shape), np.uint8)


def _squares_of(h: Array, problem: Problem) -> Array:
    """Return Σ |h|² over the axes that W lacks."""
    axes = list(range(h.ndim))
    kept = [axis for axis in axes if problem.unknown[axis] != 1]
    real = [h.real, h.imag] if h.dtype.kind == "c" else [h]
    found = sum(np.einsum(part, axes, part, axes, kept) for part in real)
    shape = [1 if problem.unknown[axis] == 1 else h.shape[axis] for axis in axes]
    return np.asarray(found).reshape(shape) * repeats(h, problem.shape, problem.summed)

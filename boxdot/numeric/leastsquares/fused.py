"""The sums of one piece of the data by compiled loops: strides are walked, nothing is copied."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
import numpy.typing as npt

from boxdot.numeric.compiling import sharing
from boxdot.numeric.leastsquares import kernels
from boxdot.numeric.leastsquares.modes import STREAMS, Boxes, Mode, boxes_of, modes_of, quartered

Array = npt.NDArray[Any]

DENSE = 4
"""Where H has at least one entry in so many of X, its squares are summed in the same loop.

So are those of complex numbers always: the loops for four streams take long to compile.
"""

ALONE = 2**19
"""So many entries are met before threads are worth their start."""


def sums(
    x: Array, h: Array, m: Array | None, shape: Sequence[int], unknown: Sequence[int], threads: int
) -> tuple[Array, Array | None, float, bool]:
    """Return Σ m x h̄, Σ m |h|² (or None: still to do), Σ m |x|², and whether weights are wrong.

    Parameters
    ----------
    x, h, m
        Arrays of the same order: of the types in `KINDS`, h in double precision, m whole numbers
        of one byte or in double precision. NaN in x is skipped if m is given.
    shape, unknown
        What they all broadcast to, and the shape of the sums.
    threads
        How many may work.
    """
    walk = _Walk((x, h, m), shape, unknown, threads)
    num = walk.zeros(np.result_type(x, h, np.float64))
    dense = m is not None or h.size * DENSE >= x.size or num.dtype.kind == "c"
    den = walk.zeros(np.dtype(np.float64)) if dense else None
    homes = walk.plan.boxes.homes * walk.plan.cells
    flat = None if den is None else den.reshape(-1)
    found = walk.run(kernels.sum_boxes, (num.reshape(-1), flat), homes)
    squares, wrong = found.sum(0).tolist()
    return walk.joined(num), None if den is None else walk.joined(den), squares, bool(wrong)


def residual(
    x: Array, h: Array, m: Array | None, w: Array, shape: Sequence[int], threads: int
) -> float:
    """Return Σ m |x − w h|²; the arguments are those of `sums`, and w of their order."""
    walk = _Walk((x, h, m, w), shape, w.shape, threads)
    homes = np.zeros_like(walk.plan.boxes.homes)
    return float(walk.run(kernels.residual_boxes, (walk.flat[3],), homes)[:, 0].sum())


@dataclass(frozen=True)
class _Plan:
    """How a problem is walked, whatever its numbers are.

    Attributes
    ----------
    boxes
        The parts, and the threads that may take them.
    steps
        How far apart the next entries of x, h, m and w are along each mode.
    cells
        How many sums there are.
    sizes, back
        The lengths of the axes in the order of the sums, and how they are brought back.
    work
        How many entries are met.
    """

    boxes: Boxes
    steps: Array
    cells: int
    sizes: tuple[int, ...]
    back: tuple[int, ...]
    work: int


@lru_cache(256)
def _plan(
    shape: tuple[int, ...],
    unknown: tuple[int, ...],
    places: tuple[int, ...],
    *steps: tuple[int, ...],
) -> _Plan:
    """Return the plan for arrays of these steps, which stand in these columns of the table."""
    modes = modes_of(shape, steps, unknown)
    while len(modes) < 2:
        modes.insert(0, Mode(1, (0,) * len(steps), True, ()))
    table = np.zeros((len(modes), 4), np.int64)
    cells = 1
    for row, mode in zip(table[::-1], reversed(modes), strict=True):
        row[3], cells = (cells, cells * mode.size) if mode.kept else (0, cells)
        row[list(places)] = mode.steps
    quarter = quartered(modes)
    far = 0 if quarter is None else table[quarter] * (modes[quarter].size // STREAMS)
    table = np.insert(table, len(modes) - 1, far, axis=0)  # the places of a mode are one more
    axes = [axis for mode in modes if mode.kept for axis in mode.axes]
    axes += [axis for axis in range(len(unknown)) if axis not in axes]
    back = tuple(int(n) for n in np.argsort(axes))
    sizes = tuple(unknown[axis] for axis in axes)
    boxes = boxes_of(modes, quarter)
    return _Plan(boxes, table, cells, sizes, back, math.prod(mode.size for mode in modes))


class _Walk:
    """A plan with the memory that it goes through."""

    def __init__(
        self,
        arrays: Sequence[Array | None],
        shape: Sequence[int],
        unknown: Sequence[int],
        threads: int,
    ) -> None:
        there = [(n, array) for n, array in enumerate(arrays) if array is not None]
        places = tuple(n for n, _ in there)
        steps = (tuple(steps_of(array)) for _, array in there)
        self.plan = _plan(tuple(shape), tuple(unknown), places, *steps)
        self.threads = threads
        self.origins = np.zeros(4, np.int64)
        self.flat: list[Array | None] = [None] * 4
        for n, array in there:
            self.flat[n], self.origins[n] = span(array)

    def zeros(self, kind: np.dtype[Any]) -> Array:
        """Return zeros for all copies of the sums."""
        return np.zeros((self.plan.boxes.copies, self.plan.cells), kind)

    def joined(self, sums: Array) -> Array:
        """Return the sums of all copies as an array of the shape of the solution."""
        total: Array = sums[0] if len(sums) == 1 else sums.sum(0)
        return total.reshape(self.plan.sizes).transpose(self.plan.back)

    def run(self, kernel: Callable[..., None], targets: Sequence[Any], homes: Array) -> Array:
        """Run a kernel on all boxes; return what it found for each."""
        boxes = self.plan.boxes
        found = np.zeros((len(boxes.ranges), 2))
        x, h, m, _ = self.flat
        assert x is not None
        assert h is not None
        kinds = [x.dtype, h.dtype, h.dtype if m is None else m.dtype, targets[0].dtype]

        def work(_: int, first: int, last: int) -> int:
            rows = tuple(np.empty(kernels.ROW, kind) for kind in kinds)
            table = (self.origins, self.plan.steps, boxes.ranges, homes, found, rows)
            kernel(x, h, m, *targets, *table, first, last)
            return 0

        if self.threads == 1 or self.plan.work < ALONE or len(boxes.groups) == 1:
            work(0, 0, len(boxes.ranges))
        else:
            sharing.share(work, boxes.groups)
        return found


def steps_of(array: Array) -> list[int]:
    """Return how many entries apart the next ones along each axis are, 0 for length 1."""
    pairs = zip(array.shape, array.strides, strict=True)
    return [stride // array.itemsize if size > 1 else 0 for size, stride in pairs]


def span(array: Array) -> tuple[Array, int]:
    """Return the memory from the first to the last entry, and where entry (0, …, 0) is in it.

    It looks writable, so that one compiled kernel serves read-only arrays; none writes to it.
    """
    ends = [(n - 1) * step for n, step in zip(array.shape, steps_of(array), strict=True)]
    low, high = sum(min(end, 0) for end in ends), sum(max(end, 0) for end in ends)
    start = array.__array_interface__["data"][0] + low * array.itemsize
    memory = _Memory(start, high - low + 1, array)
    return np.asarray(memory), -low


class _Memory:
    """Memory as NumPy takes it from others; holds the array that owns it."""

    def __init__(self, start: int, size: int, owner: Array) -> None:
        self.owner = owner
        self.__array_interface__ = {
            "version": 3,
            "shape": (size,),
            "typestr": owner.dtype.str,
            "data": (start, False),
        }

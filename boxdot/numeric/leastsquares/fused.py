"""The sums of one piece of the data by compiled loops: strides are walked, nothing is copied."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from boxdot.numeric.compiling import sharing
from boxdot.numeric.leastsquares import kernels
from boxdot.numeric.leastsquares.modes import Boxes, Mode, boxes_of, modes_of

Array = npt.NDArray[Any]

DENSE = 4
"""Where H has at least one entry in so many of X, its squares are summed in the same loop."""

ALONE = 2**16
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
    walk = _Walk(x, h, m, shape, unknown)
    num, back = walk.sums(np.result_type(x, h, np.float64), unknown)
    den = walk.sums(np.dtype(np.float64), unknown)[0] if walk.dense else None
    flat = None if den is None else den.reshape(-1)
    found = walk.run(kernels.sum_boxes, (num.reshape(-1), flat), threads)
    joined = [None if part is None else back(part.sum(0)) for part in (num, den)]
    assert joined[0] is not None
    return joined[0], joined[1], float(found[:, 0].sum()), bool(found[:, 1].any())


def residual(
    x: Array, h: Array, m: Array | None, w: Array, shape: Sequence[int], threads: int
) -> float:
    """Return Σ m |x − w h|²; the arguments are those of `sums`, and w of their order."""
    walk = _Walk(x, h, m, shape, w.shape, w)
    flat, start = span(w)
    walk.origins[3] = start
    return float(walk.run(kernels.residual_boxes, (flat,), threads)[:, 0].sum())


class _Walk:
    """The modes, boxes and addresses of one piece."""

    def __init__(
        self,
        x: Array,
        h: Array,
        m: Array | None,
        shape: Sequence[int],
        unknown: Sequence[int],
        w: Array | None = None,
    ) -> None:
        self.dense = m is not None or h.size * DENSE >= x.size
        arrays = [x, h, *(a for a in (m, w) if a is not None)]
        steps = [steps_of(array) for array in arrays]
        self.modes = modes_of(shape, steps, unknown)
        while len(self.modes) < 2:
            self.modes.insert(0, Mode(1, (0,) * len(arrays), True, ()))
        self.boxes: Boxes = boxes_of(self.modes)
        flats = [span(array) for array in arrays]
        self.x, self.h = flats[0][0], flats[1][0]
        self.m = flats[2][0] if m is not None else None
        self.origins = np.zeros(4, np.int64)
        self.origins[: 2 + (m is not None)] = [start for _, start in flats[: 2 + (m is not None)]]
        self.steps = np.zeros((len(self.modes), 4), np.int64)
        for row, mode in zip(self.steps, self.modes, strict=True):
            row[: 2 + (m is not None)] = mode.steps[: 2 + (m is not None)]
            row[3] = mode.steps[-1] if w is not None else 0
        self.homes = np.zeros(len(self.boxes.homes), np.int64)

    def sums(
        self, kind: np.dtype[Any], unknown: Sequence[int]
    ) -> tuple[Array, Callable[[Array], Array]]:
        """Return zeros for the sums, in the order of the data, and how they become an array."""
        cells = 1
        for row, mode in zip(self.steps[::-1], reversed(self.modes), strict=True):
            row[3] = cells if mode.kept else 0
            cells *= mode.size if mode.kept else 1
        self.homes = self.boxes.homes * cells
        axes = [axis for mode in self.modes if mode.kept for axis in mode.axes]
        rest = [axis for axis in range(len(unknown)) if axis not in axes]
        sizes = [unknown[axis] for axis in axes + rest]
        order = np.argsort(axes + rest)

        def back(sums: Array) -> Array:
            return sums.reshape(sizes).transpose(order)

        return np.zeros((self.boxes.copies, cells), kind), back

    def run(self, kernel: Callable[..., None], targets: Sequence[Any], threads: int) -> Array:
        """Run a kernel on all boxes; return what it found for each."""
        ranges, groups = self.boxes.ranges, self.boxes.groups
        found = np.zeros((len(ranges), 2))

        def work(_: int, first: int, last: int) -> int:
            shape = (4, kernels.ROW)
            rows = tuple(np.empty(shape[1], a.dtype) for a in self._kinds(targets))
            kernel(
                *(self.x, self.h, self.m, *targets, self.origins, self.steps, ranges),
                *(self.homes, found, rows, first, last),
            )
            return 0

        alone = threads == 1 or self._work() < ALONE or len(groups) == 1
        if alone:
            work(0, 0, len(ranges))
        else:
            sharing.share(work, groups)
        return found

    def _kinds(self, targets: Sequence[Any]) -> list[Any]:
        return [self.x, self.h, self.h if self.m is None else self.m, targets[0]]

    def _work(self) -> float:
        return float(np.prod([float(mode.size) for mode in self.modes]))


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

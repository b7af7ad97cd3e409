"""The modes of a problem in the order of memory, merged where all arrays allow it (eq. 65 on)."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product
from typing import Any

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[Any]

SHORT = 16
"""A mode that is shorter makes no rows, if there is a longer one."""

TILE = 4096
"""So many entries make a row; so many sums stay at hand while the summed modes go by."""

SMALL = 2**14
"""So few sums need no tiles, and threads may each have their own."""

STREAMS = 4
"""In so many places at once the data are read."""

PIECES = 16
"""Into about so many parts a problem is cut, so that threads can share them."""


@dataclass(frozen=True, slots=True)
class Mode:
    """Axes that are walked as one: how far apart the next entries of x, h, m (and w) are.

    A mode is kept if the solution varies along it, else it is summed over.
    """

    size: int
    steps: tuple[int, ...]
    kept: bool
    axes: tuple[int, ...]

    @property
    def reach(self) -> float:
        """How far apart the next entries of the data are; without end if they are the same one."""
        return abs(self.steps[0]) or math.inf


def modes_of(
    shape: Sequence[int], steps: Sequence[Sequence[int]], unknown: Sequence[int]
) -> list[Mode]:
    """Return the modes of a problem, the one with the farthest entries first, then rows last.

    Parameters
    ----------
    shape
        The shape that all arrays broadcast to.
    steps
        For every array the distance of entries along every axis, 0 where it has length 1.
    unknown
        The shape of the solution.

    Examples
    --------
    Y ∈ ℝ^{4×5×6} and Z ∈ ℝ^{1×5×6}: summing over the first axis, the others merge.

    >>> [(m.size, m.kept) for m in modes_of((4, 5, 6), [(30, 6, 1), (0, 6, 1)], (1, 5, 6))]
    [(4, False), (30, True)]
    """
    single = [
        Mode(size, tuple(step[axis] for step in steps), unknown[axis] > 1, (axis,))
        for axis, size in enumerate(shape)
        if size > 1
    ]
    single.sort(key=lambda mode: [-(abs(step) or math.inf) for step in mode.steps])
    merged: list[Mode] = []
    for mode in single:
        if merged and _are_one(merged[-1], mode):
            outer = merged.pop()
            mode = Mode(outer.size * mode.size, mode.steps, mode.kept, (*outer.axes, *mode.axes))
        merged.append(mode)
    return _rows_last(merged)


def _are_one(outer: Mode, inner: Mode) -> bool:
    """Whether two modes can be walked as one by all arrays, the solution included."""
    pairs = zip(outer.steps, inner.steps, strict=True)
    return outer.kept == inner.kept and all(far == near * inner.size for far, near in pairs)


def _rows_last(modes: list[Mode]) -> list[Mode]:
    """Return the modes with one last that makes rows of some length."""
    for mode in reversed(modes):
        if mode.size >= SHORT:
            return [*(other for other in modes if other is not mode), mode]
    return modes


@dataclass(frozen=True, slots=True)
class Boxes:
    """How a problem is cut.

    Attributes
    ----------
    ranges
        Start and stop of every mode, for every box.
    homes
        Which copy of the sums a box adds to.
    groups
        Ranges of boxes; boxes of different groups share no sums, so that threads may take them.
    copies
        How many copies of the sums there are.
    """

    ranges: Array
    homes: Array
    groups: list[tuple[int, int]]
    copies: int


def quartered(modes: Sequence[Mode]) -> int | None:
    """Return the mode that is walked in four places at once, if there is one.

    Four streams of data hide the time that memory takes to answer. Their rows must share either
    their sums or the known factor.
    """
    column = 1 if not modes[-1].kept and modes[-1].steps[1] else None
    fit = [
        n
        for n, mode in enumerate(modes[:-1])
        if mode.size >= STREAMS
        and (not modes[-1].kept or not mode.kept)
        and (column is None or mode.steps[column] == 0)
    ]
    return max(fit, key=lambda n: modes[n].reach, default=None)


def boxes_of(modes: Sequence[Mode], quarter: int | None = None) -> Boxes:
    """Return the boxes that a problem is cut into, the same for any number of threads.

    Kept modes that lie within a mode that is summed over are cut into tiles, whose sums stay in
    the cache meanwhile. A few sums over long modes are taken in several copies. The mode that is
    walked in four places has one more beside the last, for the place.
    """
    sizes = [mode.size // STREAMS if n == quarter else mode.size for n, mode in enumerate(modes)]
    lengths = _lengths(modes, sizes)
    kept = [n for n, mode in enumerate(modes) if mode.kept]
    summed = [n for n, mode in enumerate(modes) if not mode.kept]
    split = max(summed, key=lambda n: modes[n].reach, default=None)
    few = math.prod(-(-sizes[n] // max(lengths[n], 1)) for n in kept) < PIECES // 2
    if split is not None and few and math.prod(modes[n].size for n in kept) <= SMALL:
        lengths[split] = min(lengths[split], -(-sizes[split] // PIECES))
        summed.sort(key=lambda n: n != split)
    else:
        split = None
    spans = [_spans(size, step) for size, step in zip(sizes, lengths, strict=True)]
    if quarter is not None and (rest := modes[quarter].size % STREAMS):
        spans[quarter].append((sizes[quarter], sizes[quarter] + rest))  # in the last place only
    order = kept + summed
    ranges, homes, keys = [], [], []
    for chosen in product(*(spans[n] for n in order)):
        box = dict(zip(order, chosen, strict=True))
        home = 0 if split is None else min(box[split][0] * PIECES // sizes[split], PIECES - 1)
        ranges.append([box[n] for n in range(len(modes))])
        place = (0, 1)
        if quarter is not None:
            place = (0 if box[quarter][0] < sizes[quarter] else STREAMS - 1, STREAMS)
        ranges[-1].insert(len(modes) - 1, place)
        homes.append(home)
        keys.append((*(box[n] for n in kept), home))
    starts = [n for n, key in enumerate(keys) if n == 0 or key != keys[n - 1]]
    return Boxes(
        np.array(ranges, np.int64),
        np.array(homes, np.int64),
        list(zip(starts, [*starts[1:], len(keys)], strict=True)),
        1 + max(homes),
    )


def _lengths(modes: Sequence[Mode], sizes: Sequence[int]) -> list[int]:
    """Return how much of each mode is in a box."""
    lengths = list(sizes)
    kept = sorted((n for n, mode in enumerate(modes) if mode.kept), key=lambda n: -modes[n].reach)
    if modes[-1].reach > min(mode.reach for mode in modes):
        lengths[-1] = min(lengths[-1], TILE)  # the shorter modes within are walked row by row
    many = math.prod(modes[n].size for n in kept) > SMALL
    if many:
        far = max((mode.reach for mode in modes if not mode.kept), default=0)
        room = TILE
        for n in sorted((n for n in kept if modes[n].reach < far), key=lambda n: -n):
            lengths[n] = min(lengths[n], max(room, 1))
            room //= lengths[n]
    if kept and (many or modes[kept[0]].reach == max(mode.reach for mode in modes)):
        lengths[kept[0]] = min(lengths[kept[0]], -(-sizes[kept[0]] // PIECES))
    return lengths


def _spans(size: int, step: int) -> list[tuple[int, int]]:
    return [(start, min(start + step, size)) for start in range(0, size, step)]

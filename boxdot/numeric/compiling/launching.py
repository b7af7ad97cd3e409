"""Launching a kernel: what it is called with, prepared once, and threads that share its loop."""

from __future__ import annotations

import ctypes
from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

import numpy as np

from boxdot.numeric.compiling import reusing, sharing
from boxdot.numeric.compiling.accumulating import plan_of
from boxdot.numeric.compiling.cells import Fold
from boxdot.numeric.compiling.nests import ROUGH
from boxdot.numeric.compiling.planning import KernelStage
from boxdot.numeric.compiling.slots import Layout
from boxdot.numeric.compiling.storing import entry, exactly, load
from boxdot.numeric.evaluating.loading import Array

ALONE = 2**17
"""So many entries are met before threads are worth their start."""
PIECES = 16
"""How many pieces a thread has to take, so that all end at about the same time."""
PARTS = 4
"""How many pieces if each leaves a part of the result, to be put together."""


class Launch:
    """A loaded kernel, the numbers that it always gets, and where addresses go among them."""

    def __init__(self, stage: KernelStage) -> None:
        names, nest = stage.parameters, stage.nest
        self.nest = nest
        self.text = stage.text
        self._load()
        self.numbers = list(stage.numbers)
        self.form = _memory(len(self.numbers))
        self.reads = [(names.index(f"p{r}"), r) for r in stage.reads]
        self.target = names.index("p_out") if "p_out" in names else None
        self.rows = [(names.index(f"w{n}"), size) for n, size in enumerate(nest.rows)]
        self.planes = names.index("a0") if nest.planes is not None else -1
        self.empty = maker(stage.layout)

    def _load(self) -> None:
        self.kernel = load(self.text)
        self.entry = entry(self.kernel)

    def __call__(self, slots: Mapping[int, Array], result: Array) -> int:
        """Run the kernel, and return which divisors were zero, bit by bit."""
        numbers = self.numbers.copy()
        for place, slot in self.reads:
            numbers[place] = address(slots[slot])
        if self.target is not None:
            numbers[self.target] = address(result)
        flags = self._run(numbers, result)
        if flags >> ROUGH:  # numbers at the end of the range: from now on divided by the machine
            self.text = exactly(self.text)
            self._load()
            flags = self._run(numbers, result)
        return flags

    def _run(self, numbers: list[int], result: Array) -> int:
        nest = self.nest
        threads = sharing.threads() if nest.work >= ALONE and nest.count > 1 else 1
        if threads > 1:
            number = threads * (PIECES if nest.partial is None else PARTS)
            step = sharing.step_of(nest.count, nest.grain, number)
            planes = self._planes(-(-nest.count // step))
            flags = self._shared(numbers, planes, step, threads)
        else:
            planes = self._planes(1)
            flags = self._alone(numbers, planes)
        if nest.partial is not None:
            self._put_together(planes, result)
        return flags

    def _alone(self, numbers: list[int], planes: Array | None) -> int:
        held = [np.empty(size, np.uint8) for _, size in self.rows]
        for (place, _), row in zip(self.rows, held, strict=True):
            numbers[place] = address(row)
        if planes is not None:
            numbers[self.planes] = address(planes)
        given = self.form(*numbers)
        return self.kernel(0, self.nest.count, ctypes.addressof(given))

    def _shared(self, numbers: list[int], planes: Array | None, step: int, threads: int) -> int:
        """Run the loop in pieces, each thread with memory of its own for what it keeps."""
        from boxdot.numeric.compiling import helping

        width = len(numbers)
        given = _memory(width * threads)(*(numbers * threads))
        held = [np.empty((threads, size), np.uint8) for _, size in self.rows]
        for (place, size), rows in zip(self.rows, held, strict=True):
            for thread in range(threads):
                given[thread * width + place] = address(rows) + thread * size
        kept = () if planes is None else (address(planes), planes.strides[0], self.planes)
        where = ctypes.addressof(given)
        loop = helping.Loop(self.entry, self.nest.count, step, where, width, *kept)
        return helping.run(loop, threads)

    def _planes(self, pieces: int) -> Array | None:
        """Return accumulators for every piece, if the kernel has any."""
        if self.nest.planes is None:
            return None
        kind, planes, size = self.nest.planes
        return np.empty((pieces, planes, size), kind)

    def _put_together(self, planes: Array | None, result: Array) -> None:
        """Join what the pieces have left in the accumulators."""
        assert planes is not None
        assert self.nest.partial is not None
        joined = joined_parts(self.nest.partial, list(planes[:, :, : result.size]))
        shape = [length for length, _ in self.nest.targets]
        steps = [step * result.itemsize for _, step in self.nest.targets]
        np.lib.stride_tricks.as_strided(result, shape, steps)[...] = joined.reshape(shape)


@cache
def _memory(length: int) -> type[ctypes.Array[ctypes.c_int64]]:
    """Return the type of so many whole numbers in memory; ctypes makes it anew each time."""
    return ctypes.c_int64 * length


def address(array: Array) -> int:
    """Return where the first entry of an array is."""
    where: int = array.__array_interface__["data"][0]
    return where


def maker(layout: Layout) -> Callable[[], Array]:
    """Return what makes a new array of a layout."""
    axes = sorted(range(len(layout.shape)), key=lambda n: (-layout.strides[n], n))
    shape, kind = tuple(layout.shape[n] for n in axes), layout.kind
    if axes == list(range(len(axes))):
        return lambda: reusing.empty(shape, kind)
    back = sorted(range(len(axes)), key=lambda n: axes[n])
    return lambda: reusing.empty(shape, kind).transpose(back)


def joined_parts(fold: Fold, parts: list[Array]) -> Array:
    """Return the result of a fold of what the threads left."""
    assert fold.kind is not None
    plan = plan_of(fold)
    if plan.block is None:
        pick: Callable[..., Any] = {"max": np.maximum, "min": np.minimum, "prod": np.multiply}.get(
            fold.function, np.add
        ).reduce
        return np.asarray(pick([part[0] for part in parts], axis=0, dtype=fold.kind))
    pieces = [_added([part[n:m] for part in parts]) for n, m in _spans(plan)]
    if len(pieces) == 2:
        return np.asarray((pieces[0] + 1j * pieces[1]).astype(fold.kind))
    return np.asarray(pieces[0].astype(fold.kind))


def _spans(plan: Any) -> list[tuple[int, int]]:
    each = len(plan.start) // len(plan.pieces)
    return [(each * n, each * (n + 1)) for n in range(len(plan.pieces))]


def _added(parts: list[Array]) -> Any:
    """Add sums, with what their additions lost."""
    total: Any = np.zeros(parts[0].shape[1])
    rest: Any = np.zeros(parts[0].shape[1])
    with np.errstate(invalid="ignore", over="ignore"):
        for part in parts:
            found = total + part[0]
            lost = found - total
            rest += (total - (found - lost)) + (part[0] - lost)
            total = found
            if len(part) > 1:
                rest += part[1]
        return np.where(np.isnan(rest), total, total + rest)

"""Launching a kernel: what it is called with, prepared once, and threads that share its loop."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from boxdot.numeric.compiling import reusing, sharing
from boxdot.numeric.compiling.accumulating import plan_of
from boxdot.numeric.compiling.cells import Fold
from boxdot.numeric.compiling.planning import KernelStage
from boxdot.numeric.compiling.slots import Layout
from boxdot.numeric.compiling.storing import load
from boxdot.numeric.evaluating.loading import Array

ALONE = 2**19
"""So many entries are met before threads are worth their start."""


class Launch:
    """A loaded kernel, the numbers that it always gets, and where addresses go among them."""

    def __init__(self, stage: KernelStage) -> None:
        names, nest = stage.parameters, stage.nest
        self.nest = nest
        self.kernel = load(stage.text)
        self.numbers = list(stage.numbers)
        self.reads = [(names.index(f"p{r}"), r) for r in stage.reads]
        self.target = names.index("p_out") if "p_out" in names else None
        self.rows = [(names.index(f"w{n}"), size) for n, size in enumerate(nest.rows)]
        self.planes = names.index("a0") if nest.planes is not None else None
        self.empty = maker(stage.layout)

    def __call__(self, slots: Mapping[int, Array], result: Array) -> int:
        """Run the kernel, and return which divisors were zero, bit by bit."""
        numbers = self.numbers.copy()
        for place, slot in self.reads:
            numbers[place] = address(slots[slot])
        if self.target is not None:
            numbers[self.target] = address(result)
        nest = self.nest
        if nest.work < ALONE and nest.partial is None:
            return self._piece(numbers, None, 0, nest.count)
        return self._shared(numbers, result)

    def _shared(self, numbers: list[int], result: Array) -> int:
        nest = self.nest
        parallel = nest.work >= ALONE and sharing.threads() > 1 and nest.count > 1
        number = sharing.threads() * sharing.PIECES if parallel else 1
        pieces = sharing.pieces_of(nest.count, nest.grain, number) if nest.count else [(0, 0)]
        parts: list[Any] = [None] * len(pieces)

        def run(n: int, start: int, stop: int) -> int:
            if nest.planes is not None:
                parts[n] = self._planes()
            return self._piece(numbers, parts[n], start, stop)

        flags = sharing.share(run, pieces) if len(pieces) > 1 else run(0, *pieces[0])
        if nest.partial is not None:
            joined = joined_parts(nest.partial, [part[:, : result.size] for part in parts])
            result[...] = joined.reshape(result.shape)
        return flags

    def _planes(self) -> Array:
        assert self.nest.planes is not None
        kind, planes, size = self.nest.planes
        return np.empty((planes, size), kind)

    def _piece(self, numbers: list[int], planes: Array | None, start: int, stop: int) -> int:
        """Run a piece of the loop, with memory of its own for what it keeps."""
        if not self.rows and self.planes is None:
            return self.kernel(start, stop, *numbers)
        mine = numbers.copy()
        held = [np.empty(size, np.uint8) for _, size in self.rows]
        for (place, _), row in zip(self.rows, held, strict=True):
            mine[place] = address(row)
        if self.planes is not None:
            planes = self._planes() if planes is None else planes
            mine[self.planes] = address(planes)
        return self.kernel(start, stop, *mine)


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

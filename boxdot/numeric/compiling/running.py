"""Running a plan: memory for each stage, kernels in threads, zeros in divisors reported."""

from __future__ import annotations

import warnings
from collections import Counter
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from boxdot.grammar.errors import DataError
from boxdot.numeric.compiling import reusing, sharing
from boxdot.numeric.compiling.accumulating import plan_of
from boxdot.numeric.compiling.cells import Fold
from boxdot.numeric.compiling.contracting import operation
from boxdot.numeric.compiling.planning import KernelStage, LibraryStage, Plan, Stage
from boxdot.numeric.compiling.slots import Layout
from boxdot.numeric.compiling.storing import Kernel, load
from boxdot.numeric.evaluating.loading import Array

ALONE = 2**16
"""So many entries are met before threads are worth their start."""


class ZeroDenominatorWarning(RuntimeWarning):
    """Something was divided by zero; the message names what was zero."""


class Runner:
    """A plan with its kernels loaded."""

    def __init__(self, plan: Plan, *, strict: bool) -> None:
        self.plan = plan
        self.strict = strict
        self._kernels: dict[int, Kernel] = {
            stage.slot: load(stage.text) for stage in plan.stages if isinstance(stage, KernelStage)
        }
        uses = Counter(
            r for s in plan.stages if isinstance(s, KernelStage | LibraryStage) for r in s.reads
        )
        uses[plan.result] += 1
        self._uses = uses

    def run(self, arrays: Mapping[str, Array], out: Array | None) -> Array:
        """Return the result, in ``out`` if that is given."""
        slots: dict[int, Any] = {n: arrays[name] for name, n in self.plan.inputs.items()}
        waiting = self._uses.copy()
        for stage in self.plan.stages:
            target = out if stage.slot == self.plan.result and _fits(out, stage) else None
            if isinstance(stage, KernelStage):
                slots[stage.slot] = self._kernel(stage, slots, target)
            else:
                assert isinstance(stage, LibraryStage)
                found = operation(stage.value)(*(slots[r] for r in stage.reads))
                slots[stage.slot] = _laid_out(found, stage.layout)
            for r in stage.reads:
                waiting[r] -= 1
                if not waiting[r]:
                    slots.pop(r)
        return np.asarray(slots[self.plan.result])

    def _kernel(self, stage: KernelStage, slots: Mapping[int, Array], out: Array | None) -> Array:
        result = empty(stage.layout) if out is None else out
        if not result.size:
            return result
        nest = stage.nest
        addresses = {f"p{r}": address(slots[r]) for r in stage.reads}
        addresses["p_out"] = address(result)
        numbers = [
            addresses.get(name, number)
            for name, number in zip(stage.parameters, stage.numbers, strict=True)
        ]
        parallel = nest.work >= ALONE and sharing.threads() > 1 and nest.count > 1
        number = sharing.threads() * sharing.PIECES if parallel else 1
        pieces = sharing.pieces_of(nest.count, nest.grain, number) if nest.count else [(0, 0)]
        parts: list[Any] = [None] * len(pieces)
        kernel, names = self._kernels[stage.slot], stage.parameters

        def run(n: int, start: int, stop: int) -> int:
            mine = list(numbers)
            held = [np.empty(size, np.uint8) for size in nest.rows]
            for k, row in enumerate(held):
                mine[names.index(f"w{k}")] = address(row)
            if nest.planes is not None:
                kind, planes, size = nest.planes
                parts[n] = np.empty((planes, size), kind)
                mine[names.index("a0")] = address(parts[n])
            return kernel(start, stop, *mine)

        flags = sharing.share(run, pieces) if len(pieces) > 1 else run(0, *pieces[0])
        if nest.partial is not None:
            joined = joined_parts(nest.partial, [part[:, : result.size] for part in parts])
            result[...] = joined.reshape(result.shape)
        if flags:
            self._report(stage, flags)
        return result

    def _report(self, stage: KernelStage, flags: int) -> None:
        for n, names in enumerate(stage.divisors):
            if flags >> n & 1:
                what = names[0] if len(names) == 1 else f"a divisor made of {', '.join(names)}"
                message = f"division by zero: {what} is 0 in some entries"
                if self.strict:
                    raise DataError(message, hint="without strict the result has inf or NaN there")
                warnings.warn(message, ZeroDenominatorWarning, stacklevel=4)


def _laid_out(found: Any, layout: Layout) -> Any:
    """Return an array as the kernels expect it, copied if NumPy has made it otherwise.

    A number of Python stays one: it has no data type that it could force upon others.
    """
    if isinstance(found, int | float | complex) and not isinstance(found, np.generic):
        return found
    array: Array = np.asarray(found)
    wanted = [(n, s) for n, s in zip(layout.shape, layout.strides, strict=True) if n > 1]
    found = [(n, s) for n, s in zip(array.shape, array.strides, strict=True) if n > 1]
    if (found, array.dtype, array.shape) == (wanted, layout.kind, layout.shape):
        return array
    new = empty(layout)
    new[...] = array
    return new


def _fits(out: Array | None, stage: Stage) -> bool:
    layout = stage.layout
    return out is not None and (out.dtype, out.shape) == (layout.kind, layout.shape)


def address(array: Array) -> int:
    """Return where the first entry of an array is."""
    where: int = array.__array_interface__["data"][0]
    return where


def empty(layout: Layout) -> Array:
    """Return a new array of a layout."""
    axes = sorted(range(len(layout.shape)), key=lambda n: (-layout.strides[n], n))
    array = reusing.empty(tuple(layout.shape[n] for n in axes), layout.kind)
    back = sorted(range(len(axes)), key=lambda n: axes[n])
    return array.transpose(back)


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

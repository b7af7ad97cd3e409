"""Running a plan: stage after stage, memory for each, zeros in divisors reported."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from boxdot.grammar.errors import DataError
from boxdot.numeric.compiling.contracting import operation
from boxdot.numeric.compiling.launching import Launch, maker
from boxdot.numeric.compiling.planning import CopyStage, KernelStage, LibraryStage, Plan, Stage
from boxdot.numeric.compiling.slots import Layout
from boxdot.numeric.evaluating.dividing import (
    ZeroDenominatorWarning,
    divided,
    divisor,
    told,
    zeros_in,
)
from boxdot.numeric.evaluating.loading import Array
from boxdot.numeric.telling import tell


class Runner:
    """A plan with its kernels loaded."""

    def __init__(self, plan: Plan, *, strict: bool) -> None:
        self.plan = plan
        self.strict = strict
        self._launches = {
            stage.slot: Launch(stage) for stage in plan.stages if isinstance(stage, KernelStage)
        }
        self._inputs = tuple(plan.inputs.items())
        self._ended = _ended(plan)

    def run(self, arrays: Mapping[str, Array], out: Array | None) -> Array:
        """Return the result, in ``out`` if that is given."""
        slots: dict[int, Any] = {n: arrays[name] for name, n in self._inputs}
        for stage, ended in zip(self.plan.stages, self._ended, strict=True):
            target = out if stage.slot == self.plan.result and _fits(out, stage) else None
            if isinstance(stage, KernelStage):
                slots[stage.slot] = self._kernel(stage, slots, target)
            elif isinstance(stage, CopyStage):
                slots[stage.slot] = _laid_out(slots[stage.reads[0]], stage.layout)
            else:
                assert isinstance(stage, LibraryStage)
                found = self._computed(stage, tuple(slots[r] for r in stage.reads))
                slots[stage.slot] = _laid_out(found, stage.layout)
            for r in ended:
                del slots[r]
        return np.asarray(slots[self.plan.result])

    def _computed(self, stage: LibraryStage, arguments: tuple[Any, ...]) -> Any:
        zeros = zeros_in(stage.value, arguments)
        if zeros is None:
            return operation(stage.value)(*arguments)
        told(strict=self.strict)(zeros)
        return divided(*arguments)

    def _kernel(self, stage: KernelStage, slots: Mapping[int, Array], out: Array | None) -> Array:
        launch = self._launches[stage.slot]
        result = launch.empty() if out is None else out
        flags = launch(slots, result) if result.size else 0
        if flags:
            self._report(stage, flags)
        return result

    def _report(self, stage: KernelStage, flags: int) -> None:
        for n, names in enumerate(stage.divisors):
            if flags >> n & 1:
                message = f"division by zero: {divisor(names)} is 0 in some entries"
                if self.strict:
                    raise DataError(message, hint="without strict the result has inf or NaN there")
                tell(message, ZeroDenominatorWarning)


def _ended(plan: Plan) -> list[tuple[int, ...]]:
    """Return for each stage which slots nobody reads after it."""
    needed: set[int] = {plan.result}
    ended: list[tuple[int, ...]] = []
    for stage in reversed(plan.stages):
        assert isinstance(stage, KernelStage | LibraryStage | CopyStage)
        ended.append(tuple(set(stage.reads) - needed))
        needed.update(stage.reads)
    return ended[::-1]


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
    new = maker(layout)()
    new[...] = array
    return new


def _fits(out: Array | None, stage: Stage) -> bool:
    layout = stage.layout
    return out is not None and (out.dtype, out.shape) == (layout.kind, layout.shape)

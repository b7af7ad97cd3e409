"""Plans: which kernels and which functions of NumPy compute a value, in which order."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from boxdot.grammar.errors import DataError, UnsupportedError
from boxdot.notation.codegen import program as p
from boxdot.numeric.compiling.cells import Cell, Entry, Fold, Label, every
from boxdot.numeric.compiling.emitting import NotLocal
from boxdot.numeric.compiling.kinds import Kind, Unfusible, constant
from boxdot.numeric.compiling.nests import Nest, task_of
from boxdot.numeric.compiling.packing import packed
from boxdot.numeric.compiling.reading import ARMS, Reader
from boxdot.numeric.compiling.relabelling import ordered
from boxdot.numeric.compiling.slots import Layout, in_order
from boxdot.numeric.compiling.storing import text_of
from boxdot.numeric.compiling.writing import write
from boxdot.numeric.evaluating.interpreting import operated
from boxdot.numeric.evaluating.operations import OPERATIONS

CUTS = 64
"""How often a value may be taken apart before NumPy computes it whole."""
VIEWS = (p.Expand, p.Squeeze, p.Permute, p.Take)


@dataclass(frozen=True, slots=True)
class Stage:
    """Something to run: it puts an array into a slot."""

    slot: int
    layout: Layout


@dataclass(frozen=True, slots=True)
class KernelStage(Stage):
    """A kernel: its text, its whole numbers (None: an address), the slots that it reads."""

    text: str
    parameters: tuple[str, ...]
    numbers: tuple[int, ...]
    reads: tuple[int, ...]
    nest: Nest
    divisors: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class CopyStage(Stage):
    """A copy of the array in a slot, in another order in memory."""

    reads: tuple[int]


@dataclass(frozen=True, slots=True)
class LibraryStage(Stage):
    """A function of NumPy on slots; ``layout`` may be of another order in memory."""

    value: p.Value
    reads: tuple[int, ...]


@dataclass(slots=True)
class Plan:
    """Stages in order, the slots of the inputs, and the slot of the result."""

    stages: list[Stage] = field(default_factory=list)
    inputs: dict[str, int] = field(default_factory=dict)
    result: int = -1
    layouts: dict[int, Layout] = field(default_factory=dict)


class Planner:
    """Makes the plan of one value for arrays of given layouts."""

    def __init__(self, layouts: Mapping[str, Layout], *, fused: bool = True) -> None:
        self.given = layouts
        self.fused = fused
        self.plan = Plan()
        self._slots: dict[int, int] = {}
        self._kept: list[p.Value] = []
        self._copied: dict[int, int] = {}

    def make(self, value: p.Value, out: Layout | None = None) -> Plan:
        """Return the plan of a value, whose result is to be laid out as ``out``."""
        self.plan.result = self.slot(value, out)
        return self.plan

    def slot(self, value: p.Value, out: Layout | None = None) -> int:
        """Return the slot of a value, with the stages that compute it made before."""
        if id(value) not in self._slots:
            self._kept.append(value)
            self._slots[id(value)] = self._placed(value, out)
        return self._slots[id(value)]

    def _placed(self, value: p.Value, out: Layout | None) -> int:
        if isinstance(value, p.Load):
            self.plan.inputs[value.name] = self._new(self.given[value.name])
            return self.plan.inputs[value.name]
        if isinstance(value, p.Call):
            raise UnsupportedError(
                f"{value.function} is not a known function, so it has no value",
                hint="write out what it computes",
            )
        loops = type(value) in ARMS and not isinstance(value, VIEWS) and bool(value.shape)
        if self.fused and (loops or isinstance(value, p.Reduce)):
            with suppress(Unfusible):
                return self._kernel(value, out)
        return self._library(value)

    def _new(self, layout: Layout) -> int:
        slot = len(self.plan.layouts)
        self.plan.layouts[slot] = layout
        return slot

    def _library(self, value: p.Value) -> int:
        reads = tuple(self.slot(child) for child in p.children(value))
        samples = [
            self._sample(child, r) for child, r in zip(p.children(value), reads, strict=True)
        ]
        layout = self._library_layout(value, reads, samples)
        slot = self._new(layout)
        self.plan.stages.append(LibraryStage(slot, layout, value, reads))
        return slot

    def _sample(self, value: p.Value, slot: int) -> Any:
        """Return an array of one entry that has the data type of a value, or the number it is."""
        number = constant(value)
        layout = self.plan.layouts[slot]
        return np.ones((1,) * len(layout.shape), layout.kind) if number is None else number

    def _library_layout(self, value: p.Value, reads: tuple[int, ...], samples: list[Any]) -> Layout:
        shape = tuple(int(size) for size in value.shape)  # type: ignore[arg-type]  # all are numbers
        if isinstance(value, VIEWS):
            layout = self.plan.layouts[reads[0]]
            ghost = np.lib.stride_tricks.as_strided(
                np.empty(1, layout.kind), layout.shape, layout.strides
            )
            view = OPERATIONS[type(value)](value, ghost)
            return Layout(layout.kind, view.shape, view.strides)
        kind = _library_kind(value, samples)
        return in_order(kind, shape, tuple(range(len(shape))))

    def _kernel(self, value: p.Value, out: Layout | None) -> int:
        cut: frozenset[int] = frozenset()
        for _ in range(CUTS):
            try:
                return self._written(value, cut, out)
            except NotLocal as found:
                if found.source in cut or found.source == id(value):
                    raise Unfusible("a fold that no loop can hold") from None
                cut |= {found.source}
        raise Unfusible("too many parts")

    def _written(self, value: p.Value, cut: frozenset[int], out: Layout | None) -> int:
        reader = Reader(self._described, cut)
        cell, axes = reader.root(value)
        kind = cell.kind
        if kind is None or (isinstance(cell, Entry) and value.shape == ()):
            raise Unfusible("a number")
        _demand_entries(cell, reader.lengths)
        shape = tuple(int(size) for size in value.shape)  # type: ignore[arg-type]  # all are numbers
        layout = _layout(kind, shape, cell, axes)
        if out is not None and (out.kind, out.shape) == (kind, shape):
            layout = out
        task = task_of(cell, kind, axes, layout.steps, reader.lengths, id(value))
        before = len(self.plan.stages)
        task = packed(task, self.plan.layouts, self._copy)
        try:
            nest = write(task)
        except (Unfusible, NotLocal):
            del self.plan.stages[before:]  # copies for nobody
            raise
        reads = sorted({int(n[1:]) for n in nest.used if n[0] == "p" and n != "p_out"})
        slot = self._new(layout)
        stage = KernelStage(
            slot,
            layout,
            text_of(tuple(nest.used), nest.lines),
            tuple(nest.used),
            tuple(nest.used.values()),
            tuple(reads),
            nest,
            tuple(self._names(flag) for flag in nest.flags),
        )
        self.plan.stages.append(stage)
        return slot

    def _copy(self, slot: int, layout: Layout) -> int:
        copy = self._new(layout)
        self.plan.stages.append(CopyStage(copy, layout, (slot,)))
        self._copied[copy] = slot
        return copy

    def _described(self, value: p.Value) -> tuple[int, Kind, tuple[int, ...]]:
        slot = self.slot(value)
        layout = self.plan.layouts[slot]
        if any(stride % layout.kind.itemsize for stride in layout.strides):
            raise Unfusible("entries that do not stand at whole steps")
        return slot, layout.kind, layout.steps

    def _names(self, cell: Cell) -> tuple[str, ...]:
        """Return the symbols in a divisor."""
        slots = {
            self._copied.get(part.slot, part.slot)
            for part in every(cell)
            if isinstance(part, Entry)
        }
        return tuple(self._symbols(slots))

    def _symbols(self, slots: set[int]) -> list[str]:
        return sorted(
            {
                load.name
                for value in self._kept
                if self._slots.get(id(value)) in slots
                for load in p.walk(value)
                if isinstance(load, p.Load)
            }
        )


def _library_kind(value: p.Value, samples: list[Any]) -> Kind:
    """Return the data type that NumPy gives on arrays of one entry."""
    if not samples:
        return np.asarray(operated(value)).dtype
    if isinstance(value, p.Reshape | p.Broadcast | p.Tile | p.Gather):
        kind: Kind = samples[0].dtype
        return kind
    with np.errstate(all="ignore"):
        return np.asarray(operated(value, *samples)).dtype


def _layout(
    kind: Kind, shape: tuple[int, ...], cell: Cell, axes: tuple[Label | None, ...]
) -> Layout:
    """Return the layout of a new result: axes in the order of the largest arguments."""
    labels = {axis: n for n, axis in enumerate(axes) if axis is not None}
    lengths = {axis: shape[n] for axis, n in labels.items()}
    if any(isinstance(part, Fold) for part in every(cell)):
        return in_order(kind, shape, tuple(range(len(shape))))
    order = ordered(cell, tuple(labels), {}, lengths)
    ones = [n for n, axis in enumerate(axes) if axis is None]
    return in_order(kind, shape, (*ones, *(labels[axis] for axis in order)))


def _demand_entries(cell: Cell, lengths: Mapping[Label, int]) -> None:
    """Refuse the largest or smallest of no entries."""
    for part in every(cell):
        extremum = isinstance(part, Fold) and part.function in ("max", "min")
        if isinstance(part, Fold) and extremum and not all(lengths[n] for n in part.bound):
            raise DataError(f"the {part.function} of no entries has no value")

"""What a kernel has to compute, and what it is once it is written."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from boxdot.numeric.compiling.cells import Apply, Cell, Fold, Label, every
from boxdot.numeric.compiling.emitting import UNROLLED, Emitter, stored
from boxdot.numeric.compiling.folding import emit_folds
from boxdot.numeric.compiling.kinds import Kind
from boxdot.numeric.compiling.relabelling import mergeable, ordered, without

ROUGH = 62
"""The bit by which a kernel says that some of its divisions may be rounded otherwise."""


@dataclass(slots=True)
class Task:
    """A value to compute: its cell, the labels of its result and how they lead through it.

    A sum of at most ``unrolled`` terms is written with its length.
    """

    cell: Cell
    kind: Kind
    lengths: dict[Label, int]
    axes: tuple[Label, ...]
    target: dict[Label, int]
    order: list[Label]
    value: int
    unrolled: int = 4

    @property
    def root(self) -> Fold | None:
        """The fold that the whole value is, if it is one."""
        return self.cell if isinstance(self.cell, Fold) else None


@dataclass(frozen=True, slots=True)
class Nest:
    """A written kernel.

    Parameters
    ----------
    lines
        The body of the function.
    used
        Its parameters after ``lo`` and ``hi``, in order, with the values that are known.
    count
        How long the label is that threads share; 0 if none is shared.
    flags
        The cells that something is divided by.
    rows
        How long the rows kept aside are, in bytes, in order.
    planes
        The data type, number and size of the accumulators, or None.
    partial
        The fold whose parts the threads leave in the accumulators, if they do.
    work
        How many entries the loops meet.
    grain
        At whole multiples of it threads may divide the label that they share.
    targets
        The length and step of each label of what the threads leave, in its order there.
    """

    lines: list[str]
    used: dict[str, int]
    count: int
    flags: list[Cell]
    rows: list[int]
    planes: tuple[Kind, int, int] | None
    partial: Fold | None
    work: int
    grain: int = 1
    targets: tuple[tuple[int, int], ...] = ()


def task_of(
    cell: Cell,
    kind: Kind,
    axes: tuple[Label | None, ...],
    strides: Sequence[int],
    lengths: Mapping[Label, int],
    value: int,
) -> Task:
    """Return a task with its labels in order and as few as possible."""
    labels = tuple(axis for axis in axes if axis is not None)
    pairs = zip(axes, strides, strict=True)
    target = {axis: step for axis, step in pairs if axis is not None}
    lengths = dict(lengths)
    order = ordered(cell, labels, target, lengths)
    task = Task(cell, kind, lengths, labels, target, order, value)
    for n in range(len(order) - 1, 0, -1):
        _merge(task, order[n - 1], order[n])
    return task


def _merge(task: Task, outer: Label, inner: Label) -> None:
    if inner not in task.lengths or (outer in task.axes) != (inner in task.axes):
        return
    length = task.lengths[inner]
    if not mergeable(task.cell, outer, inner, task.target, length):
        return
    task.cell = without(task.cell, outer, {})
    task.lengths[inner] = length * task.lengths.pop(outer)
    task.order = [label for label in task.order if label != outer]
    task.axes = tuple(axis for axis in task.axes if axis != outer)
    task.target.pop(outer, None)


def emitter_of(task: Task, order: Sequence[Label], ranged: Label | None) -> Emitter:
    """Return what writes the kernel of a task."""
    folds = [part for part in every(task.cell) if isinstance(part, Fold)]
    fixed = frozenset({task.value})
    summed = any(order[-1] in fold.bound for fold in folds)
    emitter = Emitter(task.lengths, list(order), task.order, ranged, emit_folds, folds, fixed=fixed)
    emitter.unrolled = task.unrolled if summed else UNROLLED
    return emitter


def store(task: Task, emitter: Emitter, text: str) -> None:
    """Write the line that puts an entry of the result into memory."""
    place = emitter.place(-1, tuple(task.target.items()))
    for line in stored(task.kind, emitter.parameter("p_out"), place, text):
        emitter.line(line)


def nest_of(task: Task, emitter: Emitter, ranged: Label | None) -> Nest:
    """Return the kernel that the emitter has written."""
    (scope,) = emitter.scopes
    flags = [f"z{n} = False" for n in range(len(emitter.flags))]
    bits = [f"np.int64(z{n}) << {n}" for n in range(min(len(emitter.flags), 62))]
    exponential = any(isinstance(c, Apply) and c.function == "exp" for c in every(task.cell))
    wide = ["wide_vectors()"] if exponential or emitter.rough else []
    if emitter.rough:
        flags, bits = [*flags, "rough = False"], [*bits, f"np.int64(rough) << {ROUGH}"]
    lines = [*wide, *flags, *scope.lines, f"return {' | '.join(bits) or 'np.int64(0)'}"]
    count = task.lengths[ranged] if ranged is not None else 0
    rows = [16 * task.lengths[emitter.aside[key]] for key in emitter.kept]
    work = 1
    for length in task.lengths.values():
        work *= length
    return Nest(lines, emitter.used, count, emitter.flags, rows, None, None, work)

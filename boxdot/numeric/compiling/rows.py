"""Loops over the result, in which rows are reduced and kept aside; totals that threads share."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from boxdot.numeric.compiling.accumulating import plan_of
from boxdot.numeric.compiling.cells import Apply, Cell, Fold, Label, every
from boxdot.numeric.compiling.emitting import Emitter, stored
from boxdot.numeric.compiling.folding import emit_folds
from boxdot.numeric.compiling.functions import COSTLY
from boxdot.numeric.compiling.nests import Nest, Task, emitter_of, nest_of, store

ROW = 2**15
"""A row that is not longer is kept aside where it is needed again."""
FEW = 16
"""An outermost loop that is shorter is not shared among threads if another one can be."""


def write_rows(task: Task) -> Nest:
    """Loops over the result; what is reduced is reduced inside, row by row."""
    loops = [label for label in task.order if label in task.axes]
    others = [label for label in task.order if label not in task.axes]
    ranged = _shared(task, loops)
    emitter = emitter_of(task, [*loops, *others], ranged)
    _keep_aside(task, emitter, loops)
    for label in loops:
        emitter.open(label)
    emitter.prepare(task.cell)
    text = emitter.need(task.cell, task.kind)
    store(task, emitter, text)
    for _ in loops:
        emitter.close()
    return nest_of(task, emitter, ranged)


def _shared(task: Task, loops: Sequence[Label]) -> Label | None:
    """Return the label that threads share: the outermost, or a later one if that is short."""
    if not loops:
        return None
    if any(isinstance(part, Fold) for part in every(task.cell)):
        return loops[0]
    return next((label for label in loops if task.lengths[label] >= FEW), loops[0])


def write_total(task: Task, root: Fold) -> Nest:
    """One number: threads leave their parts, which are then put together."""
    order = [label for label in task.order if label in root.bound]
    emitter = emitter_of(task, task.order, order[0])
    emitter.root = root
    (running, *_) = emit_folds(emitter, [root], partial=True)
    plane = plan_of(root).plane
    for n, name in enumerate(running.kept):
        for line in stored(plane, emitter.parameter("a0"), str(n), name):
            emitter.line(line)
    nest = nest_of(task, emitter, order[0])
    return replace(nest, planes=(plane, len(running.kept), 1), partial=root)


def _keep_aside(task: Task, emitter: Emitter, loops: Sequence[Label]) -> None:
    """Choose the costly cells that several loops over one row need."""
    if not loops or task.lengths[loops[-1]] > ROW or not emitter.folds:
        return
    inner = loops[-1]
    users = [task.cell, *(fold.argument for fold in emitter.folds)]
    count: dict[int, int] = {}
    cells: dict[int, Cell] = {}
    for user in users:
        for cell in _outside_folds(user):
            if isinstance(cell, Apply) and cell.function in COSTLY:
                count[id(cell)] = count.get(id(cell), 0) + 1
                cells[id(cell)] = cell
    for key, cell in cells.items():
        users_are_rows = all(
            fold.labels == frozenset(loops[:-1]) for fold in _users(emitter.folds, cell)
        )
        if count[key] > 1 and cell.labels == frozenset(loops) and users_are_rows:
            emitter.aside = {**emitter.aside, key: inner}


def _users(folds: Sequence[Fold], cell: Cell) -> list[Fold]:
    return [f for f in folds if any(part is cell for part in _outside_folds(f.argument))]


def _outside_folds(cell: Cell) -> list[Cell]:
    if isinstance(cell, Fold):
        return []
    return [part for part in every(cell, within=False) if not isinstance(part, Fold)]

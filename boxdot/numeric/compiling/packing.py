"""Small factors of short sums, copied so that the machine reads them in whole vectors.

In ``Σ_k f(X_ik, Y_jk)`` with few k the numbers that neighbours in j need do not stand side by
side. A copy of Y with j innermost costs little where it is read for many i.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from boxdot.numeric.compiling.cells import Apply, Cell, Entry, Fold, Label, every
from boxdot.numeric.compiling.nests import Task
from boxdot.numeric.compiling.slots import Layout

SHORT = 16
"""So many terms a sum may have."""
LONG = 64
"""So many neighbours are worth it."""
OFTEN = 8
"""How often a copy must be read for each term: it then takes little beside the result."""


def packed(task: Task, layouts: Mapping[int, Layout], copy: Callable[[int, Layout], int]) -> Task:
    """Return the task with such factors read from copies.

    ``copy`` gives the slot of a copy of a slot in another layout.
    """
    root = task.root
    if root is None or len(root.bound) != 1 or not task.axes:
        return task
    inner = max(task.axes, key=task.order.index)
    (bound,) = root.bound
    around = 1
    for label in task.axes:
        around *= task.lengths[label] if label != inner else 1
    few, many = task.lengths[bound], task.lengths[inner]
    if task.target[inner] != 1 or few > SHORT or many < LONG or around < OFTEN * few:
        return task
    found: dict[int, Cell] = {}
    if any(isinstance(part, Fold) for part in every(root.argument)):
        return task
    for cell in every(root):
        if isinstance(cell, Entry) and inner in cell.labels and dict(cell.steps)[inner] != 1:
            layout = _transposed(layouts[cell.slot], cell, {bound: few, inner: many}, inner)
            if layout is None:
                return task
            steps = ((bound, many), (inner, 1))
            found[id(cell)] = replace(cell, slot=copy(cell.slot, layout), steps=steps)
    if not found:
        return task
    return replace(task, cell=_exchanged(root, found), unrolled=SHORT)


def _transposed(
    layout: Layout, cell: Entry, lengths: Mapping[Label, int], inner: Label
) -> Layout | None:
    """Return the layout with the inner label innermost, if an array has these two axes only."""
    places = {step: label for label, step in cell.steps}
    long = [n for n, length in enumerate(layout.shape) if length > 1]
    if cell.labels != set(lengths) or len(places) != 2 or len(long) != 2:
        return None
    strides = [layout.kind.itemsize] * len(layout.shape)
    for axis in long:
        label = places.get(layout.steps[axis])
        if label is None or layout.shape[axis] != lengths[label]:
            return None
        if label != inner:
            strides[axis] *= lengths[inner]
    return Layout(layout.kind, layout.shape, tuple(strides))


def _exchanged(cell: Cell, known: dict[int, Cell]) -> Cell:
    """Return a cell with others in place of some of its parts."""
    if id(cell) not in known:
        new = cell
        match cell:
            case Apply():
                arguments = tuple(_exchanged(part, known) for part in cell.arguments)
                new = replace(cell, arguments=arguments)
            case Fold():
                new = replace(cell, argument=_exchanged(cell.argument, known))
        known[id(cell)] = new
    return known[id(cell)]

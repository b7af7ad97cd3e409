"""Statistics of slices that stay in the cache: the loop over slices becomes the outermost one.

The mean, the variance and the result of a channel of ``X ∈ R^{N×C×H×W}`` need its numbers three
times. Channel after channel they come from memory once, although they do not stand side by side.
"""

from __future__ import annotations

from boxdot.numeric.compiling.cells import Entry, Fold, Label, every
from boxdot.numeric.compiling.nests import Task

SLICE = 2**22
"""How many bytes of arguments a slice may have."""
RUN = 64
"""How many numbers of a slice must stand side by side."""
MANY = 8
"""So few slices are not worth it: threads share them."""


def order_by_slices(task: Task) -> list[Label]:
    """Return the labels in the order of loops: those of the slices first, if that is worth it."""
    folds = [part for part in every(task.cell) if isinstance(part, Fold)]
    kinds = {(fold.labels, fold.bound) for fold in folds}
    if task.root is not None or len(kinds) != 1:
        return task.order
    ((kept, bound),) = kinds
    within = [label for label in task.order if label in bound]
    first = [label for label in task.order if label in kept]
    if not first or set(task.order) != kept | bound or task.order[-1] not in bound:
        return task.order
    many = _product(task, first)
    if task.lengths[within[-1]] < RUN or many < MANY or _bytes(task, bound) > SLICE:
        return task.order
    return first + within


def _product(task: Task, labels: list[Label]) -> int:
    size = 1
    for label in labels:
        size *= task.lengths[label]
    return size


def _bytes(task: Task, bound: frozenset[Label]) -> int:
    """Return how many bytes of the arguments a slice has."""
    size = 0
    for cell in every(task.cell):
        if isinstance(cell, Entry) and cell.kind is not None:
            size += cell.kind.itemsize * _product(task, [n for n in cell.labels if n in bound])
    return size

"""Labels in the order of memory; neighbours that walk through every array as one become one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from boxdot.numeric.compiling.cells import Apply, Cell, Entry, Fold, Label, Place, every


def ordered(
    cell: Cell, axes: Sequence[Label], target: Mapping[Label, int], lengths: Mapping[Label, int]
) -> list[Label]:
    """Return all labels, those with the longest strides through the largest arrays first.

    ``target`` are the strides of the result, which count less than those of the arguments.
    """
    weights = dict.fromkeys(lengths, 0.0)
    for part in every(cell):
        if isinstance(part, Entry):
            _weigh(weights, dict(part.steps), lengths, 1.0)
    _weigh(weights, target, lengths, 0.5)
    position = {label: n for n, label in enumerate(axes)}
    return sorted(lengths, key=lambda label: (-weights[label], position.get(label, 99), label))


def _weigh(
    weights: dict[Label, float],
    steps: Mapping[Label, int],
    lengths: Mapping[Label, int],
    share: float,
) -> None:
    size = 1.0
    for label in steps:
        size *= lengths[label]
    for label, step in steps.items():
        weights[label] += share * size * abs(step)


def mergeable(
    cell: Cell, outer: Label, inner: Label, target: Mapping[Label, int], length: int
) -> bool:
    """Return whether two labels always go together, the outer one in steps of whole inner rows."""
    if not _in_step(target, outer, inner, length):
        return False
    for part in every(cell):
        match part:
            case Entry() if not _in_step(dict(part.steps), outer, inner, length):
                return False
            case Place() if part.label in (outer, inner):
                return False
            case Fold() if (outer in part.bound) != (inner in part.bound):
                return False
    return True


def _in_step(steps: Mapping[Label, int], outer: Label, inner: Label, length: int) -> bool:
    if outer not in steps and inner not in steps:
        return True
    return outer in steps and inner in steps and steps[outer] == steps[inner] * length


def without(cell: Cell, label: Label, known: dict[int, Cell]) -> Cell:
    """Return a cell without a label, which became part of another one."""
    if id(cell) in known:
        return known[id(cell)]
    labels = cell.labels - {label}
    new = cell
    match cell:
        case Entry():
            steps = tuple((own, step) for own, step in cell.steps if own != label)
            new = replace(cell, labels=labels, steps=steps)
        case Apply():
            arguments = tuple(without(a, label, known) for a in cell.arguments)
            new = replace(cell, labels=labels, arguments=arguments)
        case Fold():
            argument = without(cell.argument, label, known)
            new = replace(cell, labels=labels, argument=argument, bound=cell.bound - {label})
    known[id(cell)] = new
    return new

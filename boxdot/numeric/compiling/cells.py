"""What a kernel computes: functions of indices. A cell is one entry of a value at its indices.

Axes have labels here, which are small numbers; an axis of length 1 has none. A fold reduces over
labels that are bound in it and mean nothing outside.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from boxdot.numeric.compiling.kinds import Kind

Label = int


@dataclass(frozen=True, eq=False, slots=True)
class Cell:
    """One entry: its data type (None for a Python number), the labels that it depends on."""

    kind: Kind | None
    labels: frozenset[Label]


@dataclass(frozen=True, eq=False, slots=True)
class Entry(Cell):
    """An entry of the array in a slot; ``steps`` is how far each label leads, in entries."""

    slot: int
    steps: tuple[tuple[Label, int], ...]


@dataclass(frozen=True, eq=False, slots=True)
class Number(Cell):
    """A number that is known: a Python number or a NumPy scalar."""

    value: Any


@dataclass(frozen=True, eq=False, slots=True)
class Place(Cell):
    """An index as a whole number, counted from ``start``."""

    label: Label
    start: int


@dataclass(frozen=True, eq=False, slots=True)
class Apply(Cell):
    """A function of entries, computed in the data types ``loop``; ``source`` is its value."""

    function: str
    arguments: tuple[Cell, ...]
    loop: tuple[Kind, ...]
    source: int = 0


@dataclass(frozen=True, eq=False, slots=True)
class Fold(Cell):
    """A sum, product, maximum, minimum or count over bound labels; ``source`` is its value."""

    function: str
    argument: Cell
    bound: frozenset[Label]
    source: int


def parts(cell: Cell) -> tuple[Cell, ...]:
    """Return the cells that a cell is computed from."""
    match cell:
        case Apply():
            return cell.arguments
        case Fold():
            return (cell.argument,)
        case _:
            return ()


def every(cell: Cell, *, within: bool = True) -> Iterator[Cell]:
    """Yield a cell and all that it is made of, each once; ``within`` also goes into folds."""
    seen: set[int] = set()
    stack = [cell]
    while stack:
        current = stack.pop()
        if id(current) in seen:
            continue
        seen.add(id(current))
        yield current
        if within or current is cell or not isinstance(current, Fold):
            stack.extend(parts(current))

"""Fresh names for indices, totals and data types, which no symbol of the formula has."""

from __future__ import annotations

from collections.abc import Iterator

from boxdot.notation.codegen.names import PYTHON_TAKEN
from boxdot.notation.codegen.program import Load, Value, walk
from boxdot.notation.codegen.writer import Fragment, Writer
from boxdot.notation.shapes.sizes import Shape

LETTERS = "ijkmnpqrstuvwabcdefgh"


def fresh(w: Writer, name: str) -> str:
    """Return the name, or the first ``name_2``, ``name_3`` that is not taken."""
    taken = {*w.names.values(), *w.sizes.values(), *PYTHON_TAKEN}
    choices = [name, *(f"{name}_{n}" for n in range(2, len(taken) + 3))]
    return next(choice for choice in choices if choice not in taken)


def indices(w: Writer) -> Iterator[str]:
    """Yield names of indices, those of short letters first."""
    taken = {*w.names.values(), *w.sizes.values(), *PYTHON_TAKEN}
    choices = [*LETTERS, *(f"i_{n}" for n in range(1000))]
    return (choice for choice in choices if choice not in taken)


def places_of(shape: Shape, names: Iterator[str]) -> list[Fragment]:
    """Return an index for each axis; an axis of length 1 needs none."""
    return [Fragment("0" if size == 1 else next(names)) for size in shape]


def loads_of(value: Value) -> list[Load]:
    """Return the arrays and numbers that a value is computed from, those with axes first."""
    found = {part.name: part for part in walk(value) if isinstance(part, Load)}
    return sorted(found.values(), key=lambda load: not load.shape)

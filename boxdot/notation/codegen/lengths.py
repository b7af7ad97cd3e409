"""Where a size can be read off: which axis of which input tells each named size."""

from __future__ import annotations

from dataclasses import dataclass

from boxdot.notation import algebra
from boxdot.notation.algebra.arithmetic import collect, terms_of
from boxdot.notation.codegen.program import (
    Arange,
    Broadcast,
    Extent,
    Eye,
    Fill,
    Load,
    Program,
    Reshape,
    Take,
    Tile,
    Value,
    walk,
)
from boxdot.notation.shapes.sizes import Shape, Size


@dataclass(frozen=True, slots=True)
class Length:
    """A named size is ``formula``, in which ``LENGTH`` is the length of an axis of an input."""

    symbol: str
    axis: int
    formula: Size


LENGTH = "#"
"""Stands for the length of the axis; no size has this name."""


def lengths_of(inputs: tuple[Load, ...]) -> dict[str, Length]:
    """Return where each size name can be read off: plain axes first, then arithmetic ones.

    >>> lengths_of((Load(("H", "W", 3), "X"),))["W"].axis
    1
    """
    found: dict[str, Length] = {}
    for load in inputs:
        for axis, size in enumerate(load.shape):
            if isinstance(size, str):
                found.setdefault(size, Length(load.name, axis, LENGTH))
    for load in inputs:
        for axis, size in enumerate(load.shape):
            unknown = set(algebra.names_of(size)) - set(found)
            if len(unknown) == 1 and not isinstance(size, str):
                name = unknown.pop()
                formula = _solved(size, name)
                if formula is not None:
                    found[name] = Length(load.name, axis, formula)
    return found


def _solved(size: Size, name: str) -> Size | None:
    """Return the name as a formula of the size, where it occurs once and not as a power."""
    terms = terms_of(size)
    mine = [(m, f) for m, f in terms if any(atom == name for atom, _ in m)]
    rest = [(m, f) for m, f in terms if (m, f) not in mine]
    if len(mine) != 1 or (name, 1) not in mine[0][0]:
        return None
    monomial, factor = mine[0]
    others = tuple((atom, n) for atom, n in monomial if atom != name)
    divisor = collect([(others, factor)])
    return algebra.divide(algebra.subtract(LENGTH, collect(rest)), divisor)


def sizes_written(value: Value) -> list[Size]:
    """Return the sizes that code for the value must spell."""
    sizes: list[Size] = []
    for part in walk(value):
        match part:
            case Extent():
                sizes.append(part.size)
            case Fill() | Eye() | Broadcast() | Reshape():
                sizes.extend(part.shape)
            case Arange():
                sizes.extend((part.start, *part.shape))
            case Tile():
                sizes.extend(part.repeats)
            case Take():
                pairs = zip(part.subscripts, part.argument.shape, strict=True)
                for subscript, size in pairs:
                    sizes.extend(_ends(subscript, size))
    return sizes


def _ends(subscript: Size | tuple[Size | None, Size | None], size: Size) -> list[Size]:
    """Return the sizes that a subscript needs; a fixed distance from the end needs none."""
    ends = subscript if isinstance(subscript, tuple) else (subscript,)
    known = [end for end in ends if end is not None]
    return [end for end in known if not isinstance(algebra.subtract(end, size), int)]


def missing_sizes(program: Program) -> list[str]:
    """Return the names of sizes that the code needs and that no axis of an input tells."""
    known = lengths_of(program.inputs)
    needed = [size for step in program.steps for size in sizes_written(step.value)]
    names = dict.fromkeys(name for size in needed for name in algebra.names_of(size))
    return [name for name in names if name not in known]


def same_as_input(inputs: tuple[Load, ...], shape: Shape) -> str | None:
    """Return an input that has this very shape, if the shape has a name in it."""
    if len(shape) < 2 or all(isinstance(size, int) for size in shape):
        return None
    return next((load.name for load in inputs if load.shape == shape), None)


__all__ = ["LENGTH", "Length", "lengths_of", "missing_sizes", "same_as_input"]

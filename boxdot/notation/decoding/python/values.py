"""What a Python expression may be while it is read: an array, or something that shapes them."""

from __future__ import annotations

import ast
from dataclasses import dataclass
from types import EllipsisType

from boxdot.notation.decoding.arrays import Array
from boxdot.notation.decoding.refusing import Refused
from boxdot.notation.shapes.sizes import Size


@dataclass(frozen=True, slots=True)
class Library:
    """A module or a function of one, by its full name."""

    path: str


@dataclass(frozen=True, slots=True)
class Method:
    """A method of an array."""

    array: Array | Chosen
    name: str


@dataclass(frozen=True, slots=True)
class Chosen:
    """The entries of an array where a mask is true: how many there are depends on the values."""

    array: Array
    mask: Array


@dataclass(frozen=True, slots=True)
class Function:
    """A function that the code itself defines."""

    parameters: ast.arguments
    body: tuple[ast.stmt, ...] | ast.expr


@dataclass(frozen=True, slots=True)
class Range:
    """``a:b`` between brackets."""

    low: Size | None
    high: Size | None


Value = (
    Array
    | Chosen
    | Library
    | Method
    | Function
    | Range
    | str
    | bool
    | None
    | EllipsisType
    | tuple["Value", ...]
)


def array_of(value: Value) -> Array:
    """Return a value that must be an array."""
    if isinstance(value, Array):
        return value
    if isinstance(value, Chosen):
        raise Refused(
            "how many entries a mask chooses depends on their values, which no shape tells",
            "only their sum and mean have a notation",
        )
    raise Refused(f"an array is needed here, not {_told(value)}")


def size_of(value: Value) -> Size:
    """Return a value that must be a whole number or a length."""
    if isinstance(value, Array) and value.size is not None:
        return value.size
    raise Refused(f"a whole number or a length is needed here, not {_told(value)}")


def whole_of(value: Value) -> int:
    """Return a value that must be a whole number written out, such as an axis."""
    size = size_of(value)
    if not isinstance(size, int):
        raise Refused(f"a number is needed here, not {size}")
    return size


def several(value: Value) -> tuple[Value, ...]:
    """Return the items of a tuple, or the value alone."""
    return value if isinstance(value, tuple) else (value,)


def axes_of(value: Value) -> list[int] | None:
    """Return axes: one, several, or None for all."""
    return None if value is None else [whole_of(item) for item in several(value)]


def _told(value: Value) -> str:
    match value:
        case Array():
            return "an array"
        case tuple():
            return "a tuple or list"
        case str():
            return f"the text {value!r}"
        case Library(path=path):
            return path
        case Method(name=name) | Range(low=name):
            return f"{name!r}"
        case None:
            return "None"
        case _:
            return "this"

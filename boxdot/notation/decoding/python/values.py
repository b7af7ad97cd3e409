"""What a Python expression may be while it is read: an array, or something that shapes them."""

from __future__ import annotations

import ast
from collections.abc import Callable
from dataclasses import dataclass
from types import EllipsisType

from boxdot.notation.decoding.arrays import Array, Chosen
from boxdot.notation.decoding.indexing import Subscript
from boxdot.notation.decoding.refusing import Refused
from boxdot.notation.expressions.nodes import Symbol
from boxdot.notation.shapes.sizes import Size


@dataclass(frozen=True, slots=True)
class Library:
    """A module or a function of one, by its full name."""

    path: str


@dataclass(frozen=True, slots=True)
class Method:
    """A method of an array."""

    array: Array | Chosen | Masked | Updating
    name: str


@dataclass(frozen=True, slots=True)
class Masked:
    """An array that is −∞ where ``keep`` is 0, which only exp and what is made of it can say."""

    array: Array
    keep: Array


@dataclass(frozen=True, slots=True)
class Function:
    """A function that the code itself defines."""

    parameters: ast.arguments
    body: tuple[ast.stmt, ...] | ast.expr
    name: str = "this function"


@dataclass(frozen=True, slots=True)
class Mapped:
    """A function that is applied to each entry of axes of its arguments: ``jax.vmap(f)``."""

    function: Value
    axes: Value
    out: int


@dataclass(frozen=True, slots=True)
class Sequence:
    """What can be gone through: how many items there are, and each by its place from 0."""

    count: Size
    at: Callable[[Size], Value]
    start: Size = 0


@dataclass(frozen=True, slots=True)
class Family:
    """What a comprehension makes: an element for each value of an index, from 1 to ``count``.

    ``total`` is their sum.
    """

    letter: Symbol
    count: Size
    element: Array
    total: Array
    stacked: Callable[[int], Array]


@dataclass(frozen=True, slots=True)
class Updating:
    """``x.at[places]`` of JAX, before it is said what is put there."""

    array: Array
    put: Callable[[Callable[[Array | Chosen], Value]], Value]


class Items(tuple["Value", ...]):
    """A list of the code, which between brackets chooses entries, and can grow."""

    __slots__ = ()


@dataclass(slots=True)
class Filling:
    """What a loop fills, adds to or appends to; ``around`` are the indices of loops around it."""

    name: str
    before: Value
    around: tuple[str, ...] = ()
    total: Array | None = None
    entries: tuple[tuple[Subscript, ...], Array, dict[str, Size]] | None = None
    item: Array | None = None


@dataclass(frozen=True, slots=True)
class Stale:
    """A name of which it is not known any more what it stands for, and why."""

    message: str
    hint: str


Value = (
    Array
    | Chosen
    | Masked
    | Mapped
    | Sequence
    | Family
    | Updating
    | Filling
    | Stale
    | Library
    | Method
    | Function
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
    if isinstance(value, Family):
        return value.stacked(0)
    if isinstance(value, Masked):
        raise Refused(
            "entries that are −∞ have a notation only within exp, softmax and logsumexp",
            "write a large negative number, such as -1e9, or multiply by the mask",
        )
    if isinstance(value, Filling):
        raise Refused(
            f"{value.name} is read in the loop that makes it: a recurrence has no notation here",
            "write what the loop computes for any of its indices",
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
        case Method(name=name) | Function(name=name):
            return f"{name!r}"
        case None:
            return "None"
        case _:
            return "this"

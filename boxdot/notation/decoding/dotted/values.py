"""What an expression of Julia or MATLAB may be while it is read."""

from __future__ import annotations

from dataclasses import dataclass

from boxdot.notation.decoding.arrays import Array, Chosen
from boxdot.notation.decoding.dotted.subscripting import Together
from boxdot.notation.decoding.dotted.tokens import Tree
from boxdot.notation.decoding.refusing import Refused
from boxdot.notation.shapes.sizes import Size


@dataclass(frozen=True, slots=True)
class Own:
    """A function that the code itself defines, or one that it only names."""

    parameters: tuple[Tree, ...]
    body: Tree
    outputs: Tree | None = None
    name: str = "this function"


@dataclass(frozen=True, slots=True)
class Uniform:
    """A multiple of ``I`` of Julia, which takes its size from the matrix beside it."""

    factor: Array


Value = Array | Chosen | Together | Own | Uniform | str | None | tuple["Value", ...]


def array_of(value: Value) -> Array:
    """Return a value that must be an array."""
    if isinstance(value, Array):
        return value
    if isinstance(value, Chosen):
        raise Refused(
            "how many entries a mask chooses depends on their values, which no shape tells",
            "only their sum and mean have a notation",
        )
    raise Refused("an array is needed here")


def size_of(value: Value) -> Size:
    """Return a value that must be a whole number or a length."""
    size = array_of(value).size
    if size is None:
        raise Refused("a whole number or a length is needed here")
    return size


def axes_of(value: Value) -> list[int]:
    """Return axes, which count from 1 in the code."""
    items = value if isinstance(value, tuple) else (value,)
    found = [size_of(item) for item in items]
    if not all(isinstance(one, int) and one > 0 for one in found):
        raise Refused("an axis is a number from 1")
    return [one - 1 for one in found if isinstance(one, int)]

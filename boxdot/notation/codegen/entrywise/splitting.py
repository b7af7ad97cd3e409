"""Axes that are made of several: an index for each of them, chosen anew when one is asked for."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from boxdot.notation.codegen.entrywise.digits import Digit
from boxdot.notation.expressions.nodes import Expr, Symbol
from boxdot.notation.shapes.sizes import Shape


class Split(Exception):
    """What asks for several indices along an axis, the first of which runs fastest."""

    def __init__(self, index: str, axis: Axis) -> None:
        super().__init__(index)
        self.index = index
        self.axis = axis


@dataclass(frozen=True, slots=True)
class Axis:
    """The lengths of the indices along an axis, the fastest first; most axes have one index.

    ``slow_first`` tells how the index is written: ``(i − 1) J + j``, or ``j + (i − 1) J``.
    """

    sizes: Shape
    slow_first: bool = False

    def split(self, place: int, into: Axis) -> Axis:
        """Return the axis with several indices instead of one."""
        sizes = (*self.sizes[:place], *into.sizes, *self.sizes[place + 1 :])
        return Axis(sizes, into.slow_first if len(self.sizes) == 1 else self.slow_first)


MOST_SPLITS = 200
"""How often indices of one formula are chosen anew."""


@dataclass(slots=True)
class Memory:
    """What merged indices are made of, and how many were split."""

    digits: dict[Expr, tuple[Digit, ...]] = field(default_factory=dict)
    splits: int = 0


def shown(axis: Axis) -> Shape:
    """Return the lengths of the indices along an axis, in the order of writing."""
    return axis.sizes[::-1] if axis.slow_first else axis.sizes


def in_order(digits: list[Digit], slow_first: bool) -> list[Digit]:
    """Return digits in the order of writing."""
    return digits[::-1] if slow_first else digits


def digits_of(axis: Axis, symbols: Iterator[Symbol]) -> list[Digit]:
    """Return the digits of an axis, the fastest first; names are given in the order of writing."""
    digits = [Digit(next(symbols), size) for size in shown(axis)]
    return in_order(digits, axis.slow_first)


def split_axis(axis: Axis, digits: Sequence[Digit], split: Split) -> Axis:
    """Return the axis, with more indices if it is the one that must be split."""
    places = [n for n, digit in enumerate(digits) if digit.index == Symbol(split.index)]
    return axis.split(places[0], split.axis) if places else axis

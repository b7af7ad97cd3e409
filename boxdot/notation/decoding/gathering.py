"""Entries at places that arrays count: x[i[:, None] + k[None, :]] is x_{i+k}."""

from __future__ import annotations

from collections.abc import Sequence
from functools import reduce
from typing import Any

from boxdot.notation import algebra
from boxdot.notation.decoding.arrays import Array
from boxdot.notation.decoding.context import Context
from boxdot.notation.decoding.elementwise import aligned
from boxdot.notation.decoding.entries import Letters, by_entries
from boxdot.notation.decoding.rearranging import stretched
from boxdot.notation.decoding.refusing import Refused
from boxdot.notation.expressions.nodes import Expr, Index, Number
from boxdot.notation.printing.sizes import size_expression
from boxdot.notation.shapes.sizes import Size


def gathered(context: Context, array: Array, marks: Sequence[Any]) -> Array:
    """Return entries at counted places along leading axes; the axes behind them stay whole."""
    counts = [mark for mark in marks if isinstance(mark, Array)]
    if list(marks[: len(counts)]) != counts:
        raise Refused("places are read for the first axes only")
    joint = reduce(lambda one, other: stretched_together(context, one, other), counts)
    shape = (*joint.shape, *array.shape[len(counts) :])

    def entry(letters: Letters) -> Expr:
        own = iter(letters)
        names = [next(own) if size != 1 else None for size in shape]
        places: list[Expr] = [_place(context, one, names[: joint.order]) for one in counts]
        places += [Number("1") if name is None else name for name in names[joint.order :]]
        subscripts: list[Expr] = [Number("1")] * max(len(array.base), 1)
        for axis, place in zip(array.axes, places, strict=True):
            if axis is not None:
                subscripts[axis] = place
        return Index(array.node, tuple(subscripts))

    return by_entries(context, shape, entry)


def stretched_together(context: Context, left: Array, right: Array) -> Array:
    """Return an array of the joint shape of two."""
    return stretched(context, left, aligned(context, left, right)[2])


def _place(context: Context, array: Array, letters: Sequence[Any]) -> Expr:
    """Return which entry is taken, counted from 1."""
    first, steps = array.counting or (0, ())
    total: Size = algebra.add(first, 1)
    missing = len(letters) - len(steps)
    for letter, step in zip(letters[missing:], steps, strict=True):
        if letter is not None:
            offset = algebra.subtract(letter.name, 1)
            total = algebra.add(total, algebra.multiply(step, offset))
    return size_expression(total)

"""Entries put in an array: what is before them, what is put, and what is behind, side by side."""

from __future__ import annotations

from collections.abc import Sequence

from boxdot.notation import algebra
from boxdot.notation.decoding.arrays import Array, view
from boxdot.notation.decoding.context import Context
from boxdot.notation.decoding.elementwise import combine
from boxdot.notation.decoding.indexing import EVERYTHING, Subscript, bounds, indexed
from boxdot.notation.decoding.joining import concatenated
from boxdot.notation.decoding.rearranging import ones, stretched, zeros
from boxdot.notation.expressions.nodes import Number
from boxdot.notation.shapes.sizes import Shape, Size


def put_at(context: Context, array: Array, marks: Sequence[Subscript], new: Array) -> Array:
    """Return an array with something else at places and ranges, stretched to what was there."""
    part = indexed(array, marks)
    return _put(context, array, [*marks], _filled(context, new, part.shape), 0)


def _put(context: Context, array: Array, marks: list[Subscript], new: Array, axis: int) -> Array:
    """Return an array with new entries; ``axis`` is the first one that is not looked at yet."""
    marks = [*marks, *(EVERYTHING,) * (array.order - len(marks))]
    place = next((n for n in range(axis, array.order) if marks[n] != EVERYTHING), None)
    single = place is not None and not isinstance(marks[place], tuple)
    if place is None:
        return new
    mark = marks[place]
    assert mark is not None
    ends = mark if isinstance(mark, tuple) else (mark, _after(mark))
    low, high = bounds(ends, array.shape[place])
    before = (EVERYTHING,) * place
    inner = indexed(array, [*before, (low, high)])
    if single:  # the axis is there with length 1
        own = iter(range(new.order))
        new = view(new, [None if n == place else next(own, None) for n in range(new.order + 1)])
    rest: list[Subscript] = [EVERYTHING if n <= place else m for n, m in enumerate(marks)]
    middle = _put(context, inner, rest, new, place + 1)
    parts = [middle]
    if low != 0:
        parts.insert(0, indexed(array, [*before, (0, low)]))
    if high != array.shape[place]:
        parts.append(indexed(array, [*before, (high, None)]))
    return concatenated(context, parts, place)


def _after(place: Size) -> Size | None:
    return None if place == -1 else algebra.add(place, 1)


def _filled(context: Context, array: Array, shape: Shape) -> Array:
    """Return an array of a shape; a number stands at all its places."""
    if array.order or not shape:
        return stretched(context, array, shape)
    if isinstance(array.node, Number) and array.node.value in (0, 1):
        return ones(shape) if array.node.value else zeros(shape)
    return combine(context, "*", ones(shape), array)

"""Entries at places that arrays tell: x[i[:, None] + k] is x_{i+k}, table[ids] is T_{s_n+1,:}."""

from __future__ import annotations

from collections.abc import Sequence
from functools import reduce

from boxdot.notation import algebra
from boxdot.notation.decoding.arrays import Array, view
from boxdot.notation.decoding.context import Context
from boxdot.notation.decoding.elementwise import aligned
from boxdot.notation.decoding.entries import Letters, by_entries, entry_of
from boxdot.notation.decoding.indexing import EVERYTHING, Subscript, indexed
from boxdot.notation.decoding.joining import stacked
from boxdot.notation.decoding.rearranging import stretched
from boxdot.notation.decoding.refusing import Refused
from boxdot.notation.expressions.nodes import (
    Binary,
    Block,
    Chain,
    Constant,
    ConstantKind,
    Expr,
    Index,
    Indicator,
    Number,
    Op,
    Relation,
    Symbol,
)
from boxdot.notation.printing.sizes import size_expression
from boxdot.notation.shapes.conventions import Convention
from boxdot.notation.shapes.sizes import Size

Places = Sequence[Subscript | Array]
Indices = Sequence[Expr | None]
"""The index along each axis, None where it is 1 long."""


def gathered(context: Context, array: Array, marks: Places) -> Array:
    """Return entries at places along some axes; those that stay whole stay.

    Arrays of places are stretched together. Their axes stand where the first one of them stood if
    no whole axis is between them, else in front.
    """
    marks = [*marks, *(EVERYTHING,) * (array.order - len(marks))]
    if any(mark is None for mark in marks) or len(marks) > array.order:
        raise Refused("new axes among places that an array holds are not read")
    told = [n for n, mark in enumerate(marks) if not isinstance(mark, tuple)]
    array = _ranged(array, marks)
    if (rows := _written(context, array, marks, told)) is not None:
        return rows
    places = {n: mark if isinstance(mark, Array) else None for n, mark in enumerate(marks)}
    together = reduce(lambda a, b: stretched_together(context, a, b), filter(None, places.values()))
    kept = [n for n in range(array.order) if n not in told]
    at = told[0] if told == list(range(told[0], told[-1] + 1)) else 0
    shape = [array.shape[n] for n in kept]
    shape[at:at] = together.shape

    def entry(letters: Letters) -> Expr:
        own = iter(letters)
        names: list[Expr | None] = [next(own) if size != 1 else None for size in shape]
        chosen = names[at : at + together.order]
        others = iter([*names[:at], *names[at + together.order :]])
        found: list[Expr | None] = []
        for n, mark in enumerate(marks):
            if isinstance(mark, Array):
                found.append(_place(context, mark, chosen))
            else:
                assert mark is not None
                found.append(next(others) if isinstance(mark, tuple) else _fixed(array, n, mark))
        return _entry(array, found)

    return by_entries(context, tuple(shape), entry)


def stretched_together(context: Context, left: Array, right: Array) -> Array:
    """Return an array of the joint shape of two, of which only the shape matters."""
    return stretched(context, left, aligned(context, left, right)[2])


def _ranged(array: Array, marks: Places) -> Array:
    """Return the array with its ranges taken."""
    ranges = [mark if isinstance(mark, tuple) else EVERYTHING for mark in marks]
    return indexed(array, ranges) if set(ranges) != {EVERYTHING} else array


def _written(context: Context, array: Array, marks: Places, told: Sequence[int]) -> Array | None:
    """Return x[[2, 0, 1]] as [x_3; x_1; x_2]: places that are written out."""
    (first, *others) = told
    mark = marks[first]
    node = mark.node if isinstance(mark, Array) else None
    if others or not isinstance(node, Block) or not isinstance(mark, Array) or mark.order != 1:
        return None
    numbers = [row[0] for row in node.rows]
    if not all(isinstance(n, Number) and n.value.denominator == 1 for n in numbers):
        return None
    before = (EVERYTHING,) * first
    values = [int(n.value) for n in numbers if isinstance(n, Number)]
    return stacked(context, [indexed(array, [*before, value]) for value in values], first)


def _fixed(array: Array, axis: int, place: Size) -> Expr:
    if isinstance(place, int) and place < 0:
        place = algebra.add(array.shape[axis], place)
    return size_expression(algebra.add(place, 1))


def _entry(array: Array, places: Indices) -> Expr:
    """Return an entry; that of an identity matrix tells whether two places are one."""
    match array.node:
        case Constant(kind=ConstantKind.IDENTITY) if len(array.axes) == 2 and None not in places:
            left, right = (part for part in places if part is not None)
            return Indicator(Chain((left, right), (Relation.EQUAL,)))
    subscripts: list[Expr] = [Number("1")] * max(len(array.base), 1)
    for axis, place in zip(array.axes, places, strict=True):
        if axis is not None and array.base[axis] != 1:
            subscripts[axis] = place or Number("1")
    return Index(array.node, tuple(subscripts))


def _place(context: Context, array: Array, letters: Indices) -> Expr:
    """Return which entry is taken, counted from 1."""
    own = letters[len(letters) - array.order :]
    if array.counting is None:
        return _told_place(context, array, own)
    first, steps = array.counting
    total: Size = algebra.add(first, 1)
    for letter, step in zip(own, steps, strict=True):
        if letter is not None:
            assert isinstance(letter, Symbol)
            offset = algebra.subtract(letter.name, 1)
            total = algebra.add(total, algebra.multiply(step, offset))
    return size_expression(total)


def _told_place(context: Context, array: Array, letters: Indices) -> Expr:
    """Return a place that an array holds: s_n + 1 where the code counts from 0."""
    long = [letter for letter, n in zip(letters, array.shape, strict=True) if n != 1]
    place = entry_of(array, [letter or Number("1") for letter in long])
    if context.convention is Convention.F:
        return place
    context.warn(
        f"{context.language} counts places from 0, the notation from 1; "
        "negative places, which count from the end, are not what the notation says"
    )
    return Binary(Op.ADD, place, Number("1"))


def taken(context: Context, array: Array, places: Array, axis: int) -> Array:
    """Return ``np.take(x, places, axis)``."""
    return gathered(context, array, [*(EVERYTHING,) * axis, places])


def taken_along(context: Context, array: Array, places: Array, axis: int) -> Array:
    """Return ``np.take_along_axis(x, places, axis)``: y_{ij} = x_{i,s_{ij}}."""
    if array.order != places.order:
        raise Refused("the places need as many axes as the array", raises=True)
    marks: list[Subscript | Array] = []
    for n, (size, length) in enumerate(zip(places.shape, array.shape, strict=True)):
        stretches = size == 1 and context.language != "PyTorch"
        counts = counting_places(array.order, n, length if stretches else size)
        marks.append(places if n == axis else counts)
    return gathered(context, array, marks)


def counting_places(order: int, axis: int, size: Size) -> Array:
    """Return 0, 1, … along one axis of an array with so many axes."""
    counts = Array(Symbol("?"), (size,), (0,)).with_count(0, (1,))
    return view(counts, [0 if n == axis else None for n in range(order)])


def one_hot(context: Context, labels: Array, count: Size) -> Array:
    """Return 1 at the place that a label tells: E_{nk} = 1_{s_n + 1 = k}."""

    def entry(letters: Letters) -> Expr:
        own = iter(letters)
        names = [next(own) if size != 1 else None for size in labels.shape]
        place = _told_place(context, labels, names)
        return Indicator(Chain((place, next(own, Number("1"))), (Relation.EQUAL,)))

    return by_entries(context, (*labels.shape, count), entry)

"""Entries, slices and new axes: ``X[:, 0]``, ``X[1:]``, ``B[:, :, None]``."""

from __future__ import annotations

from collections.abc import Sequence

from boxdot.notation import algebra
from boxdot.notation.decoding.arrays import Array, tensor, view
from boxdot.notation.decoding.refusing import Refused
from boxdot.notation.expressions.nodes import Constant, ConstantKind, Expr, Index, Number, Slice
from boxdot.notation.printing.sizes import size_expression
from boxdot.notation.shapes.sizes import Shape, Size

Range = tuple[Size | None, Size | None]
Subscript = Size | Range | None
"""An entry (counted from 0), a range without its end, or None for a new axis."""

EVERYTHING: Range = (None, None)


def indexed(array: Array, subscripts: Sequence[Subscript], dots: int | None = None) -> Array:
    """Return entries of an array; ``dots`` is where ``...`` stands among the subscripts."""
    marks = _filled(array, list(subscripts), dots)
    found: list[tuple[int, Subscript]] = []
    places: list[int | None] = []
    for mark in marks:
        if mark is None:
            places.append(None)
            continue
        place = len(found)
        found.append((place, mark))
        if isinstance(mark, tuple):
            places.append(place)
    chosen = {place: mark for place, mark in found if mark != EVERYTHING}
    array = _without_singles(array, chosen)
    gone = sorted(place for place, mark in chosen.items() if not isinstance(mark, tuple))
    picked = _picked(array, chosen) if chosen else array
    return view(
        picked,
        [None if p is None else p - sum(n < p for n in gone) for p in places],
    )


def _without_singles(array: Array, chosen: dict[int, Subscript]) -> Array:
    """Return an array whose chosen axes of length 1 are new ones: their only entry is no choice."""
    singles = {n for n in chosen if (axis := array.axes[n]) is not None and array.base[axis] == 1}
    if not singles:
        return array
    return view(array, [None if n in singles else n for n in range(array.order)])


def _filled(array: Array, marks: list[Subscript], dots: int | None) -> list[Subscript]:
    """Return subscripts for all axes: whole axes at the dots or at the end."""
    missing = array.order - sum(mark is not None for mark in marks)
    if missing < 0:
        raise Refused(f"there are more subscripts than the {array.order} axes", raises=True)
    at = len(marks) if dots is None else dots
    return [*marks[:at], *(EVERYTHING,) * missing, *marks[at:]]


def _picked(array: Array, chosen: dict[int, Subscript]) -> Array:
    """Return an array with entries and ranges chosen along some of its axes."""
    if any(array.axes[place] is None for place in chosen):
        return _picked_of_new(array, chosen)
    along = {array.axes[place]: mark for place, mark in chosen.items()}
    order = max(len(array.base), 1)
    subscripts: list[Expr] = []
    base: list[Size] = []
    where: dict[int, int] = {}
    for axis in range(order):
        mark = along.get(axis, EVERYTHING)
        size = array.base[axis]
        if isinstance(mark, tuple):
            where[axis] = len(base)
            low, high = bounds(mark, size)
            base.append(algebra.subtract(high, low))
            subscripts.append(Slice() if mark == EVERYTHING else _range(low, high))
        else:
            assert mark is not None
            subscripts.append(size_expression(algebra.add(_from_zero(mark, size), 1)))
    axes = tuple(
        None if axis is None else where[axis]
        for axis in array.axes
        if axis is None or axis in where
    )
    if isinstance(array.node, Constant):
        return _of_constant(array.node, tuple(base), axes)
    return Array(Index(array.node, tuple(subscripts)), tuple(base), axes)


def _of_constant(node: Constant, base: Shape, axes: tuple[int | None, ...]) -> Array:
    """Return a part of 𝟏 or 𝟎, which is one too."""
    if node.kind not in (ConstantKind.ONES, ConstantKind.ZEROS):
        raise Refused("parts of an identity matrix have no notation", "give the matrix a name")
    if not base:
        return Array(Number("1" if node.kind is ConstantKind.ONES else "0"), (), axes)
    return Array(Constant(node.kind, base), base, axes)


def _picked_of_new(array: Array, chosen: dict[int, Subscript]) -> Array:
    """Choose the only entry of new axes, which drops or keeps them, and then the others."""
    new = {place for place in chosen if array.axes[place] is None}
    for place in new:
        mark = chosen[place]
        if mark not in (0, -1) and mark not in ((0, 1), (None, 1), (0, None)):
            raise Refused("an axis of length 1 has one entry, [0]", raises=True)
    kept = [n for n in range(array.order) if n not in new or isinstance(chosen[n], tuple)]
    rest = {kept.index(p): mark for p, mark in chosen.items() if p not in new}
    smaller = view(array, kept)
    return _picked(smaller, rest) if rest else smaller


def bounds(mark: Range, size: Size) -> tuple[Size, Size]:
    """Return where a range of an axis begins and where it ends, counted from 0."""
    low, high = mark
    first = 0 if low is None else _from_zero(low, size)
    last = size if high is None else _from_zero(high, size)
    if isinstance(size, int) and isinstance(last, int):
        last = min(last, size)
    length = algebra.subtract(last, first)
    if isinstance(length, int) and length < 1:
        raise Refused("this range is empty")
    return first, last


def _range(low: Size, high: Size) -> Expr:
    return Slice(size_expression(algebra.add(low, 1)), size_expression(high))


def _from_zero(place: Size, size: Size) -> Size:
    """Return a place counted from the front: negative ones count from the end."""
    if isinstance(place, int) and place < 0:
        place = algebra.add(size, place)
    if isinstance(place, int) and isinstance(size, int) and place > size:
        raise Refused(f"the axis has only {size} entries", raises=True)
    return place


def diagonal_of(array: Array) -> Expr:
    """Return the tensor of an array whose diagonal is wanted."""
    return tensor(array)

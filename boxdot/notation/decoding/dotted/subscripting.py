"""Subscripts of Julia and MATLAB, each for its axis; places that count run through diagonals."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product

from boxdot.notation import algebra
from boxdot.notation.decoding.arrays import Array, view
from boxdot.notation.decoding.context import Context
from boxdot.notation.decoding.gathering import gathered
from boxdot.notation.decoding.indexing import EVERYTHING, Range, indexed
from boxdot.notation.decoding.refusing import Refused
from boxdot.notation.shapes.sizes import Shape, Size


@dataclass(frozen=True, slots=True)
class Together:
    """``CartesianIndex.(i, j)``: places along several axes that run together, counted from 0."""

    places: tuple[Array, ...]


Mark = Size | Range | Array | Together
"""What stands for an axis, counted from 0: a place, a range, places, or places along several."""


def taken(context: Context, array: Array, marks: Sequence[Mark], origin: Array | None) -> Array:
    """Return what stands at subscripts; ``origin`` is what an array was reshaped from."""
    covered = sum(len(m.places) if isinstance(m, Together) else 1 for m in marks)
    if covered < array.order:
        return _running_on(context, array, marks, origin)
    if origin is not None and (found := _of_origin(context, array, marks, origin)) is not None:
        return found
    marks = list(marks)
    while covered > array.order and marks[-1] in (0, EVERYTHING):  # of an axis that is not there
        marks.pop()
        covered -= 1
    if covered > array.order:
        raise Refused(f"there are more subscripts than the {array.order} axes", raises=True)
    return _along_each(context, array, marks)


def _along_each(context: Context, array: Array, marks: Sequence[Mark]) -> Array:
    """Take places, axis by axis from the last one on, and then single entries and ranges."""
    plain: list[Size | Range | None] = []
    starts: list[tuple[int, Mark]] = []
    for mark in marks:
        if isinstance(mark, Array | Together):
            starts.append((len(plain), mark))
            count = len(mark.places) if isinstance(mark, Together) else 1
            plain += [EVERYTHING] * count
        else:
            plain.append(mark)
    found = array
    for axis, mark in reversed(starts):
        places = mark.places if isinstance(mark, Together) else (mark,)
        lead = (EVERYTHING,) * axis
        found = gathered(context, found, [*lead, *map(_flat, places)])  # type: ignore[arg-type]
        del plain[axis + 1 : axis + len(places)]
    return indexed(found, plain) if any(mark != EVERYTHING for mark in plain) else found


def _flat(places: Array) -> Array:
    """Return places as a vector, whether they stand in a row or in a column."""
    long = [n for n, size in enumerate(places.shape) if size != 1]
    if len(long) > 1:
        raise Refused("places in rows and columns are not read", "write them one behind the other")
    return view(places, long or [0])


def _running_on(
    context: Context, array: Array, marks: Sequence[Mark], origin: Array | None
) -> Array:
    """Return entries whose last subscript runs on through all axes that are left."""
    *before, last = marks
    rest = array.shape[len(before) :]
    long = [n for n, size in enumerate(rest) if size != 1]
    if len(long) == 1 and not before:
        own: list[Mark] = [EVERYTHING if size == 1 else last for size in rest]
        found = taken(context, array, own, origin)
        return view(found, [n for n in range(found.order) if found.shape[n] != 1] or [])
    if isinstance(last, Array):
        places = _apart(_flat(last), rest)
        if places is not None:
            return _along_each(context, array, [*before, Together(places)])
    raise Refused(
        "one subscript for several axes counts the entries, which has no notation",
        "write a subscript for each axis",
    )


def _of_origin(
    context: Context, array: Array, marks: Sequence[Mark], origin: Array
) -> Array | None:
    """Return entries by the axes that a reshaped array had before, None if they do not tell."""
    groups = _groups(origin.shape, array.shape)
    if groups is None or len(groups) != len(marks):
        return None
    found: list[Mark] = []
    for mark, axes in zip(marks, groups, strict=True):
        if len(axes) < 2:
            found += [mark] if axes else []
            continue
        sizes = tuple(origin.shape[n] for n in axes)
        places = _apart(_flat(mark), sizes) if isinstance(mark, Array) else None
        if places is None:
            return None
        found.append(Together(places))
    return _along_each(context, origin, found)


def _groups(before: Shape, after: Shape) -> list[list[int]] | None:
    """Return which axes, one behind the other, were joined to each axis.

    >>> _groups(("m", "n", "k"), (algebra.multiply("m", "n"), "k"))
    [[0, 1], [2]]
    """
    found: list[list[int]] = []
    rest = list(range(len(before)))
    for size in after:
        group: list[int] = []
        if size == 1 and not rest:
            found.append(group)
            continue
        while algebra.product(before[n] for n in group) != size or not group:
            if not rest:
                return None
            group.append(rest.pop(0))
        found.append(group)
    return None if rest else found


def _apart(places: Array, sizes: Shape) -> tuple[Array, ...] | None:
    """Return counted places of joined axes as places along each: i, i for 1 + (n + 1)(i − 1)."""
    if places.counting is None or places.order != 1:
        return None
    start, (step,) = places.counting
    strides = [algebra.product(sizes[:n]) for n in range(len(sizes))]
    for steps in product((0, 1), repeat=len(sizes)):
        total: Size = 0
        for one, stride in zip(steps, strides, strict=True):
            total = algebra.add(total, stride) if one else total
        if algebra.equal(total, step) is not True:
            continue
        ends = [size for one, size in zip(steps, sizes, strict=True) if one]
        if start == 0 and all(algebra.at_least(size, places.shape[0]) for size in ends):
            return tuple(places.with_count(0, (one,)) for one in steps)
    return None

"""Indices and places: what runs along an axis, and how fused axes are split and matched."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from boxdot.grammar.errors import UnsupportedError
from boxdot.notation.algebra import Size, SizeExpression, add, divide, equal, product

_count = itertools.count()


class Index:
    """One running index. Two indices are the same only if they are the same object."""

    __slots__ = ("number", "size")

    def __init__(self, size: Size) -> None:
        self.size = size
        self.number = next(_count)

    def __repr__(self) -> str:
        return f"i{self.number}:{self.size}"


@dataclass(frozen=True, slots=True)
class Fixed:
    """A constant position (from 1) along an axis, as in ``X_{i,3}``."""

    position: Size
    size: Size


@dataclass(frozen=True, slots=True)
class Within:
    """A position in a block along an axis of blocks: ``offset`` and then the place in the block."""

    offset: Size
    place: Place
    size: Size


Part = Index | Fixed | Within
Place = tuple[Part, ...]
"""Where along one axis: nothing for an axis of length 1, several parts (the first runs fastest)
for a fused axis."""


class MisalignedError(UnsupportedError):
    """Two axes of one length are split in ways that do not fit into each other."""


@cache
def label(height: int, size: Size, number: int) -> Index:
    """Return the shared index that canonical forms use in the given rank.

    ``height`` keeps the labels of a form apart from those of the forms nested in it.
    """
    return Index(size)


def order_of(part: Part) -> tuple[int, int, str]:
    """Return a key that puts parts into a fixed order."""
    if isinstance(part, Index):
        return (0, part.number, "")
    if isinstance(part, Within):
        return (2, 0, f"{part.offset}/{part.size} {[order_of(p) for p in part.place]}")
    return (1, 0, f"{part.position}/{part.size}")


def in_order(indices: Iterable[Index]) -> list[Index]:
    """Return the indices of a set, which has no order of its own, as they were made."""
    return sorted(indices, key=lambda index: index.number)


def indices_of(places: Iterable[Place]) -> Iterator[Index]:
    """Yield the indices in places, repeats included."""
    for place in places:
        for part in place:
            if isinstance(part, Index):
                yield part
            elif isinstance(part, Within):
                yield from indices_of((part.place,))


def within(offset: Size, place: Place, size: Size) -> Place:
    """Return the place ``offset`` positions behind ``place`` along an axis of the size."""
    if size == 1 or (equal(offset, 0) and equal(size_of(place), size)):
        return place
    if not place:
        return (Fixed(add(offset, 1), size),)
    if len(place) == 1 and isinstance(place[0], Fixed):
        return (Fixed(add(offset, place[0].position), size),)
    if len(place) == 1 and isinstance(place[0], Within):
        inner = place[0]
        return (Within(add(offset, inner.offset), inner.place, size),)
    return (Within(offset, place, size),)


def fresh(size: Size) -> Place:
    """Return a new place along an axis of the size.

    >>> fresh(1)
    ()
    """
    return () if size == 1 else (Index(size),)


def size_of(place: Place) -> Size:
    """Return the length of the axis."""
    return product(part.size for part in place)


def replaced(place: Place, mapping: Mapping[Index, Place]) -> Place:
    """Return the place with indices exchanged for places."""
    if not any(index in mapping for index in indices_of((place,))):
        return place
    parts: list[Part] = []
    for part in place:
        if isinstance(part, Index) and part in mapping:
            parts += mapping[part]
        elif isinstance(part, Within):
            parts += within(part.offset, replaced(part.place, mapping), part.size)
        else:
            parts.append(part)
    return tuple(parts)


def quotient(whole: Size, part: Size) -> Size | None:
    """Return the size by which ``part`` must be multiplied to give ``whole``, if there is one.

    >>> quotient(6, 2), quotient(6, 4), quotient("I", "J")
    (3, None, None)
    """
    if isinstance(whole, int) and isinstance(part, int):
        return whole // part if whole % part == 0 else None
    result = divide(whole, part)
    if isinstance(result, int):
        return result if result > 0 else None
    if isinstance(result, SizeExpression):
        whole_factors = all(factor.denominator == 1 for _, factor in result.terms)
        powers = all(n > 0 and isinstance(a, str) for m, _ in result.terms for a, n in m)
        return result if whole_factors and powers else None
    return result


class Matching:
    """Splits the indices of places until they fit: what became of each index.

    >>> matching, fused = Matching(), fresh(6)
    >>> [part.size for part in matching.match(fused, (*fresh(2), *fresh(3)))]
    [2, 3]
    >>> len(matching.resolve(fused))
    2
    """

    def __init__(self) -> None:
        self.mapping: dict[Index, Place] = {}

    def match(self, left: Place, right: Place) -> Place:
        """Make two places the same; return what both have become."""
        result: list[Part] = []
        first, second = list(self.resolve(left)), list(self.resolve(right))
        while first and second:
            a, b = first.pop(0), second.pop(0)
            if a is b:
                result.append(a)
            elif equal(a.size, b.size):
                result.append(self._join(a, b))
            elif (rest := quotient(b.size, a.size)) is not None:
                second[:0] = self._split(b, a.size, rest)
                first.insert(0, a)
            elif (rest := quotient(a.size, b.size)) is not None:
                first[:0] = self._split(a, b.size, rest)
                second.insert(0, b)
            else:
                raise MisalignedError(f"axes split as {a.size} and {b.size} do not match")
        if first or second:
            raise MisalignedError("axes of different lengths do not match")
        return tuple(result)

    def _join(self, a: Part, b: Part) -> Part:
        if isinstance(b, Index):
            self._set(b, (a,))
            return a
        if isinstance(a, Index):
            self._set(a, (b,))
            return b
        if a != b:
            raise MisalignedError("two constant positions do not match")
        return a

    def _split(self, part: Part, size: Size, rest: Size) -> list[Part]:
        if not isinstance(part, Index):
            raise MisalignedError("a constant position along a fused axis")
        pieces = [Index(size), Index(rest)]
        self._set(part, tuple(pieces))
        return list(pieces)

    def _set(self, index: Index, place: Place) -> None:
        change = {index: place}
        self.mapping = {i: replaced(p, change) for i, p in self.mapping.items()}
        self.mapping[index] = place

    def resolve(self, place: Place) -> Place:
        """Return what a place has become."""
        return replaced(place, self.mapping)

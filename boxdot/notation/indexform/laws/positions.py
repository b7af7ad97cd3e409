"""Entries at computed positions: those that are an index and a constant are plain entries."""

from __future__ import annotations

from fractions import Fraction

from boxdot.grammar.errors import UnsupportedError
from boxdot.notation.algebra import Size, add, at_least, equal, multiply, power
from boxdot.notation.indexform.indices import Fixed, Index, Place, within
from boxdot.notation.indexform.laws.raw import Raw
from boxdot.notation.indexform.signs import is_idempotent
from boxdot.notation.indexform.structure import (
    At,
    Entry,
    Exponent,
    Factors,
    Form,
    Length,
    Monomial,
    Ordinal,
)


def at(atom: At, exponent: Exponent, bound: frozenset[Index], factors: Factors) -> list[Raw] | None:
    """``x_{i+k−1} = x_i`` where k is 1; ``b² = b`` for a binary entry."""
    pairs = zip(atom.positions, atom.sizes, strict=True)
    places = [_place(position, size) for position, size in pairs]
    known = tuple(place for place in places if place is not None)
    if len(known) == len(places):
        return [Raw(factors={Entry(atom.name, known, atom.entries): exponent})]
    if is_idempotent(atom) and exponent > 0 and exponent != 1:
        return [Raw(factors={atom: 1})]
    return None


def _place(position: Form, size: Size) -> Place | None:
    """Return a position as a place: a number, a size, or an index and what is added to it."""
    if size == 1:
        return ()
    parts = _parted(position)
    if parts is None:
        return None
    index, offset = parts
    if index is None:
        return _fixed(offset, size)
    if equal(offset, 0) and equal(index.size, size):
        return (index,)
    fits = at_least(offset, 0) and at_least(size, add(offset, index.size))
    return within(offset, (index,), size) if fits else None


def _fixed(position: Size, size: Size) -> Place:
    outside = isinstance(position, int) and position < 1
    beyond = isinstance(position, int) and isinstance(size, int) and position > size
    if outside or beyond:
        raise UnsupportedError(f"entry {position} of an axis of length {size}")
    return (Fixed(position, size),)


def _parted(position: Form) -> tuple[Index | None, Size] | None:
    """Return the one index in a position and the rest, which is a size; None if it is neither."""
    index: Index | None = None
    offset: Size = 0
    for monomial, factor in position.terms.items():
        own = _index(monomial)
        if own is not None:
            if index is not None or factor != 1:
                return None
            index = own
            continue
        size = _size(monomial, factor)
        if size is None:
            return None
        offset = add(offset, size)
    return index, offset


def _index(monomial: Monomial) -> Index | None:
    match [*monomial.factors.items()]:
        case [(Ordinal(place=(Index() as index,)), 1)] if not monomial.bound:
            return index
    return None


def _size(monomial: Monomial, factor: Fraction) -> Size | None:
    if monomial.bound or factor.denominator != 1:
        return None
    result: Size = int(factor)
    for atom, exponent in monomial.factors.items():
        if not isinstance(atom, Length) or not isinstance(exponent, int) or exponent < 0:
            return None
        if not atom.size.replace("_", "").isalnum():
            return None  # max(I, J) and the like
        result = multiply(result, power(atom.size, exponent))
    return result

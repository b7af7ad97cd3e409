"""Reshapes, Kronecker products and repetitions: axes that are merged and split."""

from __future__ import annotations

from collections.abc import Sequence

from boxdot.notation import algebra
from boxdot.notation.codegen import program as p
from boxdot.notation.codegen.entrywise.context import ONE, Entries, Indices, masked, refuse
from boxdot.notation.codegen.entrywise.digits import Digit
from boxdot.notation.codegen.entrywise.products import times
from boxdot.notation.codegen.entrywise.splitting import Axis, Split
from boxdot.notation.codegen.grouping import axis_groups
from boxdot.notation.expressions.nodes import Expr, Number, Symbol
from boxdot.notation.shapes.sizes import Size


def write_reshape(e: Entries, value: p.Reshape, indices: Indices) -> Expr:
    """``vec(X)_{i+(j−1)I}`` is ``X_{ij}``: merged axes have an index for each of their parts."""
    slow = value.order == "C"
    own = [Digit(i, n) for i, n in zip(indices, value.shape, strict=True) if n != 1]
    sizes = [size for size in value.argument.shape if size != 1]
    groups = axis_groups(tuple(sizes), tuple(digit.size for digit in own))
    if groups is None:
        groups = [(sizes, [digit.size for digit in own])]
    new, parts = iter(own), []
    for old, merged in groups:
        digits = [next(new) for _ in merged]
        whole = e.merged(digits[::-1] if slow else digits, slow)
        split = divided(e, whole, Axis(tuple(old[::-1] if slow else old), slow))
        parts += split[::-1] if slow else split
    found = iter(parts)
    return e.entry(
        value.argument, tuple(ONE if n == 1 else next(found) for n in value.argument.shape)
    )


def write_kron(e: Entries, value: p.Kron, indices: Indices) -> Expr:
    """``(A ⊗ B)_{(i−1)P+k,(j−1)Q+l}`` is ``A_{ij} B_{kl}``."""
    pairs = [
        both(e, index, inner, outer)
        for index, inner, outer in zip(indices, value.right.shape, value.left.shape, strict=True)
    ]
    left = e.entry(value.left, tuple(outer for _, outer in pairs))
    return times(left, e.entry(value.right, tuple(inner for inner, _ in pairs)))


def write_tile(e: Entries, value: p.Tile, indices: Indices) -> Expr:
    """The entry of what is repeated, at the faster of two indices along each axis."""
    sizes = value.argument.shape
    found = tuple(
        index if count == 1 else both(e, index, size, count)[0]
        for index, size, count in zip(indices, sizes, value.repeats, strict=True)
    )
    return e.entry(value.argument, masked(found, sizes))


def both(e: Entries, index: Expr, inner: Size, outer: Size) -> tuple[Expr, Expr]:
    """Return the faster and the slower part of an index; an axis of length 1 has the index 1."""
    long = tuple(size for size in (inner, outer) if size != 1)
    parts = iter(divided(e, index, Axis(long, slow_first=True)))
    first, second = (ONE if size == 1 else next(parts) for size in (inner, outer))
    return first, second


def divided(e: Entries, index: Expr, axis: Axis) -> list[Expr]:
    """Return the parts of an index along the axes that its own axis is made of.

    An index that is one name asks for several names in its place.
    """
    if len(axis.sizes) == 1:
        return [index]
    if isinstance(index, Number):
        return _places(int(index.text), axis.sizes)
    digits = e.memory.digits.get(index, (Digit(index, algebra.product(axis.sizes)),))
    groups = axis_groups(tuple(digit.size for digit in digits), axis.sizes)
    if groups is None:
        refuse("an axis that is divided in two ways")
    rest, parts = iter(digits), []
    for old, new in groups:
        own = [next(rest) for _ in old]
        if len(new) == 1:
            parts.append(e.merged(own, axis.slow_first))
        elif len(own) == 1 and isinstance(own[0].index, Symbol):
            raise Split(own[0].index.name, Axis(tuple(new), axis.slow_first))
        else:
            refuse("an axis that is divided in two ways")
    return parts


def _places(place: int, sizes: Sequence[Size]) -> list[Expr]:
    """Return the parts of an index that is a number, along axes whose lengths are numbers."""
    rest, parts = place - 1, []
    for size in sizes[:-1]:
        if not isinstance(size, int):
            refuse("a fixed entry of an axis that is divided")
        rest, part = divmod(rest, size)
        parts.append(Number(str(part + 1)))
    return [*parts, Number(str(rest + 1))]

"""Axes inserted, dropped, reordered, stretched and sliced: other indices."""

from __future__ import annotations

from boxdot.notation.codegen import program as p
from boxdot.notation.codegen.entrywise.context import ONE, Entries, Indices, masked
from boxdot.notation.expressions.nodes import (
    Binary,
    Expr,
    Number,
    Op,
)
from boxdot.notation.printing.sizes import size_expression
from boxdot.notation.shapes.sizes import Size


def write_expand(e: Entries, value: p.Expand, indices: Indices) -> Expr:
    """``X[:, None]``: the new axes have no index."""
    kept = tuple(index for n, index in enumerate(indices) if n not in value.axes)
    return e.entry(value.argument, kept)


def write_squeeze(e: Entries, value: p.Squeeze, indices: Indices) -> Expr:
    """Axes that were dropped have the index 1."""
    own = iter(indices)
    places = range(len(value.argument.shape))
    return e.entry(value.argument, tuple(ONE if n in value.axes else next(own) for n in places))


def write_permute(e: Entries, value: p.Permute, indices: Indices) -> Expr:
    """The same indices in another order."""
    places = dict(zip(value.axes, indices, strict=True))
    return e.entry(value.argument, tuple(places[n] for n in range(len(indices))))


def write_broadcast(e: Entries, value: p.Broadcast, indices: Indices) -> Expr:
    """A stretched axis has the index 1."""
    return e.entry(value.argument, masked(indices, value.argument.shape))


def write_take(e: Entries, value: p.Take, indices: Indices) -> Expr:
    """Slices and entries: shifted indices."""
    own, places = iter(indices), []
    for subscript in value.subscripts:
        if not isinstance(subscript, tuple):
            places.append(_shifted(ONE, subscript))
        else:
            places.append(_shifted(next(own), subscript[0] or 0))
    return e.entry(value.argument, tuple(places))


def write_gather(e: Entries, value: p.Gather, indices: Indices) -> Expr:
    """``x_{i+k−1}``: the computed places are indices, which count from 1."""
    lead = len(indices) - len(value.argument.shape) + len(value.indices)
    places = [
        e.entry(at, masked(indices[:lead], at.shape) if at.shape else ()) for at in value.indices
    ]
    return e.entry(value.argument, (*map(_from_one, places), *indices[lead:]))


def _from_one(place: Expr) -> Expr:
    """Return a place that counts from 0 as an index: ``i + k − 2`` is ``i + k − 1``."""
    if isinstance(place, Binary) and place.op is Op.SUBTRACT and isinstance(place.right, Number):
        less = int(place.right.text) - 1
        return Binary(Op.SUBTRACT, place.left, Number(str(less))) if less else place.left
    return _shifted(place, 1)


def _shifted(index: Expr, by: Size) -> Expr:
    if by == 0:
        return index
    if isinstance(index, Number) and isinstance(by, int):
        return Number(str(int(index.text) + by))
    return Binary(Op.ADD, index, size_expression(by))

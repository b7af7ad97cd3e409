"""Products of arrays: sums over the indices that they share."""

from __future__ import annotations

from collections.abc import Iterable
from functools import reduce

from boxdot.notation.codegen import program as p
from boxdot.notation.codegen.entrywise.context import ONE, Entries, Indices, masked
from boxdot.notation.expressions.nodes import (
    Binary,
    Expr,
    Number,
    Op,
)
from boxdot.notation.shapes.sizes import Size

ZERO = Number("0")


def times(left: Expr, right: Expr) -> Expr:
    """Return a product of two, without factors 1; 0 where one of them is 0."""
    if ZERO in (left, right):
        return ZERO
    if left == ONE:
        return right
    return left if right == ONE else Binary(Op.MATMUL, left, right)


def product(parts: Iterable[Expr]) -> Expr:
    """Return the product of some expressions."""
    return reduce(times, parts)


def write_matmul(e: Entries, value: p.Matmul, indices: Indices) -> Expr:
    """``Σ_j A_{ij} B_{jk}``."""
    left, right = value.left, value.right
    lead = len(indices) - (len(left.shape) > 1) - (len(right.shape) > 1)
    batch, free = indices[:lead], indices[lead:]
    rows, columns = (free[:1], free[1:]) if len(left.shape) > 1 else ((), free)

    def body(inner: Entries, new: list[Expr]) -> Expr:
        sides = ((left, (*rows, *new)), (right, (*new, *columns)))
        return product(inner.entry(side, _with_batch(side, batch, own)) for side, own in sides)

    return e.summed([left.shape[-1]], body)


def _with_batch(value: p.Value, batch: Indices, own: Indices) -> Indices:
    lead = len(value.shape) - len(own)
    return masked((*batch[len(batch) - lead :], *own), value.shape)


def write_outer(e: Entries, value: p.Outer, indices: Indices) -> Expr:
    """``x_i y_j``."""
    return product((e.entry(value.left, indices[:1]), e.entry(value.right, indices[1:])))


def write_trace(e: Entries, value: p.Trace, indices: Indices) -> Expr:
    """``Σ_i A_{ii}``."""
    size = value.argument.shape[-1]
    return e.summed([size], lambda inner, new: inner.entry(value.argument, (*indices, *new, *new)))


def write_einsum(e: Entries, value: p.Einsum, indices: Indices) -> Expr:
    """A sum of products over the labels that go."""
    known: dict[str, Expr] = dict(zip(value.result, indices, strict=True))
    sizes: dict[str, Size] = {}
    for argument, own in zip(value.arguments, value.labels, strict=True):
        sizes |= {name: n for name, n in zip(own, argument.shape, strict=True) if name not in known}

    def body(inner: Entries, new: list[Expr]) -> Expr:
        places = known | dict(zip(sizes, new, strict=True))
        pairs = zip(value.arguments, value.labels, strict=True)
        return product(
            inner.entry(argument, masked(tuple(places[name] for name in own), argument.shape))
            for argument, own in pairs
        )

    return e.summed(list(sizes.values()), body)

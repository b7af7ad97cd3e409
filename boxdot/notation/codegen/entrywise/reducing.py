"""Reductions and norms: sums over the indices of the axes that go."""

from __future__ import annotations

from functools import reduce

from boxdot.notation.codegen import building as b
from boxdot.notation.codegen import program as p
from boxdot.notation.codegen.entrywise.context import ONE, Entries, Indices, refuse
from boxdot.notation.codegen.entrywise.products import times
from boxdot.notation.expressions.nodes import (
    Apply,
    Binary,
    Chain,
    Expr,
    Indicator,
    Number,
    Op,
    Relation,
)
from boxdot.notation.printing.sizes import size_expression


def write_reduce(e: Entries, value: p.Reduce, indices: Indices) -> Expr:
    """Return a sum, a product, a mean, or how many entries are not zero."""
    if value.kind == "var":
        return write_reduce(e, _mean_square(value), indices)
    if value.kind not in {"sum", "prod", "mean", "count"}:
        refuse(f"a {value.kind}imum over an axis")
    shape = value.argument.shape
    kept = [i for n, i in enumerate(indices) if not (value.keep and n in value.axes)]

    def body(inner: Entries, new: list[Expr]) -> Expr:
        old, fresh = iter(kept), iter(new)
        places = tuple(next(fresh if n in value.axes else old) for n in range(len(shape)))
        entry = inner.entry(value.argument, places)
        if value.kind != "count":
            return entry
        return Indicator(Chain((entry, Number("0")), (Relation.NOT_EQUAL,)))

    total = e.summed([shape[n] for n in value.axes], body, value.kind)
    counts = [shape[n] for n in value.axes if shape[n] != 1]
    if value.kind != "mean" or not counts:
        return total
    count = reduce(times, map(size_expression, counts))
    return Binary(Op.MATMUL, Binary(Op.DIVIDE, ONE, count), total)


def _mean_square(value: p.Reduce) -> p.Reduce:
    """Return a variance as the mean of the squared differences from the mean."""
    mean = b.reduce("mean", value.argument, value.axes, keep=True)
    square = b.power(b.subtract(value.argument, mean), b.number(2))
    return p.Reduce(value.shape, square, "mean", value.axes, value.keep)


def write_norm(e: Entries, value: p.Norm, indices: Indices) -> Expr:
    """``√(Σ_i x_i²)``."""
    square = b.power(value.argument, b.number(2))
    total = p.Reduce(value.shape, square, "sum", value.axes, value.keep)
    return Apply("sqrt", (write_reduce(e, total, indices),))

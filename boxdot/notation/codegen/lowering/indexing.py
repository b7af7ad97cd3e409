"""Lowering entries and slices: an index in scope becomes the label of an axis."""

from __future__ import annotations

from collections.abc import Sequence

from boxdot.notation import algebra
from boxdot.notation.codegen import building as b
from boxdot.notation.codegen.lowering.context import Context
from boxdot.notation.codegen.lowering.operands import Operand, dense, scalar
from boxdot.notation.codegen.lowering.subscripts import (
    Along,
    Bounds,
    Reading,
    places_of,
    read_subscript,
)
from boxdot.notation.codegen.program import Value
from boxdot.notation.expressions.nodes import (
    Expr,
    Index,
    Slice,
    Symbol,
)
from boxdot.notation.shapes.sizes import Shape, Size


def lower_index(context: Context, node: Index) -> Operand:
    """``X_{ij}``, ``X_{:,j}``, ``X_k``, ``x_{i+1}``, ``F^{kk′}_{ij}``."""
    if node in context.slices:
        return _named_slice(context, node)
    base, places = _base(context, node)
    written = (*node.subscripts, *node.superscripts)
    subscripts = {place: s for place, s in zip(places, written, strict=False) if place is not None}
    readings = {place: read_subscript(context, s) for place, s in subscripts.items()}
    computed = [place for place, reading in readings.items() if reading is None]
    if computed:
        return _gathered(context, node, base, subscripts)
    return _sliced(context, node, base, readings, _dropped(base.core, places))


def _named_slice(context: Context, node: Index) -> Operand:
    """A quantity such as X_1, or Y_j, whose first axes belong to its own indices."""
    load = context.slices[node]
    written = (*node.subscripts, *node.superscripts)
    indices = [context.index(s.name) for s in written if isinstance(s, Symbol)]
    names = [index.label for index in indices if index is not None]
    own = [f".{n}" for n in range(len(load.shape) - len(names))]
    return labelled(context, load, [*names, *own])


def _base(context: Context, node: Index) -> tuple[Operand, list[int | None]]:
    """Return what is indexed, and the axis of its own that each subscript stands for."""
    count = len(node.subscripts) + len(node.superscripts)
    if isinstance(node.base, Symbol):
        definition = context.definitions.get(context.name_of(node.base))
        if definition is not None and definition.subscripts == count:
            return Operand(definition.load), list(range(count))
    base = dense(context.lower(node.base))
    return base, places_of(context, node, base.core)


def _dropped(core: Shape, places: Sequence[int | None]) -> list[int]:
    """Return the axes of length 1 that have no subscript because only the longer ones do."""
    short = [n for n, size in enumerate(core) if size == 1]
    return short if len(short) + len(places) == len(core) else []


def _sliced(
    context: Context,
    node: Index,
    base: Operand,
    readings: dict[int, Reading | None],
    dropped: Sequence[int],
) -> Operand:
    """Take entries and slices, and name the axes that an index runs along."""
    subscripts: list[Size | Bounds] = [(None, None)] * len(base.batch)
    shape: list[Size] = list(base.value.shape[: len(base.batch)])
    names = list(base.batch)
    for place, size in enumerate(base.core):
        reading = readings.get(place, 0 if place in dropped else (None, None))
        name = f".{place}"
        if isinstance(reading, Along):
            name = reading.index.label
            reading = _range(context, node, reading, size)
        subscripts.append((None, None) if reading is None else reading)
        if isinstance(reading, tuple):
            shape.append(_length(reading, size))
            names.append(name)
    value = b.take(base.value, subscripts, tuple(shape))
    return labelled(context, value, names)


def _range(context: Context, node: Index, along: Along, size: Size) -> Bounds:
    """Return which part of the axis the index runs along."""
    index = along.index
    low = algebra.add(algebra.subtract(index.low, 1), along.shift)
    if index.high is None:
        return (None if low == 0 else low), None
    high = algebra.add(index.high, along.shift)
    if algebra.at_least(algebra.subtract(high, size), 1):
        context.refuse(
            node,
            f"{index.name} runs beyond the end of the axis here",
            "say how far it runs, as in Σ_{i=1}^{n-1}",
        )
    whole = algebra.equal(high, size) is True
    return (None if low == 0 else low), (None if whole else high)


def _length(bounds: Bounds, size: Size) -> Size:
    low, high = bounds
    return algebra.subtract(size if high is None else high, 0 if low is None else low)


def labelled(context: Context, value: Value, names: Sequence[str]) -> Operand:
    """Bring the named axes to the front, in the order of the scope; equal names are a diagonal."""
    batch = context.ordered(names)
    own = [name for name in names if name not in batch]
    wanted = [*batch, *own]
    if len(wanted) == len(names):
        return Operand(b.permute(value, [list(names).index(name) for name in wanted]), batch)
    return Operand(b.einsum([value], [names], wanted), batch)


def _gathered(context: Context, node: Index, base: Operand, subscripts: dict[int, Expr]) -> Operand:
    """Take entries at places that are computed from indices or data."""
    if base.batch or any(isinstance(s, Slice) for s in subscripts.values()):
        context.refuse(node, "computed subscripts beside slices are not supported")
    operands = [scalar(context.lower(s)) for s in subscripts.values()]
    one = Operand(b.number(1))
    places = [operand.with_value(b.subtract(operand.value, one.value)) for operand in operands]
    aligned = context.aligned(places)
    rest = [n for n in range(len(base.core)) if n not in subscripts]
    value = b.permute(base.value, [*subscripts, *rest])
    batch = next((operand.batch for operand in aligned if operand.batch), ())
    return Operand(b.gather(value, [operand.value for operand in aligned]), batch)

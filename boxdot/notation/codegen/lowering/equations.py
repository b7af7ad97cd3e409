"""Lowering one equation: the indices of the left side order the axes of the result."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from boxdot.notation import algebra
from boxdot.notation.codegen import building as b
from boxdot.notation.codegen.lowering.context import Context, Definition, IndexLabel
from boxdot.notation.codegen.lowering.indices import free_indices, index_size
from boxdot.notation.codegen.lowering.merged import indices_in, merged_labels
from boxdot.notation.codegen.lowering.operands import Operand, carrying, dense
from boxdot.notation.codegen.lowering.subscripts import places_of
from boxdot.notation.codegen.lowering.sums import sum_over
from boxdot.notation.codegen.program import Load, Value
from boxdot.notation.expressions.nodes import Expr, Index, Slice, Symbol
from boxdot.notation.shapes.sizes import Shape


def lower_value(context: Context, side: Expr) -> Value:
    """Return the array of an expression; its free indices are the leading axes."""
    labels = [_free(context, side, name) for name in free_indices(context, side)]
    return dense(context.within(labels).lower(side)).value


def _free(context: Context, side: Expr, name: str) -> IndexLabel:
    known = context.free.get(name)
    return context.fresh(name, 1, index_size(context, side, name) if known is None else known)


def lower_entries(
    context: Context, target: Index, name: str, side: Expr
) -> tuple[Value, Definition]:
    """Return the array whose entries or slices an equation gives, and its definition."""
    subscripts = (*target.subscripts, *target.superscripts)
    shape = context.declared(name)
    layout = _layout(context, target, shape, side)
    inner = context.within(layout.labels)
    operand = _summed(inner, target, side)
    operand = _complete(inner, layout.labels, target, operand)
    value = _placed(context, target, layout, operand)
    own = 0 if shape is not None else len(subscripts)
    return value, Definition(Load(value.shape, name), own)


def lower_slice(context: Context, target: Index, side: Expr) -> Value:
    """Return a quantity such as X_1, or Y_j for every j along its first axis."""
    subscripts = (*target.subscripts, *target.superscripts)
    names = [s.name for s in subscripts if isinstance(s, Symbol)]
    labels = [_free(context, side, name) for name in names]
    inner = context.within(labels)
    return _complete(inner, labels, target, dense(inner.lower(side))).value


def _summed(context: Context, target: Index, side: Expr) -> Operand:
    """Return the right side; indices that the left side lacks are summed over."""
    names = free_indices(context, side)
    if not names:
        return dense(context.lower(side))
    context.warn(f"summed over {', '.join(names)}, which the left side does not have")
    labels = [_free(context, side, name) for name in names]
    return dense(sum_over(context.within(labels), target, side, labels, []))


def _complete(
    context: Context, labels: Sequence[IndexLabel], target: Index, operand: Operand
) -> Operand:
    """Stretch the operand along indices of the left side that the right side does not have."""
    if all(index.label in operand.batch for index in labels):
        return operand
    present = set(operand.batch)
    operand = carrying(operand, [index.label for index in labels])
    shape = list(operand.value.shape)
    for n, index in enumerate(labels):
        if index.label not in present:
            if index.count is None:
                context.refuse(target, f"how far the index {index.name} runs is not known")
            shape[n] = index.count
    return operand.with_value(b.broadcast(operand.value, tuple(shape)))


@dataclass(frozen=True, slots=True)
class _Layout:
    """Where the axes of the result come from: a label, None for a length-1 axis, "" for its own.

    A merged axis comes from several labels, the slowest first.
    """

    labels: tuple[IndexLabel, ...]
    axes: tuple[str | tuple[str, ...] | None, ...]


def _layout(context: Context, target: Index, shape: Shape | None, side: Expr) -> _Layout:
    subscripts = (*target.subscripts, *target.superscripts)
    places = _places(context, target, shape)
    axes: dict[int, str | tuple[str, ...] | None] = {}
    labels: list[IndexLabel] = []
    for place, subscript in zip(places, subscripts, strict=True):
        if isinstance(subscript, Slice):
            continue
        names = indices_in(context, subscript)
        if not names:
            axes[place] = None
            continue
        if any(index.name in names for index in labels):
            context.refuse(target, "an equation cannot give only the diagonal of an array")
        high = shape[place] if shape is not None and place < len(shape) else None
        own = {name: _free(context, side, name) for name in names}
        if not isinstance(subscript, Symbol):
            merged = merged_labels(context, subscript, high, own)[::-1]
            axes[place] = tuple(index.label for index in merged)
            labels += merged
            continue
        index = own[subscript.name]
        labels.append(index if high is None else replace(index, high=high))
        axes[place] = index.label
    order = len(places) if shape is None else max(len(shape), *(p + 1 for p in places))
    rest = _unnamed(shape, order, places)
    return _Layout(tuple(labels), tuple(axes.get(n, rest.get(n, "")) for n in range(order)))


def _places(context: Context, target: Index, shape: Shape | None) -> list[int]:
    if shape is None:
        return list(range(len(target.subscripts) + len(target.superscripts)))
    return [n if axis is None else axis for n, axis in enumerate(places_of(context, target, shape))]


def _unnamed(shape: Shape | None, order: int, places: Sequence[int]) -> dict[int, str | None]:
    """Return the length-1 axes that have no subscript."""
    sizes = shape or ()
    return {n: None for n in range(order) if n not in places and n < len(sizes) and sizes[n] == 1}


def _placed(context: Context, target: Index, layout: _Layout, operand: Operand) -> Value:
    """Bring the axes into the order of the layout, and merge those that are one axis there."""
    own = list(operand.axes)
    order: list[int] = []
    single: list[int] = []
    merged: list[Sequence[int]] = []
    place = 0
    for axis in layout.axes:
        names = (axis,) if not isinstance(axis, tuple) else axis
        merged.append(range(place, place + len(names)))
        for name in names:
            if name:
                order.append(operand.batch.index(name))
            elif name == "" and own:
                order.append(own.pop(0))
            else:
                single.append(place)
            place += 1
    value = b.expand(b.permute(operand.value, [*order, *own]), single)
    rest = value.shape[place:]
    shape = (*(algebra.product(value.shape[n] for n in places) for places in merged), *rest)
    return b.reshape(value, shape, "C") if len(shape) < len(value.shape) else value

"""Subscripts: which axis each one stands for, and what it takes of it."""

from __future__ import annotations

from dataclasses import dataclass

from boxdot.notation import algebra
from boxdot.notation.codegen.lowering.context import Context, IndexLabel
from boxdot.notation.codegen.lowering.sizing import size_of, try_size
from boxdot.notation.expressions.nodes import (
    Binary,
    Expr,
    Index,
    Op,
    Slice,
    Symbol,
)
from boxdot.notation.shapes.sizes import Shape, Size


@dataclass(frozen=True, slots=True)
class Along:
    """A subscript that is an index plus a constant."""

    index: IndexLabel
    shift: Size = 0


Bounds = tuple[Size | None, Size | None]
"""Where a range starts (from 0) and stops; None leaves that end open."""

Reading = Along | Size | Bounds
"""An index along the axis, one place (from 0), or a range."""


def axes_of_subscripts(core: Shape, count: int, *, first: bool) -> list[int | None]:
    """Return the axis that each of ``count`` subscripts stands for; None: beyond the order.

    All axes; else all that are longer than 1; else rows of a matrix, frontal slices of a tensor
    (or slices along the first axis), and the leading axes for several subscripts.

    >>> axes_of_subscripts((1, "C", 1, 1), 1, first=False)
    [1]
    >>> axes_of_subscripts(("I", "J", "K"), 1, first=False)
    [2]
    """
    order = len(core)
    longer = [n for n, size in enumerate(core) if size != 1]
    if count >= order:
        return [*range(order), *[None] * (count - order)]
    if count == len(longer):
        return [*longer]
    if count == 1 and order > 2 and not first:
        return [order - 1]
    return [*range(count)]


def places_of(context: Context, node: Index, shape: Shape) -> list[int | None]:
    """Return the axis of the base that each subscript, then each superscript, stands for."""
    count = len(node.subscripts) + len(node.superscripts)
    known = context.inference.index_axes(node)
    if known is not None and len(known) in (count, len(node.subscripts)):
        return [axis - 1 if axis <= len(shape) else None for axis in known]
    return axes_of_subscripts(shape, count, first=context.formula.first_slices)


def read_subscript(
    context: Context, node: Expr
) -> Along | Size | tuple[Size | None, Size | None] | None:
    """Return a subscript as an index, a place or a range from 0; None if it must be computed."""
    if isinstance(node, Slice):
        low = None if node.low is None else algebra.subtract(size_of(context, node.low), 1)
        return low, None if node.high is None else size_of(context, node.high)
    along = _along(context, node)
    if along is not None:
        return along
    if isinstance(node, Symbol) and _is_data(context, node):
        return None
    size = try_size(context, node)
    return None if size is None else algebra.subtract(size, 1)


def _is_data(context: Context, node: Symbol) -> bool:
    return context.name_of(node) in context.formula.symbols and not context.is_size(node.name)


def _along(context: Context, node: Expr) -> Along | None:
    if id(node) in context.running:
        return Along(context.running[id(node)])
    match node:
        case Symbol(name=name):
            index = context.index(name)
            return None if index is None else Along(index)
        case Binary(op=Op.ADD | Op.SUBTRACT, left=Symbol(name=name), right=right):
            index, shift = context.index(name), try_size(context, right)
            if index is None or shift is None:
                return None
            return Along(index, shift if node.op is Op.ADD else algebra.multiply(-1, shift))
        case _:
            return None

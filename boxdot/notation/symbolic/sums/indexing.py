"""Entries, slices, sums over indices, indicators and written-out matrices."""

from __future__ import annotations

from typing import Any

import sympy

from boxdot.notation.algebra import to_sympy as size_to_sympy
from boxdot.notation.expressions.nodes import (
    Block,
    Dots,
    Expr,
    Index,
    IndexRange,
    Indicator,
    Reduce,
    Relation,
    Slice,
    Symbol,
)
from boxdot.notation.inference.matrices import matrix_of
from boxdot.notation.symbolic.names import assumed
from boxdot.notation.symbolic.sums.context import Context, Positions, Value
from boxdot.notation.symbolic.sums.leaves import named
from boxdot.notation.symbolic.sums.operators import as_matrix, row_and_column


def index(context: Context, node: Index) -> Value:
    """``X_{ij}``, ``X_{:,j}``, ``X_k``."""
    subscripts = (*node.subscripts, *node.superscripts)
    axes = context.inference.index_axes(node)
    if axes is None:
        context.refuse(node, "which axes the subscripts address is not known")
    base = _base(context, node, subscripts[len(axes) :])
    fixed: dict[int, Any] = {}
    starts: dict[int, Any] = {}
    for axis, subscript in zip(axes, subscripts, strict=False):
        if not isinstance(subscript, Slice):
            fixed[axis - 1] = context.number(subscript)
        elif subscript.low is not None:
            starts[axis - 1] = context.number(subscript.low) - 1
    return _taken(context, node, base, fixed, starts)


def _base(context: Context, node: Index, members: tuple[Expr, ...]) -> Value:
    """Return what is indexed; further scripts name a member of a family."""
    if not members:
        return context.value(node.base)
    if not isinstance(node.base, Symbol):
        context.refuse(node, "which axes the subscripts address is not known")
    places = tuple(context.number(member) for member in members)
    return named(context, node.base, context.resolved(node.base), places)


def _taken(
    context: Context, node: Index, base: Value, fixed: dict[int, Any], starts: dict[int, Any]
) -> Value:
    order = len(base.shape)
    named_axes = {axis - 1 for axis in context.inference.index_axes(node) or ()}
    others = [axis for axis in range(order) if axis not in named_axes]
    if all(base.shape[axis] == 1 for axis in others):
        fixed = {**dict.fromkeys(others, sympy.S.One), **fixed}
    free = [axis for axis in range(order) if axis not in fixed]

    def entry(at: Positions) -> Any:
        running = {a: p + starts.get(a, 0) for a, p in zip(free, at, strict=True)}
        return base.entry(tuple((fixed | running)[axis] for axis in range(order)))

    shape = tuple(base.shape[axis] for axis in free)
    known = context.shape(node)
    return context.make(known if len(known) == len(shape) else shape, entry)


def reduce(context: Context, node: Reduce) -> Value:
    """``Σ_k body`` and ``∏_k body``."""
    dummies = {r.index: _dummy(context, r) for r in node.ranges}
    inner = context.within(dummies)
    body = inner.value(node.body)
    if node.product and not body.is_scalar:
        context.refuse(node, "a product over an index is one of numbers")
    spans = [_bounds(context, inner, node, bounds) for bounds in node.ranges]

    def entry(at: Positions) -> Any:
        found = body.entry(at)
        for bounds, (low, high, left_out) in reversed(list(zip(node.ranges, spans, strict=True))):
            found = _over(context, node, bounds.index, dummies[bounds.index], found, left_out)(
                low, high
            )
        return found

    return context.make(body.shape, entry)


def _dummy(context: Context, bounds: IndexRange) -> Any:
    low = 1 if bounds.low is None else context.number(bounds.low)
    return sympy.Dummy(bounds.index, **assumed(low))


def _over(context: Context, node: Reduce, name: str, dummy: Any, body: Any, left_out: Any) -> Any:
    """Return what makes the sum or product of a body between bounds."""
    kind = sympy.Product if node.product else sympy.Sum
    if left_out is not None:
        differs = 1 - sympy.KroneckerDelta(dummy, left_out)
        body = body**differs if node.product else body * differs

    def between(low: Any, high: Any) -> Any:
        return context.total_between(
            low, high, lambda k: body.xreplace({dummy: k}), name=name, kind=kind
        )

    return between


def _bounds(
    context: Context, inner: Context, node: Reduce, bounds: IndexRange
) -> tuple[Any, Any, Any]:
    low = sympy.S.One if bounds.low is None else context.number(bounds.low)
    left_out = None if bounds.excluded is None else inner.number(bounds.excluded)
    if bounds.high is not None:
        return low, context.number(bounds.high), left_out
    size = context.inference.index_sizes(node).get(bounds.index)
    if size is None:
        context.refuse(node, f"how far the index {bounds.index} runs is not known")
    return low, size_to_sympy(size), left_out


def indicator(context: Context, node: Indicator) -> Value:
    """``1_{i=k}`` and ``1_{i≠k}``."""
    relation = node.relation
    if len(relation.sides) != 2 or relation.relations[0] not in _COMPARED:
        context.refuse(node, "an indicator compares two indices")
    left, right = map(context.number, relation.sides)
    equal = sympy.KroneckerDelta(left, right)
    different = relation.relations[0] is Relation.NOT_EQUAL
    return context.scalar(lambda: 1 - equal if different else equal)


_COMPARED = (Relation.EQUAL, Relation.NOT_EQUAL)


def block(context: Context, node: Block) -> Value:
    """``[1 2; 3 4]`` and ``[y, …, y]``."""
    cells: list[Expr] = [cell for row in node.rows for cell in row if not isinstance(cell, Dots)]
    if len(node.rows) == 1 and len(node.rows[0]) == 1:
        return context.value(cells[0])
    if len(cells) < sum(map(len, node.rows)):
        return _repeated(context, node, cells)
    values = [[context.value(cell) for cell in row] for row in node.rows]
    if not all(value.is_scalar for row in values for value in row):
        context.refuse(node, "blocks that are tensors have no such form", 'try form="matrix"')
    return _written_out(context, node, [[value.number for value in row] for row in values])


def _repeated(context: Context, node: Block, cells: list[Expr]) -> Value:
    if any(cell != cells[0] for cell in cells):
        context.refuse(node, "… must stand between equal blocks")
    cell = as_matrix(context, node, context.value(cells[0]))

    def entry(at: Positions) -> Any:
        pairs = zip(row_and_column(at), cell.shape, strict=True)
        return cell.at(tuple(sympy.Mod(p - 1, size_to_sympy(size)) + 1 for p, size in pairs))

    return context.make(context.shape(node), entry)


def _written_out(context: Context, node: Block, numbers: list[list[Any]]) -> Value:
    """Return ``Σ_rc number_rc δ_ir δ_jc``."""
    shape = context.shape(node)
    assert matrix_of(shape) is not None

    def entry(at: Positions) -> Any:
        row, column = row_and_column(at)
        return sympy.Add(
            *(
                number * sympy.KroneckerDelta(row, r) * sympy.KroneckerDelta(column, c)
                for r, line in enumerate(numbers, start=1)
                for c, number in enumerate(line, start=1)
            )
        )

    return context.make(shape, entry)

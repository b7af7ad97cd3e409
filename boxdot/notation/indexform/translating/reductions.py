"""Sums and products over indices."""

from __future__ import annotations

from collections.abc import Mapping

from boxdot.notation.algebra import add as longer
from boxdot.notation.algebra import equal
from boxdot.notation.algebra import subtract as shorter
from boxdot.notation.expressions.nodes import Expr, IndexRange, Reduce, Symbol
from boxdot.notation.indexform.arithmetic import (
    add,
    fixed,
    multiply,
    of_atom,
    substitute,
    subtract,
    total,
)
from boxdot.notation.indexform.indices import Fixed, Index, Place, Within, fresh, indices_of, within
from boxdot.notation.indexform.naming import over
from boxdot.notation.indexform.structure import Form
from boxdot.notation.indexform.tensors import Tensor, product, summation
from boxdot.notation.indexform.translating.context import Context
from boxdot.notation.indexform.translating.writing_out import written_out
from boxdot.notation.inference.singles import single_indices
from boxdot.notation.reading.sizes import size_of
from boxdot.notation.shapes.sizes import Size

LONGEST_WRITTEN_OUT = 64


def reduce(context: Context, node: Reduce) -> Tensor:
    """``Σ_k body`` and ``∏_k body``, whose indices run along whole axes or between numbers."""
    sizes = context.inference.index_sizes(node)
    values = written_out(context, node)
    if values is not None:
        return _written_out(context, node, sizes, values)
    places: dict[str, Place] = {}
    for bounds in node.ranges:
        size = _size(context, node, bounds, sizes.get(bounds.index))
        places[bounds.index] = _place(context, bounds, size)
    with context.scope(places):
        body = _body(context, node)
    form = body.form
    for bounds in node.ranges:
        form = _over(context, node, bounds, places[bounds.index], form)
    return Tensor(body.axes, form)


def _written_out(
    context: Context, node: Reduce, sizes: Mapping[str, Size | None], values: list[dict[str, int]]
) -> Tensor:
    """``Σ_{r=1}^{2} A_r`` as ``A_1 + A_2``."""
    ends = {b.index: _size(context, node, b, sizes.get(b.index)) for b in node.ranges}
    terms = []
    for at in values:
        with context.scope({name: fixed(at[name], ends[name]) for name in at}, at):
            terms.append(_body(context, node))
    if not terms:
        raise context.unsupported("a sum without terms", node)
    join = product if node.product else summation
    return join(terms, context.convention)


def _body(context: Context, node: Reduce) -> Tensor:
    """Return what is summed or multiplied; a ∏ of square matrices may be meant in two ways."""
    body = context.tensor(node.body)
    if node.product and len(body.axes) == 2 and all(body.axes):
        rows, columns = body.shape
        if equal(rows, columns):
            raise context.unsupported("whether ∏ is the matrix product is not clear", node)
    return body


def _place(context: Context, bounds: IndexRange, size: Size) -> Place:
    """Return where an index runs: along an axis, or along a part of it that has names."""
    low = 1 if bounds.low is None else size_of(bounds.low)
    high = size if bounds.high is None else size_of(bounds.high)
    if size == 1 or low is None or high is None or bounds.excluded is not None:
        return fresh(size)
    low, high = context.bound_size(low), context.bound_size(high)
    if isinstance(low, int) and (isinstance(high, int) or (low == 1 and equal(high, size))):
        return fresh(size)
    return within(shorter(low, 1), fresh(longer(shorter(high, low), 1)), size)


def _size(context: Context, node: Reduce, bounds: IndexRange, known: Size | None) -> Size:
    if known is not None:
        return known
    high = None if bounds.high is None else size_of(bounds.high)
    if high is None and bounds.index in single_indices(context.inference, node):
        return 1
    if high is None:
        raise context.unsupported(f"how far the index {bounds.index} runs is not known", node)
    return context.bound_size(high)


def _over(context: Context, node: Reduce, bounds: IndexRange, place: Place, form: Form) -> Form:
    values = _values(context, node, bounds, place)
    if values is not None:
        entries = [substitute(form, _at(place, value)) for value in values]
        return multiply(*entries) if node.product else add(*entries)
    along = list(indices_of([place]))
    result = _all(node, along, form)
    if bounds.excluded is None:
        return result
    if node.product:
        raise context.unsupported("a product with one factor left out", node)
    return subtract(result, substitute(form, _excluded(context, bounds.excluded, place)))


def _all(node: Reduce, along: list[Index], form: Form) -> Form:
    if node.product:
        return of_atom(over("prod", along, form)) if along else form
    return total(form, along)


def _at(place: Place, value: int) -> dict[Index, Place]:
    return {part: fixed(value, part.size) for part in place if isinstance(part, Index)}


def _excluded(context: Context, node: Expr, place: Place) -> dict[Index, Place]:
    if isinstance(node, Symbol) and node.name in context.indices:
        target = context.indices[node.name]
    else:
        position = size_of(node)
        if position is None:
            raise context.unsupported("what is left out is no index", node)
        target = tuple(Fixed(position, part.size) for part in place)
    return {part: target for part in place if isinstance(part, Index)}


def _values(context: Context, node: Reduce, bounds: IndexRange, place: Place) -> range | None:
    """Return the values of an index with bounds of its own; None if it runs along the axis."""
    if place and isinstance(place[0], Within):
        return None
    low = 1 if bounds.low is None else size_of(bounds.low)
    high = None if bounds.high is None else size_of(bounds.high)
    length = place[0].size if place else 1
    if low is None or (bounds.high is not None and high is None):
        raise context.unsupported(f"the bounds of {bounds.index} are no sizes", node)
    low = context.bound_size(low)
    high = length if high is None else context.bound_size(high)
    if equal(low, 1) and equal(high, length):
        return None
    if not isinstance(low, int) or not isinstance(high, int):
        raise context.unsupported(f"{bounds.index} runs along a part of an axis", node)
    if high - low >= LONGEST_WRITTEN_OUT:
        raise context.unsupported("a sum over so many numbers", node)
    return range(low, high + 1)

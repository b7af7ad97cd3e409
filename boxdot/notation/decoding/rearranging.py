"""Axes in another order, added, dropped, joined and split; entries repeated."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from boxdot.notation import algebra
from boxdot.notation.decoding.arrays import Array, tensor, view, whole
from boxdot.notation.decoding.context import Context
from boxdot.notation.decoding.refusing import Refused
from boxdot.notation.expressions.nodes import Apply, Binary, Block, Constant, ConstantKind, Expr, Op
from boxdot.notation.printing.sizes import size_expression
from boxdot.notation.shapes.sizes import Shape, Size


def place_of(axis: int, order: int) -> int:
    """Return an axis counted from 0, as ``-1`` and ``order - 1`` are one."""
    if not -order <= axis < order:
        raise Refused(f"there is no axis {axis}: the array has {order}", raises=True)
    return axis % order


def permuted(array: Array, axes: Sequence[int]) -> Array:
    """Return an array with its axes in another order."""
    places = [place_of(axis, array.order) for axis in axes]
    if sorted(places) != list(range(array.order)):
        raise Refused("the order of the axes must name each axis once", raises=True)
    return view(array, places)


def swapped(array: Array, first: int, second: int) -> Array:
    """Return an array with two axes exchanged."""
    places = list(range(array.order))
    one, other = place_of(first, array.order), place_of(second, array.order)
    places[one], places[other] = places[other], places[one]
    return view(array, places)


def moved(array: Array, sources: Sequence[int], targets: Sequence[int]) -> Array:
    """Return an array with axes at other places, as ``np.moveaxis`` does."""
    start = [place_of(axis, array.order) for axis in sources]
    goal = [place_of(axis, array.order) for axis in targets]
    order = [n for n in range(array.order) if n not in start]
    for target, source in sorted(zip(goal, start, strict=True)):
        order.insert(target, source)
    return view(array, order)


def expanded(array: Array, axes: Sequence[int]) -> Array:
    """Return an array with new axes at places of the result."""
    order = array.order + len(axes)
    new = {place_of(axis, order) for axis in axes}
    own = iter(range(array.order))
    return view(array, [None if n in new else next(own) for n in range(order)])


def squeezed(array: Array, axes: Sequence[int] | None) -> Array:
    """Return an array without axes of length 1: those given, or all."""
    if axes is None:
        gone = {n for n, size in enumerate(array.shape) if size == 1}
    else:
        gone = {place_of(axis, array.order) for axis in axes}
        if any(array.shape[n] != 1 for n in gone):
            raise Refused("only axes of length 1 can be squeezed", raises=True)
    return view(array, [n for n in range(array.order) if n not in gone])


def reshaped(context: Context, array: Array, lengths: Sequence[Size], order: str) -> Array:
    """Return the same entries in another shape; one length may be -1."""
    shape = _with_rest(array.shape, lengths)
    long = [n for n, size in enumerate(array.shape) if size != 1]
    if [array.shape[n] for n in long] == [size for size in shape if size != 1]:
        own = iter(long)
        return view(array, [None if size == 1 else next(own) for size in shape])
    if (rows := _rows_of_numbers(array, shape, order)) is not None:
        return whole(rows, shape)
    total = algebra.product(array.shape), algebra.product(shape)
    context.demand_same(*total, "the shapes have different numbers of entries")
    if order == "F":
        return whole(_unfolded(tensor(array), shape), shape)
    backwards = view(array, list(reversed(range(array.order))))
    found = tuple(reversed(shape))
    node = _unfolded(tensor(backwards), found)
    return view(whole(node, found), list(reversed(range(len(found)))))


def _rows_of_numbers(array: Array, shape: Shape, order: str) -> Expr | None:
    """Return a list of numbers written in rows: [a; b; c; d] as [a b; c d]."""
    node, widths = array.node, [size for size in shape if isinstance(size, int)]
    if not isinstance(node, Block) or len(shape) != 2 or len(widths) != 2 or order != "C":
        return None
    if array.base != (len(node.rows),) or widths[0] * widths[1] != len(node.rows):
        return None
    cells = [row[0] for row in node.rows]
    return Block(tuple(tuple(cells[n : n + widths[1]]) for n in range(0, len(cells), widths[1])))


def _with_rest(shape: Shape, lengths: Sequence[Size]) -> Shape:
    if -1 not in lengths:
        return tuple(lengths)
    known = algebra.product(size for size in lengths if size != -1)
    rest = algebra.divide(algebra.product(shape), known)
    return tuple(rest if size == -1 else size for size in lengths)


def _unfolded(node: Expr, shape: Shape) -> Expr:
    """Return the entries, first axis fastest, in a shape."""
    if len([size for size in shape if size != 1]) <= 1 and len(shape) == 1:
        return Apply("vec", (node,))
    return Apply("unfold", (node,), tuple(map(size_expression, shape)))


def ravel(array: Array, order: str = "C") -> Array:
    """Return all entries in one axis."""
    if array.order == 1:
        return array
    backwards = view(array, list(reversed(range(array.order)))) if order == "C" else array
    size = algebra.product(array.shape)
    if len([n for n in array.shape if n != 1]) <= 1:
        place = next((n for n, length in enumerate(array.shape) if length != 1), None)
        return view(array, [place])
    return whole(Apply("vec", (tensor(backwards),)), (size,))


def ones(shape: Shape) -> Array:
    """Return ones of a shape."""
    return _filled(ConstantKind.ONES, shape)


def zeros(shape: Shape) -> Array:
    """Return zeros of a shape."""
    return _filled(ConstantKind.ZEROS, shape)


def _filled(kind: ConstantKind, shape: Shape) -> Array:
    if not shape:
        return replace(whole(Constant(kind, (1,)), (1,)), axes=())
    return whole(Constant(kind, tuple(shape)), shape)


def stretched(context: Context, array: Array, shape: Shape) -> Array:
    """Return an array stretched to a shape, as ``np.broadcast_to`` does."""
    if len(shape) < array.order:
        raise Refused("broadcasting takes no axes away", raises=True)
    new = (None,) * (len(shape) - array.order)
    placed = view(array, (*new, *range(array.order)))
    for size, length in zip(placed.shape, shape, strict=True):
        if size != 1:
            context.demand_same(size, length, "only axes of length 1 are stretched")
    if placed.shape == tuple(shape):
        return placed
    return whole(Binary(Op.BOXDOT, tensor(placed), ones(shape).node), shape)


def tiled(context: Context, array: Array, repeats: Sequence[Size]) -> Array:
    """Return an array repeated side by side: 𝟏 ⊗ X."""
    order = max(array.order, len(repeats))
    counts: Shape = (*(1,) * (order - len(repeats)), *repeats)
    placed = view(array, (*(None,) * (order - array.order), *range(array.order)))
    if all(size == 1 for size, count in zip(placed.shape, counts, strict=True) if count != 1):
        shape = tuple(map(algebra.multiply, placed.shape, counts))
        return stretched(context, placed, shape)
    shape = tuple(map(algebra.multiply, placed.shape, counts))
    return whole(Binary(Op.KRONECKER, ones(counts).node, tensor(placed)), shape)


def repeated(array: Array, count: Size, axis: int | None) -> Array:
    """Return each entry, row or column several times: x ⊗ 𝟏."""
    array = ravel(array) if axis is None else array
    place = 0 if axis is None else place_of(axis, array.order)
    counts = tuple(count if n == place else 1 for n in range(array.order))
    shape = tuple(map(algebra.multiply, array.shape, counts))
    return whole(Binary(Op.KRONECKER, tensor(array), ones(counts).node), shape)

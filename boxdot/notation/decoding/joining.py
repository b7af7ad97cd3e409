"""Arrays joined: side by side, below each other, and written out."""

from __future__ import annotations

from collections.abc import Sequence

from boxdot.notation import algebra
from boxdot.notation.decoding.arrays import Array, tensor, view, whole
from boxdot.notation.decoding.context import Context
from boxdot.notation.decoding.rearranging import expanded, place_of, reshaped
from boxdot.notation.decoding.refusing import Refused
from boxdot.notation.expressions.nodes import Block

_TOO_HIGH = "blocks of tensors of order 3 or more have no notation"


def concatenated(context: Context, arrays: Sequence[Array], axis: int) -> Array:
    """Return arrays one after the other along an axis that they have."""
    if not arrays or len({array.order for array in arrays}) > 1 or not arrays[0].order:
        raise Refused("only arrays with the same number of axes are joined", raises=True)
    order = arrays[0].order
    place = place_of(axis, order)
    if len(arrays) == 1:
        return arrays[0]
    if order > 2:
        return _of_tensors(context, arrays, place)
    total = _sum_of_lengths(arrays, place)
    nodes = tuple(map(tensor, arrays))
    if order == 1:
        return whole(Block(tuple((node,) for node in nodes)), (total,))
    other = arrays[0].shape[1 - place]
    for array in arrays[1:]:
        context.demand_same(array.shape[1 - place], other, "the joined arrays do not fit")
    if place == 0:
        return whole(Block(tuple((node,) for node in nodes)), (total, other))
    return whole(Block((nodes,)), (other, total))


def _of_tensors(context: Context, arrays: Sequence[Array], place: int) -> Array:
    """Join the unfoldings of tensors one below the other, and fold what comes of it."""
    rest = tuple(size for n, size in enumerate(arrays[0].shape) if n != place)
    order = [place, *(n for n in range(arrays[0].order) if n != place)]
    for array in arrays[1:]:
        for n, size in enumerate(size for n, size in enumerate(array.shape) if n != place):
            context.demand_same(size, rest[n], "the joined arrays do not fit")
    count = algebra.product(rest)
    rows = [
        reshaped(context, view(array, order), (array.shape[place], count), "F") for array in arrays
    ]
    joined = concatenated(context, rows, 0)
    found = reshaped(context, joined, (joined.shape[0], *rest), "F")
    return view(found, [order.index(n) for n in range(len(order))])


def _sum_of_lengths(arrays: Sequence[Array], place: int) -> algebra.Size:
    total: algebra.Size = 0
    for array in arrays:
        total = algebra.add(total, array.shape[place])
    return total


def stacked(context: Context, arrays: Sequence[Array], axis: int) -> Array:
    """Return arrays of one shape side by side along a new axis."""
    order = arrays[0].order + 1 if arrays else 1
    place = place_of(axis, order)
    spread = [expanded(array, [place]) for array in arrays]
    return concatenated(context, spread, place)


def blocks(context: Context, rows: Sequence[Sequence[Array]]) -> Array:
    """Return a matrix of blocks."""
    bands = [concatenated(context, [_matrix(cell) for cell in row], 1) for row in rows]
    if len(bands) == 1:
        return bands[0]
    joined = concatenated(context, bands, 0)
    cells = tuple(tuple(tensor(_matrix(cell)) for cell in row) for row in rows)
    return whole(Block(cells), joined.shape)


def _matrix(array: Array) -> Array:
    if array.order > 2:
        raise Refused(_TOO_HIGH)
    return view(array, (*(None,) * (2 - array.order), *range(array.order)))

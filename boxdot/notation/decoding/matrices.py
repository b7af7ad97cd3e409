"""Functions of matrices: inverse, solving, determinant, trace, powers, diagonals."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from boxdot.notation import algebra
from boxdot.notation.decoding.arrays import Array, tensor, view, whole
from boxdot.notation.decoding.context import Context
from boxdot.notation.decoding.contracting import contract
from boxdot.notation.decoding.entries import by_pages
from boxdot.notation.decoding.indexing import EVERYTHING, indexed
from boxdot.notation.decoding.joining import blocks
from boxdot.notation.decoding.rearranging import zeros
from boxdot.notation.decoding.refusing import Refused
from boxdot.notation.expressions.nodes import (
    Apply,
    Binary,
    Constant,
    ConstantKind,
    Number,
    Op,
    Power,
)
from boxdot.notation.shapes.sizes import Size


def _square(context: Context, array: Array) -> Size:
    if array.order != 2:
        raise Refused("a square matrix is needed here", raises=True)
    context.demand_same(array.shape[0], array.shape[1], "a square matrix is needed")
    return array.shape[0]


def inverse(context: Context, array: Array) -> Array:
    """Return the inverse."""
    return matrix_power(context, array, -1)


def matrix_power(context: Context, array: Array, exponent: int) -> Array:
    """Return a whole power of a matrix, or of each matrix of a stack."""
    if array.order > 2:
        return by_pages(context, partial(_power, exponent=exponent), [array], array.shape[:-2])
    return _power(context, array, exponent)


def _power(context: Context, array: Array, exponent: int) -> Array:
    size = _square(context, array)
    if exponent == 0:
        return identity(size)
    node = tensor(array)
    return whole(node if exponent == 1 else Power(node, Number(str(exponent))), (size, size))


def solved(context: Context, array: Array, right: Array) -> Array:
    """Return A \\ b, or for each of a stack of matrices."""
    if max(array.order, right.order) > 2 and right.order > 1:
        order = max(array.order, right.order) - 2
        leads = [context.padded(one.shape[:-2], order) for one in (array, right)]
        joint = tuple(_joint(context, *pair) for pair in zip(*leads, strict=True))
        return by_pages(context, solved, [array, right], joint)
    size = _square(context, array)
    if not right.order:
        raise Refused("a system of equations has a right side", raises=True)
    context.demand_same(size, right.shape[0], "the lengths differ")
    return whole(Binary(Op.SOLVE, tensor(array), tensor(right)), right.shape)


def _joint(context: Context, left: Size, right: Size) -> Size:
    found = context.joint(left, right)
    if found is None:
        raise Refused(f"{context.language} raises an error: {left} and {right}", raises=True)
    return found


def determinant(context: Context, array: Array) -> Array:
    """Return the determinant, or that of each matrix of a stack."""
    if array.order > 2:
        return by_pages(context, determinant, [array], array.shape[:-2])
    _square(context, array)
    return whole(Apply("det", (tensor(array),)), ())


def trace(context: Context, array: Array, offset: int = 0) -> Array:
    """Return the sum of the diagonal of the last two axes."""
    if array.order < 2:
        raise Refused("a trace is of a matrix", raises=True)
    array = on_diagonal(context, array, offset)
    if array.order > 2:
        lead = tuple(f"n{n}" for n in range(array.order - 2))
        return contract(context, [(array, (*lead, "i", "i"))], lead)
    return whole(Apply("tr", (tensor(array),)), ())


def pseudoinverse(array: Array) -> Array:
    """Return the pseudoinverse."""
    if array.order != 2:
        raise Refused("a pseudoinverse is read for single matrices only")
    return whole(Apply("pinv", (tensor(array),)), (array.shape[1], array.shape[0]))


def identity(size: Size) -> Array:
    """Return the identity matrix, whose entries may also stand for true and false."""
    return replace(whole(Constant(ConstantKind.IDENTITY, (size,)), (size, size)), truth=True)


def diagonal(context: Context, array: Array, offset: int = 0) -> Array:
    """Return ``np.diag``: the matrix of a vector, or the diagonal of a matrix."""
    if array.order == 1 and offset:
        return _beside_diagonal(context, array, offset)
    if array.order == 1:
        return whole(Apply("diag", (tensor(array),)), (array.shape[0],) * 2)
    if array.order != 2:
        raise Refused("diag takes a vector or a matrix", raises=True)
    if 1 in array.shape and offset == 0:
        context.warn(
            "diag of an array with two axes, one of length 1, takes its first entry: "
            "it makes no diagonal matrix"
        )
        return view(indexed(array, (0, 0)), [None])
    return contract(context, [(on_diagonal(context, array, offset), ("i", "i"))], ("i",))


def _beside_diagonal(context: Context, array: Array, offset: int) -> Array:
    """Return the matrix with a vector above its diagonal, or below it."""
    size, space = array.shape[0], abs(offset)
    inner = diagonal(context, array)
    rows = [
        [zeros((size, space)), inner],
        [zeros((space, space)), zeros((space, size))],
    ]
    found = blocks(context, rows)
    return found if offset > 0 else view(found, [1, 0])


def on_diagonal(context: Context, array: Array, offset: int = 0) -> Array:
    """Return the square part of matrices whose diagonal is that of the whole, ``offset`` above."""
    if not offset and context.same(*array.shape[-2:]):
        return array
    above, left = max(-offset, 0), max(offset, 0)
    rows, columns = map(algebra.subtract, array.shape[-2:], (above, left))
    if algebra.at_least(rows, columns):
        length = columns
    elif algebra.at_least(columns, rows):
        length = rows
    else:
        raise Refused(f"which is less, {rows} or {columns}, is not known", "declare it square")
    ranges = [(start, algebra.add(start, length)) for start in (above, left)]
    return indexed(array, [*(EVERYTHING,) * (array.order - 2), *ranges])

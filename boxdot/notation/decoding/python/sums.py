"""Products of the array libraries, by their arguments."""

from __future__ import annotations

from collections.abc import Mapping

from boxdot.notation.decoding import products
from boxdot.notation.decoding.arrays import Array, view
from boxdot.notation.decoding.context import Context
from boxdot.notation.decoding.elementwise import combine
from boxdot.notation.decoding.python.values import Value, array_of, several, whole_of
from boxdot.notation.decoding.rearranging import place_of
from boxdot.notation.decoding.refusing import Refused

Given = Mapping[str, Value]


def einsum(context: Context, given: Given) -> Value:
    """``np.einsum("ij,jk->ik", A, B)``."""
    text = given["subscripts"]
    if not isinstance(text, str):
        raise Refused("the subscripts of einsum must be a text", 'as in "ij,jk->ik"')
    return products.einsum(context, text, [array_of(item) for item in several(given["operands"])])


def tensordot(context: Context, given: Given) -> Value:
    """``np.tensordot(a, b, axes)``."""
    left, right = array_of(given["x"]), array_of(given["y"])
    axes = given.get("axes")
    if isinstance(axes, tuple):
        first, second = ([whole_of(n) for n in several(side)] for side in axes)
    else:
        count = 2 if axes is None else whole_of(axes)
        first, second = list(range(left.order - count, left.order)), list(range(count))
    pairs = (
        [place_of(n, left.order) for n in first],
        [place_of(n, right.order) for n in second],
    )
    return products.tensordot(context, left, right, pairs)


def inner(context: Context, left: Array, right: Array) -> Array:
    """``np.inner``: the last axes against each other."""
    if not left.order or not right.order:
        return combine(context, "*", left, right)
    pairs = [left.order - 1], [right.order - 1]
    return products.tensordot(context, left, right, pairs)


def multi_dot(context: Context, given: Given) -> Value:
    """``np.linalg.multi_dot([A, B, C])``."""
    first, *others = map(array_of, several(given["tensors"]))
    for other in others:
        first = products.matmul(context, first, other)
    return first


def linear(context: Context, given: Given) -> Value:
    """``F.linear(x, W, b)``: x Wᵀ + b."""
    weight = array_of(given["weight"])
    result = products.matmul(context, array_of(given["x"]), view(weight, [1, 0]))
    if given.get("bias") is None:
        return result
    return combine(context, "+", result, array_of(given["bias"]))

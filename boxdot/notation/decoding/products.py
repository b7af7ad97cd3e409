"""Products: of matrices, of vectors, outer, inner, Kronecker, and einsum."""

from __future__ import annotations

from collections.abc import Sequence

from boxdot.notation import algebra
from boxdot.notation.decoding.arrays import Array, tensor, whole
from boxdot.notation.decoding.context import Context
from boxdot.notation.decoding.contracting import Labels, contract
from boxdot.notation.decoding.elementwise import combine
from boxdot.notation.decoding.rearranging import ravel
from boxdot.notation.decoding.refusing import Refused
from boxdot.notation.expressions.nodes import Binary, Op


def matmul(context: Context, left: Array, right: Array) -> Array:
    """Return ``A @ B``: the last axis against the last but one, those before them aligned."""
    if not left.order or not right.order:
        raise Refused(f"{context.language} raises an error: @ needs axes", raises=True)
    if left.order <= 2 and right.order <= 2:
        return _plain(context, left, right)
    batch = max(left.order, right.order) - 2
    lead = tuple(f"b{n}" for n in range(batch))
    first = (*lead[batch + 2 - left.order :], "n", "k") if left.order > 1 else ("k",)
    second = (*lead[batch + 2 - right.order :], "k", "m") if right.order > 1 else ("k",)
    ends = (*(("n",) if left.order > 1 else ()), *(("m",) if right.order > 1 else ()))
    _demand_facing(context, left, right)
    return contract(context, [(left, first), (right, second)], (*lead, *ends))


def _plain(context: Context, left: Array, right: Array) -> Array:
    _demand_facing(context, left, right)
    first: Labels = ("n", "k") if left.order == 2 else ("k",)
    second: Labels = ("k", "m") if right.order == 2 else ("k",)
    result = tuple(label for label in (*first, *second) if label != "k")
    if left.order == right.order == 2:
        node = Binary(Op.MATMUL, tensor(left), tensor(right))
        return whole(node, (left.shape[0], right.shape[1]))
    return contract(context, [(left, first), (right, second)], result)


def _demand_facing(context: Context, left: Array, right: Array) -> None:
    inner = right.shape[-2] if right.order > 1 else right.shape[0]
    context.demand_same(left.shape[-1], inner, "the inner lengths of a matrix product differ")


def dot(context: Context, left: Array, right: Array) -> Array:
    """Return ``np.dot``: the last axis against the last but one, the others side by side."""
    if not left.order or not right.order:
        return combine(context, "*", left, right)
    if left.order <= 2 and right.order <= 2:
        return matmul(context, left, right)
    first = tuple(f"a{n}" for n in range(left.order))
    second = tuple(f"b{n}" for n in range(right.order))
    place = max(right.order - 2, 0)
    second = (*second[:place], first[-1], *second[place + 1 :])
    result = (*first[:-1], *(label for label in second if label != first[-1]))
    return contract(context, [(left, first), (right, second)], result)


def tensordot(
    context: Context, left: Array, right: Array, pairs: tuple[Sequence[int], Sequence[int]]
) -> Array:
    """Return the sum of products along pairs of axes."""
    first = [f"a{n}" for n in range(left.order)]
    second = [f"b{n}" for n in range(right.order)]
    for one, other in zip(*pairs, strict=True):
        context.demand_same(left.shape[one], right.shape[other], "the summed lengths differ")
        second[other] = first[one]
    summed = {first[one] for one in pairs[0]}
    result = tuple(label for label in (*first, *second) if label not in summed)
    return contract(context, [(left, tuple(first)), (right, tuple(second))], result)


def outer(context: Context, left: Array, right: Array) -> Array:
    """Return ``np.outer``: every entry of one with every entry of the other."""
    left, right = (array if array.order == 1 else ravel(array) for array in (left, right))
    return contract(context, [(left, ("i",)), (right, ("j",))], ("i", "j"))


def kron(context: Context, left: Array, right: Array) -> Array:
    """Return the Kronecker product."""
    if left.order != right.order:
        raise Refused("the Kronecker product here is of arrays with one number of axes")
    shape = tuple(map(algebra.multiply, left.shape, right.shape))
    return whole(Binary(Op.KRONECKER, tensor(left), tensor(right)), shape)


def cross_labels(text: str, orders: Sequence[int]) -> tuple[list[Labels], Labels]:
    """Read the labels of an einsum, with its dots and without its arrow.

    >>> cross_labels("ij,jk", (2, 2))
    ([('i', 'j'), ('j', 'k')], ('i', 'k'))
    >>> cross_labels("...ij->...ji", (3,))
    ([('.0', 'i', 'j')], ('.0', 'j', 'i'))
    """
    operands, arrow, result = text.replace(" ", "").partition("->")
    names = operands.split(",")
    if len(names) != len(orders):
        raise Refused(f"the subscripts {text!r} are for {len(names)} operands", raises=True)
    dots = max(
        (
            order - len(name.replace("...", ""))
            for name, order in zip(names, orders, strict=True)
            if "..." in name
        ),
        default=0,
    )
    terms = [
        _labels(name, order - len(name.replace("...", "")), dots)
        for name, order in zip(names, orders, strict=True)
    ]
    if arrow:
        return terms, _labels(result, dots, dots)
    every = [label for term in terms for label in term]
    once = sorted({x for x in every if every.count(x) == 1 and not x.startswith(".")})
    return terms, (*(f".{n}" for n in range(dots)), *once)


def _labels(name: str, own: int, dots: int) -> Labels:
    """Return the labels of one operand; its ``...`` stand for the last ``own`` of the dots."""
    before, found, after = name.partition("...")
    if not all(letter.isalpha() for letter in before + after):
        raise Refused(f"{name!r} is not a list of subscripts", raises=True)
    middle = [f".{n}" for n in range(max(dots - own, 0), dots)] if found else []
    return (*before, *middle, *after)


def einsum(context: Context, text: str, arrays: Sequence[Array]) -> Array:
    """Return ``np.einsum``."""
    terms, result = cross_labels(text, [array.order for array in arrays])
    return contract(context, list(zip(arrays, terms, strict=True)), result)

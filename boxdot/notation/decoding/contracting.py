"""Sums of products with labelled axes: matrix products where they are, else 𝒫 of ⊡."""

from __future__ import annotations

from collections.abc import Sequence
from functools import reduce

from boxdot.notation.decoding.arrays import Array, tensor, view, whole
from boxdot.notation.decoding.context import Context
from boxdot.notation.decoding.refusing import Refused
from boxdot.notation.expressions.nodes import (
    Apply,
    Binary,
    Constant,
    ConstantKind,
    Expr,
    Inner,
    ModeProduct,
    Number,
    Op,
    Transpose,
)
from boxdot.notation.expressions.walking import descendants
from boxdot.notation.shapes.sizes import Shape, Size

Labels = tuple[str, ...]
Term = tuple[Array, Labels]


def contract(context: Context, terms: Sequence[Term], result: Labels) -> Array:
    """Return the sum of products: axes with one label are one index, others are summed."""
    sizes = _sizes_of(context, terms)
    unknown = [label for label in result if label not in sizes]
    if unknown or len(set(result)) < len(result):
        raise Refused("the labels of the result must be those of operands, each once", raises=True)
    if len(terms) == 1 and not result and len(terms[0][1]) == 2 and len(set(terms[0][1])) == 1:
        return whole(Apply("tr", (tensor(terms[0][0]),)), ())
    plain = [_without_repeats(context, *term) for term in terms]
    if len(plain) == 1:
        return _summed(*plain[0], result)
    if (product := _as_mode_product(plain, result)) is not None:
        return product
    found = _as_chain(plain, result)
    return _broadcast(plain, result, sizes) if found is None else found


def _sizes_of(context: Context, terms: Sequence[Term]) -> dict[str, Size]:
    sizes: dict[str, Size] = {}
    for array, labels in terms:
        if len(labels) != array.order:
            raise Refused(
                f"{len(labels)} labels are given for an array with {array.order} axes", raises=True
            )
        for label, size in zip(labels, array.shape, strict=True):
            joint = context.joint(sizes.get(label, 1), size)
            if joint is None:
                raise Refused(
                    f"{context.language} raises an error: the axis {label} has the lengths "
                    f"{sizes[label]} and {size}",
                    raises=True,
                )
            sizes[label] = joint
    return sizes


def _without_repeats(context: Context, array: Array, labels: Labels) -> Term:
    """Take the diagonal of axes with one label: 𝒫_2(A ⊙ 𝑰)."""
    for place, label in enumerate(labels):
        if label not in labels[:place]:
            continue
        first = labels.index(label)
        size = array.shape[first]
        identity = whole(Constant(ConstantKind.IDENTITY, (size,)), (size, size))
        marks: list[int | None] = [None] * len(labels)
        marks[first], marks[place] = 0, 1
        op = Op.HADAMARD if len(labels) == 2 else Op.BOXDOT
        node = Binary(op, tensor(array), tensor(view(identity, marks)))
        total = whole(mode_sum(node, [place]), (*array.shape[:place], 1, *array.shape[place + 1 :]))
        kept = [n for n in range(len(labels)) if n != place]
        return _without_repeats(context, view(total, kept), tuple(labels[n] for n in kept))
    return array, labels


def mode_sum(node: Expr, axes: Sequence[int]) -> Expr:
    """Return the sum along axes, which count from 0 here."""
    return Apply("𝒫", (node,), tuple(Number(str(axis + 1)) for axis in axes))


def summed_out(array: Array, places: Sequence[int], *, keep: bool = False) -> Array:
    """Return an array summed along axes of its own, dropped unless ``keep``."""
    axes = sorted(axis for place in places if (axis := array.axes[place]) is not None)
    long = [axis for axis in axes if array.base[axis] != 1]
    kept = (
        array.axes
        if keep
        else tuple(axis for place, axis in enumerate(array.axes) if place not in places)
    )
    if not keep and not kept and len(long) > 1:
        return Array(Apply("sum", (array.node,)))
    base = tuple(1 if axis in long else size for axis, size in enumerate(array.base))
    node = mode_sum(array.node, long) if long else array.node
    return Array(node, base, kept)


def _summed(array: Array, labels: Labels, result: Labels) -> Array:
    places = [n for n, label in enumerate(labels) if label not in result]
    kept = [label for label in labels if label in result]
    total = summed_out(array, places)
    return view(total, [kept.index(label) for label in result])


def _as_mode_product(terms: Sequence[Term], result: Labels) -> Array | None:
    """Return ``X ×_n A`` where a matrix, or a row, is applied along one axis of a tensor."""
    if len(terms) != 2:
        return None
    (array, labels), (matrix, own) = sorted(terms, key=lambda term: -len(term[1]))
    shared = [label for label in own if label in labels]
    new = tuple(label for label in own if label not in labels)
    if len(labels) < 3 or len(own) > 2 or len(shared) != 1 or shared[0] in result:
        return None
    axis, place = labels.index(shared[0]), own.index(shared[0])
    if array.shape[axis] != matrix.shape[place]:
        return None
    rows = view(matrix, [*(own.index(label) for label in new), *([] if new else [None]), place])
    left = tuple(n for n in labels if n != shared[0])
    if sorted((*left, *new)) != sorted(result):
        return None
    node = ModeProduct(tensor(array), tensor(rows), Number(str(axis + 1)))
    size = rows.shape[0]
    found = whole(node, (*array.shape[:axis], size, *array.shape[axis + 1 :]))
    names = [*labels[:axis], *(new or (shared[0],)), *labels[axis + 1 :]]
    return view(found, [names.index(label) for label in result])


def _as_chain(terms: Sequence[Term], result: Labels) -> Array | None:
    """Return products of matrices and vectors, one after the other, if that is what it is."""
    array, labels = terms[0]
    for n, (other, others) in enumerate(terms[1:], start=2):
        later = {label for _, names in terms[n:] for label in names} | set(result)
        wanted = tuple(x for x in dict.fromkeys((*labels, *others)) if x in later)
        found = _as_product((array, labels), (other, others), result if n == len(terms) else wanted)
        if found is None:
            return None
        array, labels = found, result if n == len(terms) else wanted
    return array


def _as_product(left: Term, right: Term, result: Labels) -> Array | None:
    """Return a product of two matrices or vectors, if that is what it is."""
    (a, first), (b, second) = left, right
    shared = [label for label in first if label in second]
    alone = [label for label in (*first, *second) if label not in shared]
    if max(len(first), len(second)) > 2 or sorted(alone) != sorted(result):
        return None
    if len(shared) == 2 or (len(shared) == 1 and not alone):
        return _inner(left, right)
    if len(shared) == 1 and a.shape[first.index(shared[0])] == b.shape[second.index(shared[0])]:
        rows, columns = _facing(a, first, shared[0], last=True), _facing(b, second, shared[0])
    elif not shared and len(alone) == 2:
        rows, columns = a, view(b, [None, 0])
    else:
        return None
    node = Binary(Op.MATMUL, tensor(rows), tensor(columns))
    lengths = {**dict(zip(first, a.shape, strict=True)), **dict(zip(second, b.shape, strict=True))}
    outer = (
        [label for label in first if label not in shared],
        [label for label in second if label not in shared],
    )
    if len(alone) == 2:
        product = whole(node, (lengths[alone[0]], lengths[alone[1]]))
        return view(product, [alone.index(label) for label in result])
    if outer[0]:
        return whole(node, (lengths[alone[0]],))
    return Array(node, (1, lengths[alone[0]]), (1,))


def _facing(array: Array, labels: Labels, label: str, *, last: bool = False) -> Array:
    """Return a matrix or vector with the axis ``label`` first, or last."""
    place = labels.index(label)
    others: list[int | None] = [n for n in range(len(labels)) if n != place]
    if not last:
        return view(array, [place, *others])
    return view(array, [*(others or [None]), place])


def _inner(left: Term, right: Term) -> Array | None:
    (a, first), (b, second) = left, right
    b = view(b, [second.index(label) for label in first])
    if a.shape != b.shape:
        return None
    if len(first) == 1:
        return whole(Binary(Op.MATMUL, tensor(view(a, [None, 0])), tensor(b)), ())
    return whole(Inner(tensor(a), tensor(b)), ())


def _broadcast(terms: Sequence[Term], result: Labels, sizes: dict[str, Size]) -> Array:
    """Return 𝒫 of ⊡: the summed axes stand behind those of the result."""
    every = (*result, *(label for label in sizes if label not in result))
    orders = [every, *(labels for _, labels in terms if len(labels) == len(every))]
    found = [_ordered(terms, labels, result, sizes) for labels in orders]
    return min(found, key=lambda array: _moves(tensor(array)))


def _ordered(
    terms: Sequence[Term], labels: Labels, result: Labels, sizes: dict[str, Size]
) -> Array:
    """Return the product with its axes in an order, summed, and brought to the result's."""
    shape: Shape = tuple(sizes[label] for label in labels)
    placed = [
        view(array, [names.index(x) if x in names else None for x in labels])
        for array, names in terms
    ]
    op = Op.HADAMARD if all(array.shape == shape for array in placed) else Op.BOXDOT
    node = reduce(lambda left, right: Binary(op, left, right), map(tensor, placed))
    summed = [n for n, label in enumerate(labels) if label not in result]
    kept = [label for label in labels if label in result]
    total = summed_out(whole(node, shape), summed)
    return view(total, [kept.index(label) for label in result])


def _moves(node: Expr) -> int:
    """Return how often axes are brought into another order."""
    return sum(
        isinstance(part, Transpose) or getattr(part, "function", "") == "permute"
        for part in (node, *descendants(node))
    )

"""Sums of products over labelled axes, as a matrix product where they are one."""

from __future__ import annotations

from collections.abc import Sequence

from boxdot.notation.codegen import program as p
from boxdot.notation.codegen.building.axes import permute
from boxdot.notation.codegen.building.linear import matmul, trace


def einsum(
    arguments: Sequence[p.Value], labels: Sequence[Sequence[str]], result: Sequence[str]
) -> p.Value:
    """Return the sum of products over the labels that the result does not have.

    Two arrays that share one summed label are a matrix product, the diagonal of one is a trace.
    """
    pairs = [_unpermuted(a, own) for a, own in zip(arguments, labels, strict=True)]
    arguments, names = [a for a, _ in pairs], [own for _, own in pairs]
    product = _as_product(arguments, names, tuple(result))
    if product is not None:
        return product
    if len(names) == 1 and len(names[0]) == 2 and len(set(names[0])) == 1 and not result:
        return trace(arguments[0])
    sizes = {
        label: size
        for argument, own in zip(arguments, names, strict=True)
        for label, size in zip(own, argument.shape, strict=True)
    }
    shape = tuple(sizes[label] for label in result)
    return p.Einsum(shape, tuple(arguments), tuple(names), tuple(result))


def _unpermuted(value: p.Value, labels: Sequence[str]) -> tuple[p.Value, tuple[str, ...]]:
    """Return the array that a permutation reorders, with its labels in its own order."""
    if not isinstance(value, p.Permute):
        return value, tuple(labels)
    places = dict(zip(value.axes, labels, strict=True))
    return value.argument, tuple(places[n] for n in range(len(places)))


def _as_product(
    arguments: Sequence[p.Value], labels: Sequence[tuple[str, ...]], result: tuple[str, ...]
) -> p.Value | None:
    """Return the sum of products as a matrix product, if it is one."""
    if len(arguments) != 2 or any(
        len(set(names)) != len(names) or len(names) > 2 for names in labels
    ):
        return None
    shared = set(labels[0]) & set(labels[1])
    if len(shared) != 1 or shared & set(result):
        return None
    free = [[label for label in names if label not in shared] for names in labels]
    products = [
        _product(arguments, labels, free, (first, second), *shared)
        for first, second in ((0, 1), (1, 0))
        if (*free[first], *free[second]) == result
    ]
    return min(products, key=_permutations) if products else None


def _product(
    arguments: Sequence[p.Value],
    labels: Sequence[tuple[str, ...]],
    free: Sequence[list[str]],
    order: tuple[int, int],
    label: str,
) -> p.Matmul:
    first, second = order
    left = permute(arguments[first], _order(labels[first], [*free[first], label]))
    right = permute(arguments[second], _order(labels[second], [label, *free[second]]))
    return matmul(left, right)


def _permutations(product: p.Matmul) -> int:
    return sum(isinstance(side, p.Permute) for side in (product.left, product.right))


def _order(labels: Sequence[str], wanted: Sequence[str]) -> list[int]:
    return [labels.index(label) for label in wanted]

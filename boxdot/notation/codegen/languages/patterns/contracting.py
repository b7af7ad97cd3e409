"""Sums of products as patterns: ``"i j, j k -> i k"``."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from boxdot.notation.codegen import program as p
from boxdot.notation.codegen.languages.patterns.naming import axis_names
from boxdot.notation.shapes.sizes import Size


@dataclass(frozen=True, slots=True)
class Contraction:
    """A sum of products with names for its axes."""

    arrays: tuple[p.Value, ...]
    axes: tuple[tuple[str, ...], ...]
    result: tuple[str, ...]

    def summed(self) -> set[str]:
        """Return the names that the result does not have."""
        return {name for own in self.axes for name in own} - set(self.result)


def contraction_of(value: p.Value) -> Contraction | None:
    """Return a product as a contraction; None if an axis would have to be stretched."""
    match value:
        case p.Einsum():
            return _named(value.arguments, value.labels, value.result)
        case p.Outer():
            return _named((value.left, value.right), (("i",), ("j",)), ("i", "j"))
        case p.Matmul():
            return _matmul(value)
        case _:
            return None


def _matmul(value: p.Matmul) -> Contraction | None:
    orders = len(value.left.shape), len(value.right.shape)
    lead = len(value.shape) - (orders[0] > 1) - (orders[1] > 1)
    batch = tuple(f"batch{n}" for n in range(lead))
    left = (*(("row",) if orders[0] > 1 else ()), "inner")
    right = ("inner", *(("column",) if orders[1] > 1 else ()))
    own = [(*batch[lead - (n - len(b)) :], *b) for n, b in zip(orders, (left, right), strict=True)]
    result = (*batch, *left[:-1], *right[1:])
    if any(
        size == 1 and value.shape[result.index(name)] != 1
        for side, names in zip((value.left, value.right), own, strict=True)
        for size, name in zip(side.shape, names, strict=True)
        if name in batch
    ):
        return None
    return _named((value.left, value.right), own, result)


def _named(
    arrays: Sequence[p.Value], labels: Sequence[Sequence[str]], result: Sequence[str]
) -> Contraction:
    pairs = [_unpermuted(array, own) for array, own in zip(arrays, labels, strict=True)]
    arrays, labels = [array for array, _ in pairs], [own for _, own in pairs]
    sizes: dict[str, Size] = {}
    for array, own in zip(arrays, labels, strict=True):
        for label, size in zip(own, array.shape, strict=True):
            sizes.setdefault(label, size)
    names = dict(zip(sizes, axis_names(list(sizes.values())), strict=True))
    axes = tuple(tuple(names[label] for label in own) for own in labels)
    return Contraction(tuple(arrays), axes, tuple(names[label] for label in result))


def _unpermuted(value: p.Value, labels: Sequence[str]) -> tuple[p.Value, Sequence[str]]:
    """Return the array that a permutation reorders, with its labels in its own order."""
    if not isinstance(value, p.Permute):
        return value, labels
    places = dict(zip(value.axes, labels, strict=True))
    return value.argument, [places[n] for n in range(len(places))]

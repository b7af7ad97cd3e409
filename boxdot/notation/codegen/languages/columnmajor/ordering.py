"""Row-major order in terms of column-major order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from boxdot.notation import algebra
from boxdot.notation.codegen import building as b
from boxdot.notation.codegen import program as p
from boxdot.notation.shapes.sizes import Shape


def row_major(value: p.Value, shape: Shape) -> p.Value:
    """Read in row-major order: axes that become others together are reversed among themselves."""
    groups = _groups(value.shape, shape)
    source = [axis for axes, _ in groups for axis in reversed(axes)]
    target = [axis for _, axes in groups for axis in reversed(axes)]
    backwards = b.reshape(permuted(value, source), tuple(shape[axis] for axis in target))
    return permuted(backwards, [target.index(axis) for axis in range(len(shape))])


def _groups(source: Shape, target: Shape) -> list[tuple[list[int], list[int]]]:
    """Return which axes of the source make up which axes of the target, as finely as is known."""
    groups: list[tuple[list[int], list[int]]] = []
    left, right = list(range(len(source))), list(range(len(target)))
    while left or right:
        counts = [(a, c) for a in range(len(left) + 1) for c in range(len(right) + 1) if a or c]
        here, there = next(
            (a, c)
            for a, c in sorted(counts, key=sum)
            if (a, c) == counts[-1] or _equal(source, left[:a], target, right[:c])
        )
        groups.append((left[:here], right[:there]))
        left, right = left[here:], right[there:]
    return groups


def _equal(source: Shape, left: Sequence[int], target: Shape, right: Sequence[int]) -> bool:
    ours = algebra.product(tuple(source[axis] for axis in left))
    theirs = algebra.product(tuple(target[axis] for axis in right))
    return algebra.equal(ours, theirs) is True


def permuted(value: p.Value, axes: Sequence[int]) -> p.Value:
    """Reorder axes; a sum of products gives its result in the new order at once."""
    if isinstance(value, p.Einsum):
        result = [value.result[axis] for axis in axes]
        return replace(value, shape=tuple(value.shape[axis] for axis in axes), result=tuple(result))
    return b.permute(value, axes)

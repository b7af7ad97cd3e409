"""Modes along which the same factors vary are merged into one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from math import prod
from operator import index
from typing import Any

import numpy as np
from numpy.typing import NDArray

from boxdot.grammar.errors import DataError

Array = NDArray[Any]
Shape = tuple[int, ...]


@dataclass(frozen=True)
class Layout:
    """How the axes of the data become merged modes, and along which of them each factor varies.

    The signature of an axis is the set of factors that vary along it. Axes with one signature are
    one merged mode (this generalises the merging of D.2); axes along which no factor varies are
    averaged, as the best approximation is constant there.

    Parameters
    ----------
    shape
        The shape of the data.
    shapes
        The shape of each factor: at each axis that of the data or 1.
    groups
        The axes of each merged mode, in the order of the merged modes.
    averaged
        The axes along which no factor varies.
    members
        For each factor and each merged mode, whether the factor varies along it.
    """

    shape: Shape
    shapes: tuple[Shape, ...]
    groups: tuple[Shape, ...]
    averaged: Shape
    members: tuple[tuple[bool, ...], ...]

    @cached_property
    def modes(self) -> Shape:
        """The lengths of the merged modes."""
        return tuple(prod(self.shape[axis] for axis in group) for group in self.groups)

    @cached_property
    def copies(self) -> int:
        """How many entries of the data an averaged entry stands for."""
        return prod(self.shape[axis] for axis in self.averaged)

    def merge_data(self, data: Array) -> Array:
        """Return the data with merged modes, summed over the averaged axes.

        >>> layout = lay_out((2, 3, 4, 5), [(2, 1, 4, 1), (1, 3, 1, 1)])
        >>> layout.merge_data(np.ones((2, 3, 4, 5))).shape
        (8, 3)
        """
        total = data.sum(axis=self.averaged, keepdims=True) if self.averaged else data
        axes = (*(axis for group in self.groups for axis in group), *self.averaged)
        return np.ascontiguousarray(total.transpose(axes)).reshape(self.modes)

    def merge_factor(self, factor: Array, number: int) -> Array:
        """Return a factor (rank, *shape) with an axis for each merged mode, some of length 1."""
        axes = [axis + 1 for group in self.groups for axis in group]
        rest = [axis + 1 for axis in self.averaged]
        merged = factor.transpose(0, *axes, *rest).reshape(len(factor), *self.merged_shape(number))
        return np.ascontiguousarray(merged)

    def split_factor(self, factor: Array, number: int) -> Array:
        """Return a merged factor in its own shape (rank, *shape)."""
        shape, axes = self.shapes[number], [a for group in self.groups for a in group]
        axes += self.averaged
        wide = factor.reshape(len(factor), *(shape[axis] for axis in axes))
        return np.ascontiguousarray(wide.transpose(0, *(int(a) + 1 for a in np.argsort(axes))))

    def merged_shape(self, number: int) -> Shape:
        """Return the merged shape of a factor."""
        pairs = zip(self.modes, self.members[number], strict=True)
        return tuple(size if member else 1 for size, member in pairs)


def lay_out(
    shape: Sequence[int], shapes: Sequence[Sequence[int]], *, slabs: bool = False
) -> Layout:
    """Return how data of a shape is decomposed into factors of the shapes.

    For data that comes in ``slabs`` the first axis along which a factor varies is the first mode,
    alone.

    >>> lay_out((4, 5, 6), [(4, 5, 1), (4, 1, 6), (1, 5, 6)]).members
    ((True, True, False), (True, False, True), (False, True, True))
    >>> lay_out((4, 5, 6), [(4, 5, 1), (3, 1, 6)])
    Traceback (most recent call last):
    ...
    boxdot.grammar.errors.DataError: factor 1 has length 3 along axis 1, where the data has length 4
    help: the length of a factor is that of the data or 1
    """
    shape = tuple(int(size) for size in shape)
    known = read_shapes(shapes)
    _demand_fit(shape, known)
    signatures = _signatures(shape, known)
    groups: dict[object, list[int]] = {}
    for axis, signature in enumerate(signatures):
        if signature:
            key = axis if slabs and not groups else signature
            groups.setdefault(key, []).append(axis)
    # Where no factor varies at all, there is one mode: of length 1, or that along which slabs lie.
    merged = tuple(map(tuple, groups.values())) or ((0,) if slabs and shape else (),)
    averaged = tuple(n for n in range(len(shape)) if not any(n in group for group in merged))
    return _ordered(Layout(shape, known, merged, averaged, ()), slabs)


def read_shapes(shapes: Any) -> tuple[Shape, ...]:
    """Return the shapes of the factors as whole numbers.

    >>> read_shapes([[4, 5, 1], np.array([4, 1, 6])])
    ((4, 5, 1), (4, 1, 6))
    """
    try:
        return tuple(tuple(index(size) for size in one) for one in shapes)
    except TypeError:
        raise DataError(
            f"shapes is {shapes!r}, expected the shape of each factor in whole numbers",
            hint="shapes=[(4, 5, 1), (4, 1, 6)]",
        ) from None


def _demand_fit(shape: Shape, shapes: tuple[Shape, ...]) -> None:
    if not shapes:
        raise DataError("shapes is empty: a decomposition has at least one factor")
    for number, one in enumerate(shapes):
        if len(one) != len(shape):
            raise DataError(
                f"factor {number} has {len(one)} axes {one}, the data has {len(shape)} {shape}",
                hint="write axes of length 1 out: (4, 5, 1) for a matrix beside (4, 5, 6)",
            )
        for axis, (size, full) in enumerate(zip(one, shape, strict=True)):
            if size not in {1, full}:
                raise DataError(
                    f"factor {number} has length {size} along axis {axis + 1}, "
                    f"where the data has length {full}",
                    hint="the length of a factor is that of the data or 1",
                )


def _signatures(shape: Shape, shapes: tuple[Shape, ...]) -> list[frozenset[int]]:
    """Return which factors vary along each axis; an axis of length 1 joins its predecessor."""
    found: list[frozenset[int]] = []
    for axis, size in enumerate(shape):
        varying = frozenset(n for n, one in enumerate(shapes) if one[axis] == size)
        found.append(varying if size != 1 else frozenset())
    return found


def _ordered(layout: Layout, slabs: bool) -> Layout:
    """Return the layout with the modes in the order in which sweeps read the data fewest times."""
    groups = list(layout.groups)
    if not slabs:
        best = min(groups, key=lambda group: (_reads(layout, group), groups.index(group)))
        groups = _by_update([best, *(g for g in groups if g is not best)], layout.shapes)
    members = tuple(tuple(_varies(one, layout, group) for group in groups) for one in layout.shapes)
    return Layout(layout.shape, layout.shapes, tuple(groups), layout.averaged, members)


def _varies(shape: Shape, layout: Layout, group: Shape) -> bool:
    return bool(group) and shape[group[0]] == layout.shape[group[0]]


def _reads(layout: Layout, group: Shape) -> int:
    """Return how often one sweep reads the data when its slabs lie along this mode."""
    local = [_varies(one, layout, group) for one in layout.shapes]
    return local.count(False) + (local[-1])


def _by_update(groups: list[Shape], shapes: tuple[Shape, ...]) -> list[Shape]:
    """Return the modes of three pairwise factors in the order (0 and 1, 0 and 2, 1 and 2)."""
    order = {(0, 1): 0, (0, 2): 1, (1, 2): 2}
    if len(shapes) != 3 or not all(groups):
        return groups
    held = [tuple(n for n, one in enumerate(shapes) if one[group[0]] != 1) for group in groups]
    if sorted(held) != sorted(order):
        return groups
    places = {group: order[pair] for group, pair in zip(groups, held, strict=True)}  # type: ignore[index]
    return sorted(groups, key=lambda group: places[group])

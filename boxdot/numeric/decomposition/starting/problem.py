"""The data of a start: merged modes, zeros where nothing was seen, a size of about 1."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from boxdot.numeric.decomposition.layout import Array, Layout

Signature = frozenset[int]
"""The merged modes along which a factor varies."""


@dataclass(frozen=True)
class Problem:
    """What is fitted: Σ_r ∏_m F_m[r] ≈ data, where a factor varies along its signature.

    Parameters
    ----------
    data
        The data with merged modes, 0 where nothing was seen.
    weights
        How much of each entry was seen (0 to 1), or None where all of it was.
    signatures
        The merged modes of each factor.
    nonnegative
        For each factor, whether its entries are at least 0.
    rank
        The number of terms R.
    """

    data: Array
    weights: Array | None
    signatures: tuple[Signature, ...]
    nonnegative: tuple[bool, ...]
    rank: int

    def shape(self, number: int) -> tuple[int, ...]:
        """Return the merged shape of a factor: 1 along modes that are not in its signature."""
        held = self.signatures[number]
        return tuple(size if mode in held else 1 for mode, size in enumerate(self.data.shape))

    def of(self, data: Array) -> Problem:
        """Return the same problem with other data: a residual."""
        return replace(self, data=data)

    def taken(self, places: Sequence[Array]) -> Problem:
        """Return the problem on a part of the data: so many indices along each mode."""
        weights = self.weights
        return replace(
            self,
            data=self.data[np.ix_(*places)],
            weights=weights if weights is None else weights[np.ix_(*places)],
        )

    def reconstruct(self, factors: Sequence[Array]) -> Array:
        """Return Σ_r ∏_m F_m[r]; the factors have the shape (R, *merged)."""
        total = np.zeros(np.broadcast_shapes(*(one.shape[1:] for one in factors)))
        for parts in zip(*factors, strict=True):
            total = total + product(parts)
        return total

    def residual(self, factors: Sequence[Array]) -> Array:
        """Return the data minus the reconstruction, 0 where nothing was seen."""
        rest = self.data - self.reconstruct(factors)
        return rest if self.weights is None else rest * (self.weights > 0)

    def error(self, factors: Sequence[Array]) -> float:
        """Return the error relative to the data."""
        rest, scale = self.residual(factors), 1.0 if self.weights is None else self.weights
        size = float(np.sqrt((scale * self.data**2).sum()))
        return float(np.sqrt((scale * rest**2).sum())) / size if size else 0.0


def product(parts: Sequence[Array]) -> Array:
    """Return the broadcast product of one or more arrays.

    >>> product([np.array([[1.0], [2.0]]), np.array([[3.0, 4.0]])]).tolist()
    [[3.0, 4.0], [6.0, 8.0]]
    """
    total = parts[0]
    for part in parts[1:]:
        total = total * part
    return total


@dataclass(frozen=True)
class Source:
    """The whole data as it was given, in the order of the merged modes; blocks are taken from it.

    Nothing is copied as long as no modes are merged: a start reads blocks, not the data.
    """

    data: Array
    seen: Array | None
    problem: Problem
    """What is asked; its data are those of no block yet."""

    @property
    def shape(self) -> tuple[int, ...]:
        """The lengths of the merged modes."""
        return self.data.shape

    def block(self, places: Sequence[Array], level: float = 1.0) -> Problem:
        """Return the problem on so many indices along each mode, the data divided by the level."""
        index = np.ix_(*places)
        data = np.asarray(self.data[index], float)
        known = np.isfinite(data)
        weights = known.astype(float) if self.seen is None else known * self.seen[index]
        filled = np.where(weights > 0, data, 0.0) / level
        return replace(self.problem, data=filled, weights=None if weights.all() else weights)


def level_of(data: Array) -> float:
    """Return the root mean square, of data of any size.

    >>> level_of(np.array([3e200, 3e200]))
    3e+200
    """
    largest = float(np.abs(data).max(initial=0.0))
    return largest * float(np.sqrt(np.mean((data / largest) ** 2))) if largest else 0.0


def read_source(
    Y: Array, layout: Layout, rank: int, mask: Array | None = None, nonnegative: Any = False
) -> Source:
    """Return real data with merged modes; NaN and what the mask leaves out is missing."""
    flags = np.broadcast_to(np.asarray(nonnegative, bool), (len(layout.shapes),))
    held = tuple(frozenset(np.flatnonzero(one).tolist()) for one in layout.members)
    asked = Problem(np.empty(0), None, held, tuple(map(bool, flags)), rank)
    axes = tuple(group[0] for group in layout.groups if group)
    if len(axes) == Y.ndim:
        return Source(Y.transpose(axes), None if mask is None else mask.transpose(axes), asked)
    known = np.isfinite(Y) if mask is None else np.isfinite(Y) & mask
    seen = layout.merge_data(known.astype(float))
    largest = float(np.abs(Y, where=known, out=np.zeros(Y.shape)).max(initial=0.0)) or 1.0
    total = layout.merge_data(np.where(known, Y, 0.0) / largest)
    return Source(total / np.maximum(seen, 1.0) * largest, seen / layout.copies, asked)


def read_problem(
    Y: Array, layout: Layout, rank: int, mask: Array | None = None, nonnegative: Any = False
) -> tuple[Problem, float]:
    """Return the problem of all the data, and the size that was divided out of it."""
    source = read_source(Y, layout, rank, mask, nonnegative)
    places = [np.arange(size) for size in source.shape]
    level = level_of(source.block(places).data) or 1.0
    return source.block(places, level), level

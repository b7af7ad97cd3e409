"""Data that does not fit in memory: what one reading of it tells before the sweeps begin."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from boxdot.numeric.decomposition.data import (
    Data,
    as_numbers,
    extreme_exponent,
    prepare,
    working_type,
)
from boxdot.numeric.decomposition.layout import Array, Layout
from boxdot.numeric.slabs import Region, is_dask, map_slabs

SAMPLE_BYTES = 2**25
"""About so much of the data is in memory while a start is looked for."""
LOOKED_AT = 2**20
"""About the bytes that are looked at together; they stay in the second-level cache."""


def is_large(Y: Any) -> bool:
    """Return whether data is read piece by piece: Dask arrays, memory maps, files that slice."""
    if is_dask(Y) or isinstance(Y, np.memmap):
        return True
    sliced = all(hasattr(Y, name) for name in ("shape", "dtype", "__getitem__"))
    return (
        sliced
        and not isinstance(Y, (np.ndarray, np.generic))
        and not hasattr(Y, "__array_interface__")
    )


@dataclass(frozen=True)
class LargeData:
    """Data that is read slab by slab along one axis.

    ``weighted`` tells whether entries are missing, ``unseen`` whether all are; ``power``,
    ``offset``, ``copies`` and ``exponent`` are those of `Data`.
    """

    array: Any
    mask: Any
    layout: Layout
    weighted: bool
    unseen: bool
    power: float
    offset: float
    copies: int
    exponent: int
    dtype: np.dtype[Any]

    @property
    def axis(self) -> int:
        """The axis that slabs are cut along: the first merged mode."""
        return self.layout.groups[0][0]

    def sample(self) -> tuple[Array, Any]:
        """Return some slabs from all over the data, and their mask."""
        length = self.layout.modes[0]
        size = self.dtype.itemsize * int(np.prod(self.layout.shape)) // max(length, 1)
        step = -(-length // max(2, SAMPLE_BYTES // max(size, 1)))
        where = tuple(
            slice(None, None, step) if n == self.axis else slice(None)
            for n in range(len(self.layout.shape))
        )
        mask = None if self.mask is None else np.asarray(self.mask[where])
        return np.asarray(self.array[where]), mask


def prepare_large(array: Any, mask: Any, layout: Layout) -> LargeData:
    """Read the data once: what is missing, its norm, its scale."""
    dtype = working_type(np.dtype(array.dtype))
    found = _look(array, mask, layout, 0)
    exponent = max((one[3] for one in found), key=abs, default=0)
    if exponent:
        found = _look(array, mask, layout, exponent)
    return LargeData(
        array,
        mask,
        layout,
        any(one[2] for one in found),
        all(one[4] for one in found),
        sum(one[0] for one in found),
        sum(one[1] for one in found),
        layout.copies,
        exponent,
        dtype,
    )


def _look(array: Any, mask: Any, layout: Layout, exponent: int) -> list[tuple[Any, ...]]:
    """Return (power, offset, whether entries are missing, exponent, whether all are), in order."""
    axes = [layout.groups[0][0]]
    pieces = map_slabs(_seen, array, mask, state=(layout, exponent), axes=axes)
    return [found for _, found in sorted(pieces, key=lambda pair: pair[0][axes[0]].start)]


def _seen(region: Region, block: Array, mask: Any, state: tuple[Layout, int]) -> tuple[Any, ...]:
    """Return what a slab tells, looked at in parts that stay in a cache."""
    layout, exponent = state
    axis = layout.groups[0][0]
    step = max(1, LOOKED_AT // max(block.nbytes // max(block.shape[axis], 1), 1))
    found = []
    for start in range(0, max(block.shape[axis], 1), step):
        part = (slice(None),) * axis + (slice(start, start + step),)
        known = None if mask is None else mask[part]
        found.append(_part_seen(block[part], known, layout, exponent))
    powers, offsets, weighted, exponents, unseen = zip(*found, strict=True)
    return sum(powers), sum(offsets), any(weighted), max(exponents, key=abs), all(unseen)


def _part_seen(block: Array, mask: Any, layout: Layout, exponent: int) -> tuple[Any, ...]:
    with np.errstate(over="ignore", invalid="ignore"):
        data = slab_data(block, mask, layout, exponent)
        finite = np.where(np.isfinite(block), block, 0) if data.weights is not None else block
    weighted, exponent = data.weights is not None, extreme_exponent(finite)
    return data.power, data.offset, weighted, exponent, data.unseen


def slab_data(block: Array, mask: Any, layout: Layout, exponent: int) -> Data:
    """Return one slab as data of its own."""
    return prepare(as_numbers(block), mask, slab_layout(layout, block.shape), exponent)


def slab_layout(layout: Layout, shape: tuple[int, ...]) -> Layout:
    """Return the layout of a slab."""
    shapes = tuple(
        tuple(size if one[n] == full else 1 for n, (size, full) in enumerate(pairs))
        for one in layout.shapes
        for pairs in [list(zip(shape, layout.shape, strict=True))]
    )
    return replace(layout, shape=shape, shapes=shapes)

"""Large arrays piece by piece: one interface to arrays, memory maps, files that slice, and Dask.

``for region, block in slabs(Y)`` walks through the data once and holds one piece of it at a time;
``map_slabs(f, Y)`` runs a function on every piece where the piece is (in Dask's threads, on the
workers of a cluster) and hands back only what the function returns.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from itertools import product
from typing import Any

import numpy as np
import numpy.typing as npt

from boxdot.numeric.regions import Region as Region
from boxdot.numeric.regions import cut as cut
from boxdot.numeric.regions import is_dask as is_dask

Array = npt.NDArray[Any]

SLAB = 2**25
"""So many bytes are read at a time from what is not in memory."""


def slabs(
    array: Any, *, axes: Sequence[int] | None = None, most: int | None = None
) -> Iterator[tuple[Region, Array]]:
    """Yield the pieces of an array, each with its place, every entry once.

    Parameters
    ----------
    array
        A NumPy array (pieces are views; all of it is one piece unless ``most`` is given), a memory
        map, anything with ``shape``, ``dtype`` and slicing (HDF5, Zarr), or a Dask array.
    axes
        The axes that may be cut; by default all. Pieces are whole along the others.
    most
        The most bytes of a piece, by default 32 MB for what is not in memory. A piece is at least
        one index of every axis that may be cut. The chunks of Dask arrays are taken as they are.

    Notes
    -----
    Pieces of Dask arrays come as they are finished, in any order.

    Examples
    --------
    >>> for region, block in slabs(np.arange(6).reshape(3, 2), most=40):
    ...     print(region[0], block.tolist())
    slice(0, 2, None) [[0, 1], [2, 3]]
    slice(2, 3, None) [[4, 5]]
    """
    return map_slabs(_itself, array, axes=axes, most=most)


def map_slabs(
    function: Callable[..., Any],
    array: Any,
    *beside: Any,
    state: Any = None,
    axes: Sequence[int] | None = None,
    most: int | None = None,
) -> Iterator[tuple[Region, Any]]:
    """Yield ``(region, function(region, block, *blocks_beside, state))`` for all pieces.

    Parameters
    ----------
    function
        What is computed of a piece. It must not change its arguments. For a cluster or processes it
        must pickle; workers that die are replaced, and their pieces computed again.
    array
        The array that is cut; see `slabs`.
    *beside
        Arrays of the same order that broadcast against it (weights, a mask), cut alike, or None.
    state
        What every call is given (factors); it travels once to each worker.
    axes, most
        See `slabs`.

    Examples
    --------
    >>> Y, u = np.ones((4, 3)), np.arange(3.0)
    >>> found = map_slabs(lambda region, block, u: block @ u, Y, state=u, most=48)
    >>> [(region[0].start, sums.tolist()) for region, sums in found]
    [(0, [3.0, 3.0]), (2, [3.0, 3.0])]
    """
    if is_dask(array):
        from boxdot.numeric import chunks  # loads Dask

        yield from chunks.map_chunks(function, array, beside, state, axes)
        return
    for region in regions(array, axes=axes, most=most):
        block = np.asarray(array[region])
        blocks = [cut(other, region) for other in beside]
        yield region, function(region, block, *blocks, *([] if state is None else [state]))


def regions(
    array: Any, *, axes: Sequence[int] | None = None, most: int | None = None
) -> list[Region]:
    """Return the regions that `slabs` goes through, for what is no Dask array.

    The axes whose neighbours lie farthest apart in memory are cut first, so that files are read
    from the first byte to the last.
    """
    shape, size = tuple(array.shape), max(np.dtype(array.dtype).itemsize, 1)
    in_memory = isinstance(array, np.ndarray) and not isinstance(array, np.memmap)
    if most is None:
        most = math.prod(shape) * size if in_memory else SLAB
    strides = getattr(array, "strides", None) or range(len(shape), 0, -1)
    allowed = range(len(shape)) if axes is None else [axis % len(shape) for axis in axes]
    lengths = list(shape)
    for axis in sorted(allowed, key=lambda axis: -abs(strides[axis])):
        rest = math.prod(lengths) // max(lengths[axis], 1) * size
        lengths[axis] = min(lengths[axis], max(most // max(rest, 1), 1))
    return [tuple(part) for part in product(*map(_slices, shape, lengths))]


def _slices(length: int, step: int) -> list[slice]:
    """Return the slices of one axis; an empty axis has one, so that its array has one piece."""
    step = max(step, 1)
    return [slice(n, min(n + step, length)) for n in range(0, length, step)] or [slice(0, 0)]


def _itself(region: Region, block: Array) -> Array:
    return block

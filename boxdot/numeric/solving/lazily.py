"""Arrays outside laid out and combined without being read.

The result slices like an array; what is sliced is read and computed then.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from boxdot.numeric.slabs import SLAB, is_dask
from boxdot.numeric.solving.outside import is_in_memory
from boxdot.numeric.solving.solution import Array

Where = tuple[slice, ...]


class Laid:
    """An array outside with its axes elsewhere, axes of length 1 put in, and some stretched.

    Parameters
    ----------
    source
        What is sliced.
    axes
        For each axis that of the source, None where it has none; those left out have length 1.
    shape
        The shape, where axes of length 1 may be stretched.
    """

    def __init__(self, source: Any, axes: Sequence[int | None], shape: Sequence[int]) -> None:
        self.source, self.axes, self.shape = source, tuple(axes), tuple(shape)
        self.dtype, self.ndim = np.dtype(source.dtype), len(self.shape)

    def __getitem__(self, where: Where) -> Array:
        wanted = [slice(0, 1)] * len(self.source.shape)
        pairs = list(zip(self.axes, where, strict=True))
        for axis, part in pairs:
            if axis is not None and self.source.shape[axis] != 1:
                wanted[axis] = part
        found = np.asarray(self.source[tuple(wanted)])
        lengths = [len(range(*p.indices(n))) for p, n in zip(where, self.shape, strict=True)]
        return np.broadcast_to(laid(found, self.axes), lengths)

    def __array__(self, dtype: Any = None, copy: bool | None = None) -> Array:
        return np.array(self[(slice(None),) * self.ndim], dtype)


class Pieces:
    """A function of arrays entry by entry, computed of what is sliced out of them."""

    def __init__(self, function: Callable[..., Array], *arrays: Any) -> None:
        self.function, self.arrays = function, arrays
        self.shape = np.broadcast_shapes(*(tuple(array.shape) for array in arrays))
        self.ndim = len(self.shape)
        probes = [np.zeros((1,) * self.ndim, array.dtype) for array in arrays]
        self.dtype = function(*probes).dtype

    def __getitem__(self, where: Where) -> Array:
        return self.function(*(_part(array, where) for array in self.arrays))

    def __array__(self, dtype: Any = None, copy: bool | None = None) -> Array:
        return np.array(self[(slice(None),) * self.ndim], dtype)


def _part(array: Any, where: Where) -> Array:
    """Return the part of an array that broadcasts against a part of another."""
    pairs = zip(array.shape, where, strict=True)
    return np.asarray(array[tuple(slice(0, 1) if n == 1 else part for n, part in pairs)])


def laid(array: Any, axes: Sequence[int | None]) -> Any:
    """Return an array with its axes where they are wanted; see `Laid`.

    >>> laid(np.ones((2, 3, 1)), (1, None, 0)).shape
    (3, 1, 2)
    """
    kept = [axis for axis in axes if axis is not None]
    if not (isinstance(array, np.ndarray) or is_dask(array)):
        shape = [1 if axis is None else array.shape[axis] for axis in axes]
        whole = isinstance(array, Pieces | Laid) or kept != list(range(len(array.shape)))
        return Laid(array, axes, shape) if whole or None in axes else array
    if list(axes) == list(range(len(array.shape))):
        return array
    rest = [axis for axis in range(len(array.shape)) if axis not in kept]
    turned = array.transpose([*kept, *rest])[(..., *(0 for _ in rest))]
    return turned[tuple(None if axis is None else slice(None) for axis in axes)]


def of_order(array: Any, order: int, *, leading: bool) -> Any:
    """Return an array of an order: axes of length 1 are put in or left out, first or last.

    >>> of_order(np.ones((2, 3)), 3, leading=True).shape
    (1, 2, 3)
    >>> of_order(np.ones((2, 1)), 1, leading=False).shape
    (2,)
    """
    found = len(array.shape)
    first = found - order if leading else 0
    places = range(first, first + order)
    return laid(array, [place if 0 <= place < found else None for place in places])


def stretched(array: Any, shape: tuple[int, ...]) -> Any:
    """Return an array whose axes of length 1 are repeated, not copied."""
    if tuple(array.shape) == shape:
        return array
    if isinstance(array, np.ndarray):
        return np.broadcast_to(array, shape, subok=True)  # a memory map stays one
    if is_dask(array):
        import dask.array  # it is there: the array is of it

        return dask.array.broadcast_to(array, shape)  # type: ignore[no-untyped-call]
    return Laid(array, range(len(shape)), shape)


def mapped(function: Callable[..., Any], *arrays: Any) -> Any:
    """Return a function of arrays entry by entry: at once of arrays in memory, else when sliced.

    A function of several arrays must be one that Dask arrays know too.

    >>> mapped(np.add, np.ones(2), np.ones(2))
    array([2., 2.])
    """
    if all(map(is_in_memory, arrays)):
        return function(*arrays)
    pieces = Pieces(function, *arrays)
    if not any(map(is_dask, arrays)):
        return pieces
    if len(arrays) > 1:
        return function(*map(as_dask, arrays))
    import dask.array  # it is there: the array is of it

    meta = np.empty((0,) * pieces.ndim, pieces.dtype)
    return dask.array.map_blocks(function, arrays[0], meta=meta)  # type: ignore[no-untyped-call]


def combined(function: Callable[..., Any], *arrays: Any) -> Any:
    """Return a function of arrays entry by entry, of whole numbers in double precision."""
    return mapped(function, *(mapped(_floats, a) if a.dtype.kind in "biu" else a for a in arrays))


def _floats(array: Array) -> Array:
    return array.astype(float)


def as_dask(array: Any) -> Any:
    """Return a Dask array of what is outside, and what is in memory as it is."""
    if is_in_memory(array) or is_dask(array):
        return array
    import dask.array  # late: it is optional, and the caller has found it

    array = Laid(array, range(len(array.shape)), array.shape)  # Dask would copy a memory map
    chunks = dask.array.core.normalize_chunks(  # type: ignore[no-untyped-call]
        "auto", tuple(array.shape), limit=SLAB, dtype=array.dtype
    )
    return dask.array.from_array(array, chunks, name=False)  # type: ignore[no-untyped-call]

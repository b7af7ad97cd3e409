"""What is asked: arrays of one order that broadcast, and the axes that are summed over."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt

from boxdot.grammar.errors import DataError
from boxdot.notation.shapes.conventions import Convention
from boxdot.numeric.slabs import Region, cut, is_dask

Array = npt.NDArray[Any]
Shape = tuple[int, ...]


@dataclass(frozen=True)
class Problem:
    """min ‖X − W ⊡ H‖ over W, all brought to one order.

    Attributes
    ----------
    data, shape, unknown
        The shape of X, the shape that X and W ⊡ H broadcast to, and that of W.
    H
        The known factor.
    backend, threads
        How sums are taken, and in how many threads.
    """

    data: Shape
    shape: Shape
    unknown: Shape
    H: Array
    backend: str = "numpy"
    threads: int = 1

    def at(self, region: Region) -> Problem:
        """Return the problem that a region of X is part of."""
        where = self.whole(region)
        lengths = tuple(part.stop - part.start for part in where)
        data = tuple(part.stop - part.start for part in region)
        unknown = tuple(
            1 if n == 1 else size for n, size in zip(self.unknown, lengths, strict=True)
        )
        H = cut(self.H, where)
        return replace(self, data=data, shape=lengths, unknown=unknown, H=H)

    def whole(self, region: Region) -> Region:
        """Return the region of the whole shape that a region of X stands for."""
        triples = zip(region, self.data, self.shape, strict=True)
        return tuple(
            where if n == size or where.stop == where.start else slice(0, size)
            for where, n, size in triples
        )

    def target(self, region: Region) -> Region:
        """Return where in W a region of X counts."""
        pairs = zip(self.unknown, self.whole(region), strict=True)
        return tuple(slice(0, 1) if n == 1 else where for n, where in pairs)

    @property
    def summed(self) -> tuple[int, ...]:
        """The axes along which W does not vary."""
        return tuple(axis for axis, n in enumerate(self.unknown) if n == 1)


def problem_of(X: Any, H: Array, unknown: Shape, convention: Convention) -> tuple[Problem, Any]:
    """Return the problem, and X with the order of all."""
    order = max(len(X.shape), H.ndim, len(unknown))
    X, H = (brought_to(order, array, convention) for array in (X, H))
    ones = (1,) * (order - len(unknown))
    unknown = (*ones, *unknown) if convention is Convention.C else (*unknown, *ones)
    shape = _common(X.shape, H.shape, unknown)
    return Problem(tuple(X.shape), shape, unknown, H), X


def brought_to(order: int, array: Any, convention: Convention) -> Any:
    """Return an array with axes of length 1 added where the convention allows them.

    >>> brought_to(3, np.ones((4, 5)), Convention.F).shape
    (4, 5, 1)
    """
    missing = (None,) * (order - len(array.shape))
    if not missing:
        return array
    return array[(*missing, ...)] if convention is Convention.C else array[(..., *missing)]


def beside(name: str, array: Any, problem: Problem, convention: Convention) -> Any:
    """Return weights or a mask of the order of the problem, which they must not enlarge."""
    order = len(problem.shape)
    if len(array.shape) > order:
        raise DataError(
            f"{name} has {len(array.shape)} axes, but X and W ⊡ H have only {order}",
            hint=f"X ⊟ W ⊡ H has the shape {problem.shape}",
        )
    array = brought_to(order, array, convention)
    for axis, (n, size) in enumerate(zip(array.shape, problem.shape, strict=True)):
        if n not in (1, size):
            raise DataError(
                f"{name} of shape {tuple(array.shape)} does not fit: axis {axis + 1} has length "
                f"{n}, but that of X ⊟ W ⊡ H has {size}",
                hint=f"X ⊟ W ⊡ H has the shape {problem.shape}; length 1 fits everywhere",
            )
    slices = not hasattr(array, "__array_ufunc__")  # files: they are read piece by piece, as X is
    outside = slices or is_dask(array) or isinstance(array, np.memmap)
    return array if outside else np.asarray(array)


def enlarged(X: Any, *beside: Any) -> Any:
    """Return X repeated (not copied) along axes where it has length 1, but weights or mask vary."""
    shapes = [X.shape, *(array.shape for array in beside if array is not None)]
    shape = np.broadcast_shapes(*shapes)
    if shape == tuple(X.shape):
        return X
    if is_dask(X):
        import dask.array  # it is there: X is of it

        return dask.array.broadcast_to(X, shape)  # type: ignore[no-untyped-call]
    return np.broadcast_to(X, shape)


def _common(data: Shape, known: Shape, unknown: Shape) -> Shape:
    """Return the shape that all broadcast to, or say which axis does not."""
    common = []
    for axis, lengths in enumerate(zip(data, known, unknown, strict=True)):
        others = {n for n in lengths if n != 1}
        if len(others) > 1:
            x, h, w = lengths
            raise DataError(
                f"X of shape {data}, H of shape {known} and the solution of shape {unknown} do not "
                f"broadcast: axis {axis + 1} has the lengths {x}, {h} and {w}",
                hint="along each axis the lengths must be equal or 1; axes of length 1 may be left "
                "out only at the end (convention 'F') or at the beginning ('C')",
            )
        common.append(others.pop() if others else 1)
    return tuple(common)


def repeats(array: Array, shape: Sequence[int], axes: Sequence[int]) -> int:
    """Return how many entries of a shape each entry of an array stands for, along some axes.

    >>> repeats(np.ones((1, 5)), (4, 5), (0, 1))
    4
    """
    return math.prod(shape[axis] for axis in axes if array.shape[axis] == 1)

"""Operands of products as arrays of numbers, of the order that a product wants."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from boxdot.grammar.errors import DataError

Array = NDArray[Any]


def operand(given: ArrayLike, name: str, order: int | None = None) -> Array:
    """Return an argument as an array; a vector is a column where a matrix is wanted.

    >>> operand([1, 2], "A", 2).shape
    (2, 1)
    """
    try:
        array: Array = np.asarray(given)
    except ValueError as error:
        raise DataError(f"{name} is no array: {error}") from None
    if array.dtype.kind not in "biufc":
        raise DataError(f"{name} holds {array.dtype} entries, expected numbers")
    if np.ma.is_masked(given):
        hint = "fill them, as with np.ma.filled(array, np.nan)"
        raise DataError(f"{name} has masked entries, which have no value", hint=hint)
    if order is None:
        return array
    if array.ndim < order:
        array = array.reshape(array.shape + (1,) * (order - array.ndim))
    if array.ndim != order:
        raise DataError(f"{name} has the shape {array.shape}, expected order {order}")
    return array


def demand_same(size: int, other: int, what: str, name: str, other_name: str) -> None:
    """Raise where two sizes that must agree do not."""
    if size != other:
        raise DataError(f"{name} has {size} {what}, but {other_name} has {other}")

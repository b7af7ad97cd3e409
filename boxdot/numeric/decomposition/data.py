"""The data of a decomposition: missing entries, odd numbers and extreme scales are settled here."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from boxdot.grammar.errors import DataError
from boxdot.numeric.decomposition.layout import Array, Layout

_KINDS = {"f4": "f4", "f8": "f8", "c8": "c8", "c16": "c16", "f2": "f4"}
"""The types in which data of a type is decomposed; all others are taken as double precision."""


@dataclass(frozen=True)
class Data:
    """What sweeps read: merged data and weights, and what merging took out of the error.

    Parameters
    ----------
    values
        The data, merged; averaged where no factor varies; of weighted data the sums of what is
        known: averages times weights.
    weights
        How many known entries each merged one stands for, or None where all stand for ``copies``.
    copies
        The weight of every entry where ``weights`` is None.
    power
        The weighted sum of the squares of the averages.
    offset
        The error that no decomposition can take away: what averaging took out.
    exponent
        The values are the data times 2**-exponent.
    """

    values: Array
    weights: Array | None
    copies: int
    power: float
    offset: float
    exponent: int

    @property
    def dtype(self) -> np.dtype[Any]:
        """The type of the values."""
        return self.values.dtype

    @property
    def unseen(self) -> bool:
        """Whether no entry is known at all."""
        return self.weights is not None and not self.weights.any()

    def averages(self) -> Array:
        """Return the data with 0 where nothing is known."""
        if self.weights is None or self.copies == 1:
            return self.values
        average: Array = self.values / np.maximum(self.weights, 1)
        return average


def as_numbers(Y: Any, name: str = "Y") -> Array:
    """Return the argument as an array of floating or complex numbers.

    >>> as_numbers([[1, 2]]).dtype
    dtype('float64')
    """
    try:
        array = np.asarray(Y)  # what is masked was refused at the door
    except ValueError as error:  # rows of different lengths
        raise DataError(f"{name} is no array of numbers: {error}") from None
    if array.dtype.kind not in "biufc":
        raise DataError(f"{name} holds {array.dtype} entries, expected numbers")
    return array.astype(working_type(array.dtype), copy=False)


def working_type(dtype: np.dtype[Any]) -> np.dtype[Any]:
    """Return the type in which data of a type is decomposed.

    >>> working_type(np.dtype("i4")), working_type(np.dtype("f2"))
    (dtype('float64'), dtype('float32'))
    """
    return np.dtype(_KINDS.get(dtype.str[1:], "f8" if dtype.kind != "c" else "c16"))


def prepare(Y: Array, mask: Any, layout: Layout, exponent: int | None = None) -> Data:
    """Return the data as the sweeps want them; NaN means missing.

    Raises
    ------
    DataError
        An entry that counts is infinite.
    """
    known = known_entries(Y, mask)
    if exponent is None:
        exponent = extreme_exponent(Y if known is None else np.where(known, Y, 0))
    values, weights = merged(Y, known, layout, exponent)
    power = _power(values, weights, layout.copies)
    offset = 0.0
    if layout.averaged:
        Y = shifted(Y if known is None else np.where(known, Y, Y.dtype.type(0)), -exponent)
        offset = max(squares(Y) - power, 0.0)
    return Data(values, weights, layout.copies, power, offset, exponent)


def merged(
    Y: Array, known: Array | None, layout: Layout, exponent: int
) -> tuple[Array, Array | None]:
    """Return values and weights of data that is known where ``known`` says, or everywhere."""
    if known is None:
        values = layout.merge_data(shifted(Y, -exponent))
        if layout.averaged:
            values = values / values.real.dtype.type(layout.copies)
        return values, None
    Y = shifted(np.where(known, Y, Y.dtype.type(0)), -exponent)
    # Counts may be large; where nothing is summed, weights are 0 or 1, and a byte is enough.
    weights = known.astype(Y.real.dtype) if layout.averaged else known.view(np.uint8)
    return layout.merge_data(Y), layout.merge_data(weights)


def _power(values: Array, weights: Array | None, copies: int) -> float:
    """Return the weighted sum of the squares of the averages."""
    if weights is None:
        return squares(values) * copies
    if copies == 1:  # weights of 0 and 1
        return squares(values)
    return squares(values / np.sqrt(np.maximum(weights, 1)))


def known_entries(Y: Array, mask: Any) -> Array | None:
    """Return where the data is known, or None where all of it is; infinity is an error."""
    if mask is not None:
        mask = np.asarray(mask).astype(bool)
    with np.errstate(over="ignore", invalid="ignore"):
        total = Y.sum()
    if mask is None and np.isfinite(total):
        return None
    missing = np.isnan(Y)
    known = ~missing if mask is None else mask & ~missing
    if np.isinf(Y[known]).any():
        raise DataError("Y holds infinite entries", hint="NaN marks what is missing")
    return None if known.all() else known


def squares(values: Array) -> float:
    """Return the sum of squares in double precision, with no copy of the data."""
    flat, total = values.reshape(len(values), -1) if values.ndim else values.reshape(1, 1), 0.0
    rows = max(1, 2**16 // max(flat.shape[1], 1))
    for start in range(0, len(flat), rows):
        block = flat[start : start + rows]
        wide = block.astype(np.result_type(block.dtype, np.float64), copy=False).ravel()
        total += float(np.vdot(wide, wide).real)
    return total


def extreme_exponent(values: Array) -> int:
    """Return a power of 2 to divide by, 0 where squares and products of values are in range.

    >>> extreme_exponent(np.array([1e-3, 5.0])), extreme_exponent(np.array([1e-170, 0]))
    (0, -564)
    """
    if values.size == 0:
        return 0
    largest = float(max(np.abs(values.max()), np.abs(values.min())))
    if values.dtype.kind == "c":
        largest = float(max(np.abs(values.real).max(), np.abs(values.imag).max()))
    exponent = int(np.frexp(largest)[1]) if largest else 0
    return exponent if abs(exponent) > (160 if values.real.dtype == np.float64 else 20) else 0


def shifted(values: Array, exponent: int) -> Array:
    """Return the values times 2**exponent, exactly where the result is in range.

    >>> shifted(np.array([3.0]), -2)
    array([0.75])
    """
    if not exponent:
        return values
    half = exponent // 2
    base = values.real.dtype.type(2)
    result: Array = values * base**half * base ** (exponent - half)
    return result

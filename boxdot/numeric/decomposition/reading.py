"""Arguments that are arrays, of any library, held to what can be decomposed."""

from __future__ import annotations

from typing import Any

import numpy as np

from boxdot.grammar.errors import DataError
from boxdot.numeric.compiling.libraries import library_of
from boxdot.numeric.decomposition.layout import Array

_NUMBERS, _TRUTHS = "biufc", "biu"
"""The kinds of NumPy data types that are numbers, and that tell true from false."""


def read_numbers(name: str, given: Any) -> Any:
    """Return what is given as an array of numbers; what is larger than memory stays where it is.

    >>> read_numbers("Y", [[1, 2]]).shape
    (1, 2)

    Raises
    ------
    DataError
        The argument is no array of numbers, has masked entries or axes of unknown length, lies on
        a graphics card or wants a gradient.
    """
    array = _array(name, given)
    if _is_masked(array):
        hint = f"fill them with NaN, as by {name}.filled(np.nan), or give mask=~{name}.mask"
        raise DataError(f"{name} has masked entries, which have no value", hint=hint)
    if np.dtype(array.dtype).kind not in _NUMBERS:
        raise DataError(f"{name} holds {array.dtype} entries, expected numbers")
    return array


def read_mask(given: Any, shape: tuple[int, ...]) -> Any:
    """Return the mask of data of a shape.

    Raises
    ------
    DataError
        The mask is of another shape, of no truth values, or itself masked.
    """
    mask = _array("mask", given)
    if _is_masked(mask):
        hint = "fill them, as by mask.filled(False)"
        raise DataError("mask has masked entries, which have no value", hint=hint)
    if np.dtype(mask.dtype).kind not in _TRUTHS or tuple(mask.shape) != tuple(shape):
        raise DataError(
            f"mask has shape {tuple(mask.shape)} of {mask.dtype}, "
            f"expected booleans of shape {tuple(shape)}",
            hint="True where the entry is known",
        )
    return mask


def read_factor(name: str, given: Any, kind: np.dtype[Any]) -> Array:
    """Return a factor as an array whose entries a type can hold."""
    array = np.asarray(read_numbers(name, given))
    if array.dtype.kind == "c" and kind.kind != "c":
        raise DataError(f"{name} holds {array.dtype} entries, expected {kind}")
    return array


def _is_masked(array: Any) -> bool:
    """Return whether entries are masked; of Dask arrays that is not known before they are read."""
    chunks = getattr(array, "_meta", None)
    return isinstance(chunks, np.ma.MaskedArray) or bool(np.ma.is_masked(array))


def _array(name: str, given: Any) -> Any:
    library = library_of(given)
    if library is not None:
        given = library.take(name, given)
    if not all(hasattr(given, part) for part in ("shape", "dtype", "__getitem__")):
        try:
            given = np.asarray(given)
        except (TypeError, ValueError) as error:  # rows of different lengths
            raise DataError(f"{name} is no array of numbers: {error}") from None
    if any(size != size for size in given.shape):  # Dask says NaN for a length that it cannot know
        hint = f"call {name}.compute_chunk_sizes() first"
        raise DataError(f"{name} has axes of unknown length: {given.shape}", hint=hint)
    return given

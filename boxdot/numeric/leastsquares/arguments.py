"""Arguments as users give them, held to what they must be; the message names the one at fault."""

from __future__ import annotations

import math
import operator
from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from boxdot.grammar.errors import DataError
from boxdot.notation.shapes.conventions import Convention
from boxdot.numeric.compiling.libraries import library_of
from boxdot.numeric.leastsquares.passes import has_numba

Array = npt.NDArray[Any]

NUMBERS = "biufc"
"""The kinds of NumPy data types that are numbers."""

_KINDS = {NUMBERS: "numbers", "biu": "truth values or whole numbers", "b": "truth values"}


def numbers(name: str, given: Any, kinds: str = NUMBERS) -> Any:
    """Return what is given as an array of numbers; what is larger than memory stays where it is."""
    library = library_of(given)
    if library is not None:
        given = library.take(name, given)
    elif not (
        hasattr(given, "shape") and hasattr(given, "dtype") and hasattr(given, "__getitem__")
    ):
        try:
            given = np.asarray(given)
        except ValueError as error:
            raise DataError(f"{name} is no array: {error}") from None
    if any(n != n for n in given.shape):  # Dask says NaN for a length that it does not know
        hint = "call its compute_chunk_sizes() first"
        raise DataError(f"{name} has axes of unknown length: {given.shape}", hint=hint)
    if np.ma.is_masked(given):
        hint = "say what is missing by mask=, or fill it with NaN"
        raise DataError(f"{name} has masked entries, which have no value", hint=hint)
    if np.dtype(given.dtype).kind not in kinds:
        wanted = _KINDS.get(kinds, "real numbers")
        raise DataError(f"{name} must hold {wanted}, but its data type is {given.dtype}")
    return np.asarray(given) if isinstance(given, np.generic) else given


def convention_of(given: str | Convention) -> Convention:
    """Return the convention that is meant."""
    try:
        return Convention(given)
    except ValueError:
        raise DataError(f"convention must be 'F' or 'C', but is {given!r}") from None


def shape_of(given: int | Sequence[int]) -> tuple[int, ...]:
    """Return the shape of the solution as whole numbers."""
    try:
        lengths: Any = (given,) if isinstance(given, int | np.integer) else tuple(given)
        shape = tuple(map(operator.index, lengths))
    except TypeError:
        raise DataError(f"shape must be whole numbers, but is {given!r}") from None
    if any(n < 0 for n in shape):
        raise DataError(f"shape has a negative length: {shape}")
    return shape


def ridge_of(given: float) -> float:
    """Return the weight of the penalty."""
    try:
        ridge = float(given)
    except (TypeError, ValueError):
        raise DataError(f"ridge must be a number, but is {given!r}") from None
    if not 0 <= ridge < math.inf:
        raise DataError(f"ridge must be finite and not negative, but is {ridge}")
    return ridge


def backend_of(given: str) -> str:
    """Return the backend that is used."""
    if given not in ("auto", "numba", "numpy"):
        raise DataError(f"backend must be 'auto', 'numba' or 'numpy', but is {given!r}")
    if given == "numba" and not has_numba():
        raise DataError("Numba is not installed", hint="pip install 'boxdot[fast]'")
    return ("numba" if has_numba() else "numpy") if given == "auto" else given


def result_kind(*kinds: np.dtype[Any]) -> np.dtype[Any]:
    """Return the type of the solution: whole numbers become double precision.

    >>> result_kind(np.dtype("int16"), np.dtype("float32"))
    dtype('float64')
    >>> result_kind(np.dtype("float32"), np.dtype("float32"))
    dtype('float32')
    """
    promoted = [np.dtype(float) if kind.kind in "biu" else kind for kind in kinds]
    return np.result_type(*promoted, np.float32)


def stored(solution: Array, kind: np.dtype[Any], out: Array | None) -> Array:
    """Return the solution in its type, in ``out`` if that is given."""
    if out is None:
        return solution.astype(kind, copy=False)
    if not isinstance(out, np.ndarray) or out.shape != solution.shape:
        found = getattr(out, "shape", type(out).__name__)
        raise DataError(f"out must be an array of shape {solution.shape}, but is {found}")
    if not np.can_cast(kind, out.dtype, "same_kind") or not out.flags.writeable:
        raise DataError(
            f"out cannot take {kind}: it is {out.dtype}, writable: {out.flags.writeable}"
        )
    np.copyto(out, solution, casting="same_kind" if out.dtype.kind != "c" else "unsafe")
    return out

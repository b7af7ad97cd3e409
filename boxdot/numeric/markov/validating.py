"""What is wrong with given chains, laws and costs, said with the argument and the row."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from boxdot.grammar.errors import DataError

Array = npt.NDArray[Any]

SLACK = {"float32": 1e-4, "float64": 1e-6}
"""How far the sum of a row may be from 1: what rounding and a few decimals of text leave."""


def chain(name: str, given: Any, *, batch: bool = False) -> Array:
    """Return transition probabilities as a float array whose rows sum to 1 exactly.

    Parameters
    ----------
    name
        What the error calls the argument.
    given
        An n×n array (b×n×n for a batch), or a SciPy sparse matrix.
    batch
        Whether a leading axis of chains is allowed.

    Raises
    ------
    DataError
        If it is empty, not square, holds NaN, inf or negative entries, or a row does not sum to 1.

    >>> chain("mX", [[1, 1], [1, 2]])
    Traceback (most recent call last):
    boxdot.grammar.errors.DataError: mX: row 0 sums to 2, not to 1
    help: divide each row by its sum, as in m / m.sum(axis=-1, keepdims=True)
    """
    array = numbers(name, given)
    _ranks(name, array, (2, 3) if batch else (2,), "a square matrix (or a batch of them)")
    if array.shape[-1] != array.shape[-2]:
        raise DataError(
            f"{name} must be square, n×n, but has the shape {sizes(array)}",
            hint="entry (i, k) is the probability of going from state i to state k",
        )
    return _stochastic(name, array, "row {row}")


def widened(rows: Array, kind: Any) -> Array:
    """Return rows in another precision, again summing to 1.

    >>> widened(np.full((1, 3), 1 / 3, np.float32), np.float64).sum() == 1
    np.True_
    """
    if rows.dtype == kind:
        return rows
    wide = rows.astype(kind)
    return np.asarray(wide / wide.sum(axis=-1, keepdims=True))


def law(name: str, given: Any, *, batch: bool = False) -> Array:
    """Return a probability vector (or a batch of them) as a float array that sums to 1 exactly.

    >>> law("muX", [0.25, 0.75])
    array([0.25, 0.75])
    """
    array = numbers(name, given)
    _ranks(name, array, (1, 2) if batch else (1,), "a vector (or a batch of them)")
    return _stochastic(name, array, "law {row}" if array.ndim == 2 else "it")


def cost(name: str, given: Any, shape: tuple[int, ...]) -> Array:
    """Return a cost as a float array of the shape that the chains ask for.

    >>> cost("C", [[0.0, 1.0]], (1, 3))
    Traceback (most recent call last):
    boxdot.grammar.errors.DataError: C must have the shape 1×3, but has 1×2
    """
    array = numbers(name, given)
    if array.shape != shape:
        expected = "×".join(map(str, shape))
        raise DataError(f"{name} must have the shape {expected}, but has {sizes(array)}")
    return array


def positive(name: str, given: Any) -> float:
    """Return a number above zero.

    >>> positive("epsilon", 0)
    Traceback (most recent call last):
    boxdot.grammar.errors.DataError: epsilon must be a number above 0, but is 0
    """
    value = _number(name, given)
    if not 0 < value < np.inf:
        raise DataError(f"{name} must be a number above 0, but is {given}")
    return value


def count(name: str, given: Any) -> int:
    """Return a whole number above zero.

    >>> count("max_sweeps", 0.5)
    Traceback (most recent call last):
    boxdot.grammar.errors.DataError: max_sweeps must be a whole number above 0, but is 0.5
    """
    value = _number(name, given)
    if not (1 <= value < np.inf and value == int(value)):
        raise DataError(f"{name} must be a whole number above 0, but is {given}")
    return int(value)


def discount(name: str, given: Any) -> float:
    """Return a number in (0, 1].

    >>> discount("delta", 1.5)
    Traceback (most recent call last):
    boxdot.grammar.errors.DataError: delta must be in (0, 1], but is 1.5
    """
    value = _number(name, given)
    if not 0 < value <= 1:
        raise DataError(f"{name} must be in (0, 1], but is {given}")
    return value


def numbers(name: str, given: Any) -> Array:
    """Return finite numbers as float32 where they are that already, else as float64."""
    if hasattr(given, "toarray"):  # a sparse matrix of SciPy
        given = given.toarray()
    try:
        array = np.asarray(given)
    except (TypeError, ValueError) as error:
        raise DataError(f"{name} is no array: {error}") from None
    if array.dtype.kind not in "biuf":
        raise DataError(f"{name} must hold real numbers, but its data type is {array.dtype}")
    array = np.ascontiguousarray(array, np.float32 if array.dtype == np.float32 else np.float64)
    if not np.isfinite(array).all():
        raise DataError(f"{name} holds NaN or inf{_first(~np.isfinite(array))}")
    return array


def sizes(array: Array) -> str:
    """Return a shape as it is written, ``3×4``."""
    return "×".join(map(str, array.shape)) or "a number"


def _number(name: str, given: Any) -> float:
    try:
        return float(given)
    except (TypeError, ValueError):
        raise DataError(f"{name} must be a number, but is {type(given).__name__}") from None


def _ranks(name: str, array: Array, ranks: tuple[int, ...], expected: str) -> None:
    if array.ndim not in ranks:
        raise DataError(f"{name} must be {expected}, but has the shape {sizes(array)}")
    if array.size == 0:
        raise DataError(f"{name} is empty: its shape is {sizes(array)}")


def _stochastic(name: str, array: Array, place: str) -> Array:
    if (array < 0).any():
        raise DataError(f"{name} holds a negative probability{_first(array < 0)}")
    sums = array.sum(axis=-1, dtype=np.float64)
    wrong = np.argwhere(np.atleast_1d(abs(sums - 1) > SLACK[array.dtype.name]))
    if len(wrong):
        where = tuple(int(i) for i in wrong[0])
        item = f" of item {where[0]}" if len(where) > 1 else ""
        found = f"{np.atleast_1d(sums)[where]:.7g}"
        raise DataError(
            f"{name}: {place.format(row=where[-1])}{item} sums to {found}, not to 1",
            hint="divide each row by its sum, as in m / m.sum(axis=-1, keepdims=True)",
        )
    return np.asarray(array / sums[..., None], array.dtype)


def _first(wrong: Array) -> str:
    where = ", ".join(str(int(i)) for i in np.argwhere(wrong)[0]) if wrong.ndim else ""
    return f" (first at index [{where}])" if where else ""

"""Holding arrays to the declared shapes: every symbol given, of numbers, every size one number."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import numpy as np
from numpy.typing import ArrayLike

from boxdot.grammar.errors import DataError
from boxdot.notation import algebra
from boxdot.notation.codegen.names import identifiers
from boxdot.notation.codegen.program import Load
from boxdot.notation.expressions.symbols import Symbols, plain
from boxdot.notation.shapes.sizes import Shape, Size
from boxdot.numeric.evaluating.loading import Array

NUMBERS = "biufc"
"""The kinds of NumPy data types that are numbers."""


def bind(
    inputs: Iterable[Load],
    arrays: Mapping[str, ArrayLike],
    symbols: Symbols,
    sizes: Mapping[str, int],
    *,
    leading: bool = False,
) -> tuple[dict[str, Array], dict[str, int]]:
    """Return the array of every input, of exactly its declared order, and the size of every name.

    Parameters
    ----------
    inputs
        The symbols that are needed, with their declared shapes.
    arrays
        What is given, by name; a plain or a Python spelling of the name will do.
    symbols, sizes
        What is declared, and the sizes that are bound already.
    leading
        Whether leading axes of length 1 may be missing or too many, instead of trailing ones.
    """
    inputs = [_as_declared(load, symbols) for load in inputs]
    given = {load.name: _array(load, find(load, arrays, symbols)) for load in inputs}
    bound = dict(sizes)
    fitted: dict[str, Array] = {}
    for load in 2 * sorted(inputs, key=_arithmetic):  # the second time with all sizes known
        stacked = _stacked(load, symbols)
        fitted[load.name] = _fitted(load, given[load.name], bound, stacked, leading=leading)
    return fitted, bound


def _as_declared(load: Load, symbols: Symbols) -> Load:
    """Return the input with its sizes by name, as its declaration has them."""
    declared = symbols[load.name].shape if load.name in symbols else None
    same_order = declared is not None and len(declared) == len(load.shape)
    return Load(declared, load.name) if declared is not None and same_order else load


def _stacked(load: Load, symbols: Symbols) -> int:
    """Return along how many axes the members of a family are stacked, in front of their own."""
    declared = symbols[load.name].shape if load.name in symbols else None
    return 0 if declared is None else len(load.shape) - len(declared)


def _arithmetic(load: Load) -> bool:
    """Whether a shape has arithmetic in it; plain names are bound first."""
    return any(isinstance(size, algebra.SizeExpression) for size in load.shape)


def find(load: Load, arrays: Mapping[str, ArrayLike], symbols: Symbols) -> ArrayLike:
    """Return the array that is given for a symbol, under any spelling of its name."""
    spellings = (load.name, plain(load.name), *identifiers([load.name]).values())
    for spelling in spellings:
        if spelling in arrays:
            return arrays[spelling]
    for name, array in arrays.items():
        if symbols.resolve(name) == load.name:
            return array
    names = ", ".join(arrays) or "no arrays"
    raise DataError(
        f"there is no array for {load.name} ({_text(load.shape)})", hint=f"given: {names}"
    )


def _array(load: Load, given: ArrayLike) -> Array:
    """Return what is given as an array of numbers."""
    if np.ma.is_masked(given):
        hint = "fill them, as with np.ma.filled(array, np.nan)"
        raise DataError(f"{load.name} has masked entries, which have no value", hint=hint)
    try:
        array: Array = np.asarray(given)
    except ValueError as error:
        raise DataError(f"{load.name} is no array: {error}") from None
    if array.dtype.kind not in NUMBERS:
        raise DataError(
            f"{load.name} must hold numbers, but its data type is {array.dtype}",
            hint="save it as an array of numbers",
        )
    return array


def _fitted(
    load: Load, array: Array, bound: dict[str, int], stacked: int, *, leading: bool
) -> Array:
    """Bring an array to the declared order and bind the sizes that it tells."""
    shape = _of_order(array.shape, len(load.shape), leading=leading)
    before = dict(bound)
    if shape is None:
        raise _mismatch(load, array.shape, before, stacked)
    for axis, (declared, found) in enumerate(zip(load.shape, shape, strict=True)):
        if not _agrees(declared, found, bound):
            raise _mismatch(load, array.shape, before, stacked, axis + 1)
    return array.reshape(shape)


def _of_order(shape: tuple[int, ...], order: int, *, leading: bool) -> tuple[int, ...] | None:
    """Return the shape with length-1 axes added or dropped where the convention allows it."""
    missing = order - len(shape)
    ones = (1,) * max(missing, 0)
    if missing >= 0:
        return (*ones, *shape) if leading else (*shape, *ones)
    extra, kept = (
        (shape[:-order], shape[-order:]) if leading and order else (shape[order:], shape[:order])
    )
    if leading and not order:
        extra, kept = shape, ()
    return kept if all(size == 1 for size in extra) else None


def _agrees(declared: Size, found: int, bound: dict[str, int]) -> bool:
    """Return whether an axis has its declared size; a name that is new is bound to it."""
    size = algebra.substitute(declared, bound)
    if isinstance(size, int):
        return size == found
    for name, value in algebra.reduced(size, found):
        if isinstance(name, str) and isinstance(value, int) and value >= 0:
            bound[name] = value
    left = algebra.substitute(size, bound)
    return left == found or len(set(algebra.names_of(left))) > 1


def _mismatch(
    load: Load,
    found: tuple[int, ...],
    bound: Mapping[str, int],
    stacked: int = 0,
    axis: int | None = None,
) -> DataError:
    """Return the error that says what was declared, what was given, and what was known."""
    where = "" if axis is None else f": axis {axis} does not fit"
    message = f"{load.name} is declared {_text(load.shape)}, but has the shape {found}{where}"
    names = dict.fromkeys(name for size in load.shape for name in algebra.names_of(size))
    known = [f"{name}={bound[name]}" for name in names if name in bound]
    hints = [f"the sizes so far: {', '.join(known)}"] if known else []
    if stacked == 1:
        hints.append(f"the members of the family {load.name} are stacked along the first axis")
    elif stacked:
        hints.append(f"the members of {load.name} are stacked along the first {stacked} axes")
    return DataError(message, hint="; ".join(hints))


def _text(shape: Shape | Sequence[Size]) -> str:
    return "×".join(algebra.bracketed(size) for size in shape) or "a number"

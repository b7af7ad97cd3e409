"""Running an array program on arrays, step by step; nothing is made that would not fit."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any

import numpy as np

from boxdot.grammar.errors import DataError, UnsupportedError
from boxdot.notation import algebra
from boxdot.notation.codegen import program as p
from boxdot.notation.shapes.sizes import Size
from boxdot.numeric.evaluating.dividing import Told, divided, told, zeros_in
from boxdot.numeric.evaluating.loading import Array
from boxdot.numeric.evaluating.memory import demand_memory
from boxdot.numeric.evaluating.operations import operation_of


def run(
    program: p.Program, arrays: Mapping[str, Array], limit: int, tell: Told | None = None
) -> Array:
    """Return the result of a program whose sizes are numbers; zeros in divisors are told."""
    tell = tell or told(strict=False)
    itemsize = max((array.dtype.itemsize for array in arrays.values()), default=8)
    for step in program.steps:
        _demand_room(step.value, max(itemsize, 8), limit)
    known: dict[str, Any] = dict(arrays)  # arrays and Python numbers
    result: Any = None
    for step in program.steps:
        result = _value(step.value, known, tell)
        if step.name is not None:
            known[step.name] = result
    return np.asarray(result)


def _demand_room(value: p.Value, itemsize: int, limit: int) -> None:
    """Check every array before the first one is made."""
    for part in p.walk(value):
        shape = tuple(demand_number(size) for size in part.shape)
        demand_memory("an array", shape, itemsize, limit)


def demand_number(size: Size) -> int:
    """Return a size that is a number; one that no array tells is asked for."""
    if isinstance(size, int) and size >= 0:
        return size
    names = ", ".join(dict.fromkeys(algebra.names_of(size)))
    if not names:
        raise DataError(f"an axis would have the length {size}")
    raise DataError(
        f"the size {names} is not known: no given array has it",
        hint=f"bind it, as in -s {names.split(',')[0]}=4",
    )


def _value(value: p.Value, known: Mapping[str, Any], tell: Told) -> Any:
    """Compute a value; what no later part needs is let go at once."""
    order = list(p.walk(value))
    waiting = Counter(id(child) for part in order for child in p.children(part))
    done: dict[int, Any] = {}
    for part in order:
        done[id(part)] = _compute(part, done, known, tell)
        for child in p.children(part):
            waiting[id(child)] -= 1
            if not waiting[id(child)]:
                del done[id(child)]
    return done[id(value)]


def _compute(part: p.Value, done: Mapping[int, Any], known: Mapping[str, Any], tell: Told) -> Any:
    if isinstance(part, p.Load):
        return known[part.name]
    if isinstance(part, p.Call):
        raise UnsupportedError(
            f"{part.function} is not a known function, so it has no value",
            hint="write out what it computes",
        )
    arguments = tuple(done[id(child)] for child in p.children(part))
    zeros = zeros_in(part, arguments)
    if zeros is not None:
        tell(zeros)
        return divided(*arguments)
    return operated(part, *arguments)


def operated(part: p.Value, *arguments: Any) -> Any:
    """Return what a step gives on its arguments; what NumPy refuses is bad data."""
    try:
        return operation_of(part)(part, *arguments)
    except np.linalg.LinAlgError as error:
        raise DataError(f"{error}: it has no inverse") from None
    except OverflowError:
        raise DataError("a number is too large to be computed with") from None
    except IndexError as error:
        raise DataError(f"a subscript leaves its axis or is no whole number: {error}") from None
    except (TypeError, ValueError) as error:
        raise _reason(error) from None


def _reason(error: Exception) -> Exception:
    """Return what NumPy says of arrays that it does not compute with; else the error itself."""
    text = str(error)
    found = next((told for words, told in _REFUSED.items() if words in text), None)
    return error if found is None else DataError(found)


_REFUSED = {
    "slice indices must be integers": "a subscript is no whole number",
    "zero-size array to reduction": "the largest or smallest of no entries is not defined",
    "numpy boolean": "truth values have no minus: give numbers, as X.astype(float) is",
}

"""Expressions of arrays outside: lazily by Dask, or at once where they are small enough."""

from __future__ import annotations

from collections.abc import Mapping
from importlib.util import find_spec
from typing import Any

from boxdot.grammar.errors import DataError, UnsupportedError
from boxdot.notation.expressions.formula import Formula
from boxdot.numeric.compiling import Compiled
from boxdot.numeric.evaluating import evaluate
from boxdot.numeric.slabs import is_dask
from boxdot.numeric.solving.lazily import as_dask
from boxdot.numeric.solving.outside import bytes_of, is_in_memory, most_read, read


def computed(formula: Formula, arrays: Mapping[str, Any], what: str) -> Any:
    """Return the value of a formula: a Dask array where an array is outside and large, or lazy.

    Raises
    ------
    DataError
        Arrays that are too large to be read at once would have to be.
    """
    outside = {name: array for name, array in arrays.items() if not is_in_memory(array)}
    small = sum(map(bytes_of, outside.values())) <= most_read()
    lazy = any(map(is_dask, outside.values()))
    if lazy or (not small and find_spec("dask")):
        try:
            return Compiled(formula)({name: as_dask(array) for name, array in arrays.items()})
        except (UnsupportedError, NotImplementedError):
            pass  # not block by block
    if not small:
        raise _too_large(outside, what)
    return evaluate(formula, {name: read(array) for name, array in arrays.items()})


def _too_large(outside: Mapping[str, Any], what: str) -> DataError:
    size = sum(map(bytes_of, outside.values())) / 1e9
    names = " and ".join(outside)
    hint = f"store {what} as an array of its own, and write its name instead"
    if not find_spec("dask"):
        hint += "; or pip install 'boxdot[outofcore]', which computes block by block"
    return DataError(
        f"{what} would be computed in memory from {names}: {size:.2g} GB, "
        f"more than {most_read() / 1e9:.2g} GB",
        hint=hint,
    )

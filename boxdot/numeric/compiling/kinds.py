"""The data type of every value, as NumPy would have it: asked of NumPy itself.

A number that Python holds has no data type of its own (``None`` stands for it here): ``2 * x``
has that of x. What no kernel can hold is ``Unfusible`` and left to NumPy.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from boxdot.notation.codegen import program as p
from boxdot.numeric.compiling.desugaring import Mean
from boxdot.numeric.evaluating.operations import OPERATIONS

Kind = np.dtype[Any]

HELD = frozenset({"b1", "i1", "i2", "i4", "i8", "u1", "u2", "u4", "u8", "f4", "f8", "c8", "c16"})
"""The data types that kernels hold."""


class Unfusible(Exception):
    """A value that no kernel can compute."""


def code_of(kind: Kind) -> str:
    """Return the short name of a data type: ``f8``."""
    return f"{kind.kind}{kind.itemsize}"


def constant(value: p.Value) -> Any | None:
    """Return the number that a value without arrays is, or None if there are arrays in it."""
    if value.shape or any(part.shape for part in p.walk(value)):
        return None
    known: dict[int, Any] = {}
    for part in p.walk(value):
        if isinstance(part, p.Load | p.Call):
            return None
        arguments = [known[id(child)] for child in p.children(part)]
        with np.errstate(all="ignore"):
            try:
                known[id(part)] = OPERATIONS[type(part)](part, *arguments)
            except (ArithmeticError, ValueError):
                return None
    found = known[id(value)]
    return found if isinstance(found, int | float | complex | np.generic) else None


def loop_kinds(function: str, arguments: list[Kind | type]) -> tuple[Kind, ...]:
    """Return the data types in which a function of entries computes: its arguments, its result."""
    ufunc = UFUNCS.get(function)
    if ufunc is None:
        raise Unfusible(function)
    try:
        resolved: tuple[Kind, ...] = ufunc.resolve_dtypes((*arguments, None))
    except TypeError:
        raise Unfusible(function) from None
    if any(code_of(kind) not in HELD for kind in resolved):
        raise Unfusible(function)
    return resolved


UFUNCS: Mapping[str, np.ufunc] = {
    name: getattr(np, {"abs": "absolute", "conj": "conjugate", "round": "rint"}.get(name, name))
    for name in p.FUNCTIONS
    if name not in {"sigmoid", "relu", "softplus", "erf", "indicator", "real", "imag"}
}
"""The functions of NumPy that say in which data types they compute."""


def sum_kind(fold: p.Reduce, kind: Kind) -> Kind:
    """Return the data type of a reduction of entries of some data type."""
    if fold.kind in ("max", "min"):
        if kind.kind in "bc":
            raise Unfusible(fold.kind)
        return kind
    if fold.kind == "count":
        return np.dtype(np.intp)
    if kind.kind not in "biu":
        return kind
    if isinstance(fold, Mean):
        return np.dtype(np.float64)
    return np.dtype(np.uint64 if kind.kind == "u" else np.int64)

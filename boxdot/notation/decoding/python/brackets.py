"""Brackets behind what is no array: ``x.at[0]`` of JAX, ``np.r_[x, 0]`` and ``np.c_[x, y]``."""

from __future__ import annotations

import ast
from dataclasses import replace

from boxdot.notation.decoding import joining
from boxdot.notation.decoding.arrays import Array, view
from boxdot.notation.decoding.python.assigning import put
from boxdot.notation.decoding.python.libraries import short_name
from boxdot.notation.decoding.python.scopes import Reading
from boxdot.notation.decoding.python.subscripts import marks_of
from boxdot.notation.decoding.python.values import Library, Method, Updating, Value, array_of
from boxdot.notation.decoding.refusing import Refused


def at_brackets(reading: Reading, value: Value, inner: ast.expr) -> Value:
    """Return what brackets mean behind something special; None behind anything else."""
    match value:
        case Method(array=Array() as array, name="at") if reading.context.language == "JAX":
            marks = marks_of(reading, array, inner)
            return Updating(array, lambda change: put(reading, array, marks, change))
        case Library(path=path) if short_name(path) in ("r_", "c_"):
            return _joined(reading, inner, columns=path.endswith("c_"))
    return None


def _joined(reading: Reading, inner: ast.expr, *, columns: bool) -> Array:
    """Return parts one behind the other, or vectors as columns side by side."""
    items = inner.elts if isinstance(inner, ast.Tuple) else [inner]
    parts = []
    for item in items:
        if isinstance(item, ast.Slice | ast.Constant) and not _is_number(item):
            raise Refused("ranges and directives between these brackets are not read")
        array = array_of(reading.evaluate(reading, item))
        array = array if array.order else view(replace(array, size=None, count=None), [None])
        parts.append(view(array, [0, None]) if columns and array.order == 1 else array)
    return joining.concatenated(reading.context, parts, -1 if columns else 0)


def _is_number(item: ast.expr) -> bool:
    return isinstance(item, ast.Constant) and isinstance(item.value, int | float)

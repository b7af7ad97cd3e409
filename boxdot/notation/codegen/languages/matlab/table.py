"""MATLAB: how each value of an array program is written."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from boxdot.notation.codegen import program as p
from boxdot.notation.codegen.languages.columnmajor.entries import (
    NUMBERS,
    aligned,
    write_negative,
    write_operator,
    write_power,
    write_scalar,
)
from boxdot.notation.codegen.languages.matlab.axes import (
    write_concatenate,
    write_gather,
    write_take,
    write_view,
)
from boxdot.notation.codegen.languages.matlab.filling import (
    write_arange,
    write_broadcast,
    write_eye,
    write_fill,
    write_literal,
    write_reshape,
    write_tile,
)
from boxdot.notation.codegen.languages.matlab.products import (
    write_determinant,
    write_inverse,
    write_matmul,
    write_matrix_power,
    write_outer,
    write_solve,
)
from boxdot.notation.codegen.languages.matlab.reducing import write_norm, write_reduce
from boxdot.notation.codegen.writer import Fragment, Language, Writer

NUMBER_SIGNS = {**NUMBERS, "not_equal": "~="}
"""The operators between numbers."""

SIGNS = {**NUMBER_SIGNS, "multiply": ".*", "divide": "./"}
"""The operators between arrays: the others are not dotted."""

FUNCTIONS = {
    "arcsin": "asin",
    "arccos": "acos",
    "arctan": "atan",
    "arcsinh": "asinh",
    "arccosh": "acosh",
    "arctanh": "atanh",
    "maximum": "max",
    "minimum": "min",
    "indicator": "double",
}
"""The functions with another name than NumPy's."""

NAMED = {"pi": "pi", "e": "exp(1)", "inf": "Inf"}


def write_elementwise(w: Writer, value: p.Elementwise) -> Fragment:
    """``X .* Y``, ``X .^ 2``, ``exp(X)``."""
    if value.function in SIGNS:
        return write_operator(w, value, aligned(value), SIGNS, NUMBER_SIGNS)
    if value.function == "power":
        return write_power(w, value, aligned(value))
    if value.function == "negative":
        return write_negative(w, value.arguments[0])
    arguments = ", ".join(map(w.text, aligned(value)))
    return Fragment(f"{FUNCTIONS.get(value.function, value.function)}({arguments})")


def _called(function: str) -> Callable[[Writer, Any], Fragment]:
    """Return the arm of a value that is one call with its operands."""

    def arm(w: Writer, value: p.Value) -> Fragment:
        return Fragment(f"{function}({', '.join(map(w.text, p.children(value)))})")

    return arm


ARMS: Mapping[type, Callable[[Writer, Any], Fragment]] = {  # each arm takes its own kind of value
    p.Load: lambda w, value: Fragment(w.names[value.name]),
    p.Scalar: write_scalar,
    p.Named: lambda w, value: Fragment(NAMED[value.name]),
    p.Extent: lambda w, value: w.sized(value.size),
    p.Fill: write_fill,
    p.Eye: write_eye,
    p.Arange: write_arange,
    p.Literal: write_literal,
    p.Elementwise: write_elementwise,
    p.Call: lambda w, value: _called(w.names[value.function])(w, value),
    p.Expand: write_view,
    p.Squeeze: write_view,
    p.Permute: write_view,
    p.Reshape: write_reshape,
    p.Broadcast: write_broadcast,
    p.Tile: write_tile,
    p.Concatenate: write_concatenate,
    p.Take: write_take,
    p.Gather: write_gather,
    p.Reduce: write_reduce,
    p.Norm: write_norm,
    p.Matmul: write_matmul,
    p.Outer: write_outer,
    p.Kron: _called("kron"),
    p.Einsum: _called("diag"),
    p.Diagonal: _called("diag"),
    p.Trace: _called("trace"),
    p.Determinant: write_determinant,
    p.Inverse: write_inverse,
    p.Solve: write_solve,
    p.MatrixPower: write_matrix_power,
}
"""Sums of products are expanded before; what is left of them are diagonals of matrices."""


MATLAB = Language(
    ARMS,
    length=lambda name, axis: f"size({name}, {axis + 1})",
    quotient="/",
    extremum="{}([{}])",
    power="^",
)
"""The table of MATLAB."""

"""Julia: how each value of an array program is written."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from boxdot.notation.codegen import program as p
from boxdot.notation.codegen.languages.columnmajor.entries import write_scalar
from boxdot.notation.codegen.languages.julia.entries import NAMED, write_elementwise
from boxdot.notation.codegen.languages.julia.filling import (
    write_arange,
    write_broadcast,
    write_concatenate,
    write_eye,
    write_fill,
    write_gather,
    write_literal,
    write_take,
    write_tile,
)
from boxdot.notation.codegen.languages.julia.layout import (
    write_expand,
    write_permute,
    write_reshape,
    write_squeeze,
)
from boxdot.notation.codegen.languages.julia.products import (
    linear_algebra,
    write_determinant,
    write_inverse,
    write_matmul,
    write_matrix_power,
    write_outer,
    write_solve,
)
from boxdot.notation.codegen.languages.julia.reducing import write_norm, write_reduce
from boxdot.notation.codegen.writer import Fragment, Language, Writer


def _algebraic(function: str) -> Callable[[Writer, Any], Fragment]:
    """Return the arm of a value that is one call of a function of LinearAlgebra."""
    return lambda w, value: linear_algebra(w, function, *p.children(value))


def _write_call(w: Writer, value: p.Call) -> Fragment:
    return Fragment(f"{w.names[value.function]}({', '.join(map(w.text, value.arguments))})")


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
    p.Call: _write_call,
    p.Expand: write_expand,
    p.Squeeze: write_squeeze,
    p.Permute: write_permute,
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
    p.Kron: _algebraic("kron"),
    p.Einsum: _algebraic("diag"),
    p.Diagonal: _algebraic("Diagonal"),
    p.Trace: _algebraic("tr"),
    p.Determinant: write_determinant,
    p.Inverse: write_inverse,
    p.Solve: write_solve,
    p.MatrixPower: write_matrix_power,
}
"""Sums of products are expanded before; what is left of them are diagonals of matrices."""


JULIA = Language(
    ARMS, length=lambda name, axis: f"size({name}, {axis + 1})", quotient="÷", power="^"
)
"""The table of Julia."""

JULIA_COMPLEX = replace(JULIA, words={"'": "transpose"})
"""The table of Julia where entries may be complex: ``A'`` would conjugate them."""

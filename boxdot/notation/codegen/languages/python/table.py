"""Python libraries: how each value of an array program is written."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from boxdot.notation.codegen import program as p
from boxdot.notation.codegen.languages.python.axes import (
    write_concatenate,
    write_expand,
    write_gather,
    write_permute,
    write_reshape,
    write_squeeze,
    write_stack,
    write_take,
)
from boxdot.notation.codegen.languages.python.entries import (
    write_elementwise,
    write_literal,
    write_scalar,
)
from boxdot.notation.codegen.languages.python.filling import (
    write_arange,
    write_broadcast,
    write_eye,
    write_fill,
    write_tile,
)
from boxdot.notation.codegen.languages.python.reducing import (
    write_einsum,
    write_matmul,
    write_matrix_power,
    write_norm,
    write_reduce,
    write_trace,
)
from boxdot.notation.codegen.writer import Fragment, Writer


def calling(function: str) -> Callable[[Writer, Any], Fragment]:
    """Return the arm of a value that is one call with its operands."""

    def arm(w: Writer, value: p.Value) -> Fragment:
        return w.call(function, *map(w.text, p.children(value)))

    return arm


def _call(w: Writer, value: p.Call) -> Fragment:
    return Fragment(f"{w.names[value.function]}({', '.join(map(w.text, value.arguments))})")


ARMS: Mapping[type, Callable[[Writer, Any], Fragment]] = {  # each arm takes its own kind of value
    p.Load: lambda w, value: Fragment(w.names[value.name]),
    p.Scalar: write_scalar,
    p.Named: lambda w, value: Fragment(w.function(value.name)),
    p.Extent: lambda w, value: w.sized(value.size),
    p.Fill: write_fill,
    p.Eye: write_eye,
    p.Arange: write_arange,
    p.Literal: write_literal,
    p.Elementwise: write_elementwise,
    p.Call: _call,
    p.Expand: write_expand,
    p.Squeeze: write_squeeze,
    p.Permute: write_permute,
    p.Reshape: write_reshape,
    p.Broadcast: write_broadcast,
    p.Tile: write_tile,
    p.Concatenate: write_concatenate,
    p.Stack: write_stack,
    p.Take: write_take,
    p.Gather: write_gather,
    p.Reduce: write_reduce,
    p.Norm: write_norm,
    p.Matmul: write_matmul,
    p.Outer: calling("outer"),
    p.Kron: calling("kron"),
    p.Einsum: write_einsum,
    p.Diagonal: calling("diag"),
    p.Trace: write_trace,
    p.Determinant: calling("linalg.det"),
    p.Inverse: calling("linalg.inv"),
    p.Solve: calling("linalg.solve"),
    p.MatrixPower: write_matrix_power,
}
"""What NumPy says, which the other libraries change in places."""

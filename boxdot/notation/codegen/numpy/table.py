"""NumPy: how each value of an array program is written."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from boxdot.notation.codegen import program as p
from boxdot.notation.codegen.numpy.axes import (
    write_concatenate,
    write_expand,
    write_gather,
    write_permute,
    write_reshape,
    write_squeeze,
    write_stack,
    write_take,
)
from boxdot.notation.codegen.numpy.entries import (
    NAMED,
    write_elementwise,
    write_literal,
    write_scalar,
)
from boxdot.notation.codegen.numpy.filling import (
    write_arange,
    write_broadcast,
    write_eye,
    write_fill,
    write_tile,
)
from boxdot.notation.codegen.numpy.reducing import (
    write_einsum,
    write_matmul,
    write_matrix_power,
    write_norm,
    write_reduce,
    write_trace,
)
from boxdot.notation.codegen.writer import (
    Fragment,
    Language,
    Writer,
)


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
    p.Outer: _called("np.outer"),
    p.Kron: _called("np.kron"),
    p.Einsum: write_einsum,
    p.Diagonal: _called("np.diag"),
    p.Trace: write_trace,
    p.Determinant: _called("np.linalg.det"),
    p.Inverse: _called("np.linalg.inv"),
    p.Solve: _called("np.linalg.solve"),
    p.MatrixPower: write_matrix_power,
}


NUMPY = Language(ARMS, length=lambda name, axis: f"{name}.shape[{axis}]")
"""The table of NumPy."""

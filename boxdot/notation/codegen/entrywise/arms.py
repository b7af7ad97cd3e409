"""The entry of a value at given indices: one arm for each kind of value."""

from __future__ import annotations

from collections.abc import Mapping

from boxdot.notation.codegen import program as p
from boxdot.notation.codegen.entrywise.axes import (
    write_broadcast,
    write_expand,
    write_gather,
    write_permute,
    write_squeeze,
    write_take,
)
from boxdot.notation.codegen.entrywise.blocks import (
    write_concatenate,
    write_literal,
    write_stack,
)
from boxdot.notation.codegen.entrywise.context import Arm, Entries
from boxdot.notation.codegen.entrywise.functions import write_elementwise
from boxdot.notation.codegen.entrywise.leaves import (
    write_arange,
    write_extent,
    write_eye,
    write_fill,
    write_load,
    write_named,
    write_scalar,
)
from boxdot.notation.codegen.entrywise.letters import Namer
from boxdot.notation.codegen.entrywise.linear import (
    write_determinant,
    write_diagonal,
    write_inverse,
    write_matrix_power,
    write_solve,
)
from boxdot.notation.codegen.entrywise.products import (
    write_einsum,
    write_matmul,
    write_outer,
    write_trace,
)
from boxdot.notation.codegen.entrywise.reducing import (
    write_norm,
    write_reduce,
)
from boxdot.notation.codegen.entrywise.reshaping import write_kron, write_reshape, write_tile

ARMS: Mapping[type, Arm] = {
    p.Load: write_load,
    p.Scalar: write_scalar,
    p.Named: write_named,
    p.Extent: write_extent,
    p.Fill: write_fill,
    p.Eye: write_eye,
    p.Arange: write_arange,
    p.Elementwise: write_elementwise,
    p.Expand: write_expand,
    p.Squeeze: write_squeeze,
    p.Permute: write_permute,
    p.Broadcast: write_broadcast,
    p.Take: write_take,
    p.Reduce: write_reduce,
    p.Norm: write_norm,
    p.Matmul: write_matmul,
    p.Outer: write_outer,
    p.Trace: write_trace,
    p.Einsum: write_einsum,
    p.Diagonal: write_diagonal,
    p.Inverse: write_inverse,
    p.Solve: write_solve,
    p.Determinant: write_determinant,
    p.MatrixPower: write_matrix_power,
    p.Reshape: write_reshape,
    p.Kron: write_kron,
    p.Tile: write_tile,
    p.Concatenate: write_concatenate,
    p.Stack: write_stack,
    p.Literal: write_literal,
    p.Gather: write_gather,
}
"""What has an entry."""


def entries_with(namer: Namer, arms: Mapping[type, Arm] = ARMS) -> Entries:
    """Return what writes values by their entries, with indices that a namer names."""
    return Entries(namer, arms)

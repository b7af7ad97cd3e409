"""Arrays larger than memory: Dask arrays go through the same program, and come out lazy."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from boxdot.grammar.errors import DataError, UnsupportedError
from boxdot.notation.codegen import program as p
from boxdot.numeric.evaluating.operations import operation_of

BLOCKWISE = (
    *(p.Load, p.Scalar, p.Named, p.Extent, p.Elementwise, p.Expand, p.Squeeze),
    *(p.Permute, p.Broadcast, p.Reduce, p.Norm, p.Fill, p.Matmul, p.Outer, p.Einsum),
    *(p.Take, p.Trace, p.Diagonal, p.Concatenate, p.Stack, p.Arange, p.Eye),
)
"""What Dask computes block by block."""


def ghost(array: Any, name: str = "an array") -> Any:
    """Return an array of the same shape and data type that takes no memory."""
    if any(size != size for size in array.shape):  # Dask says NaN where it does not know
        raise DataError(
            f"the lengths of {name} are not known to Dask",
            hint=f"call {name}.compute_chunk_sizes() first",
        )
    return np.broadcast_to(np.empty((), array.dtype), array.shape)


def lazily(value: p.Value, arrays: Mapping[str, Any]) -> Any:
    """Return a Dask array of the value; nothing is computed yet."""
    done: dict[int, Any] = {}
    for part in p.walk(value):
        if not isinstance(part, BLOCKWISE):
            raise UnsupportedError(
                f"{type(part).__name__.lower()} of Dask arrays is not computed block by block",
                hint="compute() what fits into memory and pass NumPy arrays",
            )
        if isinstance(part, p.Load):
            done[id(part)] = arrays[part.name]
        else:
            arguments = [done[id(child)] for child in p.children(part)]
            done[id(part)] = operation_of(part)(part, *arguments)
    return done[id(value)]

"""PyTorch: what differs from NumPy."""

from __future__ import annotations

from boxdot.notation.codegen import program as p
from boxdot.notation.codegen.languages.python import Library
from boxdot.notation.codegen.languages.python.numbers import NUMBERS
from boxdot.notation.codegen.languages.python.restating import first_array, joined, like_first_array
from boxdot.notation.codegen.languages.python.table import ARMS
from boxdot.notation.codegen.languages.torch.axes import (
    write_norm,
    write_permute,
    write_reduce,
    write_reshape,
    write_softmax,
    write_trace,
)
from boxdot.notation.codegen.languages.torch.entries import (
    FUNCTIONS,
    write_elementwise,
    write_expand,
    write_literal,
)
from boxdot.notation.codegen.writer import Language, Writer

WORDS = {
    "axis": "dim",
    "keepdims": "keepdim",
    "array": "tensor",
    "concatenate": "cat",
    "optimize=True": "",
}


def _arrays(w: Writer, code: str) -> list[str]:
    """Return ``X = torch.as_tensor(X)``; numbers take the precision of the tensors."""
    like = first_array(w)
    lines = []
    for load in sorted(w.inputs, key=lambda load: not load.shape):
        name = w.names[load.name]
        said = [] if load.shape or name == like else _number_like(name, like)
        lines.append(f"{name} = torch.as_tensor({', '.join([name, *said])})")
    return lines


def _number_like(name: str, like: str | None) -> list[str]:
    return [f"dtype=torch.result_type({like}, {name})", f"device={like}.device"]


TORCH = Library(
    Language(
        {
            **ARMS,
            p.Elementwise: write_elementwise,
            p.Expand: write_expand,
            p.Literal: write_literal,
            p.Permute: write_permute,
            p.Reshape: write_reshape,
            p.Concatenate: joined,
            p.Stack: joined,
            p.Reduce: write_reduce,
            p.Norm: write_norm,
            p.Softmax: write_softmax,
            p.Trace: write_trace,
        },
        length=lambda name, axis: f"{name}.shape[{axis}]",
        module="torch",
        functions=FUNCTIONS,
        numbers=NUMBERS,
        words=WORDS,
        shown="tuple({}.shape)",
        options=like_first_array,
    ),
    imports=("import torch",),
    arrays=_arrays,
)
"""The table of PyTorch."""

"""Array API: what differs from NumPy."""

from __future__ import annotations

import re

from boxdot.notation.codegen import program as p
from boxdot.notation.codegen.languages.array_api.axes import (
    write_gather,
    write_norm,
    write_permute,
    write_reduce,
    write_reshape,
    write_trace,
)
from boxdot.notation.codegen.languages.array_api.contracting import write_einsum, write_kron
from boxdot.notation.codegen.languages.array_api.entries import (
    FUNCTIONS,
    write_diagonal,
    write_elementwise,
    write_expand,
    write_literal,
)
from boxdot.notation.codegen.languages.python import Library
from boxdot.notation.codegen.languages.python.numbers import NUMBERS
from boxdot.notation.codegen.languages.python.restating import first_array, joined, like_first_array
from boxdot.notation.codegen.languages.python.table import ARMS, calling
from boxdot.notation.codegen.writer import Language, Writer

USED = re.compile(r"\bxp\.")


def _namespace(w: Writer, code: str) -> list[str]:
    """Return the line that asks an array for the functions of its library, if any are used."""
    like = first_array(w)
    if like is None:
        w.imports.add("import numpy as xp")  # no array tells the library: NumPy has the standard
        return []
    return [f"xp = {like}.__array_namespace__()"] if USED.search(code) else []


def _arrays(w: Writer, code: str) -> list[str]:
    """Return the lines that find the library; numbers become arrays of it."""
    like = first_array(w)
    numbers = [w.names[load.name] for load in w.inputs if not load.shape]
    lines = [
        f"{name} = xp.asarray({name}, dtype=xp.result_type({like}, {name}))"
        for name in numbers
        if name != like
    ]
    return [*_namespace(w, "\n".join([*lines, code])), *lines]


ARRAY_API = Library(
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
            p.Gather: write_gather,
            p.Reduce: write_reduce,
            p.Norm: write_norm,
            p.Outer: calling("linalg.outer"),
            p.Kron: write_kron,
            p.Einsum: write_einsum,
            p.Diagonal: write_diagonal,
            p.Trace: write_trace,
        },
        length=lambda name, axis: f"{name}.shape[{axis}]",
        module="xp",
        functions=FUNCTIONS,
        numbers=NUMBERS,
        words={"array": "asarray", "concatenate": "concat"},
        all_axes=True,
        options=like_first_array,
    ),
    imports=(),
    arrays=_arrays,
    opening=_namespace,
)
"""The table of the array API standard."""

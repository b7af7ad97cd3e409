"""einops: rearrangements, reductions and contractions by named axes; NumPy does the rest."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial
from typing import Any

from boxdot.notation.codegen import program as p
from boxdot.notation.codegen.languages.numpy import NUMPY
from boxdot.notation.codegen.languages.patterns import Spelling
from boxdot.notation.codegen.languages.patterns.contracting import contraction_of
from boxdot.notation.codegen.languages.patterns.naming import axes_of
from boxdot.notation.codegen.languages.patterns.regrouping import write_kron, write_reshape
from boxdot.notation.codegen.languages.patterns.spelling import arrow, joined
from boxdot.notation.codegen.languages.patterns.viewing import write_view
from boxdot.notation.codegen.languages.python import Library, table
from boxdot.notation.codegen.writer import Fragment, Writer

SPELLING = Spelling("einops", view="rearrange", stretch="repeat", first=False)

REDUCTIONS = frozenset({"sum", "mean", "max", "min", "prod"})
"""What ``einops.reduce`` knows."""


def _reduce(w: Writer, value: p.Reduce) -> Fragment:
    """``einops.reduce(X, "h w c -> h w", "sum")``."""
    if value.kind not in REDUCTIONS:
        return table.ARMS[p.Reduce](w, value)
    names = axes_of(value.argument.shape)
    kept = [
        "1" if n in value.axes else name
        for n, name in enumerate(names)
        if value.keep or n not in value.axes
    ]
    pattern = arrow(joined(names), kept)
    return SPELLING.call(w, "reduce", [w.text(value.argument)], pattern, f'"{value.kind}"')


def _contraction(w: Writer, value: p.Value) -> Fragment:
    """``einops.einsum(A, x, "i j, j -> i")``."""
    found = contraction_of(value)
    if found is None:
        return table.ARMS[type(value)](w, value)
    pattern = arrow(joined(*found.axes), found.result)
    return SPELLING.call(w, "einsum", [w.text(array) for array in found.arrays], pattern)


_view = partial(write_view, SPELLING)

ARMS: Mapping[type, Callable[[Writer, Any], Fragment]] = {  # each arm takes its own kind of value
    **table.ARMS,
    p.Expand: _view,
    p.Squeeze: _view,
    p.Permute: _view,
    p.Broadcast: _view,
    p.Reshape: partial(write_reshape, SPELLING),
    p.Reduce: _reduce,
    p.Matmul: _contraction,
    p.Outer: _contraction,
    p.Einsum: _contraction,
    p.Kron: partial(write_kron, SPELLING, "einsum"),
}
"""What einops says in its own way."""

EINOPS: Library = replace(NUMPY, language=replace(NUMPY.language, arms=ARMS))
"""The table of einops."""

"""einx: every operation by named axes; NumPy does the rest."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial
from typing import Any

from boxdot.notation.codegen import program as p
from boxdot.notation.codegen.languages.numpy import NUMPY
from boxdot.notation.codegen.languages.patterns import Spelling
from boxdot.notation.codegen.languages.patterns.contracting import Contraction, contraction_of
from boxdot.notation.codegen.languages.patterns.naming import axes_of
from boxdot.notation.codegen.languages.patterns.regrouping import write_kron, write_reshape
from boxdot.notation.codegen.languages.patterns.spelling import arrow, joined
from boxdot.notation.codegen.languages.patterns.viewing import write_view
from boxdot.notation.codegen.languages.python import Library, table
from boxdot.notation.codegen.writer import Fragment, Writer

SPELLING = Spelling("einx", view="id", stretch="id", first=True)

REDUCTIONS = frozenset({"sum", "mean", "max", "min", "prod", "var", "std"})

ELEMENTWISE = frozenset(
    {
        *("add", "subtract", "multiply", "divide", "maximum", "minimum"),
        *("equal", "not_equal", "less", "less_equal", "greater", "greater_equal"),
    }
)
"""The functions of two arrays that einx aligns."""


def _elementwise(w: Writer, value: p.Elementwise) -> Fragment:
    """``einx.multiply("h w c, h w -> h w c", X, B)``; arrays of one shape need no pattern."""
    shapes = [argument.shape for argument in value.arguments]
    aligned = all(shapes) and shapes[0] != shapes[-1]
    if value.function not in ELEMENTWISE or not aligned:
        return table.ARMS[p.Elementwise](w, value)
    result = axes_of(value.shape)
    sides, arrays = [], []
    for argument in value.arguments:
        array, axes = _under_new_axes(argument)
        own = zip(axes, array.shape, strict=True)
        sides.append(["1" if size == 1 else result[n] for n, size in own])
        arrays.append(w.text(array))
    return SPELLING.call(w, value.function, arrays, arrow(joined(*sides), result))


def _under_new_axes(value: p.Value) -> tuple[p.Value, list[int]]:
    """Return an array without inserted axes, and where its own axes are in the value."""
    if not isinstance(value, p.Expand) or not value.argument.shape:
        return value, list(range(len(value.shape)))
    inner, places = _under_new_axes(value.argument)
    old = [n for n in range(len(value.shape)) if n not in value.axes]
    return inner, [old[n] for n in places]


def _reduce(w: Writer, value: p.Reduce) -> Fragment:
    """``einx.sum("[h] w", X)``."""
    if value.kind not in REDUCTIONS:
        return table.ARMS[p.Reduce](w, value)
    mark = "([{}])" if value.keep else "[{}]"
    names = axes_of(value.argument.shape)
    marked = [mark.format(name) if n in value.axes else name for n, name in enumerate(names)]
    return SPELLING.call(w, value.kind, [w.text(value.argument)], " ".join(marked))


def _contraction(w: Writer, value: p.Value) -> Fragment:
    """``einx.dot("i j, j -> i", A, x)``."""
    found = contraction_of(value)
    if found is None or any(len(set(own)) < len(own) for own in found.axes):
        return table.ARMS[type(value)](w, value)  # einx has no diagonals inside of products
    arrays = [w.text(array) for array in found.arrays]
    counts = Counter(name for own in found.axes for name in own)
    if all(counts[name] == 2 for name in found.summed()):
        function = "dot" if found.summed() else "multiply"
        return SPELLING.call(w, function, arrays, arrow(joined(*found.axes), found.result))
    return _sum_of_product(w, found, arrays)


def _sum_of_product(w: Writer, found: Contraction, arrays: list[str]) -> Fragment:
    """Return the product with all axes, then the sum over those that no two arrays share."""
    everything = (*found.result, *sorted(found.summed()))
    if len(arrays) > 1:
        pattern = arrow(joined(*found.axes), everything)
        arrays = [SPELLING.call(w, "multiply", arrays, pattern).text]
    else:
        everything = found.axes[0]
    marked = [f"[{name}]" if name in found.summed() else name for name in everything]
    return SPELLING.call(w, "sum", arrays, arrow(" ".join(marked), found.result))


_view = partial(write_view, SPELLING)

ARMS: Mapping[type, Callable[[Writer, Any], Fragment]] = {  # each arm takes its own kind of value
    **table.ARMS,
    p.Elementwise: _elementwise,
    p.Expand: _view,
    p.Squeeze: _view,
    p.Permute: _view,
    p.Broadcast: _view,
    p.Reshape: partial(write_reshape, SPELLING),
    p.Reduce: _reduce,
    p.Matmul: _contraction,
    p.Outer: _contraction,
    p.Einsum: _contraction,
    p.Kron: partial(write_kron, SPELLING, "multiply"),
}
"""What einx says in its own way."""

EINX: Library = replace(NUMPY, language=replace(NUMPY.language, arms=ARMS))
"""The table of einx."""

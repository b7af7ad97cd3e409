"""Array API: axes reordered and read in another shape, and reductions over them."""

from __future__ import annotations

from boxdot.grammar.errors import UnsupportedError
from boxdot.notation import algebra
from boxdot.notation.codegen import program as p
from boxdot.notation.codegen.languages.array_api.entries import as_numbers
from boxdot.notation.codegen.languages.python.axes import counting
from boxdot.notation.codegen.languages.python.reducing import options
from boxdot.notation.codegen.languages.python.restating import in_c_order
from boxdot.notation.codegen.writer import ATOM, Fragment, Writer
from boxdot.notation.shapes.sizes import Shape


def write_permute(w: Writer, value: p.Permute) -> Fragment:
    """``A.T``, ``X.mT``, ``xp.permute_dims(X, (2, 0, 1))``."""
    order = len(value.axes)
    if value.axes == (1, 0):
        return Fragment(f"{w.at(value.argument, ATOM)}.T")
    if value.axes == (*range(order - 2), order - 1, order - 2):
        return Fragment(f"{w.at(value.argument, ATOM)}.mT")
    return w.call("permute_dims", w.text(value.argument), str(value.axes))


def write_reshape(w: Writer, value: p.Reshape) -> Fragment:
    """``xp.reshape(A.T, (-1,))``: the standard reads the last axis fastest."""
    restated = in_c_order(value)
    if not isinstance(restated, p.Reshape):
        return w.write(restated)
    return w.call("reshape", w.text(restated.argument), _shape(w, restated.shape))


def _shape(w: Writer, shape: Shape) -> str:
    """Return a shape in which one length that is arithmetic is left to the library."""
    sizes = [w.size(size) for size in shape]
    compound = [n for n, size in enumerate(shape) if isinstance(size, algebra.SizeExpression)]
    if len(sizes) == 1:
        return "(-1,)"
    if compound:
        sizes[compound[0]] = "-1"
    return f"({', '.join(sizes)})"


def write_gather(w: Writer, value: p.Gather) -> Fragment:
    """``x[i[:, None] + k[None, :]]``, where every axis is told an array of places."""
    if len(value.indices) != len(value.argument.shape):
        raise UnsupportedError(
            "the array API standard takes computed places along all axes or along none",
            hint="convert to numpy, torch or jax",
        )
    places = ", ".join(map(counting(w).text, value.indices))
    return Fragment(f"{w.at(value.argument, ATOM)}[{places}]")


def write_reduce(w: Writer, value: p.Reduce) -> Fragment:
    """``xp.sum(X, axis=2, keepdims=True)``."""
    said = options(w, value.argument, value.axes, value.keep)
    if value.kind == "count":
        counted = as_numbers(w, f"{w.at(value.argument, ATOM)} != 0").text
        return w.call("sum", counted, *said)
    return w.call(value.kind, w.text(value.argument), *said)


def write_norm(w: Writer, value: p.Norm) -> Fragment:
    """``xp.linalg.vector_norm(X, axis=1)``."""
    said = options(w, value.argument, value.axes, value.keep)
    return w.call("linalg.vector_norm", w.text(value.argument), *said)


def write_trace(w: Writer, value: p.Trace) -> Fragment:
    """``xp.linalg.trace(A)``."""
    return w.call("linalg.trace", w.text(value.argument))

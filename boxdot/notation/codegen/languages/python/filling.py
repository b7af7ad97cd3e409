"""Python libraries: arrays of a given shape."""

from __future__ import annotations

from boxdot.notation import algebra
from boxdot.notation.codegen import program as p
from boxdot.notation.codegen.lengths import same_as_input
from boxdot.notation.codegen.writer import (
    Fragment,
    Writer,
)
from boxdot.notation.shapes.sizes import Shape


def write_broadcast(w: Writer, value: p.Broadcast) -> Fragment:
    """``np.broadcast_to(B[:, :, None], X.shape)``."""
    return w.call("broadcast_to", w.text(value.argument), shape_text(w, value.shape))


def shape_text(w: Writer, shape: Shape) -> str:
    """Return a shape as the shape of an input that has it, or written out."""
    name = same_as_input(w.inputs, shape)
    return f"{w.names[name]}.shape" if name is not None else w.shape(shape)


def write_fill(w: Writer, value: p.Fill) -> Fragment:
    """``np.ones(n)``, ``np.zeros((m, n))``."""
    shape = w.size(value.shape[0]) if len(value.shape) == 1 else shape_text(w, value.shape)
    return w.call("ones" if value.number else "zeros", shape, *w.new())


def write_eye(w: Writer, value: p.Eye) -> Fragment:
    """``np.eye(n)``."""
    return w.call("eye", w.size(value.shape[0]), *w.new())


def write_arange(w: Writer, value: p.Arange) -> Fragment:
    """``np.arange(1, n + 1)``."""
    stop = w.size(algebra.add(value.start, value.shape[0]))
    start = [] if value.start == 0 else [w.size(value.start)]
    return w.call("arange", *start, stop, *w.new())


def write_tile(w: Writer, value: p.Tile) -> Fragment:
    """``np.tile(Y, (1, K))``."""
    return w.call("tile", w.text(value.argument), w.shape(value.repeats))

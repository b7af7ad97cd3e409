"""New arrays, arrays written out, and what is asked of the shape of an array."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from boxdot.notation import algebra
from boxdot.notation.decoding import entries, matrices, rearranging
from boxdot.notation.decoding.arrays import Array, of_size, whole
from boxdot.notation.decoding.context import Context
from boxdot.notation.decoding.elementwise import combine
from boxdot.notation.decoding.python.axes import shape_of
from boxdot.notation.decoding.python.values import Value, array_of, several, size_of, whole_of
from boxdot.notation.decoding.rearranging import place_of
from boxdot.notation.decoding.refusing import Refused
from boxdot.notation.expressions.nodes import Block
from boxdot.notation.shapes.sizes import Shape, Size

Given = Mapping[str, Value]
Handler = Callable[[Context, Given], Value]


def eye(context: Context, given: Given) -> Value:
    """``np.eye(n)``."""
    rows = size_of(given["n"])
    if given.get("m") is not None:
        context.demand_same(rows, size_of(given["m"]), "only a square identity has a notation")
    return matrices.identity(rows)


def _fill(number: int, shape: Shape) -> Array:
    return rearranging.ones(shape) if number else rearranging.zeros(shape)


def filled(number: int) -> Handler:
    """Return the handler of ``np.ones`` or ``np.zeros``."""
    return lambda context, given: _fill(number, shape_of(given.get("shape", ())))


def filled_like(number: int) -> Handler:
    """Return the handler of ``np.ones_like`` or ``np.zeros_like``."""
    return lambda context, given: _fill(number, array_of(given["x"]).shape)


def full(context: Context, given: Given) -> Value:
    """``np.full(shape, value)``."""
    ones = rearranging.ones(shape_of(given["shape"]))
    return combine(context, "*", ones, array_of(given["value"]))


def full_like(context: Context, given: Given) -> Value:
    """``np.full_like(x, value)``."""
    ones = rearranging.ones(array_of(given["x"]).shape)
    return combine(context, "*", ones, array_of(given["value"]))


def arange(context: Context, given: Given) -> Value:
    """``np.arange(start, stop, step)``: r_i = i."""
    start: Size = size_of(given["start"])
    stop = given.get("stop")
    end = start if stop is None else size_of(stop)
    start = 0 if stop is None else start
    step = whole_of(given["step"]) if given.get("step") is not None else 1
    if not step:
        raise Refused("the step of a range is not 0", raises=True)
    count = algebra.subtract(end, start)
    if step != 1:
        if not isinstance(count, int):
            raise Refused("how many numbers this range has depends on the rest of a division")
        count = len(range(0, count, step))
    return entries.counted(context, start, count, step)


def linspace(context: Context, given: Given) -> Value:
    """``np.linspace(a, b, n)``: equal steps from a to b."""
    count = size_of(given["num"]) if "num" in given else 50
    start, stop = array_of(given["start"]), array_of(given["stop"])
    width = combine(context, "-", stop, start)
    step = combine(context, "/", width, of_size(algebra.subtract(count, 1)))
    numbers = entries.counted(context, 0, count)
    steps = combine(context, "*", step, numbers)
    return steps if start.size == 0 else combine(context, "+", start, steps)


def array(context: Context, given: Given) -> Value:
    """``np.array([[1, 2], [3, 4]])``; an array stays as it is."""
    return literal(given["x"])


def literal(value: Value) -> Array:
    """Return nested lists of numbers as a matrix or a column."""
    if isinstance(value, Array):
        return value
    rows = several(value)
    if not rows:
        raise Refused("an empty array has no notation")
    if all(isinstance(row, Array) and not row.order for row in rows):
        column = tuple((array_of(row).node,) for row in rows)
        node = Block(column) if len(column) > 1 else column[0][0]
        return whole(node, (len(column),))
    cells = [[array_of(cell) for cell in several(row)] for row in rows]
    widths = {len(row) for row in cells}
    if len(widths) > 1 or any(cell.order for row in cells for cell in row):
        raise Refused("only lists of numbers, or lists of such lists, are arrays written out")
    nodes = tuple(tuple(cell.node for cell in row) for row in cells)
    (width,) = widths
    node = Block(nodes) if len(nodes) * width > 1 else nodes[0][0]
    return whole(node, (len(nodes), width))


def same(context: Context, given: Given) -> Value:
    """Return the array itself: only its memory or its numbers' kind would change."""
    return array_of(given["x"])


def size(context: Context, given: Given) -> Value:
    """``x.size()`` of PyTorch, ``np.shape(x)``; with an axis, its length."""
    array = array_of(given["x"])
    if given.get("axis") is not None:
        return of_size(array.shape[place_of(whole_of(given["axis"]), array.order)])
    return tuple(map(of_size, array.shape))


def ndim(context: Context, given: Given) -> Value:
    """``x.ndim``."""
    return of_size(array_of(given["x"]).order)


def entry_count(context: Context, given: Given) -> Value:
    """``x.numel()``."""
    return of_size(algebra.product(array_of(given["x"]).shape))


def length(context: Context, given: Given) -> Value:
    """``len(x)``."""
    value = given["x"]
    if isinstance(value, tuple):
        return of_size(len(value))
    return of_size(array_of(value).shape[0])

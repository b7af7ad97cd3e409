"""New arrays, arrays written out, and what is asked of the shape of an array."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from boxdot.notation import algebra
from boxdot.notation.decoding import comparing, entries, joining, matrices, rearranging, reducing
from boxdot.notation.decoding.arrays import Array, number, of_size, view, whole
from boxdot.notation.decoding.context import Context
from boxdot.notation.decoding.elementwise import combine, negative
from boxdot.notation.decoding.python.axes import shape_of
from boxdot.notation.decoding.python.masking import everywhere, is_minus_infinity
from boxdot.notation.decoding.python.values import (
    Family,
    Items,
    Library,
    Value,
    array_of,
    several,
    size_of,
    whole_of,
)
from boxdot.notation.decoding.rearranging import place_of
from boxdot.notation.decoding.refusing import Refused
from boxdot.notation.expressions.nodes import Block, Number, Symbol
from boxdot.notation.shapes.sizes import Shape, Size

Given = Mapping[str, Value]
Handler = Callable[[Context, Given], Value]


def eye(context: Context, given: Given) -> Value:
    """``np.eye(n, m, k)``: ones where j = i + k."""
    rows = size_of(given["n"])
    columns = size_of(given["m"]) if given.get("m") is not None else rows
    offset = size_of(given["k"]) if "k" in given else 0
    if offset == 0 and context.same(rows, columns):
        return matrices.identity(rows)
    first = view(entries.counted(context, offset, rows), [0, None])
    second = view(entries.counted(context, 0, columns), [None, 0])
    return replace(comparing.compare(context, "==", first, second), numeric=True)


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
    if is_minus_infinity(given["value"]):
        return everywhere(shape_of(given["shape"]))
    ones = rearranging.ones(shape_of(given["shape"]))
    return combine(context, "*", ones, array_of(given["value"]))


def full_like(context: Context, given: Given) -> Value:
    """``np.full_like(x, value)``."""
    if is_minus_infinity(given["value"]):
        return everywhere(array_of(given["x"]).shape)
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
    return literal(context, given["x"])


def literal(context: Context, value: Value) -> Array:
    """Return nested lists of numbers as a matrix or a column."""
    if isinstance(value, Array | Family):
        return array_of(value)
    rows = several(value)
    if not rows:
        raise Refused("an empty array has no notation")
    if any(isinstance(row, Array) and row.order for row in rows):
        return joining.stacked(context, [array_of(row) for row in rows], 0)
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


def as_number(value: Value) -> Array:
    """``float(x)``: the number that an array or a text holds."""
    if isinstance(value, str):
        sign, word = (value[:1], value[1:]) if value[:1] in ("-", "+") else ("", value)
        if word.lower() not in ("inf", "infinity"):
            raise Refused(f"the text {value!r} is no number here")
        infinity = whole(Symbol("∞"), ())
        return negative(infinity) if sign == "-" else infinity
    array = array_of(value)
    return reducing.scalar_of(array) if array.order else array


def as_whole(value: Value) -> Array:
    """``int(x)`` of a whole number; others it would round."""
    array = array_of(value)
    node = array.node
    if array.size is not None:
        return array
    if isinstance(node, Number):
        return of_size(int(node.value))
    raise Refused("int rounds, which is not read")


def as_numbers(context: Context, given: Given) -> Value:
    """``x.float()``: what was true or false is a number then."""
    if isinstance(given["x"], str):
        return as_number(given["x"])
    value = given["x"]
    array = literal(context, value) if isinstance(value, Items) else array_of(value)
    return replace(array, numeric=True)


def as_truth(context: Context, given: Given) -> Value:
    """``x.bool()``: true where x is not 0."""
    array = array_of(given["x"])
    if not array.truth:
        array = comparing.compare(context, "!=", array, number(0))
    return replace(array, numeric=False)


def cast(context: Context, given: Given) -> Value:
    """``x.astype(kind)``: truths stay truths only where the kind is bool."""
    kind = given.get("dtype")
    path = kind.path if isinstance(kind, Library) else kind if isinstance(kind, str) else ""
    if kind is None:
        return array_of(given["x"])
    if "bool" in path:
        return as_truth(context, given)
    return replace(array_of(given["x"]), numeric=True)


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

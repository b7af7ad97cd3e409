"""Arrays taken apart, turned round and padded, by the arguments of the libraries' functions."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from itertools import pairwise

from boxdot.notation import algebra
from boxdot.notation.decoding import gathering, rearranging
from boxdot.notation.decoding.arrays import Array, of_size, view
from boxdot.notation.decoding.context import Context
from boxdot.notation.decoding.elementwise import combine
from boxdot.notation.decoding.indexing import EVERYTHING, indexed
from boxdot.notation.decoding.joining import concatenated, stacked
from boxdot.notation.decoding.powers import power
from boxdot.notation.decoding.products import matmul
from boxdot.notation.decoding.python.filling import literal
from boxdot.notation.decoding.python.values import (
    Items,
    Value,
    array_of,
    axes_of,
    several,
    size_of,
    whole_of,
)
from boxdot.notation.decoding.rearranging import place_of, zeros
from boxdot.notation.decoding.refusing import Refused
from boxdot.notation.shapes.sizes import Size

Given = Mapping[str, Value]


def _axis(given: Given, array: Array, default: int = 0) -> int:
    axis = given.get("axis")
    return place_of(default if axis is None else whole_of(axis), array.order)


def _parts(array: Array, place: int, ends: list[Size]) -> Items:
    """Return the parts of an array between places along an axis."""
    before = (EVERYTHING,) * place
    pairs = pairwise(ends)
    return Items(indexed(array, [*before, (low, high)]) for low, high in pairs)


def split(context: Context, given: Given) -> Value:
    """``np.split(x, parts or places, axis)``; PyTorch takes the length of the parts."""
    array, told = array_of(given["x"]), given["parts"]
    place = _axis(given, array)
    size = array.shape[place]
    if context.language == "PyTorch":
        return _parts(array, place, _ends_of_lengths(size, told))
    if isinstance(told, tuple):
        return _parts(array, place, [0, *map(size_of, told), size])
    return _in_equal_parts(array, place, whole_of(told))


def _ends_of_lengths(size: Size, told: Value) -> list[Size]:
    ends: list[Size] = [0]
    lengths = list(map(size_of, several(told)))
    if not isinstance(told, tuple):
        count = algebra.divide(size, lengths[0])
        if not isinstance(count, int) or algebra.multiply(count, lengths[0]) != size:
            raise Refused(f"into how many parts {size} is split is not known")
        lengths = lengths * count
    for length in lengths:
        ends.append(algebra.add(ends[-1], length))
    if algebra.equal(ends[-1], size) is not True:
        raise Refused(f"the parts have {ends[-1]} entries together, not {size}", raises=True)
    return ends


def _in_equal_parts(array: Array, place: int, count: int) -> Items:
    size = array.shape[place]
    length = algebra.divide(size, count)
    whole = isinstance(length, int) or all(
        factor.denominator == 1 for _, factor in getattr(length, "terms", ())
    )
    if not whole or algebra.multiply(length, count) != size:
        raise Refused(f"{size} entries are not known to split into {count} equal parts")
    return _parts(array, place, [algebra.multiply(n, length) for n in range(count + 1)])


def chunk(context: Context, given: Given) -> Value:
    """``x.chunk(n, dim)``, of a length that n divides."""
    array = array_of(given["x"])
    return _in_equal_parts(array, _axis(given, array), whole_of(given["parts"]))


def split_along(axis: int) -> Callable[[Context, Given], Value]:
    """Return the handler of ``np.vsplit`` or ``np.hsplit``."""
    return lambda context, given: split(context, {**given, "axis": of_size(axis)})


def unbind(context: Context, given: Given) -> Value:
    """``torch.unbind(x, dim)``: the slices along an axis."""
    array = array_of(given["x"])
    place = _axis(given, array)
    size = array.shape[place]
    if not isinstance(size, int):
        raise Refused(f"into how many parts {size} is split is not known")
    return Items(indexed(array, [*(EVERYTHING,) * place, n]) for n in range(size))


def select(context: Context, given: Given) -> Value:
    """``x.select(dim, index)``."""
    array = array_of(given["x"])
    return indexed(array, [*(EVERYTHING,) * _axis(given, array), size_of(given["place"])])


def narrow(context: Context, given: Given) -> Value:
    """``x.narrow(dim, start, length)``."""
    array = array_of(given["x"])
    start = size_of(given["start"])
    ends = start, algebra.add(start, size_of(given["length"]))
    return indexed(array, [*(EVERYTHING,) * _axis(given, array), ends])


def unflatten(context: Context, given: Given) -> Value:
    """``x.unflatten(dim, sizes)``."""
    array = array_of(given["x"])
    place = _axis(given, array)
    sizes = list(map(size_of, several(given["sizes"])))
    known = algebra.product(size for size in sizes if size != -1)
    inner = [algebra.divide(array.shape[place], known) if s == -1 else s for s in sizes]
    shape = (*array.shape[:place], *inner, *array.shape[place + 1 :])
    return rearranging.reshaped(context, array, shape, "C")


def roll(context: Context, given: Given) -> Value:
    """``np.roll(x, shift, axis)``: the last entries come first."""
    array, shifts = array_of(given["x"]), list(map(size_of, several(given["shift"])))
    axes = axes_of(given.get("axis"))
    if axes is None:
        if array.order != 1:
            raise Refused("only vectors are rolled without an axis here")
        axes = [0]
    if len(shifts) == 1:
        shifts = shifts * len(axes)
    for axis, shift in zip(axes, shifts, strict=True):
        array = _rolled(context, array, place_of(axis, array.order), shift)
    return array


def _rolled(context: Context, array: Array, place: int, shift: Size) -> Array:
    size = array.shape[place]
    if shift == 0 or size == 1:
        return array
    cut = algebra.subtract(0, shift) if isinstance(shift, int) and shift < 0 else None
    at = algebra.subtract(size, shift) if cut is None else cut
    if not algebra.at_least(size, at):
        raise Refused(f"whether {size} entries are rolled by less than all of them is not known")
    parts = _parts(array, place, [0, at, size])
    return concatenated(context, [array_of(part) for part in reversed(parts)], place)


def pad(context: Context, given: Given) -> Value:
    """``np.pad(x, widths)`` and ``F.pad(x, widths)`` with zeros, or another number."""
    array, mode = array_of(given["x"]), given.get("mode", "constant")
    if mode != "constant":
        raise Refused(f"padding by {mode} has no notation here", "only numbers are put around")
    value = given.get("value", given.get("constant_values"))
    widths = given["widths"]
    if context.language == "PyTorch":
        ends = list(map(size_of, several(widths)))
        found = [(ends[n], ends[n + 1]) for n in range(0, len(ends), 2)][::-1]
        pairs: list[tuple[Size, Size]] = [(0, 0)] * (array.order - len(found)) + found
    else:
        pairs = _widths(widths, array.order)
    for place, (before, behind) in enumerate(pairs):
        array = _padded(context, array, place, (before, behind), value)
    return array


def _widths(widths: Value, order: int) -> list[tuple[Size, Size]]:
    items = several(widths)
    if all(isinstance(item, tuple) for item in items):
        pairs = [tuple(map(size_of, several(item))) for item in items]
    else:
        pairs = [tuple(map(size_of, items))]
    full = [(pair[0], pair[-1]) for pair in pairs]
    return full * order if len(full) == 1 else full


def _padded(
    context: Context, array: Array, place: int, widths: tuple[Size, Size], value: Value
) -> Array:
    spaces: list[list[Array]] = []
    for width in widths:
        shape = tuple(width if n == place else size for n, size in enumerate(array.shape))
        space = zeros(shape) if value is None else _full(context, shape, array_of(value))
        spaces.append([] if width == 0 else [space])
    return concatenated(context, [*spaces[0], array, *spaces[1]], place)


def _full(context: Context, shape: tuple[Size, ...], value: Array) -> Array:
    return (
        zeros(shape) if value.size == 0 else combine(context, "*", value, rearranging.ones(shape))
    )


def take(context: Context, given: Given) -> Value:
    """``np.take(x, places, axis)``, ``torch.index_select(x, dim, places)``, ``F.embedding``."""
    array, places = array_of(given["x"]), literal(context, given["places"])
    if given.get("axis") is None and array.order > 1:
        array = rearranging.ravel(array)
    return gathering.taken(context, array, places, _axis(given, array))


def embedding(context: Context, given: Given) -> Value:
    """``F.embedding(places, table)``."""
    table, places = array_of(given["table"]), array_of(given["places"])
    return gathering.taken(context, table, places, 0)


def take_along(context: Context, given: Given) -> Value:
    """``np.take_along_axis(x, places, axis)``, ``x.gather(dim, places)``."""
    array = array_of(given["x"])
    places = array_of(given["places"])
    return gathering.taken_along(context, array, places, _axis(given, array, -1))


def one_hot(context: Context, given: Given) -> Value:
    """``F.one_hot(labels, n)``: 1 where the label is."""
    if "count" not in given:
        raise Refused("how many classes there are depends on the labels", "give the number")
    return gathering.one_hot(context, array_of(given["x"]), size_of(given["count"]))


def meshgrid(context: Context, given: Given) -> Value:
    """``np.meshgrid(x, y)``: rows of x and columns of y; PyTorch turns them (``ij``)."""
    vectors = [array_of(value) for value in several(given["vectors"])]
    order = len(vectors)
    default = "ij" if context.language == "PyTorch" else "xy"
    places = list(range(order))
    if given.get("indexing", default) == "xy" and order > 1:
        places[:2] = [1, 0]
    shape = [vectors[places[n]].shape[0] for n in range(order)]
    found = []
    for n, vector in enumerate(vectors):
        marks: list[int | None] = [None] * order
        marks[places[n]] = 0
        found.append(rearranging.stretched(context, view(vector, marks), tuple(shape)))
    return Items(found)


def broadcast_arrays(context: Context, given: Given) -> Value:
    """``np.broadcast_arrays(x, y)``: each stretched to the joint shape."""
    arrays = [array_of(value) for value in several(given["tensors"])]
    joint = arrays[0]
    for array in arrays[1:]:
        joint = gathering.stretched_together(context, joint, array)
    return Items(rearranging.stretched(context, array, joint.shape) for array in arrays)


def vander(context: Context, given: Given) -> Value:
    """``np.vander(x, n, increasing=False)``: the powers of x side by side."""
    array = array_of(given["x"])
    count = array.shape[0] if given.get("n") is None else size_of(given["n"])
    if not isinstance(count, int) or not 0 < count <= 16:
        raise Refused("how many powers there are must be written out")
    powers = [power(context, array, of_size(n)) for n in range(1, count)]
    columns = [rearranging.ones(array.shape), *powers]
    if given.get("increasing") is not True:
        columns.reverse()
    return stacked(context, columns, 1)


def windows(context: Context, given: Given) -> Value:
    """``sliding_window_view(x, k)``, ``x.unfold(dim, k, 1)``: E_{ij} = x_{i+j−1}."""
    array, width = array_of(given["x"]), size_of(given["width"])
    if array.order != 1 or ("step" in given and whole_of(given["step"]) != 1):
        raise Refused("windows are read of vectors, one step apart")
    count = algebra.subtract(algebra.add(array.shape[0], 1), width)
    places = Array(array.node, (count, width), (0, 1)).with_count(0, (1, 1))
    return gathering.gathered(context, array, [places])


def convolve(context: Context, given: Given) -> Value:
    """``np.convolve(x, w, mode)`` where the window lies within: y_i = Σ_k w_k x_{i+K−k}."""
    array, weights = array_of(given["x"]), array_of(given["w"])
    mode = given.get("mode", "full")
    width = weights.shape[0]
    if mode == "full":
        margin = algebra.subtract(width, 1)
        array = _padded(context, array, 0, (margin, margin), None)
    elif mode != "valid":
        raise Refused(f"the mode {mode} of convolve is not read", "use valid or full")
    elif not algebra.at_least(array.shape[0], width):
        raise Refused("which of the two is longer is not known")
    count = algebra.subtract(algebra.add(array.shape[0], 1), width)
    last = algebra.subtract(width, 1)
    places = Array(array.node, (count, width), (0, 1)).with_count(last, (1, -1))
    table = gathering.gathered(context, array, [places])
    return matmul(context, table, weights)

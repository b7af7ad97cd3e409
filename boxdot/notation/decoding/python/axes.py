"""Rearranging functions of the array libraries, by their arguments."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from boxdot.notation import algebra
from boxdot.notation.decoding import comparing, entries, joining, matrices, rearranging
from boxdot.notation.decoding.arrays import Array, number, of_size, view
from boxdot.notation.decoding.context import Context
from boxdot.notation.decoding.contracting import contract
from boxdot.notation.decoding.elementwise import combine
from boxdot.notation.decoding.indexing import EVERYTHING, indexed
from boxdot.notation.decoding.python import masking
from boxdot.notation.decoding.python.values import (
    Family,
    Items,
    Masked,
    Value,
    array_of,
    axes_of,
    several,
    size_of,
    whole_of,
)
from boxdot.notation.decoding.rearranging import place_of
from boxdot.notation.decoding.refusing import Refused
from boxdot.notation.expressions.nodes import Constant, ConstantKind
from boxdot.notation.shapes.sizes import Shape, Size

Given = Mapping[str, Value]
Handler = Callable[[Context, Given], Value]


def transpose(context: Context, given: Given) -> Value:
    """``np.transpose(x, axes)``; PyTorch exchanges two axes."""
    array = array_of(given["x"])
    if "axis1" in given and "axis2" in given:
        return swapaxes(context, given)
    axes = axes_of(given.get("axes"))
    if axes is None:
        return reversed_axes(context, given)
    if context.language == "PyTorch":
        return rearranging.swapped(array, *axes)
    return rearranging.permuted(array, axes)


def reversed_axes(context: Context, given: Given) -> Value:
    """``x.T``: all axes backwards, which leaves a vector as it is."""
    array = array_of(given["x"])
    if array.order == 1:
        context.warn("the transpose of an array with one axis is the array itself, not a row")
    return view(array, list(reversed(range(array.order))))


def matrix_transpose(context: Context, given: Given) -> Value:
    """``x.mT``: the last two axes exchanged."""
    return rearranging.swapped(array_of(given["x"]), -1, -2)


def permute(context: Context, given: Given) -> Value:
    """``x.permute(2, 0, 1)``."""
    return rearranging.permuted(array_of(given["x"]), axes_of(given["axes"]) or [])


def swapaxes(context: Context, given: Given) -> Value:
    """``np.swapaxes(x, 0, 1)``."""
    pair = whole_of(given["axis1"]), whole_of(given["axis2"])
    return rearranging.swapped(array_of(given["x"]), *pair)


def moveaxis(context: Context, given: Given) -> Value:
    """``np.moveaxis(x, source, destination)``."""
    pair = axes_of(given["source"]) or [], axes_of(given["destination"]) or []
    return rearranging.moved(array_of(given["x"]), *pair)


def reshape(context: Context, given: Given) -> Value:
    """``x.reshape(shape, order="C")``."""
    shape = shape_of(given["shape"])
    return rearranging.reshaped(context, array_of(given["x"]), shape, _order(given))


def shape_of(value: Value) -> Shape:
    """Return lengths as a shape."""
    return tuple(map(size_of, several(value)))


def _order(given: Given) -> str:
    order = given.get("order", "C")
    if order not in ("C", "F"):
        raise Refused(f"the order {order!r} depends on the memory of the array")
    return str(order)


def ravel(context: Context, given: Given) -> Value:
    """``x.ravel(order)``."""
    return rearranging.ravel(array_of(given["x"]), _order(given))


def flatten(context: Context, given: Given) -> Value:
    """``x.flatten(order)``; PyTorch takes the first and the last axis that are joined."""
    array = array_of(given["x"])
    if isinstance(given.get("start"), str):
        return rearranging.ravel(array, _order({"order": given["start"]}))
    first = whole_of(given["start"]) % array.order if "start" in given else 0
    last = whole_of(given["end"]) % array.order if "end" in given else array.order - 1
    if (first, last) == (0, array.order - 1):
        return rearranging.ravel(array, _order(given))
    joined = algebra.product(array.shape[first : last + 1])
    shape = (*array.shape[:first], joined, *array.shape[last + 1 :])
    return rearranging.reshaped(context, array, shape, "C")


def expand_dims(context: Context, given: Given) -> Value:
    """``np.expand_dims(x, axis)``."""
    return rearranging.expanded(array_of(given["x"]), axes_of(given["axis"]) or [])


def squeeze(context: Context, given: Given) -> Value:
    """``np.squeeze(x, axis)``."""
    return rearranging.squeezed(array_of(given["x"]), axes_of(given.get("axis")))


def broadcast_to(context: Context, given: Given) -> Value:
    """``np.broadcast_to(x, shape)``."""
    return rearranging.stretched(context, array_of(given["x"]), shape_of(given["shape"]))


def expand(context: Context, given: Given) -> Value:
    """``x.expand(shape)``, where -1 leaves an axis as it is."""
    array = array_of(given["x"])
    sizes = shape_of(given["shape"])
    own = (*(1,) * (len(sizes) - array.order), *array.shape)
    shape = tuple(mine if size == -1 else size for size, mine in zip(sizes, own, strict=True))
    return rearranging.stretched(context, array, shape)


def tile(context: Context, given: Given) -> Value:
    """``np.tile(x, reps)``."""
    return rearranging.tiled(context, array_of(given["x"]), shape_of(given["reps"]))


def repeat(context: Context, given: Given) -> Value:
    """``np.repeat(x, n, axis)`` repeats entries; PyTorch's ``repeat`` repeats the whole."""
    array, counts = array_of(given["x"]), several(given["reps"])
    if context.language == "PyTorch":
        return rearranging.tiled(context, array, tuple(map(size_of, counts)))
    if len(counts) == 2 and "axis" not in given and not isinstance(given["reps"], Items):
        return rearranging.repeated(array, size_of(counts[0]), whole_of(counts[1]))
    return _repeated(context, array, counts, given.get("axis"))


def repeat_interleave(context: Context, given: Given) -> Value:
    """``x.repeat_interleave(n, dim)``."""
    return _repeated(context, array_of(given["x"]), several(given["repeats"]), given.get("axis"))


def _repeated(context: Context, array: Array, counts: tuple[Value, ...], axis: Value) -> Value:
    """Return each entry, row or column so often, one behind the other."""
    place = None if axis is None else place_of(whole_of(axis), array.order)
    if len(counts) == 1:
        return rearranging.repeated(array, size_of(counts[0]), place)
    if place is None:
        array, place = rearranging.ravel(array), 0
    if array.shape[place] != len(counts):
        raise Refused("for each entry it is told how often it is repeated", raises=True)
    before = (EVERYTHING,) * place
    parts = [
        rearranging.repeated(indexed(array, [*before, (n, n + 1)]), count, place)
        for n, count in enumerate(map(size_of, counts))
        if count != 0
    ]
    return joining.concatenated(context, parts, place)


def atleast_2d(context: Context, given: Given) -> Value:
    """``np.atleast_2d(x)``: a vector becomes a row."""
    return _rows(array_of(given["x"]))


def _rows(array: Array) -> Array:
    new = (None,) * max(2 - array.order, 0)
    return view(array, (*new, *range(array.order)))


def _arrays(given: Given) -> list[Array]:
    if isinstance(given["tensors"], Family):
        raise Refused("so many arrays as an index has values are put side by side with stack only")
    return [array_of(item) for item in several(given["tensors"])]


def concatenate(context: Context, given: Given) -> Value:
    """``np.concatenate([A, B], axis=0)``."""
    axis = whole_of(given["axis"]) if "axis" in given else 0
    return joining.concatenated(context, _arrays(given), axis)


def stack(context: Context, given: Given) -> Value:
    """``np.stack([x, y], axis=0)``."""
    if isinstance(given["tensors"], Family):
        return given["tensors"].stacked(whole_of(given["axis"]) if "axis" in given else 0)
    return joining.stacked(
        context, _arrays(given), whole_of(given["axis"]) if "axis" in given else 0
    )


def vstack(context: Context, given: Given) -> Value:
    """``np.vstack([A, B])``."""
    if isinstance(given["tensors"], Family) and given["tensors"].element.order == 1:
        return given["tensors"].stacked(0)
    return joining.concatenated(context, list(map(_rows, _arrays(given))), 0)


def hstack(context: Context, given: Given) -> Value:
    """``np.hstack([A, B])``: along the second axis, of vectors along the only one."""
    arrays = _arrays(given)
    return joining.concatenated(context, arrays, 0 if arrays[0].order == 1 else 1)


def column_stack(context: Context, given: Given) -> Value:
    """``np.column_stack([x, y])``."""
    arrays = [view(a, [0, None]) if a.order == 1 else a for a in _arrays(given)]
    return joining.concatenated(context, arrays, 1)


def block(context: Context, given: Given) -> Value:
    """``np.block([[A, B], [C, D]])``."""
    rows = several(given["tensors"])
    if not all(isinstance(row, tuple) for row in rows):
        return joining.blocks(context, [_arrays(given)])
    return joining.blocks(context, [[array_of(cell) for cell in several(row)] for row in rows])


def diag(context: Context, given: Given) -> Value:
    """``np.diag(x)``."""
    return matrices.diagonal(context, array_of(given["x"]), _offset(given))


def _offset(given: Given) -> int:
    """Return how far above the diagonal."""
    return whole_of(given.get("k", given.get("offset", of_size(0))))


def _plane_last(context: Context, given: Given, default: tuple[int, int]) -> Array:
    """Return an array with the two axes of its matrices at the end."""
    array = array_of(given["x"])
    if array.order < 2:
        raise Refused("a diagonal is of a matrix", raises=True)
    found = [next((given[n] for n in names if n in given), None) for names in _PLANE]
    pair = [d if n is None else whole_of(n) for n, d in zip(found, default, strict=True)]
    return rearranging.moved(array, pair, [-2, -1])


_PLANE = (("axis1", "dim1"), ("axis2", "dim2"))


def trace(context: Context, given: Given) -> Value:
    """``np.trace(A, axis1=0, axis2=1)``."""
    return matrices.trace(context, _plane_last(context, given, (0, 1)), _offset(given))


def diagonal(context: Context, given: Given) -> Value:
    """``np.diagonal(A, axis1=0, axis2=1)``."""
    array = _plane_last(context, given, (0, 1))
    if array.order == 2:
        return matrices.diagonal(context, array, _offset(given))
    array = matrices.on_diagonal(context, array, _offset(given))
    lead = tuple(f"n{n}" for n in range(array.order - 2))
    return contract(context, [(array, (*lead, "i", "i"))], (*lead, "i"))


def linalg_diagonal(context: Context, given: Given) -> Value:
    """``np.linalg.diagonal(A)``: of the last two axes."""
    return diagonal(context, {**given, "axis1": of_size(-2), "axis2": of_size(-1)})


def triangle(*, lower: bool) -> Handler:
    """Return the handler of ``np.tril`` or ``np.triu``: the other triangle is 0."""

    def handler(context: Context, given: Given) -> Value:
        value = given["x"]
        array = value.array if isinstance(value, Masked) else array_of(value)
        if array.order < 2:
            raise Refused("a triangle is of a matrix", raises=True)
        rows, columns = array.shape[-2:]
        mask = _triangle(context, rows, columns, size_of(given.get("k", of_size(0))), lower=lower)
        if isinstance(value, Masked):
            return masking.chosen(context, mask, value, number(0))
        if array.node == Constant(ConstantKind.ONES, array.base) and array.order == 2:
            return mask
        return combine(context, "*", array, mask)

    return handler


FUNCTIONS_OF_TRIANGLES = {"tril": triangle(lower=True), "triu": triangle(lower=False)}


def tri(context: Context, given: Given) -> Value:
    """``np.tri(n, m, k)``: ones on and below the diagonal."""
    rows = size_of(given["n"])
    columns = size_of(given["m"]) if given.get("m") is not None else rows
    return _triangle(context, rows, columns, size_of(given.get("k", of_size(0))), lower=True)


def _triangle(context: Context, rows: Size, columns: Size, k: Size, *, lower: bool) -> Array:
    """Return 1_{i + k ≥ j}, or with ≤."""
    first = view(entries.counted(context, k, rows), [0, None])
    second = view(entries.counted(context, 0, columns), [None, 0])
    return comparing.compare(context, ">=" if lower else "<=", first, second)


def flip(context: Context, given: Given) -> Value:
    """``np.flip(x, axis)``: y_i = x_{n+1−i}."""
    array = array_of(given["x"])
    axes = axes_of(given.get("axis"))
    for place in range(array.order) if axes is None else [place_of(n, array.order) for n in axes]:
        size = array.shape[place]
        array = entries.strided(context, array, place, (algebra.subtract(size, 1), size, -1))
    return array


def cumsum(context: Context, given: Given) -> Value:
    """``np.cumsum(x, axis)``: y_i = Σ_{j=1}^{i} x_j."""
    array = array_of(given["x"])
    if given.get("axis") is None:
        return entries.summed_up_to(context, rearranging.ravel(array), 0)
    place = place_of(whole_of(given["axis"]), array.order)
    return entries.summed_up_to(context, array, place)


def cumprod(context: Context, given: Given) -> Value:
    """``np.cumprod(x, axis)``: y_i = ∏_{j=1}^{i} x_j."""
    array = array_of(given["x"])
    if given.get("axis") is None:
        return entries.summed_up_to(context, rearranging.ravel(array), 0, product=True)
    place = place_of(whole_of(given["axis"]), array.order)
    return entries.summed_up_to(context, array, place, product=True)


def diff(context: Context, given: Given) -> Value:
    """``np.diff(x, axis=-1)``: differences of neighbours."""
    array = array_of(given["x"])
    place = place_of(whole_of(given["axis"]) if "axis" in given else -1, array.order)
    before = [EVERYTHING] * place
    later = indexed(array, [*before, (1, None)])
    return combine(context, "-", later, indexed(array, [*before, (None, -1)]))


def diagflat(context: Context, given: Given) -> Value:
    """``np.diagflat(x)``: the matrix with all entries on its diagonal."""
    return matrices.diagonal(context, rearranging.ravel(array_of(given["x"])))


def matrix_power(context: Context, given: Given) -> Value:
    """``np.linalg.matrix_power(A, n)``."""
    return matrices.matrix_power(context, array_of(given["x"]), whole_of(given["n"]))

"""Small arrays of exact numbers, entry by entry: equations (2), (6) and (7) as they stand."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from boxdot.grammar.errors import UnsupportedError
from boxdot.notation.equality.exact.numbers import Number, UndefinedError, divide, is_zero

MultiIndex = tuple[int, ...]
Lengths = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Array:
    """Lengths of the axes, and the entries by multi-index (from 0)."""

    shape: Lengths
    entries: Mapping[MultiIndex, Number]

    def __getitem__(self, index: MultiIndex) -> Number:
        return self.entries[index]

    @property
    def is_scalar(self) -> bool:
        """Whether there is one entry."""
        return len(self.entries) == 1

    @property
    def only(self) -> Number:
        """The one entry."""
        if len(self.entries) != 1:
            raise UnsupportedError("a number is needed here")
        return next(iter(self.entries.values()))

    @property
    def nested(self) -> object:
        """The entries as lists of lists, numbers last."""
        return _nested(self, ())


def _nested(array: Array, index: MultiIndex) -> object:
    if len(index) == len(array.shape):
        return array.entries[index]
    return [_nested(array, (*index, k)) for k in range(array.shape[len(index)])]


def every(shape: Lengths) -> Iterator[MultiIndex]:
    """Yield all multi-indices, the last index fastest."""
    return itertools.product(*map(range, shape))


def column_major(shape: Lengths) -> list[MultiIndex]:
    """Return all multi-indices, the first index fastest."""
    return [index[::-1] for index in every(shape[::-1])]


def tabulate(shape: Lengths, entry: Callable[[MultiIndex], Number]) -> Array:
    """Return the array with the given entries."""
    return Array(shape, {index: entry(index) for index in every(shape)})


def scalar(value: Number) -> Array:
    """Return a number as an array."""
    return Array((), {(): value})


def reshaped(array: Array, shape: Lengths) -> Array:
    """Return the array with length-1 axes added or dropped (the entries keep their order)."""
    if array.shape == shape:
        return array
    return Array(shape, dict(zip(every(shape), array.entries.values(), strict=True)))


def padded(shape: Lengths, order: int, *, leading: bool = False) -> Lengths:
    """Return the shape with free axes of length 1."""
    ones = (1,) * (order - len(shape))
    return ones + shape if leading else shape + ones


def stretched(array: Array, shape: Lengths, *, leading: bool = False) -> Array:
    """Equation (6): the index is the first one where the axis has length 1."""
    if len(array.shape) > len(shape):
        raise UnsupportedError("the shapes do not broadcast")
    own = padded(array.shape, len(shape), leading=leading)
    if any(length not in (1, asked) for length, asked in zip(own, shape, strict=True)):
        raise UnsupportedError("the shapes do not broadcast")
    source = reshaped(array, own)
    flat = [length == 1 for length in own]
    return tabulate(
        shape, lambda k: source[tuple(0 if f else i for f, i in zip(flat, k, strict=True))]
    )


def joint(shapes: Sequence[Lengths], *, leading: bool = False) -> Lengths:
    """Return the longest length at each axis."""
    order = max(map(len, shapes))
    rows = [padded(shape, order, leading=leading) for shape in shapes]
    return tuple(max(column) for column in zip(*rows, strict=True))


def entrywise(function: Callable[..., Number], *arrays: Array, leading: bool = False) -> Array:
    """Equation (7) for any function of the entries."""
    shape = joint([array.shape for array in arrays], leading=leading)
    sources = [stretched(array, shape, leading=leading) for array in arrays]
    return tabulate(shape, lambda k: function(*(source[k] for source in sources)))


def as_matrix(array: Array, *, leading: bool = False) -> Array:
    """Return rows and columns; a vector is a column."""
    shape = array.shape
    if len(shape) > 2:
        extra = shape[: len(shape) - 2] if leading else shape[2:]
        if any(length != 1 for length in extra):
            raise UnsupportedError("a matrix is needed here")
        shape = shape[len(shape) - 2 :] if leading else shape[:2]
    return reshaped(array, (*shape, 1, 1)[:2])


def transpose(matrix: Array) -> Array:
    """Return the transpose."""
    rows, columns = matrix.shape
    return tabulate((columns, rows), lambda k: matrix[k[1], k[0]])


def matrix_product(left: Array, right: Array) -> Array:
    """Return the product of two matrices."""
    (rows, inner), (other, columns) = left.shape, right.shape
    if inner != other:
        raise UnsupportedError("the inner sizes of a product differ")
    return tabulate(
        (rows, columns),
        lambda k: total(left[k[0], m] * right[m, k[1]] for m in range(inner)),
    )


def total(values: Iterator[Number]) -> Number:
    """Return the sum."""
    result: Number = 0
    for value in values:
        result = result + value
    return result


def inner(left: Array, right: Array) -> Number:
    """Return the sum of the products of all entries."""
    joined = joint([left.shape, right.shape])
    first, second = stretched(left, joined), stretched(right, joined)
    return total(first[k] * second[k] for k in every(joined))


def determinant(matrix: Array) -> Number:
    """Return the determinant, by elimination."""
    size = matrix.shape[0]
    rows = [[matrix[r, c] for c in range(size)] for r in range(size)]
    result: Number = 1
    for column in range(size):
        pivot = next((r for r in range(column, size) if not is_zero(rows[r][column])), None)
        if pivot is None:
            return 0
        if pivot != column:
            rows[column], rows[pivot] = rows[pivot], rows[column]
            result = -result
        result = result * rows[column][column]
        for row in range(column + 1, size):
            _subtract(rows, row, column, divide(rows[row][column], rows[column][column]))
    return result


def _subtract(rows: list[list[Number]], row: int, other: int, factor: Number) -> None:
    """Subtract a multiple of one row from another."""
    pairs = zip(rows[row], rows[other], strict=True)
    rows[row] = [a - factor * b for a, b in pairs]


def inverse(matrix: Array) -> Array:
    """Return the inverse, by elimination beside the identity."""
    size = matrix.shape[0]
    if matrix.shape[1] != size:
        raise UnsupportedError("the inverse of a matrix that is not square")
    rows: list[list[Number]] = [
        [*(matrix[r, c] for c in range(size)), *(int(r == c) for c in range(size))]
        for r in range(size)
    ]
    for column in range(size):
        pivot = next((r for r in range(column, size) if not is_zero(rows[r][column])), None)
        if pivot is None:
            raise UndefinedError("a matrix that is to be inverted is singular")
        rows[column], rows[pivot] = rows[pivot], rows[column]
        head = rows[column][column]
        rows[column] = [divide(entry, head) for entry in rows[column]]
        for row in range(size):
            if row != column:
                _subtract(rows, row, column, rows[row][column])
    return tabulate((size, size), lambda k: rows[k[0]][size + k[1]])


def summed(array: Array, axes: set[int]) -> Array:
    """Return the sums along axes (from 0), which keep length 1."""
    kept = tuple(1 if axis in axes else length for axis, length in enumerate(array.shape))
    totals: dict[MultiIndex, Number] = dict.fromkeys(every(kept), 0)
    for index, value in array.entries.items():
        place = tuple(0 if axis in axes else i for axis, i in enumerate(index))
        totals[place] = totals[place] + value
    return Array(kept, totals)


def vec(array: Array) -> Array:
    """Return all entries in a column, the first index fastest."""
    order = column_major(array.shape)
    return tabulate((len(order),), lambda k: array[order[k[0]]])


def unvec(column: Array, shape: Lengths) -> Array:
    """Return the array of which ``column`` is the vec."""
    places = {index: place for place, index in enumerate(column_major(shape))}
    if len(places) != len(column.entries):
        raise UnsupportedError("the entries do not fill the shape")
    return tabulate(shape, lambda k: column[places[k],])


def moved_first(array: Array, axis: int) -> Array:
    """Return the array with one axis (from 0) moved to the front."""
    order = [axis, *(a for a in range(len(array.shape)) if a != axis)]
    return permuted(array, order)


def permuted(array: Array, order: Sequence[int]) -> Array:
    """Return the array whose axis n is the axis ``order[n]`` of the given one."""
    back = {axis: place for place, axis in enumerate(order)}
    return tabulate(
        tuple(array.shape[axis] for axis in order),
        lambda k: array[tuple(k[back[axis]] for axis in range(len(order)))],
    )


def unfold(array: Array, mode: int) -> Array:
    """Kolda and Bader's mode-n unfolding."""
    front = moved_first(reshaped(array, padded(array.shape, mode)), mode - 1)
    length = front.shape[0]
    return unvec(vec(front), (length, len(front.entries) // length))


def fold(matrix: Array, mode: int, shape: Lengths) -> Array:
    """Undo ``unfold`` towards a shape."""
    full = padded(shape, mode)
    front = (full[mode - 1], *full[: mode - 1], *full[mode:])
    moved = unvec(vec(matrix), front)
    order = [*range(1, mode), 0, *range(mode, len(full))]
    return reshaped(permuted(moved, order), full)


def mode_product(array: Array, factor: Array, mode: int) -> Array:
    """``X ×_n A`` entry by entry."""
    array = reshaped(array, padded(array.shape, max(mode, len(array.shape))))
    before, length, after = (
        array.shape[: mode - 1],
        array.shape[mode - 1],
        array.shape[mode:],
    )
    if factor.shape[1] != length:
        raise UnsupportedError("the factor of a mode product does not fit")
    return tabulate(
        (*before, factor.shape[0], *after),
        lambda k: total(
            array[(*k[: mode - 1], m, *k[mode:])] * factor[k[mode - 1], m] for m in range(length)
        ),
    )


def kronecker(left: Array, right: Array) -> Array:
    """Return the block product."""
    order = max(len(left.shape), len(right.shape))
    left = reshaped(left, padded(left.shape, order))
    right = reshaped(right, padded(right.shape, order))
    shape = tuple(a * b for a, b in zip(left.shape, right.shape, strict=True))

    def entry(k: MultiIndex) -> Number:
        slow = tuple(i // b for i, b in zip(k, right.shape, strict=True))
        fast = tuple(i % b for i, b in zip(k, right.shape, strict=True))
        return left[slow] * right[fast]

    return tabulate(shape, entry)


def khatri_rao(left: Array, right: Array) -> Array:
    """Return the Kronecker product column by column."""
    rows = right.shape[0]
    return tabulate(
        (left.shape[0] * rows, left.shape[1]),
        lambda k: left[k[0] // rows, k[1]] * right[k[0] % rows, k[1]],
    )

"""Functions of Julia and MATLAB along an axis, and those written out as what they compute."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from boxdot.notation import algebra
from boxdot.notation.decoding import comparing, entries, matrices, reducing
from boxdot.notation.decoding.arrays import Array, of_size, view
from boxdot.notation.decoding.context import Context
from boxdot.notation.decoding.dotted.values import Value, array_of, axes_of, size_of
from boxdot.notation.decoding.elementwise import combine, entrywise, extremum
from boxdot.notation.decoding.gathering import counting_places
from boxdot.notation.decoding.indexing import EVERYTHING, indexed
from boxdot.notation.decoding.products import matmul
from boxdot.notation.decoding.refusing import Refused

Given = Sequence[Value]
Named = Mapping[str, Value]
Function = Callable[[Context, Given, Named], Value]


def first_long(array: Array) -> int:
    """Return the first axis that is longer than 1."""
    return next((n for n, size in enumerate(array.shape) if size != 1), 0)


def running(*, product: bool) -> Function:
    """Return running sums, or products, along an axis."""

    def function(context: Context, given: Given, named: Named) -> Value:
        array = array_of(given[0])
        axes = named.get("dims", given[1] if len(given) > 1 else None)
        place = first_long(array) if axes is None else axes_of(axes)[0]
        if axes is None and context.language == "Julia" and array.order > 1:
            raise Refused("running sums of a matrix need dims", "write cumsum(X; dims=1)")
        return entries.summed_up_to(context, array, place, product=product)

    return function


def difference(context: Context, given: Given, named: Named) -> Value:
    """``diff(X; dims=1)``: differences of neighbours."""
    array = array_of(given[0])
    axes = named.get("dims")
    place = first_long(array) if axes is None else axes_of(axes)[0]
    before = [EVERYTHING] * place
    later = indexed(array, [*before, (1, None)])
    return combine(context, "-", later, indexed(array, [*before, (None, -1)]))


def flipped(axis: int | None) -> Function:
    """Return an array turned round along an axis."""

    def function(context: Context, given: Given, named: Named) -> Value:
        array = array_of(given[0])
        axes = named.get("dims", given[1] if len(given) > 1 else None)
        place = axis if axis is not None else first_long(array)
        if axes is not None:
            (place,) = axes_of(axes)
        elif axis is None and context.language == "Julia" and array.order > 1:
            raise Refused("only vectors are turned round as a whole", "write reverse(X; dims=1)")
        size = array.shape[place]
        return entries.strided(context, array, place, (algebra.subtract(size, 1), size, -1))

    return function


def triangle(*, lower: bool) -> Function:
    """Return the lower or the upper triangle of a matrix."""

    def function(context: Context, given: Given, named: Named) -> Value:
        array = array_of(given[0])
        shift = size_of(given[1]) if len(given) > 1 else 0
        rows, columns = array.shape
        first = view(counting_places(1, 0, rows).with_count(shift, (1,)), [0, None])
        second = view(counting_places(1, 0, columns), [None, 0])
        mask = comparing.compare(context, ">=" if lower else "<=", first, second)
        return combine(context, "*", array, mask)

    return function


def clamp(context: Context, given: Given, named: Named) -> Value:
    """``clamp(x, low, high)``."""
    array, low, high = map(array_of, given)
    return extremum(context, "min", extremum(context, "max", array, low), high)


def ifelse(context: Context, given: Given, named: Named) -> Value:
    """``ifelse.(c, x, y)``."""
    return comparing.where(context, *map(array_of, given))


def logdet(context: Context, given: Given, named: Named) -> Value:
    """``logdet(A)``."""
    return entrywise("log", matrices.determinant(context, array_of(given[0])))


def covariance(context: Context, given: Given, named: Named) -> Value:
    """``cov(X)``: of the columns, over n − 1."""
    array = array_of(given[0])
    if len(given) > 1 or named or array.order != 2:
        raise Refused("a covariance is read of the columns of one matrix")
    centred = combine(context, "-", array, reducing.reduced(context, "mean", array, [0], keep=True))
    product = matmul(context, view(centred, [1, 0]), centred)
    return combine(context, "/", product, of_size(algebra.subtract(array.shape[0], 1)))


def in_angle(context: Context, given: Given, named: Named) -> Value:
    """``dot(x, A, y)`` of Julia."""
    left, matrix, right = map(array_of, given)
    return matmul(context, left, matmul(context, matrix, right))

"""The functions of Julia and MATLAB that are understood."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from boxdot.notation import algebra
from boxdot.notation.decoding import (
    comparing,
    joining,
    matrices,
    rearranging,
    reducing,
)
from boxdot.notation.decoding.arrays import Array, Chosen, number, of_size, view
from boxdot.notation.decoding.context import Context
from boxdot.notation.decoding.dotted import along, norms
from boxdot.notation.decoding.dotted.operators import as_matrix
from boxdot.notation.decoding.dotted.values import Value, array_of, axes_of, size_of
from boxdot.notation.decoding.elementwise import combine, entrywise, extremum
from boxdot.notation.decoding.powers import power
from boxdot.notation.decoding.products import kron, matmul
from boxdot.notation.decoding.refusing import Refused
from boxdot.notation.expressions.nodes import Block, Expr, Norm, Number, Symbol
from boxdot.notation.shapes.sizes import Size

Given = Sequence[Value]
Named = Mapping[str, Value]
Function = Callable[[Context, Given, Named], Value]

ENTRYWISE = {
    **{
        name: name
        for name in (
            "exp log log2 log10 log1p expm1 sqrt abs sign floor ceil sin cos tan sinh cosh tanh "
            "erf conj"
        ).split()
    },
    "asin": "arcsin",
    "acos": "arccos",
    "atan": "arctan",
    "σ": "sigmoid",
    "sigmoid": "sigmoid",
    "relu": "relu",
}
"""Functions of each entry, and their names in the notation."""


def _reduction(kind: str) -> Function:
    """Return ``sum(X, dims=1)`` of Julia, ``sum(X, 1)`` of MATLAB: the axis stays."""

    def function(context: Context, given: Given, named: Named) -> Value:
        if isinstance(given[0], str) and len(given) > 1:
            return function(context, [OF_ENTRIES[given[0]](context, given[1]), *given[2:]], named)
        if isinstance(given[0], Chosen) and len(given) == 1 and not named:
            return _of_chosen(context, kind, given[0])
        array = array_of(given[0])
        options = list(given[1:])
        less = 0
        if kind in ("var", "std"):
            less = _correction(options, named)
        elif kind in ("max", "min") and context.language == "MATLAB" and options:
            if options[0] is not None:
                return extremum(context, kind, array, array_of(options[0]))
            options = options[1:]
        axes = named.get("dims", options[0] if options else None)
        if axes is None and context.language == "MATLAB":
            axes = of_size(along.first_long(array) + 1)
        places = None if axes in (None, "all") else axes_of(axes)
        if places is not None:
            places = [place for place in places if place < array.order]
        keep = places is not None
        if kind in ("var", "std"):
            return reducing.spread(context, kind, array, places, keep=keep, less=less)
        return reducing.reduced(context, kind, array, places, keep=keep)

    return function


def _of_chosen(context: Context, kind: str, chosen: Chosen) -> Array:
    """Return the sum of x ⊙ m, or that over the sum of m."""
    total = reducing.reduced(context, "sum", combine(context, "*", chosen.array, chosen.mask))
    if kind == "sum":
        return total
    if kind != "mean":
        array_of(chosen)
    return combine(context, "/", total, reducing.reduced(context, "sum", chosen.mask))


OF_ENTRIES: dict[str, Callable[[Context, Value], Array]] = {
    "abs": lambda context, value: entrywise("abs", array_of(value)),
    "abs2": lambda context, value: power(context, array_of(value), of_size(2)),
    "exp": lambda context, value: entrywise("exp", array_of(value)),
    "sqrt": lambda context, value: entrywise("sqrt", array_of(value)),
}
"""What may stand before the array in ``sum(abs2, X)`` of Julia."""


def _correction(options: list[Value], named: Named) -> int:
    """Return 1 unless the code asks for the number of entries itself."""
    if "corrected" in named:
        return 0 if named["corrected"] == "false" else 1
    if options and (weight := options.pop(0)) is not None:
        return 0 if size_of(weight) == 1 else 1
    return 1


def _reshape(context: Context, given: Given, named: Named) -> Value:
    array, *lengths = given
    if len(lengths) == 1 and isinstance(lengths[0], tuple):
        lengths = list(lengths[0])
    sizes = [-1 if one in (None, ":") else size_of(one) for one in lengths]
    return rearranging.reshaped(context, array_of(array), sizes, "F")


def _permute(context: Context, given: Given, named: Named) -> Value:
    array, order = array_of(given[0]), given[1]
    axes = _written(order) if isinstance(order, Array) else axes_of(order)
    new = (None,) * (len(axes) - array.order)
    return rearranging.permuted(view(array, (*range(array.order), *new)), axes)


def _rows(value: Value) -> list[Value] | None:
    """Return the numbers of ``[1 n]``, None for anything else."""
    if isinstance(value, tuple):
        return list(value)
    node = value.node if isinstance(value, Array) and value.order else None
    if not isinstance(node, Block):
        return None
    cells = [cell for row in node.rows for cell in row]
    return [of_size(size_of_expression(cell)) for cell in cells]


def size_of_expression(node: Expr) -> Size:
    """Return a length that is written as an expression: a number or a name."""
    match node:
        case Number(text=text) if text.isdecimal():
            return int(text)
        case Symbol(name=name):
            return name
    raise Refused("a whole number or a length is needed here")


def _written(order: Array) -> list[int]:
    """Return the numbers of ``[2 1 3]``, from 0."""
    rows = getattr(order.node, "rows", ())
    cells = [cell for row in rows for cell in row]
    values = [getattr(cell, "text", "") for cell in cells]
    if not values or not all(value.isdecimal() for value in values):
        raise Refused("the order of the axes is written out, as in [2 1 3]")
    return [int(value) - 1 for value in values]


def _filled(kind: str) -> Function:
    def function(context: Context, given: Given, named: Named) -> Value:
        lengths = list(given[0]) if given and isinstance(given[0], tuple) else list(given)
        lengths = [one for one in lengths if not isinstance(one, str)]
        shape = tuple(size_of(one) for one in lengths)
        if context.language == "MATLAB" and len(shape) == 1:
            shape = shape * 2
        return rearranging.ones(shape) if kind == "ones" else rearranging.zeros(shape)

    return function


def _eye(context: Context, given: Given, named: Named) -> Value:
    return matrices.identity(size_of(given[0]))


def _repeat(context: Context, given: Given, named: Named) -> Value:
    array, *counts = given
    if named:
        raise Refused("inner and outer repetitions are not read", "write repeat(x, 2, 3)")
    if len(counts) == 1 and (written := _rows(counts[0])) is not None:
        counts = written
    if len(counts) == 1 and context.language == "MATLAB":
        counts = counts * 2
    sizes = [size_of(one) for one in counts]
    placed = array_of(array)
    placed = view(placed, (*range(placed.order), *(None,) * (len(sizes) - placed.order)))
    sizes += [1] * (placed.order - len(sizes))
    return rearranging.tiled(context, placed, sizes)


def _bsxfun(context: Context, given: Given, named: Named) -> Value:
    signs = {"times": "*", "plus": "+", "minus": "-", "rdivide": "/"}
    name = given[0]
    if name in ("max", "min"):
        return extremum(context, str(name), array_of(given[1]), array_of(given[2]))
    if name == "power":
        return power(context, array_of(given[1]), array_of(given[2]))
    if not isinstance(name, str) or name not in signs:
        raise Refused("this function of bsxfun has no notation")
    return combine(context, signs[name], array_of(given[1]), array_of(given[2]))


def _diag(context: Context, given: Given, named: Named) -> Value:
    array = as_matrix(array_of(given[0]))
    if context.language == "MATLAB" and array.order == 2 and 1 in array.shape:
        array = rearranging.ravel(array, "F")
        return matrices.diagonal(context, array)
    found = matrices.diagonal(context, array)
    return view(found, [0, None]) if context.language == "MATLAB" and found.order == 1 else found


def _identity(context: Context, given: Given, named: Named) -> Value:
    """``I(n)`` of Julia."""
    return matrices.identity(size_of(given[0]))


def _only(context: Context, given: Given, named: Named) -> Value:
    return reducing.scalar_of(array_of(given[0]))


def _size(context: Context, given: Given, named: Named) -> Value:
    array = array_of(given[0])
    if len(given) > 1:
        (axis,) = axes_of(given[1])
        return of_size(array.shape[axis] if axis < array.order else 1)
    return tuple(map(of_size, array.shape))


def _length(context: Context, given: Given, named: Named) -> Value:
    return of_size(algebra.product(array_of(given[0]).shape))


def _vec(context: Context, given: Given, named: Named) -> Value:
    return rearranging.ravel(array_of(given[0]), "F")


def _transpose(context: Context, given: Given, named: Named) -> Value:
    array = array_of(given[0])
    return view(array, [1, 0] if array.order == 2 else [None, 0])


def _dot(context: Context, given: Given, named: Named) -> Value:
    if len(given) == 3 and context.language == "Julia":
        return along.in_angle(context, given, named)
    if context.language == "MATLAB":
        first, second = map(array_of, given[:2])
        if all(sum(size != 1 for size in one.shape) > 1 for one in (first, second)):
            product = combine(context, "*", first, second)
            places = axes_of(given[2]) if len(given) > 2 else [0]
            return reducing.reduced(context, "sum", product, places, keep=True)
    left, right = (rearranging.ravel(array_of(one), "F") for one in given[:2])
    return matmul(context, left, right)


def _concatenation(axis: int) -> Function:
    def function(context: Context, given: Given, named: Named) -> Value:
        arrays = [view(a, [0, None]) if a.order == 1 else a for a in map(array_of, given)]
        return joining.concatenated(context, arrays, axis)

    return function


def _dropped(context: Context, given: Given, named: Named) -> Value:
    axes = axes_of(named["dims"]) if "dims" in named else None
    return rearranging.squeezed(array_of(given[0]), axes)


def _of_two(function: str) -> Function:
    return lambda context, given, named: extremum(
        context, function, array_of(given[0]), array_of(given[1])
    )


def _matrix(function: Callable[[Context, Array], Array]) -> Function:
    return lambda context, given, named: function(context, as_matrix(array_of(given[0])))


def _truth(kind: str) -> Function:
    reduction = _reduction(kind)

    def function(context: Context, given: Given, named: Named) -> Value:
        array = array_of(given[0])
        if not array.truth:
            array = comparing.compare(context, "!=", array, number(0))
        found = reduction(context, _as_extremum(context, [array, *given[1:]]), named)
        return replace(array_of(found), truth=True)

    return function


def _as_extremum(context: Context, given: list[Value]) -> list[Value]:
    """Return the arguments of ``any(X, 1)`` as those of ``max(X, [], 1)``."""
    return [given[0], None, *given[1:]] if context.language == "MATLAB" and given[1:] else given


def _fill(context: Context, given: Given, named: Named) -> Value:
    value, *lengths = given
    ones = array_of(_filled("ones")(context, lengths, named))
    return combine(context, "*", ones, array_of(value))


def _like(kind: str) -> Function:
    def function(context: Context, given: Given, named: Named) -> Value:
        shape = array_of(given[0]).shape
        return rearranging.ones(shape) if kind == "ones" else rearranging.zeros(shape)

    return function


def _cat(context: Context, given: Given, named: Named) -> Value:
    axis, *arrays = (named["dims"], *given) if "dims" in named else given
    (place,) = axes_of(axis)
    return _concatenation(place)(context, arrays, named)


FUNCTIONS: dict[str, Function] = {
    "cumsum": along.running(product=False),
    "cumprod": along.running(product=True),
    "diff": along.difference,
    "reverse": along.flipped(None),
    "flip": along.flipped(None),
    "flipud": along.flipped(0),
    "fliplr": along.flipped(1),
    "tril": along.triangle(lower=True),
    "triu": along.triangle(lower=False),
    "any": _truth("max"),
    "all": _truth("min"),
    "clamp": along.clamp,
    "ifelse": along.ifelse,
    "fill": _fill,
    "zero": _like("zeros"),
    "one": _like("ones"),
    "similar": _like("zeros"),
    "cat": _cat,
    "logdet": along.logdet,
    "cov": along.covariance,
    "copy": lambda context, given, named: replace(array_of(given[0]), memory=frozenset()),
    "collect": lambda context, given, named: replace(array_of(given[0]), memory=frozenset()),
    "float": lambda context, given, named: array_of(given[0]),
    "double": lambda context, given, named: array_of(given[0]),
    "Float64": lambda context, given, named: array_of(given[0]),
    "Float32": lambda context, given, named: array_of(given[0]),
    "Matrix": lambda context, given, named: array_of(given[0]),
    "Array": lambda context, given, named: array_of(given[0]),
    **{name: _reduction(name) for name in ("sum", "mean", "prod", "var", "std")},
    "maximum": _reduction("max"),
    "minimum": _reduction("min"),
    "max": lambda context, given, named: (
        _reduction("max") if context.language == "MATLAB" else _of_two("max")
    )(context, given, named),
    "min": lambda context, given, named: (
        _reduction("min") if context.language == "MATLAB" else _of_two("min")
    )(context, given, named),
    "reshape": _reshape,
    "permutedims": _permute,
    "permute": _permute,
    "ones": _filled("ones"),
    "zeros": _filled("zeros"),
    "eye": _eye,
    "repmat": _repeat,
    "repeat": _repeat,
    "bsxfun": _bsxfun,
    "kron": lambda context, given, named: kron(context, *map(array_of, given)),
    "diag": _diag,
    "Diagonal": _diag,
    "diagm": _diag,
    "norm": norms.norm,
    "vecnorm": norms.lengths,
    "nnz": lambda context, given, named: Array(Norm(array_of(given[0]).node, "0")),
    "count": norms.nonzeros,
    "I": _identity,
    "only": _only,
    "inv": _matrix(matrices.inverse),
    "pinv": _matrix(lambda context, array: matrices.pseudoinverse(array)),
    "det": _matrix(matrices.determinant),
    "tr": _matrix(matrices.trace),
    "trace": _matrix(matrices.trace),
    "size": _size,
    "length": _length,
    "numel": _length,
    "vec": _vec,
    "transpose": _transpose,
    "adjoint": _transpose,
    "dot": _dot,
    "hcat": _concatenation(1),
    "horzcat": _concatenation(1),
    "vcat": _concatenation(0),
    "vertcat": _concatenation(0),
    "dropdims": _dropped,
    "squeeze": _dropped,
}
"""Every function that is understood, besides those of each entry."""

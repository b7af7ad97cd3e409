"""Functions of exact arrays: a table from name to what it does."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from functools import reduce

from boxdot.grammar.errors import UnsupportedError
from boxdot.notation.equality.exact import arrays
from boxdot.notation.equality.exact.arrays import Array, scalar, tabulate
from boxdot.notation.equality.exact.evaluation import Evaluation, Indices
from boxdot.notation.equality.exact.numbers import (
    Number,
    absolute,
    cosine,
    divide,
    exponential,
    larger,
    logarithm,
    power,
    root,
    sign,
    sine,
    smaller,
)
from boxdot.notation.expressions.nodes import Apply
from boxdot.notation.inference.functions import is_activation, is_entrywise, softmax_axis
from boxdot.notation.inference.vocabulary import ENTRYWISE as KNOWN_ENTRYWISE
from boxdot.notation.reading.modes import modes_of
from boxdot.notation.reading.sizes import size_of

RANDOM = frozenset({"dropout", "Dropout", "E", "𝔼"})


def apply(evaluation: Evaluation, node: Apply, at: Indices) -> Array:
    """A function of its arguments."""
    name = node.function
    if evaluation.formula.symbols.resolve(name) is None:
        if name in _ENTRYWISE and not (name == "log" and node.parameters):
            values = [evaluation(argument, at) for argument in node.arguments]
            return arrays.entrywise(_ENTRYWISE[name], *values, leading=evaluation.leading)
        if name in _FUNCTIONS:
            return _FUNCTIONS[name](evaluation, node, at)
        if name in KNOWN_ENTRYWISE or name in RANDOM or name in UNKNOWN_VALUE:
            raise UnsupportedError(f"{name} has no exact value here")
    return _author(evaluation, node, at)


def _author(evaluation: Evaluation, node: Apply, at: Indices) -> Array:
    """A function of the author's own: equal arguments give equal values."""
    name = node.function
    symbols = evaluation.formula.symbols
    declared = symbols.get(symbols.resolve(name) or "")
    parameters = ",".join(str(size_of(item)) for item in node.parameters)
    arguments = tuple(evaluation(argument, at) for argument in node.arguments)
    if is_entrywise(declared) or (declared is None and is_activation(node)):

        def entry(*values: Number) -> Number:
            numbers = tuple(map(scalar, values))
            return evaluation.supply.function(f"{name}_{parameters}", numbers, ()).only

        return arrays.entrywise(entry, *arguments, leading=evaluation.leading)
    return evaluation.supply.function(f"{name}_{parameters}", arguments, evaluation.lengths(node))


UNKNOWN_VALUE = frozenset(
    "rank card norm pinv expm logm sqrtm median logsoftmax softmin normalize".split()
)


def _sigmoid(value: Number) -> Number:
    return divide(1, 1 + exponential(-value))


def _tanh(value: Number) -> Number:
    return 1 - divide(2, 1 + exponential(2 * value))


def _relu(value: Number) -> Number:
    return larger(value, 0)


_ENTRYWISE: dict[str, Callable[..., Number]] = {
    "exp": exponential,
    "expm1": lambda a: exponential(a) - 1,
    **dict.fromkeys(("log", "ln"), logarithm),
    "log2": lambda a: divide(logarithm(a), logarithm(2)),
    **dict.fromkeys(("log10", "lg"), lambda a: divide(logarithm(a), logarithm(10))),
    "log1p": lambda a: logarithm(1 + a),
    "sqrt": root,
    "abs": absolute,
    "square": lambda a: a * a,
    "reciprocal": lambda a: divide(1, a),
    **dict.fromkeys(("sgn", "sign"), sign),
    "sin": sine,
    "cos": cosine,
    "tan": lambda a: divide(sine(a), cosine(a)),
    **dict.fromkeys(("conj", "Re"), lambda a: a),  # all values that are tried are real
    "Im": lambda a: 0,
    **dict.fromkeys(("relu", "ReLU"), _relu),
    **dict.fromkeys(("sigmoid", "Sigmoid", "logistic", "sigm", "σ"), _sigmoid),
    **dict.fromkeys(("tanh", "Tanh"), _tanh),
    "sinh": lambda a: Fraction(1, 2) * (exponential(a) - exponential(-a)),
    "cosh": lambda a: Fraction(1, 2) * (exponential(a) + exponential(-a)),
    **dict.fromkeys(("softplus", "Softplus"), lambda a: logarithm(1 + exponential(a))),
    **dict.fromkeys(("SiLU", "silu", "swish", "Swish"), lambda a: a * _sigmoid(a)),
}


def _first(evaluation: Evaluation, node: Apply, at: Indices) -> Array:
    return evaluation(node.arguments[0], at)


def _diag(evaluation: Evaluation, node: Apply, at: Indices) -> Array:
    column = _column(evaluation, _first(evaluation, node, at))
    size = column.shape[0]
    return tabulate((size, size), lambda k: column[k[0],] if k[0] == k[1] else 0)


def _vec(evaluation: Evaluation, node: Apply, at: Indices) -> Array:
    return _column(evaluation, _first(evaluation, node, at))


def _column(evaluation: Evaluation, array: Array) -> Array:
    """Return all entries in a column, in the order that the formula asks for."""
    return arrays.vec(_turned(array) if evaluation.formula.row_major else array)


def _turned(array: Array) -> Array:
    """Return the array with its axes in reverse: column-major order there is row-major here."""
    return arrays.permuted(array, range(len(array.shape))[::-1])


def _trace(evaluation: Evaluation, node: Apply, at: Indices) -> Array:
    matrix = evaluation.matrix(node.arguments[0], at)
    return scalar(arrays.total(matrix[m, m] for m in range(matrix.shape[0])))


def _determinant(evaluation: Evaluation, node: Apply, at: Indices) -> Array:
    return scalar(arrays.determinant(evaluation.matrix(node.arguments[0], at)))


def _log_determinant(evaluation: Evaluation, node: Apply, at: Indices) -> Array:
    return arrays.entrywise(logarithm, _determinant(evaluation, node, at))


def _inverse(evaluation: Evaluation, node: Apply, at: Indices) -> Array:
    return arrays.inverse(evaluation.matrix(node.arguments[0], at))


def _broadcast_to(evaluation: Evaluation, node: Apply, at: Indices) -> Array:
    value = _first(evaluation, node, at)
    return arrays.stretched(value, evaluation.lengths(node), leading=evaluation.leading)


def _logarithm_to(evaluation: Evaluation, node: Apply, at: Indices) -> Array:
    base = logarithm(evaluation.number(node.parameters[0], at))
    value = _first(evaluation, node, at)
    return arrays.entrywise(lambda a: divide(logarithm(a), base), value)


# --- modes ----------------------------------------------------------------------------------


def _numbers(node: Apply, evaluation: Evaluation) -> list[int]:
    found = modes_of(node.parameters, evaluation.formula.sizes)
    if found is None:
        raise UnsupportedError(f"the modes of {node.function} are not known")
    return found


def _only(node: Apply, modes: list[int]) -> int:
    if len(modes) != 1:
        raise UnsupportedError(f"the mode of {node.function} is not told")
    return modes[0]


def _sum_modes(evaluation: Evaluation, node: Apply, at: Indices) -> Array:
    value, modes = _first(evaluation, node, at), _numbers(node, evaluation)
    order = max((len(value.shape), *modes))
    value = arrays.reshaped(value, arrays.padded(value.shape, order))
    return arrays.summed(value, {mode - 1 for mode in modes})


def _unfold(evaluation: Evaluation, node: Apply, at: Indices) -> Array:
    inner = node.arguments[0]
    undone = isinstance(inner, Apply) and inner.function == "fold"
    if undone and isinstance(inner, Apply) and inner.parameters == node.parameters:
        return evaluation(inner.arguments[0], at)
    value, numbers = evaluation(inner, at), _numbers(node, evaluation)
    row_major = evaluation.formula.row_major
    if len(numbers) > 1:
        column, shape = _column(evaluation, value), tuple(numbers)
        return (
            _turned(arrays.unvec(column, shape[::-1])) if row_major else arrays.unvec(column, shape)
        )
    mode = _only(node, numbers)
    value = arrays.reshaped(value, arrays.padded(value.shape, max(mode, len(value.shape))))
    if row_major:
        value, mode = _turned(value), len(value.shape) + 1 - mode
    return arrays.unfold(value, mode)


def _fold(evaluation: Evaluation, node: Apply, at: Indices) -> Array:
    mode = _only(node, _numbers(node, evaluation))
    matrix = evaluation.matrix(node.arguments[0], at)
    shape = evaluation.lengths(node)
    if not evaluation.formula.row_major:
        return arrays.fold(matrix, mode, shape)
    shape = arrays.padded(shape, max(mode, len(shape)))
    return _turned(arrays.fold(matrix, len(shape) + 1 - mode, shape[::-1]))


def _permute(evaluation: Evaluation, node: Apply, at: Indices) -> Array:
    value, modes = _first(evaluation, node, at), _numbers(node, evaluation)
    value = arrays.reshaped(value, arrays.padded(value.shape, len(modes)))
    return arrays.permuted(value, [mode - 1 for mode in modes])


# --- statistics -----------------------------------------------------------------------------


def _values(evaluation: Evaluation, node: Apply, at: Indices) -> list[Number]:
    if len(node.arguments) != 1 or node.parameters:
        raise UnsupportedError(f"{node.function} along some axes")
    return list(_first(evaluation, node, at).entries.values())


def _along(
    function: Callable[[list[Number]], Number], evaluation: Evaluation, node: Apply, at: Indices
) -> Array:
    """``mean_2(X)``: a statistic along modes, which keep length 1."""
    value, modes = _first(evaluation, node, at), _numbers(node, evaluation)
    lengths = arrays.padded(value.shape, max((len(value.shape), *modes)))
    value = arrays.reshaped(value, lengths)
    shape = tuple(1 if n in modes else length for n, length in enumerate(lengths, start=1))
    groups: dict[tuple[int, ...], list[Number]] = {}
    for index, entry in value.entries.items():
        key = tuple(0 if n in modes else k for n, k in enumerate(index, start=1))
        groups.setdefault(key, []).append(entry)
    return tabulate(shape, lambda key: function(groups[key]))


def _mean_of(values: list[Number]) -> Number:
    return divide(arrays.total(iter(values)), len(values))


def _variance_of(values: list[Number]) -> Number:
    mean = _mean_of(values)
    return _mean_of([(value - mean) * (value - mean) for value in values])


def _statistic(
    function: Callable[[list[Number]], Number],
) -> Callable[[Evaluation, Apply, Indices], Array]:
    def statistic(evaluation: Evaluation, node: Apply, at: Indices) -> Array:
        if node.parameters and len(node.arguments) == 1:
            return _along(function, evaluation, node, at)
        return scalar(function(_values(evaluation, node, at)))

    return statistic


def _product_of(values: list[Number]) -> Number:
    result: Number = 1
    for value in values:
        result = result * value
    return result


def _largest_of(choose: Callable[[Number, Number], Number]) -> Callable[[list[Number]], Number]:
    return lambda values: reduce(choose, values)


def _extremum(evaluation: Evaluation, node: Apply, at: Indices) -> Array:
    choose = larger if node.function == "max" else smaller
    if len(node.arguments) == 1:
        result, *others = _values(evaluation, node, at)
        for value in others:
            result = choose(result, value)
        return scalar(result)
    whole, *rest = (evaluation(argument, at) for argument in node.arguments)
    for other in rest:
        whole = arrays.entrywise(choose, whole, other, leading=evaluation.leading)
    return whole


def _softmax(evaluation: Evaluation, node: Apply, at: Indices) -> Array:
    powers = arrays.entrywise(exponential, _first(evaluation, node, at))
    axis = softmax_axis(node, powers.shape)
    axes = set(range(len(powers.shape))) if axis is None else {axis}
    if axis is not None:
        order = max(len(powers.shape), axis + 1)
        powers = arrays.reshaped(powers, arrays.padded(powers.shape, order))
    return arrays.entrywise(divide, powers, arrays.summed(powers, axes))


_FUNCTIONS: dict[str, Callable[[Evaluation, Apply, Indices], Array]] = {
    "diag": _diag,
    "vec": _vec,
    **dict.fromkeys(("tr", "Tr", "trace"), _trace),
    "det": _determinant,
    "logdet": _log_determinant,
    "inv": _inverse,
    "bc": _broadcast_to,
    "log": _logarithm_to,
    "𝒫": _sum_modes,
    "unfold": _unfold,
    "fold": _fold,
    "permute": _permute,
    **dict.fromkeys(("sum", "SUM"), _statistic(lambda values: arrays.total(iter(values)))),
    **dict.fromkeys(("mean", "Mean", "avg", "average"), _statistic(_mean_of)),
    **dict.fromkeys(("var", "Var"), _statistic(_variance_of)),
    **dict.fromkeys(("std", "Std"), _statistic(lambda v: power(_variance_of(v), Fraction(1, 2)))),
    "prod": _statistic(_product_of),
    "logsumexp": _statistic(lambda v: logarithm(arrays.total(map(exponential, v)))),
    **dict.fromkeys(("max", "min"), _extremum),
    "amax": _statistic(_largest_of(larger)),
    "amin": _statistic(_largest_of(smaller)),
    **dict.fromkeys(("softmax", "Softmax"), _softmax),
}

"""Functions of tensors entry by entry: a table from name to what it means."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import sympy

from boxdot.notation.algebra import product as size_product
from boxdot.notation.algebra import to_sympy as size_to_sympy
from boxdot.notation.expressions.nodes import Apply
from boxdot.notation.symbolic.functions import ENTRYWISE, EXTREMA
from boxdot.notation.symbolic.sums.context import Context, Positions, Value
from boxdot.notation.symbolic.sums.operators import as_matrix, function_matrix, inverted
from boxdot.notation.symbolic.sums.reshaping import RESHAPING, only

LARGEST_WRITTEN_OUT = 4096


def apply(context: Context, node: Apply) -> Value:
    """A function of its arguments; of numbers, an unknown one is a ``Function`` of SymPy."""
    if context.formula.symbols.resolve(node.function) is not None:
        return _author(context, node)
    known = FUNCTIONS.get(node.function)
    if known is not None:
        return known(context, node)
    if node.function in ENTRYWISE:
        return _entrywise(context, node)
    return _author(context, node)


def _entrywise(context: Context, node: Apply) -> Value:
    function, value = ENTRYWISE[node.function], only(context, node)
    if node.parameters:
        (base,) = (context.number(item) for item in node.parameters)
        return context.make(value.shape, lambda at: sympy.log(value.entry(at), base))
    return context.make(value.shape, lambda at: function(value.entry(at)))


def _author(context: Context, node: Apply) -> Value:
    values = [context.value(argument) for argument in node.arguments]
    if node.parameters or not all(value.is_scalar for value in values):
        context.refuse(node, f"what {node.function} does to the entries is not known")
    if context.shape(node) != ():
        context.refuse(node, f"the entries of {node.function} are not known")
    function = sympy.Function(node.function, real=True)
    return context.scalar(lambda: function(*(value.number for value in values)))


def _sum(context: Context, node: Apply) -> Value:
    value = _whole(context, node)
    return context.scalar(lambda: context.total_over(value))


def _whole(context: Context, node: Apply) -> Value:
    """Return the argument of a function of all entries, which has no axes of its own."""
    if node.parameters:
        context.refuse(node, f"{node.function} with a subscript has several meanings")
    return only(context, node)


def _mean(context: Context, node: Apply) -> Value:
    value = _whole(context, node)
    return context.scalar(lambda: mean(context, value))


def mean(context: Context, value: Value, change: Callable[[Any], Any] = lambda x: x) -> Any:
    """Return the mean of all entries, each of them changed."""
    return context.total_over(value, change) / size_to_sympy(size_product(value.shape))


def _variance(context: Context, node: Apply) -> Value:
    value = _whole(context, node)

    def variance() -> Any:
        centre = mean(context, value)
        return mean(context, value, lambda x: (x - centre) ** 2)

    return context.scalar(variance)


def _deviation(context: Context, node: Apply) -> Value:
    variance = _variance(context, node)
    return context.scalar(lambda: sympy.sqrt(variance.number))


def _extremum(context: Context, node: Apply) -> Value:
    """``max(x)`` is the largest entry, ``max(X, Y)`` goes entry by entry."""
    choose = EXTREMA[node.function]
    if len(node.arguments) == 1:
        entries = written_out(context, node, _whole(context, node))
        return context.scalar(lambda: choose(*entries))
    values = [context.value(argument) for argument in node.arguments]
    return context.make(context.shape(node), lambda at: choose(*(value.at(at) for value in values)))


def written_out(context: Context, node: Any, value: Value) -> list[Any]:
    """Return all entries of a tensor whose sizes are numbers."""
    positions: list[Positions] = [()]
    for size in value.shape:
        if not isinstance(size, int) or size * len(positions) > LARGEST_WRITTEN_OUT:
            context.refuse(
                node,
                "SymPy has no largest or smallest entry over an axis of unknown length",
                "bind the sizes to numbers",
            )
        positions = [(*p, sympy.Integer(k + 1)) for p in positions for k in range(size)]
    return [value.entry(position) for position in positions]


def _product(context: Context, node: Apply) -> Value:
    value = _whole(context, node)

    def inner(done: Positions) -> Any:
        if len(done) == len(value.shape):
            return value.entry(done)
        high = size_to_sympy(value.shape[len(done)])
        return context.total_between(
            sympy.S.One, high, lambda k: inner((*done, k)), kind=sympy.Product
        )

    return context.scalar(lambda: inner(()))


def _softmax(context: Context, node: Apply) -> Value:
    value = _whole(context, node)
    if sum(size != 1 for size in value.shape) > 1:
        context.refuse(node, "along which axis the softmax goes is left open")

    def entry(at: Positions) -> Any:
        return sympy.exp(value.entry(at)) / context.total_over(value, sympy.exp)

    return context.make(value.shape, entry)


def _trace(context: Context, node: Apply) -> Value:
    matrix = as_matrix(context, node, only(context, node))
    return context.scalar(lambda: context.total(matrix.shape[0], lambda k: matrix.at((k, k))))


def _determinant(context: Context, node: Apply) -> Value:
    value = only(context, node)
    if value.is_scalar:
        return context.scalar(lambda: value.number)
    return context.scalar(lambda: sympy.Determinant(function_matrix(context, node, value)))


def _inverse(context: Context, node: Apply) -> Value:
    return inverted(context, node, only(context, node))


FUNCTIONS: Mapping[str, Callable[[Context, Apply], Value]] = {
    **RESHAPING,
    **dict.fromkeys(("tr", "Tr", "trace"), _trace),
    "det": _determinant,
    "inv": _inverse,
    **dict.fromkeys(("sum", "SUM"), _sum),
    **dict.fromkeys(("mean", "Mean", "avg", "average"), _mean),
    **dict.fromkeys(("var", "Var"), _variance),
    **dict.fromkeys(("std", "Std"), _deviation),
    **dict.fromkeys(("max", "min"), _extremum),
    "prod": _product,
    **dict.fromkeys(("softmax", "Softmax"), _softmax),
}

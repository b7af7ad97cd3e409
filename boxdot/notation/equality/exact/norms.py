"""Norms, inner products and marginals of exact arrays."""

from __future__ import annotations

from fractions import Fraction

from boxdot.grammar.errors import UnsupportedError
from boxdot.notation.equality.exact import arrays
from boxdot.notation.equality.exact.arrays import Array, scalar
from boxdot.notation.equality.exact.evaluation import Evaluation, Indices
from boxdot.notation.equality.exact.numbers import (
    Number,
    absolute,
    is_zero,
    larger,
    power,
    root,
)
from boxdot.notation.expressions.nodes import Expr, Inner, Marginal, Norm


def norm(evaluation: Evaluation, node: Norm, at: Indices) -> Array:
    """``‖X‖_p`` over all entries, and ``‖x‖_P``."""
    if node.weight is not None:
        return scalar(root(_weighted(evaluation, node.operand, node.weight, node.operand, at)))
    return scalar(norm_of(evaluation(node.operand, at), node.kind))


def norm_of(array: Array, kind: str) -> Number:
    """Return a norm of all entries."""
    values = list(array.entries.values())
    match kind:
        case "" | "F" | "2":
            return root(arrays.total(value * value for value in values))
        case "0":
            return sum(not is_zero(value) for value in values)
        case "1":
            return arrays.total(absolute(value) for value in values)
        case "∞":
            result: Number = 0
            for value in values:
                result = larger(result, absolute(value))
            return result
    if "," in kind:
        return _mixed(array, *kind.split(","))
    try:
        exponent = Fraction(kind)
    except ValueError:
        raise UnsupportedError(f"the norm {kind}") from None
    if exponent <= 0:
        raise UnsupportedError(f"the norm {kind}")
    return power(arrays.total(power(absolute(v), exponent) for v in values), 1 / exponent)


def _mixed(array: Array, inner: str, outer: str) -> Number:
    """Return the norm of the norms of the columns of a matrix."""
    if len(array.shape) > 2:
        raise UnsupportedError(f"the norm {inner},{outer} of a tensor")
    columns: dict[tuple[int, ...], dict[tuple[int, ...], Number]] = {}
    for at, value in array.entries.items():
        columns.setdefault(at[1:], {})[at[:1]] = value
    norms = {at: norm_of(Array(array.shape[:1], c), inner) for at, c in columns.items()}
    return norm_of(Array(array.shape[1:], norms), outer)


def inner(evaluation: Evaluation, node: Inner, at: Indices) -> Array:
    """``⟨a, b⟩`` and ``⟨a, b⟩_M = bᵀ M a``."""
    if node.weight is not None:
        return scalar(_weighted(evaluation, node.right, node.weight, node.left, at))
    return scalar(arrays.inner(evaluation(node.left, at), evaluation(node.right, at)))


def _weighted(evaluation: Evaluation, left: Expr, weight: Expr, right: Expr, at: Indices) -> Number:
    row = arrays.transpose(evaluation.matrix(left, at))
    middle, column = evaluation.matrix(weight, at), evaluation.matrix(right, at)
    return arrays.matrix_product(arrays.matrix_product(row, middle), column).only


def marginal(evaluation: Evaluation, node: Marginal, at: Indices) -> Array:
    """The root of the summed squares over the axes that the inferred shape has as 1."""
    value = evaluation(node.operand, at)
    kept = evaluation.lengths(node)
    order = max(len(kept), len(value.shape))
    leading = evaluation.leading
    value = arrays.reshaped(value, arrays.padded(value.shape, order, leading=leading))
    squares = arrays.entrywise(lambda a: a * a, value)
    asked = arrays.padded(kept, order, leading=leading)
    axes = {axis for axis in range(order) if asked[axis] == 1}
    return arrays.entrywise(root, arrays.summed(squares, axes))

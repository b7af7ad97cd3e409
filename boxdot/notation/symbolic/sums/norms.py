"""Norms, inner products, marginals and powers entry by entry."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import sympy

from boxdot.notation.expressions.nodes import Inner, Marginal, Norm, Number, Power
from boxdot.notation.shapes.padding import pad
from boxdot.notation.symbolic.sums.context import Context, Positions, Value
from boxdot.notation.symbolic.sums.functions import written_out
from boxdot.notation.symbolic.sums.operators import as_matrix, inner, inverted
from boxdot.notation.symbolic.sums.reshaping import summed

LARGEST_POWER = 64


def norm(context: Context, node: Norm) -> Value:
    """``‖X‖_F``, ``‖X‖_p`` of the entries, ``‖X‖₀``, ``‖X‖_∞``, ``‖x‖_P``."""
    value = context.value(node.operand)
    if node.weight is not None:
        weight = context.value(node.weight)
        return context.scalar(lambda: sympy.sqrt(_weighted(context, node, value, weight, value)))
    if node.kind == "∞":
        entries = written_out(context, node, value)
        return context.scalar(lambda: sympy.Max(*map(sympy.Abs, entries)))
    return context.scalar(lambda: _norm(context, node, value))


def _norm(context: Context, node: Norm, value: Value) -> Any:
    match node.kind:
        case "" | "F" | "2":
            return sympy.sqrt(context.total_over(value, _square))
        case "0":
            return context.total_over(value, lambda x: 1 - sympy.KroneckerDelta(x, 0))
    try:
        kind = Fraction(node.kind)
    except ValueError:
        context.refuse(node, f"a norm ‖·‖_{node.kind} has no entries in SymPy")
    power = sympy.Rational(kind.numerator, kind.denominator)
    return context.total_over(value, lambda x: sympy.Abs(x) ** power) ** (1 / power)


def _square(x: Any) -> Any:
    """|x|², which SymPy makes x² where x is real."""
    return sympy.Abs(x) ** 2


def _weighted(context: Context, node: Any, left: Value, weight: Value, right: Value) -> Any:
    """Return ``leftᵀ weight right``."""
    first, second = as_matrix(context, node, left), as_matrix(context, node, right)
    middle, one = as_matrix(context, node, weight), sympy.S.One

    def row(i: Any) -> Any:
        def term(j: Any) -> Any:
            return first.at((i, one)) * middle.at((i, j)) * second.at((j, one))

        return context.total(second.shape[0], term)

    return context.total(first.shape[0], row)


def inner_product(context: Context, node: Inner) -> Value:
    """``⟨a, b⟩``, and ``⟨a, b⟩_M = bᵀ M a``."""
    left, right = context.value(node.left), context.value(node.right)
    if node.weight is None:
        return inner(context, node, left, right)
    weight = context.value(node.weight)
    return context.scalar(lambda: _weighted(context, node, right, weight, left))


def marginal(context: Context, node: Marginal) -> Value:
    """``X_□``: the root of the summed squares over the axes where the partner has length 1."""
    value, kept = context.value(node.operand), context.shape(node)
    order = max(len(kept), len(value.shape))
    shape = pad(value.shape, order, context.convention)
    sizes = pad(kept, order, context.convention)
    axes = {n for n, size in enumerate(sizes) if size == 1 and shape[n] != 1}
    if not axes:
        return context.make(shape, lambda at: sympy.Abs(value.at(at)))
    squares = summed(context, value, shape, axes, _square)
    return context.make(squares.shape, lambda at: sympy.sqrt(squares.entry(at)))


def power(context: Context, node: Power) -> Value:
    """Powers of numbers, entries and square matrices; the exponent −1 is the inverse."""
    base, exponent = context.value(node.base), context.number(node.exponent)
    if _is_matrix_power(node, base):
        return _matrix_power(context, node, base, int(exponent))
    return context.make(base.shape, lambda at: base.entry(at) ** exponent)


def _is_matrix_power(node: Power, base: Value) -> bool:
    """As in the inference of shapes: whole powers of matrices are matrix products."""
    exponent = node.exponent
    if base.is_scalar or not isinstance(exponent, Number) or exponent.value.denominator != 1:
        return False
    return len(base.shape) > 1 or exponent.value < 0


def _matrix_power(context: Context, node: Power, base: Value, exponent: int) -> Value:
    if abs(exponent) > LARGEST_POWER:
        context.refuse(node, "so high a power of a matrix has no such form")
    matrix = as_matrix(context, node, base)
    if exponent == 0:
        return context.make(matrix.shape, lambda at: sympy.KroneckerDelta(*at))
    factor = inverted(context, node, matrix) if exponent < 0 else matrix
    result = factor
    for _ in range(abs(exponent) - 1):
        result = _times(context, result, factor)
    return result


def _times(context: Context, left: Value, right: Value) -> Value:
    def entry(at: Positions) -> Any:
        return context.total(
            left.shape[1], lambda k: left.entry((at[0], k)) * right.entry((k, at[1]))
        )

    return context.make(left.shape, entry)

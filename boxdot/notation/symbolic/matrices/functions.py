"""Functions, norms and stretching as matrix expressions."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import Any

import sympy

from boxdot.notation.algebra import multiply
from boxdot.notation.algebra import to_sympy as size_to_sympy
from boxdot.notation.expressions.nodes import Apply, BroadcastForm, Inner, Marginal, Norm, Number
from boxdot.notation.symbolic.functions import ENTRYWISE
from boxdot.notation.symbolic.matrices.context import (
    Context,
    Matrix,
    column,
    ones,
    stretched,
    transposed,
)
from boxdot.notation.symbolic.matrices.operators import entry_power, inner, inverted


def apply(context: Context, node: Apply) -> Matrix:
    """A function of a matrix or of its entries."""
    declared = context.formula.symbols.resolve(node.function) is not None
    known = None if declared else FUNCTIONS.get(node.function)
    if known is not None:
        return known(context, node, _first(context, node))
    if node.function in ENTRYWISE and not declared and not node.parameters:
        return entrywise(_first(context, node), ENTRYWISE[node.function])
    arguments = [context.matrix(argument) for argument in node.arguments]
    if not all(x.is_scalar for x in arguments) or context.dimensions(node) != (1, 1):
        context.refuse(node, f"{node.function} is no function of matrices in SymPy")
    function = sympy.Function(node.function, real=True)
    return Matrix((1, 1), function(*(x.number for x in arguments)))


def _first(context: Context, node: Apply) -> Matrix:
    if len(node.arguments) != 1 and node.function != "bc":
        context.refuse(node, f"{node.function} of several arguments has no such form")
    return context.matrix(node.arguments[0])


def entrywise(matrix: Matrix, function: Callable[[Any], Any]) -> Matrix:
    """Return a function of every entry."""
    if matrix.is_scalar:
        return Matrix(matrix.shape, function(matrix.number))
    entry = sympy.Symbol("x", real=True)
    body = sympy.Lambda(entry, function(entry))
    return Matrix(matrix.shape, matrix.value.applyfunc(body))


def _diag(context: Context, node: Apply, matrix: Matrix) -> Matrix:
    if matrix.is_scalar:
        return matrix
    if 1 not in matrix.shape:
        context.refuse(node, "vec has no form among SymPy's matrices", 'try form="sum"')
    return Matrix(context.dimensions(node), sympy.DiagMatrix(column(matrix)))


def _vec(context: Context, node: Apply, matrix: Matrix) -> Matrix:
    if 1 not in matrix.shape:
        context.refuse(node, "vec has no form among SymPy's matrices", 'try form="sum"')
    return Matrix(context.dimensions(node), column(matrix))


def _trace(context: Context, node: Apply, matrix: Matrix) -> Matrix:
    return Matrix((1, 1), matrix.number if matrix.is_scalar else sympy.Trace(matrix.value))


def _determinant(context: Context, node: Apply, matrix: Matrix) -> Matrix:
    return Matrix((1, 1), matrix.number if matrix.is_scalar else sympy.Determinant(matrix.value))


def _inverse(context: Context, node: Apply, matrix: Matrix) -> Matrix:
    return inverted(matrix)


def _mode_sum(context: Context, node: Apply, matrix: Matrix) -> Matrix:
    """``𝒫_1(X) = 𝟏ᵀ X``, ``𝒫_2(X) = X 𝟏``."""
    for parameter in node.parameters:
        if not isinstance(parameter, Number):
            context.refuse(node, "the modes are not known", 'try form="sum"')
        if parameter.value <= 2:
            matrix = summed(matrix, int(parameter.value) - 1)
    return matrix


def summed(matrix: Matrix, axis: int) -> Matrix:
    """Return the sum along an axis (from 0), which keeps length 1."""
    rows, columns = matrix.shape
    if matrix.shape[axis] == 1:
        return matrix
    if axis == 0:
        return Matrix((1, columns), ones(1, rows) * matrix.value)
    return Matrix((rows, 1), matrix.value * ones(columns, 1))


def total(matrix: Matrix) -> Any:
    """Return the sum of all entries: ``𝟏ᵀ X 𝟏``."""
    return summed(summed(matrix, 0), 1).number


def _sum(context: Context, node: Apply, matrix: Matrix) -> Matrix:
    _refuse_parameters(context, node)
    return Matrix((1, 1), total(matrix))


def _refuse_parameters(context: Context, node: Apply) -> None:
    if node.parameters:
        context.refuse(node, f"{node.function} with a subscript has several meanings")


def _mean(context: Context, node: Apply, matrix: Matrix) -> Matrix:
    _refuse_parameters(context, node)
    return Matrix((1, 1), total(matrix) / size_to_sympy(multiply(*matrix.shape)))


def _stretch(context: Context, node: Apply | BroadcastForm, matrix: Matrix) -> Matrix:
    shape = context.dimensions(node)
    return Matrix(shape, stretched(matrix, shape))


def broadcast_form(context: Context, node: BroadcastForm) -> Matrix:
    """``X^□``."""
    return _stretch(context, node, context.matrix(node.operand))


def marginal(context: Context, node: Marginal) -> Matrix:
    """``X_□``: the root of the summed squares over the axes where the partner has length 1."""
    matrix, kept = context.matrix(node.operand), context.dimensions(node)
    if matrix.shape == kept:
        return entrywise(matrix, sympy.Abs)
    squares = entry_power(matrix, sympy.Integer(2))
    for axis, size in enumerate(kept):
        if size == 1:
            squares = summed(squares, axis)
    return entry_power(squares, sympy.Rational(1, 2))


def norm(context: Context, node: Norm) -> Matrix:
    """``‖X‖_F = √tr(XᵀX)``, ``‖X‖_p`` of the entries, ``‖x‖_P``."""
    matrix = context.matrix(node.operand)
    if node.weight is not None:
        weight = context.matrix(node.weight)
        return Matrix((1, 1), sympy.sqrt(_weighted(matrix, weight, matrix)))
    if node.kind in ("", "F", "2"):
        return Matrix((1, 1), _frobenius(matrix))
    try:
        kind = Fraction(node.kind)
    except ValueError:
        kind = Fraction(0)
    if kind <= 0:
        context.refuse(node, f"the norm ‖·‖_{node.kind} has no such form", 'try form="sum"')
    exponent = sympy.Rational(kind.numerator, kind.denominator)
    powers = entrywise(matrix, lambda x: sympy.Abs(x) ** exponent)
    return Matrix((1, 1), total(powers) ** (1 / exponent))


def _frobenius(matrix: Matrix) -> Any:
    if matrix.is_scalar:
        return sympy.Abs(matrix.number)
    return sympy.sqrt(sympy.Trace(transposed(matrix.value) * matrix.value))


def _weighted(left: Matrix, weight: Matrix, right: Matrix) -> Any:
    if left.is_scalar:
        return left.number * weight.number * right.number
    return sympy.Trace(transposed(left.value) * weight.value * right.value)


def inner_product(context: Context, node: Inner) -> Matrix:
    """``⟨a, b⟩``, and ``⟨a, b⟩_M = bᵀ M a``."""
    left, right = context.matrix(node.left), context.matrix(node.right)
    if node.weight is None:
        return inner(left, right)
    return Matrix((1, 1), _weighted(right, context.matrix(node.weight), left))


FUNCTIONS: Mapping[str, Callable[[Context, Apply, Matrix], Matrix]] = {
    "diag": _diag,
    "vec": _vec,
    **dict.fromkeys(("tr", "Tr", "trace"), _trace),
    "det": _determinant,
    "inv": _inverse,
    "𝒫": _mode_sum,
    "bc": _stretch,
    **dict.fromkeys(("sum", "SUM"), _sum),
    **dict.fromkeys(("mean", "Mean", "avg", "average"), _mean),
}

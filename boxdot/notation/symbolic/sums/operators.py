"""Operators entry by entry: element-wise ones, matrix products, and products of axes."""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping
from typing import Any

import sympy

from boxdot.notation.algebra import Size
from boxdot.notation.algebra import to_sympy as size_to_sympy
from boxdot.notation.expressions.nodes import Binary, Expr, ModeProduct, Negate, Op, Transpose
from boxdot.notation.inference.matrices import matrix_of
from boxdot.notation.reading.sizes import size_of
from boxdot.notation.shapes.padding import pad, trim
from boxdot.notation.symbolic.names import assumed
from boxdot.notation.symbolic.sums.context import Context, Positions, Value
from boxdot.notation.symbolic.sums.places import split

Combine = Callable[[Context, Binary, Value, Value], Value]


def binary(context: Context, node: Binary) -> Value:
    """An operator and its operands."""
    arm = _OPERATORS.get(node.op)
    if arm is None:
        context.refuse(node, f"{node.op.value} has several meanings", "write ⊡ for element-wise")
    return arm(context, node, context.value(node.left), context.value(node.right))


def negate(context: Context, node: Negate) -> Value:
    """``−X``."""
    value = context.value(node.operand)
    return context.make(value.shape, lambda at: -value.entry(at))


def _elementwise(combine: Callable[[Any, Any], Any]) -> Combine:
    def arm(context: Context, node: Binary, left: Value, right: Value) -> Value:
        numbers = left.is_scalar and right.is_scalar  # of subscripts no shape is inferred
        shape = max(left.shape, right.shape, key=len) if numbers else context.shape(node)
        return context.make(shape, lambda at: combine(left.at(at), right.at(at)))

    return arm


def dimensions(context: Context, node: Expr, value: Value) -> tuple[Size, Size]:
    """Return the rows and the columns of a matrix."""
    found = matrix_of(value.shape, context.convention)
    if found is None:
        context.refuse(node, "a matrix is needed here")
    return found


def as_matrix(context: Context, node: Expr, value: Value) -> Value:
    """Return a tensor of order 2 or less as a matrix; a vector is a column."""
    return context.make(dimensions(context, node, value), lambda at: value.in_matrix(*at))


def row_and_column(at: Positions) -> tuple[Any, Any]:
    """Return where in a matrix a position is; that in a vector is in its one column."""
    row, column = (*at, sympy.S.One, sympy.S.One)[:2]
    return row, column


def product(context: Context, node: Binary, left: Value, right: Value) -> Value:
    """``A B``: a scalar multiple, a matrix product, an inner product where ``·`` says so."""
    if left.is_scalar or right.is_scalar:
        return scaled(context, left, right)
    if node.op is not Op.MATMUL and _are_columns(left, right):
        if context.shape(node) != ():
            context.refuse(node, "the cross product has no such form in SymPy")
        return inner(context, node, left, right)
    return matrix_product(context, node, left, right)


def matrix_product(context: Context, node: Binary, left: Value, right: Value) -> Value:
    """Return ``Σ_k a_ik b_kj``."""
    first = as_matrix(context, node.left, left)
    second = as_matrix(context, node.right, right)

    def entry(at: Positions) -> Any:
        row, column = row_and_column(at)
        return context.total(first.shape[1], lambda k: first.at((row, k)) * second.at((k, column)))

    return context.make(context.shape(node), entry)


def scaled(context: Context, left: Value, right: Value) -> Value:
    """Return a tensor times a number."""
    factor, value = (left, right) if left.is_scalar else (right, left)
    return context.make(value.shape, lambda at: factor.number * value.entry(at))


def _are_columns(left: Value, right: Value) -> bool:
    return all(len(trim(value.shape)) == 1 for value in (left, right))


def inner(context: Context, node: Expr, left: Value, right: Value) -> Value:
    """Return the sum of the products of all entries."""
    longer = left if len(left.shape) >= len(right.shape) else right
    both = context.make(longer.shape, lambda at: left.at(at) * right.at(at))
    return context.scalar(lambda: context.total_over(both))


def _solve(context: Context, node: Binary, left: Value, right: Value) -> Value:
    inverse = inverted(context, node.left, left)
    if left.is_scalar:
        return scaled(context, inverse, right)
    return matrix_product(context, node, inverse, right)


def function_matrix(context: Context, node: Expr, value: Value) -> Any:
    """Return a matrix of SymPy (whose indices count from 0) with the entries of a tensor."""
    sizes = [size_to_sympy(size) for size in dimensions(context, node, value)]
    row, column = (sympy.Dummy(**assumed(0)) for _ in range(2))
    body = sympy.sympify(value.in_matrix(row + 1, column + 1))
    names = context.bound_indices(body, 2, low=0)
    body = body.xreplace({row: names[0], column: names[1]})
    return sympy.FunctionMatrix(*sizes, sympy.Lambda(names, body))


def inverted(context: Context, node: Expr, value: Value) -> Value:
    """Return the inverse of a number or a square matrix."""
    if value.is_scalar:
        return context.make(value.shape, lambda at: 1 / value.entry(at))
    shape = dimensions(context, node, value)
    inverse = sympy.Inverse(function_matrix(context, node, value))
    return context.make(shape, lambda at: inverse[at[0] - 1, at[1] - 1])


def transpose(context: Context, node: Transpose) -> Value:
    """``Xᵀ``."""
    value = context.value(node.operand)
    matrix = as_matrix(context, node.operand, value)

    def entry(at: Positions) -> Any:
        row, column = row_and_column(at)
        return matrix.at((column, row))

    return context.make(context.shape(node), entry)


def _outer(context: Context, node: Binary, left: Value, right: Value) -> Value:
    """``X ∘ Y``: axes of length 1 do not count."""
    if left.is_scalar or right.is_scalar:
        return scaled(context, left, right)
    first, second = (longer_axes(context, value) for value in (left, right))
    cut = len(first.shape)
    shape = (*first.shape, *second.shape)
    if shape != trim(context.shape(node)):
        context.refuse(node, "∘ has several meanings here", "write ⊡ for the element-wise product")
    return context.make(shape, lambda at: first.entry(at[:cut]) * second.entry(at[cut:]))


def longer_axes(context: Context, value: Value) -> Value:
    """Return a tensor without its axes of length 1."""

    def entry(at: Positions) -> Any:
        pending = iter(at)
        return value.entry(tuple(sympy.S.One if s == 1 else next(pending) for s in value.shape))

    return context.make(tuple(size for size in value.shape if size != 1), entry)


def _kronecker(context: Context, node: Binary, left: Value, right: Value) -> Value:
    order = max(len(left.shape), len(right.shape))
    pairs = list(
        zip(*(pad(v.shape, order, context.convention) for v in (right, left)), strict=True)
    )

    def entry(at: Positions) -> Any:
        places = [split(context, p, pair) for p, pair in zip(at, pairs, strict=False)]
        return left.at(tuple(p[1] for p in places)) * right.at(tuple(p[0] for p in places))

    return context.make(context.shape(node), entry)


def _khatri_rao(context: Context, node: Binary, left: Value, right: Value) -> Value:
    first, second = as_matrix(context, node, left), as_matrix(context, node, right)
    rows = (second.shape[0], first.shape[0])

    def entry(at: Positions) -> Any:
        row, column = row_and_column(at)
        fast, slow = split(context, row, rows)
        return first.at((slow, column)) * second.at((fast, column))

    return context.make(context.shape(node), entry)


def mode_product(context: Context, node: ModeProduct) -> Value:
    """``X ×_n A``: axis n contracted with the columns of A."""
    tensor, factor = context.value(node.left), context.value(node.right)
    matrix, mode = as_matrix(context, node.right, factor), size_of(node.mode)
    if not isinstance(mode, int):
        context.refuse(node, "the mode is not known")
    shape = pad(tensor.shape, mode)
    result = (*shape[: mode - 1], matrix.shape[0], *shape[mode:])

    def entry(at: Positions) -> Any:
        def term(k: Any) -> Any:
            return tensor.at((*at[: mode - 1], k, *at[mode:])) * matrix.at((at[mode - 1], k))

        return context.total(shape[mode - 1], term)

    return context.make(result, entry)


_OPERATORS: Mapping[Op, Combine] = {
    **dict.fromkeys((Op.BOXDOT, Op.HADAMARD, Op.PENETRATING), _elementwise(operator.mul)),
    **dict.fromkeys((Op.BOXPLUS, Op.ADD), _elementwise(operator.add)),
    **dict.fromkeys((Op.BOXMINUS, Op.SUBTRACT), _elementwise(operator.sub)),
    **dict.fromkeys((Op.BOXSLASH, Op.OSLASH, Op.DIVIDE), _elementwise(operator.truediv)),
    **dict.fromkeys((Op.MATMUL, Op.DOT, Op.TIMES), product),
    Op.SOLVE: _solve,
    Op.OUTER: _outer,
    Op.KRONECKER: _kronecker,
    Op.KHATRI_RAO: _khatri_rao,
    Op.FROBENIUS: inner,
}

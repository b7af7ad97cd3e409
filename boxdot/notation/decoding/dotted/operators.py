"""Operators of Julia and MATLAB without a dot: of matrices as wholes."""

from __future__ import annotations

from boxdot.notation.decoding import matrices
from boxdot.notation.decoding.arrays import Array, view
from boxdot.notation.decoding.context import Context
from boxdot.notation.decoding.dotted.values import Uniform, Value, array_of
from boxdot.notation.decoding.elementwise import combine
from boxdot.notation.decoding.powers import power
from boxdot.notation.decoding.products import matmul
from boxdot.notation.decoding.rearranging import ravel
from boxdot.notation.decoding.refusing import Refused


def of_wholes(context: Context, sign: str, left: Array, right: Array) -> Array:
    """Return an operation whose sign has no dot: of matrices as wholes."""
    julia = context.language == "Julia"
    if sign in "+-":
        if julia and len(left.base) + len(right.base) and left.shape != right.shape:
            _demand_shapes(left, right)
        return combine(context, sign, left, right)
    if sign == "⋅":
        return matmul(context, view(ravel(left, "F"), [None, 0]), ravel(right, "F"))
    if not left.order or not right.order:
        if sign == "*" or (sign == "/" and not right.order):
            return combine(context, sign, left, right)
        if sign == "\\":
            return combine(context, "/", right, left)
    if sign == "*" and not julia and is_number(left, right):
        return combine(context, sign, left, right)  # one entry: a number in MATLAB
    if sign == "*":
        return _product(context, left, right)
    if sign == "\\":
        return matrices.solved(context, left, right)
    if sign == "/":
        found = matrices.solved(context, turned(right), turned(left))
        return view(found, [1, 0])
    return _power_of_matrix(context, left, right)


def is_number(*arrays: Array) -> bool:
    """Return whether one of the arrays has a single entry, which MATLAB takes for a number."""
    return any(all(size == 1 for size in array.shape) for array in arrays)


def _demand_shapes(left: Array, right: Array) -> None:
    if left.shape != right.shape:
        hint = "write .+ or .- to stretch"
        raise Refused("Julia raises an error: + and - need equal shapes", hint, raises=True)


def turned(array: Array) -> Array:
    """Return the transpose; a vector becomes a row."""
    return view(array, [1, 0] if array.order == 2 else [None, 0])


def _product(context: Context, left: Array, right: Array) -> Array:
    left, right = (as_matrix(array) for array in (left, right))
    if left.order == 1 and right.order == 2:
        left = view(left, [0, None])  # a vector is a column here
    if context.language == "Julia" and left.order == 2 and left.axes[0] is None:
        found = matmul(context, view(left, [1]), right)  # x' A stays a row, x' A y is a number
        return view(found, [None, 0]) if found.order else found
    return matmul(context, left, right)


def as_matrix(array: Array) -> Array:
    """Return an array without axes of length 1 behind the second one."""
    if array.order > 2 and all(size == 1 for size in array.shape[2:]):
        return view(array, [0, 1])
    return array


def _power_of_matrix(context: Context, left: Array, right: Array) -> Array:
    if not left.order:
        return power(context, left, right)
    if not isinstance(right.size, int):
        raise Refused("the power of a matrix needs a whole number written out")
    return matrices.matrix_power(context, left, right.size)


def with_identity(context: Context, sign: str, left: Value, right: Value) -> Value:
    """Return ``A + λ*I`` of Julia, where I takes its size from A."""
    uniform, other = (left, right) if isinstance(left, Uniform) else (right, left)
    assert isinstance(uniform, Uniform)
    array = array_of(other)
    if sign in ("*", "/") and not array.order and (sign == "*" or uniform is left):
        return Uniform(combine(context, sign, uniform.factor, array))
    if sign == "*":
        return array if uniform.factor.size == 1 else combine(context, "*", uniform.factor, array)
    if sign not in "+-" or array.order != 2:
        raise Refused("I stands beside a square matrix here")
    identity = matrices.identity(array.shape[0])
    if uniform.factor.size != 1:
        identity = combine(context, "*", uniform.factor, identity)
    pair = (identity, array) if uniform is left else (array, identity)
    return combine(context, sign, *pair)

"""What each value of an array program is in NumPy; codegen writes the same as text."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from boxdot.notation.codegen import program as p

Operation = Callable[..., Any]  # NumPy scalars, Python numbers and arrays alike

FUNCTIONS: Mapping[str, Operation] = {
    **{name: getattr(np, name) for name in p.FUNCTIONS if hasattr(np, name)},
    "sigmoid": lambda x: 1 / (1 + np.exp(-x)),
    "relu": lambda x: np.maximum(x, 0),
    "softplus": lambda x: np.logaddexp(0, x),
    "erf": np.vectorize(math.erf, otypes=[float]),
    "indicator": lambda x: np.where(x, 1.0, 0.0),
    "negative": lambda x: -x,
    "add": lambda x, y: x + y,
    "subtract": lambda x, y: x - y,
    "multiply": lambda x, y: x * y,
    "divide": lambda x, y: x / y,
    "power": lambda x, y: x**y,
}
"""The functions of entries; operators keep Python numbers what they are."""

_NAMED = {"pi": math.pi, "e": math.e, "inf": math.inf}


def _expand(value: p.Expand, x: Any) -> Any:
    return np.expand_dims(x, value.axes)


def _take(value: p.Take, x: Any) -> Any:
    return x[tuple(slice(*s) if isinstance(s, tuple) else s for s in value.subscripts)]


def _reduce(value: p.Reduce, x: Any) -> Any:
    if value.kind == "count":
        return np.count_nonzero(x, axis=value.axes, keepdims=value.keep)
    return getattr(np, value.kind)(x, axis=value.axes, keepdims=value.keep)


def _norm(value: p.Norm, x: Any) -> Any:
    if np.asarray(x).dtype.kind in "biu":  # squares of small whole numbers leave their type
        x = np.asarray(x, dtype=float)
    return np.sqrt((np.abs(x) ** 2).sum(axis=value.axes, keepdims=value.keep))


def _einsum(value: p.Einsum, *arguments: Any) -> Any:
    numbers: dict[str, int] = {}
    for names in value.labels:
        for label in names:
            numbers.setdefault(label, len(numbers))
    operands: list[Any] = []
    for argument, names in zip(arguments, value.labels, strict=True):
        operands += [argument, [numbers[label] for label in names]]
    result = [numbers[label] for label in value.result]
    return np.einsum(*operands, result, optimize=len(arguments) > 2)


def _solve(value: p.Solve, left: Any, right: Any) -> Any:
    return np.linalg.solve(left, right)


def _arange(value: p.Arange) -> Any:
    start, (count,) = value.start, value.shape
    assert isinstance(start, int)
    assert isinstance(count, int)
    return np.arange(start, start + count)


OPERATIONS: Mapping[type, Operation] = {
    p.Scalar: lambda value: value.number,
    p.Named: lambda value: _NAMED[value.name],
    p.Extent: lambda value: value.size,
    p.Fill: lambda value: np.full(value.shape, float(value.number)),
    p.Eye: lambda value: np.eye(*value.shape),
    p.Arange: _arange,
    p.Literal: lambda value, *cells: np.array(cells).reshape(value.shape),
    p.Elementwise: lambda value, *arguments: FUNCTIONS[value.function](*arguments),
    p.Expand: _expand,
    p.Squeeze: lambda value, x: np.squeeze(x, value.axes),
    p.Permute: lambda value, x: np.transpose(x, value.axes),
    p.Reshape: lambda value, x: np.reshape(x, value.shape, order=value.order),
    p.Broadcast: lambda value, x: np.broadcast_to(x, value.shape),
    p.Tile: lambda value, x: np.tile(x, value.repeats),
    p.Concatenate: lambda value, *xs: np.concatenate(xs, axis=value.axis),
    p.Stack: lambda value, *xs: np.stack(xs, axis=value.axis),
    p.Take: _take,
    p.Gather: lambda value, x, *indices: x[indices],
    p.Reduce: _reduce,
    p.Norm: _norm,
    p.Matmul: lambda value, x, y: x @ y,
    p.Outer: lambda value, x, y: np.outer(x, y),
    p.Kron: lambda value, x, y: np.kron(x, y),
    p.Einsum: _einsum,
    p.Diagonal: lambda value, x: np.diag(x),
    p.Trace: lambda value, x: np.trace(x, axis1=-2, axis2=-1),
    p.Determinant: lambda value, x: np.linalg.det(x),
    p.Inverse: lambda value, x: np.linalg.inv(x),
    p.Solve: _solve,
    p.MatrixPower: lambda value, x: np.linalg.matrix_power(x, value.exponent),
}
"""Each takes the value and the arrays that it is computed from."""


def operation_of(value: p.Value) -> Callable[..., Any]:
    """Return the function of a value; its kind may be derived from one in the table."""
    return next(OPERATIONS[kind] for kind in type(value).__mro__ if kind in OPERATIONS)

"""Sums of squares and of products: no root that is squared again, no product to trace."""

from __future__ import annotations

from functools import partial

from boxdot.notation.codegen import building as b
from boxdot.notation.codegen import program as p
from boxdot.notation.codegen.rewriting import Rules


def _squared_norm(value: p.Elementwise, *, of_all: bool) -> p.Value:
    """Return ``(X**2).sum(axis=1)`` for the square of the norms along axes.

    A norm of all entries stays a norm, which is the shorter word, unless ``of_all`` is asked.
    """
    if value.function != "power":
        return value
    norm, exponent = value.arguments
    if not isinstance(norm, p.Norm) or not b.is_number(exponent, 2):
        return value
    if len(norm.axes) == len(norm.argument.shape) and not of_all:
        return value
    return b.reduce("sum", b.power(norm.argument, exponent), norm.axes, keep=norm.keep)


def _trace(value: p.Trace) -> p.Value:
    """Return ``(A * B).sum()`` for the trace of AᵀB or A Bᵀ."""
    product = value.argument
    if not isinstance(product, p.Matmul) or len(product.shape) != 2:
        return value
    for side, other in ((product.left, product.right), (product.right, product.left)):
        if isinstance(side, p.Permute) and b.same_shape(side.argument.shape, other.shape):
            pair = (side.argument, other) if side is product.left else (other, side.argument)
            return b.reduce("sum", b.multiply(*pair), (0, 1))
    return value


def _sum(value: p.Reduce) -> p.Value:
    """Return ``x @ y`` for the sum of the products of two vectors."""
    product = value.argument
    if value.kind != "sum" or value.keep or not isinstance(product, p.Elementwise):
        return value
    if product.function != "multiply" or len(product.shape) != 1:
        return value
    left, right = product.arguments
    if not b.same_shape(left.shape, right.shape):
        return value
    return _matmul(b.matmul(left, right))


def _matmul(value: p.Matmul) -> p.Value:
    """Return ``x @ A @ y`` for ``x @ (A @ y)``, which costs the same."""
    right = value.right
    if len(value.left.shape) != 1 or not isinstance(right, p.Matmul) or value.shape:
        return value
    if len(right.left.shape) != 2 or len(right.right.shape) != 1:
        return value
    return b.matmul(b.matmul(value.left, right.left), right.right)


def _einsum(value: p.Einsum) -> p.Value:
    """Return ``(A * B).sum()`` where nothing is left of two arrays with the same axes."""
    if value.result or len(value.arguments) != 2 or value.labels[0] != value.labels[1]:
        return value
    left, right = value.arguments
    if len(set(value.labels[0])) < len(left.shape) or not b.same_shape(left.shape, right.shape):
        return value
    return b.reduce("sum", b.multiply(left, right), range(len(left.shape)))


SQUARES: Rules = {p.Elementwise: partial(_squared_norm, of_all=False)}
ALL_SQUARES: Rules = {p.Elementwise: partial(_squared_norm, of_all=True)}
SUMS: Rules = {p.Trace: _trace, p.Reduce: _sum, p.Matmul: _matmul, p.Einsum: _einsum}

"""Linear algebra: diagonals, inverses, determinants and powers of matrices."""

from __future__ import annotations

from boxdot.notation.codegen import program as p
from boxdot.notation.codegen.entrywise.context import ONE, Entries, Indices, refuse
from boxdot.notation.codegen.entrywise.leaves import write_eye
from boxdot.notation.codegen.entrywise.products import times, write_matmul
from boxdot.notation.expressions.nodes import (
    Apply,
    Expr,
    Index,
    Negate,
    Power,
    Symbol,
)


def write_diagonal(e: Entries, value: p.Diagonal, indices: Indices) -> Expr:
    """``x_i 1_{i=j}``."""
    left, right = indices
    delta = write_eye(e, p.Eye(value.shape), (left, right))
    return times(e.entry(value.argument, (left,)), delta)


def write_inverse(e: Entries, value: p.Inverse, indices: Indices) -> Expr:
    """``(A⁻¹)_{ij}``."""
    if not isinstance(value.argument, p.Load):
        refuse("the inverse of a product")
    return Index(Power(Symbol(value.argument.name), Negate(ONE)), indices)


def write_solve(e: Entries, value: p.Solve, indices: Indices) -> Expr:
    """``Σ_j (A⁻¹)_{ij} b_j``."""
    inverse = p.Inverse(value.left.shape, value.left)
    return write_matmul(e, p.Matmul(value.shape, inverse, value.right), indices)


def write_determinant(e: Entries, value: p.Determinant, indices: Indices) -> Expr:
    """``det(A)``."""
    if not isinstance(value.argument, p.Load):
        refuse("the determinant of a product")
    return Apply("det", (Symbol(value.argument.name),))


def write_matrix_power(e: Entries, value: p.MatrixPower, indices: Indices) -> Expr:
    """A low power as a chain of products."""
    if value.exponent not in range(2, 5) or len(value.shape) != 2:
        refuse("this power of a matrix")
    chain: p.Value = value.argument
    for _ in range(value.exponent - 1):
        chain = p.Matmul(value.shape, chain, value.argument)
    return e.entry(chain, indices)

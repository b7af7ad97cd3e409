"""Linear algebra on the last two axes."""

from __future__ import annotations

from boxdot.notation import algebra
from boxdot.notation.codegen import program as p
from boxdot.notation.codegen.building.entries import joint_shape
from boxdot.notation.shapes.sizes import Size


def eye(size: Size) -> p.Value:
    """Return the identity matrix."""
    return p.Eye((size, size))


def matmul(left: p.Value, right: p.Value) -> p.Matmul:
    """Return the matrix product of the last two axes; a vector has one axis."""
    batch = joint_shape((left.shape[:-2], right.shape[:-2]))
    rows = left.shape[-2:-1]
    columns = right.shape[-1:] if len(right.shape) > 1 else ()
    return p.Matmul((*batch, *rows, *columns), left, right)


def outer(left: p.Value, right: p.Value) -> p.Value:
    """Return the outer product of two vectors."""
    return p.Outer((*left.shape, *right.shape), left, right)


def kron(left: p.Value, right: p.Value) -> p.Value:
    """Return the Kronecker product of two arrays of one order."""
    return p.Kron(tuple(map(algebra.multiply, left.shape, right.shape)), left, right)


def inverse(value: p.Value) -> p.Value:
    """Return the inverse of the last two axes."""
    return p.Inverse(value.shape, value)


def trace(value: p.Value) -> p.Value:
    """Return the sum of the diagonal of the last two axes."""
    return p.Trace(value.shape[:-2], value)


def determinant(value: p.Value) -> p.Value:
    """Return the determinant of the last two axes."""
    return p.Determinant(value.shape[:-2], value)


def diagonal_matrix(value: p.Value) -> p.Value:
    """Return the square matrix with the vector on its diagonal."""
    return p.Diagonal((*value.shape, *value.shape), value)


def solve(left: p.Value, right: p.Value) -> p.Value:
    """Return the solution of ``left X = right``."""
    if len(right.shape) == 1:
        return p.Solve(right.shape, left, right)
    batch = joint_shape((left.shape[:-2], right.shape[:-2]))
    return p.Solve((*batch, *right.shape[-2:]), left, right)


def matrix_power(value: p.Value, exponent: int) -> p.Value:
    """Return a whole power of the last two axes."""
    if exponent == 1:
        return value
    return p.MatrixPower(value.shape, value, exponent)

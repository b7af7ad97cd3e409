"""Matrices of SymPy with their shapes, and what an arm needs beside its node."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import sympy
from sympy import MatrixExpr

from boxdot.notation.algebra import Size, equal
from boxdot.notation.algebra import to_sympy as size_to_sympy
from boxdot.notation.expressions.nodes import Expr
from boxdot.notation.inference.matrices import matrix_of
from boxdot.notation.symbolic.conversion import Conversion

Dimensions = tuple[Size, Size]
Arm = Callable[["Context", Any], "Matrix"]
"""Any: each arm takes the kind of node that it is filed under."""


@dataclass(frozen=True, slots=True)
class Matrix:
    """A matrix, or a number where both dimensions are 1.

    A number may be a 1×1 matrix of SymPy (``xᵀ y``); asked for as a number, it is its trace.
    """

    shape: Dimensions
    value: Any

    @property
    def is_scalar(self) -> bool:
        """Whether it has one entry."""
        return self.shape == (1, 1)

    @property
    def number(self) -> Any:
        """The number that it is."""
        return sympy.Trace(self.value) if isinstance(self.value, MatrixExpr) else self.value

    @property
    def matrix(self) -> Any:
        """A matrix of SymPy; of a number the 1×1 matrix."""
        if isinstance(self.value, MatrixExpr):
            return self.value
        return self.value * sympy.Identity(1)


class Context(Conversion[Matrix]):
    """The state of one conversion."""

    __slots__ = ()
    lacks = "is no matrix expression of SymPy"

    def matrix(self, node: Expr) -> Matrix:
        """Convert a node."""
        return self.convert(node)

    def dimensions(self, node: Expr) -> Dimensions:
        """Return the inferred rows and columns of a node."""
        found = matrix_of(self.shape(node), self.formula.convention)
        if found is None:
            self.refuse(node, "this is no matrix: its order is above 2", 'try form="sum"')
        return found


def ones(rows: Size, columns: Size) -> Any:
    """Return the matrix of ones."""
    return sympy.OneMatrix(size_to_sympy(rows), size_to_sympy(columns))


def stretched(matrix: Matrix, shape: Dimensions) -> Any:
    """Return a matrix in the joint shape: x𝟏ᵀ, 𝟏zᵀ, s𝟏𝟏ᵀ."""
    (rows, columns), (height, width) = matrix.shape, shape
    if matrix.is_scalar:
        return matrix.number if shape == (1, 1) else matrix.number * ones(height, width)
    value = matrix.value
    if rows == 1 and height != 1:
        value = ones(height, 1) * value
    if columns == 1 and width != 1:
        value = value * ones(1, width)
    return value


def column(matrix: Matrix) -> Any:
    """Return a row or a column as a column."""
    return matrix.value if matrix.shape[1] == 1 else transposed(matrix.value)


def transposed(value: Any) -> Any:
    """Return the transpose, of a transpose the matrix itself."""
    return value.arg if isinstance(value, sympy.Transpose) else sympy.Transpose(value)


def same(left: Dimensions, right: Dimensions) -> bool:
    """Return whether two matrices have one shape, whatever the names are."""
    return all(equal(a, b) for a, b in zip(left, right, strict=True))


def is_ones(value: Any) -> bool:
    """Return whether a matrix has only ones."""
    return isinstance(value, sympy.OneMatrix)

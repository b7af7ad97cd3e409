"""Kronecker's product, and the same by columns (Khatri–Rao) and by rows (face-splitting)."""

from __future__ import annotations

from functools import reduce

import numpy as np
from numpy.typing import ArrayLike

from boxdot.grammar.errors import DataError
from boxdot.numeric.products.operands import Array, demand_same, operand


def kronecker_product(*matrices: ArrayLike) -> Array:
    """Return A ⊗ B ⊗ …: every entry of A times the whole of B. A vector is a column.

    Examples
    --------
    >>> kronecker_product([[1, 2]], [[1], [10]])
    array([[ 1,  2],
           [10, 20]])
    >>> x, y = np.array([1, 2]), np.array([3, 4, 5])  # vec(x yᵀ) = y ⊗ x
    >>> bool((np.outer(x, y).reshape(-1, 1, order="F") == kronecker_product(y, x)).all())
    True
    """
    return reduce(np.kron, _matrices(matrices))


def khatri_rao_product(*matrices: ArrayLike) -> Array:
    """Return B ⊙_KR A = [b₁ ⊗ a₁, …, b_R ⊗ a_R] (eq. 48): Kronecker's product column by column.

    By eq. 49 it is a broadcast product, unfolded: of Ã (I×1×R) and B̃ (1×J×R).

    Parameters
    ----------
    *matrices
        Matrices with the same number R of columns; a vector is one column.

    Returns
    -------
    Array
        Matrix of R columns with as many rows as all the matrices' rows multiplied.

    Raises
    ------
    DataError
        The numbers of columns differ, or an argument is no matrix.

    Examples
    --------
    >>> khatri_rao_product([[1, 2], [3, 4]], [[1, 1], [10, 100]])
    array([[  1,   2],
           [ 10, 200],
           [  3,   4],
           [ 30, 400]])
    """
    return reduce(_by_columns, _matrices(matrices, "columns", 1))


def face_splitting_product(*matrices: ArrayLike) -> Array:
    """Return A • B, whose row i is a_i ⊗ b_i: Kronecker's product row by row.

    It is the transpose of the Khatri–Rao product of the transposes.

    Parameters
    ----------
    *matrices
        Matrices with the same number of rows; a vector is a column.

    Examples
    --------
    >>> face_splitting_product([[1, 2], [3, 4]], [[1, 10], [1, 100]])
    array([[  1,  10,   2,  20],
           [  3, 300,   4, 400]])
    """
    return reduce(_by_rows, _matrices(matrices, "rows", 0))


def _by_columns(left: Array, right: Array) -> Array:
    rows = left.shape[0] * right.shape[0]
    return (left[:, None, :] * right[None, :, :]).reshape(rows, left.shape[1])


def _by_rows(left: Array, right: Array) -> Array:
    columns = left.shape[1] * right.shape[1]
    return (left[:, :, None] * right[:, None, :]).reshape(left.shape[0], columns)


def _matrices(given: tuple[ArrayLike, ...], what: str = "", axis: int | None = None) -> list[Array]:
    if not given:
        raise DataError("a product has at least one operand")
    matrices = [operand(one, f"matrix {n}", 2) for n, one in enumerate(given, start=1)]
    for n, matrix in enumerate(matrices, start=1):
        if axis is not None:
            sizes = matrix.shape[axis], matrices[0].shape[axis]
            demand_same(*sizes, what, f"matrix {n}", "matrix 1")
    return matrices

"""Products along modes: a matrix takes the place of one axis of a tensor."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import ArrayLike

from boxdot.grammar.errors import DataError
from boxdot.numeric.products.operands import Array, demand_same, operand


def mode_product(X: ArrayLike, A: ArrayLike, mode: int) -> Array:
    """Return X ×_n A: the fibres along mode n multiplied by the matrix A.

    Parameters
    ----------
    X
        Tensor, I₁×…×I_N.
    A
        Matrix, J×I_n.
    mode
        The mode n, counted from 1 as in the formula; beyond the order it is an axis of length 1.

    Returns
    -------
    Array
        The tensor with J in the place of I_n.

    Raises
    ------
    DataError
        The columns of A are not as many as the mode is long.

    Examples
    --------
    >>> mode_product([[1, 2], [3, 4]], [[1, 1]], 1)  # 𝒫_1: a sum that keeps the axis
    array([[4, 6]])
    >>> mode_product(np.ones((2, 3, 4)), np.ones((5, 3)), 2).shape
    (2, 5, 4)
    """
    tensor, matrix = operand(X, "X"), operand(A, "A", 2)
    if isinstance(mode, bool) or not isinstance(mode, int | np.integer) or mode < 1:
        raise DataError(f"mode is {mode!r}, expected a whole number from 1")
    if mode > tensor.ndim:
        tensor = tensor.reshape(tensor.shape + (1,) * (mode - tensor.ndim))
    demand_same(matrix.shape[1], tensor.shape[mode - 1], "columns", "A", f"mode {mode} of X")
    return np.moveaxis(np.tensordot(matrix, tensor, (1, mode - 1)), 0, mode - 1)


def multi_mode_product(
    X: ArrayLike, matrices: Sequence[ArrayLike], modes: Iterable[int] | None = None
) -> Array:
    """Return X ×_1 A₁ ×_2 A₂ …, or along the given modes: Tucker's form where X is the core.

    Examples
    --------
    >>> multi_mode_product(np.ones((2, 3, 4)), [np.ones((5, 2)), np.ones((6, 4))], [1, 3]).shape
    (5, 3, 6)
    """
    tensor = operand(X, "X")
    numbers = list(range(1, len(matrices) + 1) if modes is None else modes)
    if len(numbers) != len(matrices):
        raise DataError(f"there are {len(matrices)} matrices for {len(numbers)} modes")
    for matrix, mode in zip(matrices, numbers, strict=True):
        tensor = mode_product(tensor, matrix, mode)
    return tensor

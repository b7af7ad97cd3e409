"""Slyusar's penetrating-face product: a matrix into every frontal slice of a tensor."""

from __future__ import annotations

from numpy.typing import ArrayLike

from boxdot.numeric.products.broadcast import broadcast_product
from boxdot.numeric.products.operands import Array, demand_same, operand


def penetrating_face_product(X: ArrayLike, Y: ArrayLike) -> Array:
    """Return X ⊙_PF Y = X ⊡ Y (eq. 47): X multiplies every frontal slice of Y, entry by entry.

    As a matrix of blocks, ``[X ⊙ Y₁ | … | X ⊙ Y_K]``, it is the mode-1 unfolding of the result.

    Parameters
    ----------
    X
        Matrix, I×J.
    Y
        Tensor, I×J×K; only these shapes have a penetrating-face product.

    Raises
    ------
    DataError
        The shapes are others.

    Examples
    --------
    >>> X, Y = [[1, 2], [3, 4]], [[[1, 5], [1, 5]], [[1, 5], [1, 5]]]
    >>> penetrating_face_product(X, Y)[:, :, 1]
    array([[ 5, 10],
           [15, 20]])
    """
    matrix, tensor = operand(X, "X", 2), operand(Y, "Y", 3)
    for axis, what in enumerate(("rows", "columns")):
        demand_same(tensor.shape[axis], matrix.shape[axis], what, "Y", "X")
    return broadcast_product(matrix, tensor)

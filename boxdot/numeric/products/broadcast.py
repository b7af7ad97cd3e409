"""The broadcast product itself, under the convention of the paper."""

from __future__ import annotations

from numpy.typing import ArrayLike

from boxdot.grammar.errors import DataError
from boxdot.numeric.products.operands import Array, operand


def broadcast_product(*operands: ArrayLike) -> Array:
    """Return X ⊡ Y ⊡ … (eqs. 2, 7): axes of length 1 stretch, missing ones are added at the *end*.

    Parameters
    ----------
    *operands
        Arrays that meet the broadcast condition: at every axis equal lengths, or length 1.

    Returns
    -------
    Array
        Of the joint shape.

    Raises
    ------
    DataError
        The lengths along an axis do not fit.

    Examples
    --------
    One number for each pixel (of colours), and one for each row:

    >>> broadcast_product([[[1, 2], [3, 4]]], [[10, 100]]).tolist()
    [[[10, 20], [300, 400]]]
    >>> broadcast_product([[1, 2], [3, 4]], [10, 100])
    array([[ 10,  20],
           [300, 400]])
    """
    if not operands:
        raise DataError("a product has at least one operand")
    arrays = [operand(one, f"operand {n}") for n, one in enumerate(operands, start=1)]
    order = max(array.ndim for array in arrays)
    padded = [array.reshape(array.shape + (1,) * (order - array.ndim)) for array in arrays]
    for axis in range(order):
        lengths = {array.shape[axis] for array in padded} - {1}
        if len(lengths) > 1:
            shapes = ", ".join(str(array.shape) for array in arrays)
            raise DataError(f"the shapes {shapes} do not fit along axis {axis + 1}")
    product = padded[0]
    for array in padded[1:]:
        product = product * array
    return product.copy() if product is padded[0] else product

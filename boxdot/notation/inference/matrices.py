"""Shapes seen as matrices: a vector is a column, whatever the convention."""

from __future__ import annotations

from boxdot.notation.algebra import Size
from boxdot.notation.shapes.conventions import Convention
from boxdot.notation.shapes.padding import is_scalar, pad, trim
from boxdot.notation.shapes.sizes import Shape


def matrix_of(shape: Shape, convention: Convention = Convention.F) -> tuple[Size, Size] | None:
    """Return rows and columns; None for an order above 2.

    >>> matrix_of(("I",)), matrix_of((1, "J")), matrix_of(("I", "J", 1)), matrix_of((2, 2, 2))
    (('I', 1), (1, 'J'), ('I', 'J'), None)
    """
    if len(shape) > 2:
        shape = trim(shape, convention)
        if convention is Convention.F:
            shape = pad(shape, 2)
    if len(shape) > 2:
        return None
    rows, columns = (*shape, 1, 1)[:2]
    return rows, columns


def is_vector(shape: Shape) -> bool:
    """Return whether the shape is a column: one axis, or further ones of length 1.

    >>> is_vector(("I",)), is_vector(("I", 1)), is_vector((1, "J")), is_vector(())
    (True, True, False, False)
    """
    return len(trim(shape)) == 1 and not is_scalar(shape)

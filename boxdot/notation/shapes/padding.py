"""Free length-1 axes: adding, dropping and comparing up to them."""

from __future__ import annotations

from collections.abc import Mapping

from boxdot.notation.algebra import Size, substitute
from boxdot.notation.shapes.conventions import Convention
from boxdot.notation.shapes.sizes import Shape


def pad(shape: Shape, order: int, convention: Convention = Convention.F) -> Shape:
    """Return the shape with free length-1 axes added up to the order.

    >>> pad(("H", "W"), 3), pad((3, 4), 3, Convention.C)
    (('H', 'W', 1), (1, 3, 4))
    """
    ones: Shape = (1,) * (order - len(shape))
    return shape + ones if convention is Convention.F else ones + shape


def trim(shape: Shape, convention: Convention = Convention.F) -> Shape:
    """Return the shape without its free length-1 axes.

    >>> trim((1, "C", 1, 1)), trim((1, 1)), trim((1, "C"), Convention.C)
    ((1, 'C'), (), ('C',))
    """
    start, stop = 0, len(shape)
    if convention is Convention.F:
        while stop > 0 and shape[stop - 1] == 1:
            stop -= 1
    else:
        while start < stop and shape[start] == 1:
            start += 1
    return shape[start:stop]


def same_shape(left: Shape, right: Shape, convention: Convention = Convention.F) -> bool:
    """Return whether the shapes are equal, whatever the names are, up to free length-1 axes.

    >>> same_shape(("I", "J"), ("I", "J", 1)), same_shape((1, "C"), ("C",))
    (True, False)
    """
    return left == right or trim(left, convention) == trim(right, convention)


def is_scalar(shape: Shape) -> bool:
    """Return whether the shape has one entry: no axes, or only axes of length 1.

    >>> is_scalar(()), is_scalar((1, 1)), is_scalar(("I",))
    (True, True, False)
    """
    return all(size == 1 for size in shape)


def substitute_shape(shape: Shape, bindings: Mapping[str, Size]) -> Shape:
    """Return the shape with names replaced.

    >>> substitute_shape(("H", "W"), {"H": 4})
    (4, 'W')
    """
    return tuple(substitute(size, bindings) for size in shape) if bindings else shape

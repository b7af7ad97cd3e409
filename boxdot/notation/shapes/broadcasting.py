"""Two shapes against each other, axis by axis: strictly, or stretching axes of length 1."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from boxdot.notation.algebra import Size, equal, maximum, minimum
from boxdot.notation.shapes.conditions import TRUE, Condition, broadcast, equality
from boxdot.notation.shapes.conventions import Convention
from boxdot.notation.shapes.padding import pad
from boxdot.notation.shapes.sizes import Shape


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two shapes padded to one order, and what each axis demands."""

    left: Shape
    right: Shape
    axes: tuple[Condition, ...]

    @property
    def condition(self) -> Condition:
        """What all axes demand together."""
        condition = TRUE
        for axis in self.axes:
            condition &= axis
        return condition


def compare_strictly(
    left: Shape, right: Shape, convention: Convention = Convention.F
) -> Comparison:
    """Demand equal shapes, up to free length-1 axes.

    >>> print(compare_strictly(("H", "W", 3), ("H", "V")).condition)
    W = V and 3 = 1
    """
    return _compare(left, right, convention, equality)


def compare_broadcasting(
    left: Shape, right: Shape, convention: Convention = Convention.F
) -> Comparison:
    """Demand the broadcast condition.

    >>> print(compare_broadcasting(("I",), ("J",)).condition)
    I = J or I = 1 or J = 1
    >>> compare_broadcasting(("H", "W", 3), ("H", "W")).condition
    Condition(clauses=())
    """
    return _compare(left, right, convention, broadcast)


def _compare(
    left: Shape,
    right: Shape,
    convention: Convention,
    demand: Callable[[Size, Size], Condition],
) -> Comparison:
    if left == right:
        return Comparison(left, right, (TRUE,) * len(left))
    order = max(len(left), len(right))
    left, right = pad(left, order, convention), pad(right, order, convention)
    return Comparison(left, right, tuple(map(demand, left, right)))


def joint_shape(left: Shape, right: Shape, convention: Convention = Convention.F) -> Shape:
    """Return the shape to which both are stretched, if the broadcast condition holds.

    >>> joint_shape((1, 2, 5), (3, 1, 5)), joint_shape(("H", "W"), (1, 1, "C"))
    ((3, 2, 5), ('H', 'W', 'C'))
    >>> [str(size) for size in joint_shape(("I",), ("J",))]
    ['max(I, J)']
    """
    return _combined(left, right, convention, _joint_size)


def meet_shape(left: Shape, right: Shape, convention: Convention = Convention.F) -> Shape:
    """Return the shape of a marginal: the smaller size at each axis.

    >>> meet_shape(("I", "J"), ("I", 1, "K"))
    ('I', 1, 1)
    """
    return _combined(left, right, convention, _meet_size)


def _combined(
    left: Shape, right: Shape, convention: Convention, combine: Callable[[Size, Size], Size]
) -> Shape:
    if left == right:
        return left
    order = max(len(left), len(right))
    left, right = pad(left, order, convention), pad(right, order, convention)
    return tuple(map(combine, left, right))


def _joint_size(left: Size, right: Size) -> Size:
    """Under "equal or one is 1", a size that is never 1 is the larger one."""
    if left == right or right == 1:
        return left
    if left == 1:
        return right
    if equal(left, 1) is False:
        return left
    if equal(right, 1) is False:
        return right
    return maximum(left, right, joint=True)


def _meet_size(left: Size, right: Size) -> Size:
    return left if left == right else minimum(left, right)

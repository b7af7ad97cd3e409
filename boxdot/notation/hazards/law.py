"""The law: two shapes paired from the first axis (the notation, Julia) or from the last (NumPy)."""

from __future__ import annotations

from enum import Enum

from boxdot.notation.algebra import equal
from boxdot.notation.shapes.broadcasting import joint_shape
from boxdot.notation.shapes.conventions import Convention
from boxdot.notation.shapes.padding import pad
from boxdot.notation.shapes.sizes import Shape, Size


class Outcome(Enum):
    """What a plain operator of a language does where the notation has an operator of its own."""

    AGREES = "agrees"
    OTHER_SHAPE = "other shape"  # accepted, and of another shape
    OTHER_VALUES = "other values"  # accepted, of the same shape, with other values
    UNDEFINED = "undefined"  # accepted, though the notation has no such thing
    RAISES = "raises"  # refused, though the notation allows it
    BOTH_FAIL = "both fail"  # refused by both

    @property
    def notation(self) -> bool:
        """Whether the notation allows it."""
        return self not in (Outcome.UNDEFINED, Outcome.BOTH_FAIL)

    @property
    def silent(self) -> bool:
        """Whether nobody is told that something else happens."""
        return self in (Outcome.OTHER_SHAPE, Outcome.OTHER_VALUES, Outcome.UNDEFINED)


def outcome(left: Shape, right: Shape, *, strict: bool = False) -> Outcome:
    """Return what NumPy does with ``left * right``, against the notation in the F-convention.

    Sizes with different names count as different and greater than 1. With ``strict`` the
    notation demands equal shapes (⊙), where NumPy still stretches.

    >>> outcome(("H", "W", 3), ("H", "W")), outcome(("n", "n"), ("n",))
    (<Outcome.RAISES: 'raises'>, <Outcome.OTHER_VALUES: 'other values'>)
    >>> outcome((2, 3, 4), (3, 4)), outcome((3, 2), (1,))
    (<Outcome.UNDEFINED: 'undefined'>, <Outcome.AGREES: 'agrees'>)
    """
    return _outcome(left, right, Convention.C, strict)


def julia_outcome(left: Shape, right: Shape, *, strict: bool = False) -> Outcome:
    """Return what Julia does with ``left .* right``, which pairs axes as the notation does.

    >>> julia_outcome((2, 3, 4), (2, 3)), julia_outcome((2, 3, 4), (3, 4))
    (<Outcome.AGREES: 'agrees'>, <Outcome.BOTH_FAIL: 'both fail'>)
    """
    return _outcome(left, right, Convention.F, strict)


def _outcome(left: Shape, right: Shape, convention: Convention, strict: bool) -> Outcome:
    accepted = compatible(left, right, convention)
    if not (_alike(left, right) if strict else compatible(left, right, Convention.F)):
        return Outcome.UNDEFINED if accepted else Outcome.BOTH_FAIL
    if not accepted:
        return Outcome.RAISES
    if convention is Convention.F or len(left) == len(right):
        return Outcome.AGREES
    if all(size == 1 for size in min(left, right, key=len)):
        return Outcome.AGREES
    told = joint_shape(left, right, Convention.F)
    done = joint_shape(left, right, convention)
    return Outcome.OTHER_VALUES if told == done else Outcome.OTHER_SHAPE


def compatible(left: Shape, right: Shape, convention: Convention) -> bool:
    """Tell whether two shapes meet the broadcast condition."""
    return all(_paired(*sizes) for sizes in _pairs(left, right, convention))


def _alike(left: Shape, right: Shape) -> bool:
    return all(_same(*sizes) for sizes in _pairs(left, right, Convention.F))


def _pairs(left: Shape, right: Shape, convention: Convention) -> list[tuple[Size, Size]]:
    order = max(len(left), len(right))
    return list(zip(pad(left, order, convention), pad(right, order, convention), strict=True))


def _paired(left: Size, right: Size) -> bool:
    return left == 1 or right == 1 or _same(left, right)


def _same(left: Size, right: Size) -> bool:
    return left == right or equal(left, right) is True

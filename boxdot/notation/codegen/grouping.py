"""Reshapes as groups of neighbouring axes that have as many entries before as after."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from boxdot.notation import algebra
from boxdot.notation.algebra.arithmetic import terms_of
from boxdot.notation.shapes.sizes import Shape, Size

Group = tuple[list[Size], list[Size]]
"""Neighbouring axes before and after, with the same number of entries."""


def axis_groups(old: Shape, new: Shape) -> list[Group] | None:
    """Return axes in groups of as many entries; None if they do not pair up.

    >>> axis_groups(("I", "J"), ("I", "J")), len(axis_groups((2, 3, 4), (6, 4)))
    ([(['I'], ['I']), (['J'], ['J'])], 2)
    """
    groups: list[Group] = []
    left, right = iter(old), iter(new)
    while True:
        group = _group(left, right)
        if group is None:
            return None
        if group == ([], []):
            return groups
        groups.append(group)


def _group(left: Iterator[Size], right: Iterator[Size]) -> Group | None:
    """Return the shortest group that comes next."""
    before, after = _next(left), _next(right)
    while not algebra.equal(algebra.product(before), algebra.product(after)):
        more = _next(left) if _is_shorter(before, after) else _next(right)
        if not more:
            return None
        (before if _is_shorter(before, after) else after).extend(more)
    if bool(before) != bool(after):
        return None
    return before, after


def _next(sizes: Iterator[Size]) -> list[Size]:
    return [size for size in [next(sizes, None)] if size is not None]


def _is_shorter(before: Sequence[Size], after: Sequence[Size]) -> bool:
    """Whether the axes before must grow: their product divides the one after."""
    return is_whole(algebra.divide(algebra.product(after), algebra.product(before)), least=2)


def is_whole(quotient: Size, *, least: int = 1) -> bool:
    """Return whether a quotient of sizes is a size itself.

    >>> is_whole(algebra.divide(6, 2)), is_whole(algebra.divide("I", "J"))
    (True, False)
    """
    if isinstance(quotient, int):
        return quotient >= least
    return all(
        factor.denominator == 1 and all(exponent > 0 for _, exponent in monomial)
        for monomial, factor in terms_of(quotient)
    )

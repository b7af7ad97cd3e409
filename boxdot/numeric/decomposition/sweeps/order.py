"""The order of a sweep: which updates share one reading of the data."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Update:
    """A factor of one term, or of all terms together (block), gets new values.

    ``power`` is for starts: the term becomes its moment, as in the power method, which finds the
    signs of a leading pair of factors where least squares would stay with those it was given.
    """

    factor: int
    terms: tuple[int, ...]
    power: bool = False


@dataclass(frozen=True)
class Pass:
    """One reading of the data, slab by slab.

    Local updates are of factors that vary along the slabs: each slab gives their entries there.
    The last update, if any, needs the sums over all slabs.
    """

    local: tuple[Update, ...]
    last: Update | None


def updates(algorithm: str, rank: int, free: Sequence[int]) -> list[Update]:
    """Return the updates of a sweep: HALS goes term by term, block ALS takes all terms at once.

    >>> [(one.factor, one.terms) for one in updates("hals", 2, [0, 1])]
    [(0, (0,)), (1, (0,)), (0, (1,)), (1, (1,))]
    >>> [(one.factor, one.terms) for one in updates("als", 2, [0, 1])]
    [(0, (0, 1)), (1, (0, 1))]
    """
    if algorithm == "als":
        return [Update(factor, tuple(range(rank))) for factor in free]
    return [Update(factor, (term,)) for term in range(rank) for factor in free]


def passes(order: Sequence[Update], local: Sequence[bool]) -> list[Pass]:
    """Return the readings of the data that the updates need, in their order.

    >>> len(passes(updates("hals", 1, [0, 1, 2]), [True, True, False]))
    1
    >>> len(passes(updates("hals", 1, [0, 1, 2]), [True, False, True]))
    2
    """
    found: list[Pass] = []
    waiting: list[Update] = []
    for update in order:
        if local[update.factor]:
            waiting.append(update)
        else:
            found.append(Pass(tuple(waiting), update))
            waiting = []
    return [*found, Pass(tuple(waiting), None)] if waiting else found

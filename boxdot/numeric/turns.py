"""Pieces that come from many threads, handed one after the other to what sums them up."""

from __future__ import annotations

from collections.abc import Callable
from heapq import heappop, heappush
from threading import Condition
from typing import Any, Protocol

from boxdot.numeric.regions import Region

EARLY = 2
"""So many pieces that come too early may lie there; whoever brings one more waits."""
PATIENCE = 2.0
"""So many seconds a piece is waited for that does not come; then others go before it."""


class Fold(Protocol):
    """What takes pieces one after the other."""

    def take(self, region: Region, block: Any, *blocks: Any) -> None:
        """Add what a piece says; keep no view of it."""

    def result(self) -> Any:
        """Return what all pieces said; of a cluster it must pickle."""


class Alone:
    """A fold of one piece, as a function of it."""

    def __init__(self, fold: Callable[[Any], Fold]) -> None:
        self.fold = fold

    def __call__(self, region: Region, block: Any, *rest: Any) -> Any:
        """Return what the fold found in the piece."""
        *blocks, (state,) = rest  # in a tuple, since None would not be passed on
        one = self.fold(state)
        one.take(region, block, *blocks)
        return one.result()


class Turns:
    """Hands a fold pieces from many threads one after the other, in the order of their numbers.

    Whoever comes while the fold is at work, or too early, leaves his piece and goes; if too many
    lie there, he waits. Should the piece that is due not come, another goes before it: the order
    is for sums that are the same in every run, and not worth all the data in memory.
    """

    def __init__(self, fold: Fold) -> None:
        self.fold, self.free = fold, Condition()
        self.busy, self.due = False, 0
        self.waiting: list[tuple[int, Region, tuple[Any, ...]]] = []
        self.done: set[int] = set()

    def take(self, number: int, region: Region, *blocks: Any) -> None:
        """Give the fold the piece of a number, now or soon."""
        with self.free:
            heappush(self.waiting, (number, region, blocks))
            while len(self.waiting) > EARLY and (self.busy or not self._is_due()):
                if not self.free.wait(PATIENCE) and not self.busy:
                    break
            if self.busy:
                return
            self.busy = True
        del blocks
        self._work(EARLY)

    def result(self) -> Any:
        """Return what the fold found; all pieces have come."""
        self.busy = True
        self._work(0)
        return self.fold.result()

    def _work(self, early: int) -> None:
        try:
            while (piece := self._next(early)) is not None:
                self.fold.take(*piece)
        except BaseException:
            self._rest()
            raise

    def _next(self, early: int) -> tuple[Any, ...] | None:
        """Return the piece whose turn it is; without one the fold is free."""
        with self.free:
            if self.waiting and (self._is_due() or len(self.waiting) > early):
                number, region, blocks = heappop(self.waiting)
                self.done.add(number)
                while self.due in self.done:
                    self.done.remove(self.due)
                    self.due += 1
                self.free.notify_all()
                return region, *blocks
            self._rest()
            return None

    def _is_due(self) -> bool:
        return self.waiting[0][0] == self.due

    def _rest(self) -> None:
        with self.free:
            self.busy = False
            self.free.notify_all()

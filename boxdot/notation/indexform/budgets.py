"""How much work may be done: a number of terms and a moment at which to stop."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

from boxdot.grammar.errors import UnsupportedError

MOST_TERMS = 200_000
MOST_SECONDS = 10.0


class BudgetError(UnsupportedError):
    """The work would take more terms or more time than it may."""


@dataclass(slots=True)
class Budget:
    """What is left: terms that may still be formed, and the moment (monotonic) to stop at."""

    terms: int
    stop: float

    def spend(self, terms: int) -> None:
        """Count terms that are about to be formed."""
        self.terms -= terms
        if self.terms < 0:
            raise BudgetError("the term budget is reached")
        if time.monotonic() > self.stop:
            raise BudgetError("the time budget is reached")


_budget: ContextVar[Budget | None] = ContextVar("budget", default=None)


def spend(terms: int) -> None:
    """Count terms that are about to be formed; raises BudgetError beyond the budget."""
    budget = _budget.get()
    if budget is not None:
        budget.spend(terms)


@contextmanager
def limited(*, terms: int = MOST_TERMS, seconds: float = MOST_SECONDS) -> Iterator[None]:
    """Bound the work done inside; an outer bound still holds.

    >>> with limited(terms=10):
    ...     spend(11)
    Traceback (most recent call last):
    ...
    boxdot.notation.indexform.budgets.BudgetError: the term budget is reached
    """
    outer = _budget.get()
    stop = time.monotonic() + seconds
    if outer is not None:
        terms, stop = min(terms, outer.terms), min(stop, outer.stop)
    token = _budget.set(Budget(terms, stop))
    try:
        yield
    finally:
        _budget.reset(token)

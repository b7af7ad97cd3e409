"""How long a derivation may take."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from boxdot.grammar.errors import UnsupportedError
from boxdot.notation.indexform.budgets import BudgetError, limited

SECONDS = 10.0
TERMS = 2_000_000


@contextmanager
def timely(seconds: float = SECONDS) -> Iterator[None]:
    """Say so where what is done inside takes longer, or forms too many terms."""
    try:
        with limited(terms=TERMS, seconds=seconds):
            yield
    except BudgetError as error:
        raise UnsupportedError(
            f"the derivation is not found in {seconds:g} seconds",
            hint="derive a part of the expression at a time",
        ) from error

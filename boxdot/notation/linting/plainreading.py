"""Formulas read before anything is known of their symbols: as declarations and lists of names are.

Several of those who ask for what a paper declares and infers read the same formulas.
"""

from __future__ import annotations

from functools import lru_cache

from boxdot.notation.linting.symbols import EveryName
from boxdot.notation.reading import LooseReading, read_loosely

_MOST_KEPT = 2048


@lru_cache(maxsize=_MOST_KEPT)
def read_plainly(text: str) -> LooseReading:
    r"""Read a formula in which whatever may be a name is one; what is returned is shared.

    >>> [one.name for one in read_plainly(r"I \in \mathbb{R}^{n \times d}").declarations]
    ['I']
    """
    return read_loosely(text, EveryName(), syntax="latex", unknown_commands=True)

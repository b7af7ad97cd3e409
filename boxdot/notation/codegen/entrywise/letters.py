"""Indices: the next letter that nothing else is called by."""

from __future__ import annotations

from collections.abc import Callable, Collection
from functools import partial

from boxdot.notation.shapes.sizes import Size

LETTERS = "ijklmnpqrstuvwabcdfghxyz"

Namer = Callable[[Size, Collection[str]], str]
"""Names the index of an axis, given its length and the names that are in scope."""


def letter(taken: Collection[str], size: Size, scope: Collection[str]) -> str:
    """Return the first letter that is free, then ``i_2`` and so on.

    >>> letter({"i"}, "I", ["j"]), letter(set(LETTERS), 3, [])
    ('k', 'i_2')
    """
    used = {*taken, *scope}
    free = (one for one in LETTERS if one not in used)
    numbered = (name for n in range(2, len(used) + 3) if (name := f"i_{n}") not in used)
    return next(free, None) or next(numbered)


def letters(taken: Collection[str]) -> Namer:
    """Return what names indices by letters, other than the names that are taken."""
    return partial(letter, frozenset(taken))

"""Edits put into a text."""

from __future__ import annotations

from collections.abc import Iterable
from operator import attrgetter

from boxdot.notation.linting.findings import Edit

by_place = attrgetter("start", "end")


def applied(text: str, edits: Iterable[Edit]) -> str:
    """Return the text with edits made that do not overlap; one that is given twice is made once.

    >>> applied("X + b", [Edit(2, 3, "⊞"), Edit(2, 3, "⊞"), Edit(0, 1, "XW")])
    'XW ⊞ b'
    """
    pieces, at = [], 0
    for edit in sorted(set(edits), key=by_place):
        pieces += [text[at : edit.start], edit.text]
        at = edit.end
    return "".join([*pieces, text[at:]])

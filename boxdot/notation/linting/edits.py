"""Edits put into a text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from difflib import SequenceMatcher
from itertools import accumulate
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


def edits_between(before: str, after: str) -> list[Edit]:
    r"""Return few and short edits, by lines, that make one text of another.

    >>> edits_between("a\nX + b\n", "a\nX ⊞ b\n")
    [Edit(start=4, end=5, text='⊞')]
    """
    old, new = before.splitlines(keepends=True), after.splitlines(keepends=True)
    same = next((n for n, (a, b) in enumerate(zip(old, new, strict=False)) if a != b), None)
    same = min(len(old), len(new)) if same is None else same
    starts = list(accumulate(map(len, old), initial=0))
    matcher = SequenceMatcher(None, old[same:], new[same:], autojunk=False)
    found: list[Edit] = []
    for kind, first, last, into, until in matcher.get_opcodes():
        if kind != "equal":
            lines = slice(same + first, same + last)
            found += _shortened(old[lines], new[same + into : same + until], starts[lines.start])
    return found


def _shortened(old: list[str], new: list[str], at: int) -> Iterator[Edit]:
    """Yield the edits of some lines: one by one where there are as many, and of what differs."""
    if len(old) != len(new):
        old, new = ["".join(old)], ["".join(new)]
    for before, after in zip(old, new, strict=True):
        head = _common(before, after)
        tail = _common(before[head:][::-1], after[head:][::-1])
        yield Edit(at + head, at + len(before) - tail, after[head : len(after) - tail])
        at += len(before)


def _common(one: str, other: str) -> int:
    """Return how many characters two texts begin with alike."""
    pairs = zip(one, other, strict=False)
    return next((n for n, (a, b) in enumerate(pairs) if a != b), min(len(one), len(other)))

"""Edits put into a text, and those among several fixes that do not get in each other's way."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Iterable
from operator import attrgetter
from pathlib import Path

from boxdot.notation.linting.findings import Edit, Finding

_place = attrgetter("start", "end")


def applied(text: str, edits: Iterable[Edit]) -> str:
    """Return the text with edits made that do not overlap; one that is given twice is made once.

    >>> applied("X + b", [Edit(2, 3, "⊞"), Edit(2, 3, "⊞"), Edit(0, 1, "XW")])
    'XW ⊞ b'
    """
    pieces, at = [], 0
    for edit in sorted(set(edits), key=_place):
        pieces += [text[at : edit.start], edit.text]
        at = edit.end
    return "".join([*pieces, text[at:]])


def compatible(findings: Iterable[Finding]) -> list[Finding]:
    """Return the findings whose fixes can be made together: of two that overlap the first."""
    taken: dict[Path, list[Edit]] = {}
    chosen = []
    for finding in findings:
        edits = finding.fix.edits if finding.fix is not None else ()
        others = taken.setdefault(finding.source.path, [])
        if edits and all(_is_free(edit, others) for edit in edits):
            chosen.append(finding)
            for edit in edits:
                if edit not in others:
                    insort(others, edit, key=_place)
    return chosen


def _is_free(edit: Edit, others: list[Edit]) -> bool:
    """Tell whether an edit touches none of the others, in order, or is one of them."""
    at = bisect_left(others, _place(edit), key=_place)
    near = others[max(at - 1, 0) : at + 1]
    return edit in near or not any(_overlap(edit, other) for other in near)


def _overlap(one: Edit, other: Edit) -> bool:
    if one.start == one.end or other.start == other.end:  # two insertions at one place do
        return one.start <= other.end and other.start <= one.end
    return one.start < other.end and other.start < one.end

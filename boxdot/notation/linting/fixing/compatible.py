"""Those among several fixes that do not get in each other's way."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Iterable
from pathlib import Path

from boxdot.notation.linting.edits import by_place
from boxdot.notation.linting.findings import Edit, Finding


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
                    insort(others, edit, key=by_place)
    return chosen


def _is_free(edit: Edit, others: list[Edit]) -> bool:
    """Tell whether an edit touches none of the others, in order, or is one of them."""
    at = bisect_left(others, by_place(edit), key=by_place)
    near = others[max(at - 1, 0) : at + 1]
    return edit in near or not any(_overlap(edit, other) for other in near)


def _overlap(one: Edit, other: Edit) -> bool:
    if one.start == one.end or other.start == other.end:  # two insertions at one place do
        return one.start <= other.end and other.start <= one.end
    return one.start < other.end and other.start < one.end

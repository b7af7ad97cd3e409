"""Comments that keep no finding quiet, and how to take them out."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from boxdot.grammar.papers import SourceFile
from boxdot.notation.diagnostics import CODES, WARNING
from boxdot.notation.linting.findings import Edit, Finding, Fix
from boxdot.notation.linting.ignoring import Ignore

NAME = "unused-ignore"


def unused_ignores(
    file: SourceFile, ignores: Collection[Ignore], selected: Collection[str]
) -> Iterator[Finding]:
    """Yield a finding for each comment of a file that is not needed, or not all of it.

    What is about a rule that is not selected may be needed when it is.
    """
    for ignore in ignores:
        idle = _idle(ignore, selected)
        if idle is not None and not _meant(ignore):
            yield Finding(
                file,
                ignore.span,
                CODES[NAME],
                NAME,
                WARNING,
                _message(ignore, idle),
                ignore.span.of(file.text),
                fix=_fix(file, ignore, idle),
            )


def _meant(ignore: Ignore) -> bool:
    """Tell whether the comment is about these comments themselves."""
    return any(CODES[NAME] in codes for codes in (ignore.codes or {}).values())


def _idle(ignore: Ignore, selected: Collection[str]) -> list[str] | None:
    """Return the names that were not needed, none for a comment without names; None if needed."""
    if ignore.codes is None:
        return None if ignore.used else []
    names = [
        name
        for name, codes in ignore.codes.items()
        if name not in ignore.used and (not codes or not codes.isdisjoint(selected))
    ]
    return names or (None if ignore.codes else [])


def _message(ignore: Ignore, idle: list[str]) -> str:
    if not idle:
        return "nothing is ignored by this comment"
    unknown = [name for name in idle if not (ignore.codes or {})[name]]
    if unknown:
        return f"there is no rule {', '.join(unknown)} to ignore"
    return f"nothing of {', '.join(idle)} is ignored by this comment"


def _fix(file: SourceFile, ignore: Ignore, idle: list[str]) -> Fix | None:
    """Return how to take the comment, or its needless names, out; of a block only its author."""
    if ignore.kind == "-begin":
        return None
    kept = [name for name in ignore.codes or () if name not in idle]
    if kept:
        written = ignore.span.of(file.text)
        start = ignore.span.start + written.index("[") + 1
        end = ignore.span.start + written.index("]")
        edit = Edit(start, end, ", ".join(kept))
        return Fix(f"ignore {edit.text} only", edit.text, (edit,), safe=True)
    return Fix("take the comment out", "", (_removal(file.text, ignore),), safe=True)


def _removal(text: str, ignore: Ignore) -> Edit:
    """Return the edit that removes a comment: its line if it stands alone, never what follows."""
    start, end = ignore.span.start, ignore.span.end
    opening = text.rfind("\n", 0, start) + 1
    closing = text.find("\n", end)
    closing = len(text) if closing < 0 else closing
    before, after = text[opening:start], text[end:closing]
    if after.strip():
        # The rest of a TeX comment stays one.
        return Edit(start, end, "%" if text[start] == "%" else "")
    if not before.strip():
        return Edit(opening, min(closing + 1, len(text)), "")
    if text[start] == "%" and not before[-1].isspace():
        return Edit(start, end, "%")  # it also keeps the end of the line from being a space
    return Edit(opening + len(before.rstrip()), end, "")

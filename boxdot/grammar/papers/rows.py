r"""The rows of a formula: split at ``\\`` at the top level of its outermost environment."""

from __future__ import annotations

import re
from collections.abc import Iterator

from boxdot.grammar.papers.documents import Row
from boxdot.grammar.source import Span

# Environments that, alone in a display, are its rows. (Fenced matrices are one thing, not rows.)
ROWED = frozenset({
    "align", "alignat", "aligned", "alignedat", "array", "cases", "darray", "dcases", "eqnarray",
    "equation", "flalign", "gather", "gathered", "matrix", "multline", "multlined", "split",
    "IEEEeqnarray", "IEEEeqnarraybox", "dmath",
})  # fmt: skip

# How many environments, one directly in the other, are looked into.
_MAX_NESTED = 4

# Environments whose rows are one formula, broken over lines.
BROKEN = frozenset({"multline", "multlined"})

# Sizes and styles may stand before an environment that fills a display.
_STYLE = r"(?:\\(?:displaystyle|textstyle|[a-z]*small|footnotesize|scriptsize|[lL]arge|tiny)\s*)*"
_BEGIN = re.compile(
    r"\s*" + _STYLE + r"\\begin\s*\{([A-Za-z]+)(\*?)\}((?:\[[^\]]*\]|\{(?:[^{}]|\{[^{}]*\})*\})*)"
)
_AFTER = re.compile(r"[\s.,;:]*\Z")
_LEVELS = re.compile(r"\\(?:(?:begin|end)(?![A-Za-z@])|.)|\{|\}", re.DOTALL)
_BREAK = re.compile(
    r"\\\\\*?(?:\[\s*-?\s*[0-9.]*\s*(?:pt|em|ex|cm|mm|in|mu|sp|bp|pc|\\[a-z]+)\s*\])?"
)
_ARGUMENTS = frozenset(
    {"alignat", "alignedat", "array", "darray", "IEEEeqnarray", "IEEEeqnarraybox"}
)
_OPTION = re.compile(r"(?:\[[^\]]*\])*")


def outermost(text: str) -> tuple[str | None, Span]:
    r"""Return the environment that fills the text, and its inside; None and all of it otherwise.

    >>> outermost(r"\begin{aligned} a &= b \end{aligned},")
    ('aligned', Span(start=15, end=23))
    """
    name: str | None = None
    span = Span(0, len(text))
    for _ in range(_MAX_NESTED):
        found = _filling(text, span)
        if found is None:
            break
        name, span = found
    return name, span


def split_rows(text: str, span: Span) -> tuple[Row, ...]:
    r"""Return the rows in a part of the text, without the empty ones.

    >>> [r.text for r in split_rows(r"a &= {b\\c} \\[2pt] d", Span(0, 21))]
    ['a &= {b\\\\c}', 'd']
    """
    rows, start = [], span.start
    for stop in breaks(text, span):
        rows.append(_row(text, start, stop.start))
        start = stop.end
    rows.append(_row(text, start, span.end))
    return tuple(row for row in rows if row.text)


def breaks(text: str, span: Span) -> Iterator[Span]:
    r"""Yield the places of the ``\\`` at the top level of a part of the text."""
    depth = 0
    for match in _LEVELS.finditer(text, span.start, span.end):
        token = match[0]
        if token in {"{", r"\begin"}:
            depth += 1
        elif token in {"}", r"\end"}:
            depth -= 1
        elif token == r"\\" and depth == 0:
            separator = _BREAK.match(text, match.start(), span.end)
            yield Span(match.start(), separator.end() if separator else match.end())


def _row(text: str, start: int, end: int) -> Row:
    """Return the row without white space around it."""
    row = text[start:end]
    left = start + len(row) - len(row.lstrip())
    return Row(Span(left, left + len(row.strip())), row.strip())


def _filling(text: str, span: Span) -> tuple[str, Span] | None:
    """Return the environment that fills the span, but for punctuation after it, and its inside."""
    begin = _BEGIN.match(text, span.start, span.end)
    if not begin or begin[1] not in ROWED:
        return None
    depth = 0
    for match in _LEVELS.finditer(text, begin.start(), span.end):
        depth += {r"\begin": 1, r"\end": -1}.get(match[0], 0)
        if depth == 0 and match[0] == r"\end":
            closer = text.find("}", match.end(), span.end)
            if closer < 0 or not _AFTER.match(text, closer + 1, span.end):
                return None
            return begin[1], Span(_inside(begin), match.start())
    return None


def _inside(begin: re.Match[str]) -> int:
    """Return where the inside starts: after the columns of an array, but before a first group."""
    if begin[1] in _ARGUMENTS:
        return begin.end()
    option = _OPTION.match(begin[3])
    return begin.start(3) + (option.end() if option else 0)

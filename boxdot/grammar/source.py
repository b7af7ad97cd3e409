"""Places in a text: spans of characters, and the caret that shows one to a reader."""

from __future__ import annotations

import unicodedata
from typing import NamedTuple


class Span(NamedTuple):
    """The characters ``start`` up to, but not including, ``end`` of one text.

    As `Token`, a tuple: these are the two things that are made most often.
    """

    start: int
    end: int

    def __or__(self, other: Span) -> Span:
        """Return the smallest span that covers both."""
        return Span(min(self.start, other.start), max(self.end, other.end))

    def of(self, text: str) -> str:
        """Return the characters of ``text`` that the span covers."""
        return text[self.start : self.end]


def line_and_column(text: str, offset: int) -> tuple[int, int]:
    r"""Return the 1-based line and column of a character offset.

    >>> line_and_column("ab\ncd", 4)
    (2, 2)
    """
    before = text[:offset]
    return before.count("\n") + 1, offset - (before.rfind("\n") + 1) + 1


def caret(text: str, span: Span, *, context: int = 60) -> str:
    """Return the line that holds the span with carets under it.

    Long lines are cut to ``context`` characters on each side, marked with ``…``.

    >>> print(caret("X + y", Span(2, 3)))
    X + y
      ^
    """
    start = text.rfind("\n", 0, span.start) + 1
    stop = text.find("\n", span.start)
    stop = len(text) if stop < 0 else stop
    end = min(max(span.end, span.start + 1), stop) if span.start < stop else span.start + 1
    left = max(start, span.start - context)
    right = min(stop, max(end, span.start + 1) + context)
    lead = "…" if left > start else ""
    tail = "…" if right < stop else ""
    shown = lead + text[left:right].replace("\t", " ") + tail
    offset = len(lead) + span.start - left
    width = max(1, min(end, right) - span.start)
    return (
        f"{shown}\n{' ' * _columns(shown[:offset])}{'^' * _columns(shown[offset : offset + width])}"
    )


def _columns(text: str) -> int:
    """Return how many terminal columns the text takes."""
    wide = sum(unicodedata.east_asian_width(c) in "WF" for c in text)
    zero = sum(unicodedata.combining(c) != 0 for c in text)
    return max(len(text) + wide - zero, 0)

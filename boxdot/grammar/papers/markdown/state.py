"""A Markdown file being read: what its marks can see and change."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable
from functools import cached_property

from boxdot.grammar.papers.cleaning import clean_markdown
from boxdot.grammar.papers.closing import Closers
from boxdot.grammar.papers.documents import SourceFile
from boxdot.grammar.papers.markup import MARKDOWN_MARKUP
from boxdot.grammar.papers.reader import Reader
from boxdot.grammar.papers.recording import Recorder
from boxdot.grammar.papers.running import RunningText
from boxdot.grammar.papers.sourcemap import TextBuilder

# What no inline mark reaches across: a blank line, a fence, a heading, an item of a list.
_BREAK = re.compile(
    r"\n(?=[ \t\r>]*(?:\n|\Z|```|~~~)|[ \t>]*(?:#{1,6}[ \t]|[-*+][ \t]|[0-9]{1,9}[.)][ \t]))"
)
_TICKS = re.compile(r"`+")


class MarkdownState(Reader):
    """One Markdown file on its way from start to end."""

    def __init__(self, file: SourceFile, recorder: Recorder) -> None:
        running = RunningText(file, recorder, MARKDOWN_MARKUP)
        super().__init__(file, recorder, running, Closers(file.text, comments=False))
        # Items of a list may be indented; elsewhere an indented paragraph is code.
        self.in_list = False
        # What was looked for and is not in the rest of the file.
        self.missing: set[str] = set()
        self._break = -1
        self._ticks: dict[int, list[int]] = {}
        self._ticks_until = -1

    @cached_property
    def doubled(self) -> bool:
        r"""Say whether the file writes its backslashes twice: ``\\\\`` for a new row."""
        return "\\" * 4 in self.text

    def clean(self, text: str, at: int) -> TextBuilder | None:
        """Return the formula without comments, labels and Markdown's escapes."""
        doubled = self.doubled or (r"\\{" in text and text.count(r"\\{") == text.count(r"\\}"))
        quoted = "\n" in text and self._quoted(at)
        return clean_markdown(text, doubled=doubled, quoted=quoted)

    def _quoted(self, at: int) -> bool:
        """Say whether the line of ``at`` is part of a quotation."""
        line = self.text.rfind("\n", 0, at) + 1
        return self.text[line : line + 200].lstrip().startswith(">")

    def drop(self, start: int, end: int) -> int:
        """Leave a stretch out of the running text; return its end."""
        self.running.cut(start, end)
        return end

    def block_end(self, at: int) -> int:
        """Return where the block that holds ``at`` ends: no inline mark reaches further."""
        if at > self._break:
            match = _BREAK.search(self.text, at)
            self._break = match.start() if match else len(self.text)
        return self._break

    def closing_ticks(self, at: int, length: int) -> int | None:
        """Return where as many backticks stand again, in the same block, from ``at`` on."""
        end = self.block_end(at)
        if self._ticks_until != end:
            self._ticks, self._ticks_until = {}, end
            for match in _TICKS.finditer(self.text, at, end):
                self._ticks.setdefault(len(match[0]), []).append(match.start())
        places = self._ticks.get(length, [])
        index = bisect_left(places, at)
        return places[index] if index < len(places) else None

    def find(self, closer: str, at: int) -> int:
        """Return where the closer stands from ``at`` on, -1 for nowhere."""
        found = -1 if closer in self.missing else self.text.find(closer, at)
        if found < 0:
            self.missing.add(closer)
        return found


# Handles an event; returns where to go on.
Handler = Callable[[MarkdownState, re.Match[str]], int]

"""Running text: paragraphs freed from markup, with a sign for each formula in them."""

from __future__ import annotations

import re

from boxdot.grammar.papers.documents import PLACEHOLDER, Prose, Reference, SourceFile
from boxdot.grammar.papers.markup import plain
from boxdot.grammar.papers.recording import Recorder
from boxdot.grammar.papers.sourcemap import TextBuilder
from boxdot.grammar.source import Span

_LETTER = re.compile(r"[^\W\d_]")


class RunningText:
    """Writes the paragraphs of one file into a recorder."""

    def __init__(self, file: SourceFile, recorder: Recorder, markup: re.Pattern[str]) -> None:
        self.file = file
        self.recorder = recorder
        self.markup = markup
        # Where the text that is not yet written starts.
        self.start = 0
        # Where the title of a heading ends, which is a paragraph of its own.
        self._title_end: int | None = None
        self._made = TextBuilder()
        self._references: list[Reference] = []

    def cut(self, start: int, end: int) -> None:
        """Write the text up to ``start`` and leave out what follows, up to ``end``."""
        self._write(start)
        self.start = max(end, self.start)

    def formula(self, index: int | None, outer: Span) -> None:
        """Write the text up to a formula, and the sign that stands for it."""
        self.cut(outer.start, outer.end)
        if index is not None:
            self._references.append(Reference(self._made.length, index))
        self._made.stand_in(PLACEHOLDER, outer)

    def code(self, start: int, inner: Span, end: int) -> None:
        """Write the text up to ``start``, and a span of code as it is, without its marks."""
        self.cut(start, inner.start)
        self._made.copy(inner.of(self.file.text), inner.start)
        self.start = end

    def heading(self, start: int, title: Span) -> None:
        """Close the paragraph before a heading; its title is the next."""
        self.end_paragraph(start)
        self.start = max(self.start, title.start)
        self._title_end = title.end

    def end_paragraph(self, at: int) -> None:
        """Write the text up to ``at`` and close the paragraph."""
        self._write(at)
        self._close()

    def _close(self) -> None:
        """Close the paragraph."""
        if self._made.length:
            self._keep(self._made, tuple(self._references))
            self._made, self._references = TextBuilder(), []

    def _keep(self, made: TextBuilder, references: tuple[Reference, ...]) -> None:
        """Record a paragraph, if it says something."""
        text = made.text
        if _LETTER.search(text):
            section = self.recorder.section
            self.recorder.prose.append(Prose(self.file, text, made.map, references, section))

    def _write(self, end: int) -> None:
        """Append the text up to ``end``; a title in it is closed where it ends."""
        stop = self._title_end
        if stop is not None and end >= stop:
            self._title_end = None
            self._append(stop)
            self._close()
        self._append(end)

    def _append(self, end: int) -> None:
        """Append the text up to ``end`` without its markup."""
        text, at, made = self.file.text, self.start, self._made
        if end <= at:
            return
        for match in self.markup.finditer(text, at, end):
            made.copy(text[at : match.start()], at)
            made.stand_in(plain(match), Span(*match.span()))
            at = match.end()
        made.copy(text[at:end], at)
        self.start = end

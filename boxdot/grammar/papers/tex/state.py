"""A TeX file being read: what its commands can see and change."""

from __future__ import annotations

import re
from collections.abc import Callable

from boxdot.grammar.papers.cleaning import clean_tex
from boxdot.grammar.papers.closing import Closers
from boxdot.grammar.papers.documents import SourceFile
from boxdot.grammar.papers.markup import TEX_MARKUP
from boxdot.grammar.papers.reader import Reader
from boxdot.grammar.papers.recording import Recorder
from boxdot.grammar.papers.running import RunningText
from boxdot.grammar.papers.sourcemap import TextBuilder
from boxdot.grammar.papers.tex.includes import Includes

_BEGIN_DOCUMENT = r"\begin{document}"


class TexState(Reader):
    """One TeX file on its way from start to end; ``quiet``: only its definitions count."""

    def __init__(
        self, file: SourceFile, recorder: Recorder, includes: Includes, *, quiet: bool = False
    ) -> None:
        running = RunningText(file, recorder, TEX_MARKUP)
        super().__init__(file, recorder, running, Closers(file.text, comments=True))
        self.includes = includes
        self.end = len(file.text)
        # In a preamble a dollar is a column type or an option, hardly ever a formula.
        self.silent_until = self.end if quiet else body_start(file.text)
        running.start = self.silent_until
        # What was looked for and is not in the rest of the file.
        self.missing: set[str] = set()

    def clean(self, text: str, at: int) -> TextBuilder | None:
        """Return the formula without comments and labels."""
        return clean_tex(text)

    def silent(self, at: int) -> bool:
        """Say whether only definitions count at a place."""
        return at < self.silent_until

    def end_paragraph(self, at: int) -> None:
        """Close the paragraph of running text, where there is any."""
        if not self.silent(at):
            self.running.end_paragraph(at)

    def drop(self, start: int, end: int) -> int:
        """Leave a stretch out of the running text; return its end."""
        self.running.cut(start, end)
        return end


# Handles an event; returns where to go on.
Handler = Callable[[TexState, re.Match[str]], int]


def body_start(text: str) -> int:
    r"""Return where the text after ``\begin{document}`` starts; 0 for a fragment."""
    at = text.find(_BEGIN_DOCUMENT)
    while at >= 0:
        line = text.rfind("\n", 0, at) + 1
        if "%" not in text[line:at]:
            return at
        at = text.find(_BEGIN_DOCUMENT, at + 1)
    return 0

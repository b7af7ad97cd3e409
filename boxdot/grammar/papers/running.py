"""Running text: paragraphs freed from markup, with a sign for each formula in them."""

from __future__ import annotations

import re

from boxdot.grammar.papers.documents import PLACEHOLDER, Prose, Reference, SourceFile
from boxdot.grammar.papers.recording import Recorder
from boxdot.grammar.papers.sourcemap import TextBuilder
from boxdot.grammar.source import Span

# Each branch opens with one character, so that the search jumps to the next of them.
TEX_MARKUP = re.compile(
    r"\\(?:(?P<cut>(?:label|[A-Za-z]*cite[A-Za-z]*|includegraphics|url|hspace|vspace)"
    r"\*?(?:\[[^\]\n]{0,300}\])*\{[^{}]*\}|[A-Za-z@]+\*?[ \t]*)|(?P<blank>[,;:! \\])|(?P<bare>.))"
    r"|\{(?P<open>)|\}(?P<close>)|~(?P<tie>)"
)
MARKDOWN_MARKUP = re.compile(
    # Stars and underlines that touch a word; a star between blanks is a product.
    r"\*\*{0,2}(?P<star>(?=\S)|(?<=[^\s*]\*)|(?<=[^\s*]\*\*)|(?<=[^\s*]\*\*\*))"
    r"|__{0,2}(?P<line>(?=[^\W_])(?<![^\W_]_)(?<![^\W_]__)|(?![^\W_])(?<=[^\W_]_)|(?<=[^\W_]__)(?!\w))"
    r"|!\[(?P<image>(?=[^\]\n]{0,300}\]\())|\[(?P<link>(?=[^\]\n]{0,300}\]\())|\]\((?P<address>[^()\s]*)\)"
    r"|<(?P<tag>/?[A-Za-z][^<>\n]*)>|:(?P<role>[a-z]+):(?=[`\s])|\n(?P<quote>[ \t]*>[ \t]?)"
    r"|\\(?P<bare>[^\w\s])"
)
# What stands instead of markup that is not a character of its own.
_GAPS = {"blank": " ", "tie": " ", "quote": "\n"}


class RunningText:
    """Writes the paragraphs of one file into a recorder."""

    def __init__(self, file: SourceFile, recorder: Recorder, markup: re.Pattern[str]) -> None:
        self.file = file
        self.recorder = recorder
        self.markup = markup
        # Where the text that is not yet written starts.
        self.start = 0
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

    def end_paragraph(self, at: int) -> None:
        """Write the text up to ``at`` and close the paragraph."""
        self._write(at)
        if self._made.length:
            self._keep(self._made, tuple(self._references))
            self._made, self._references = TextBuilder(), []

    def _keep(self, made: TextBuilder, references: tuple[Reference, ...]) -> None:
        """Record a paragraph, if it says something."""
        text = made.text
        if any(map(str.isalpha, text)):
            section = self.recorder.section
            self.recorder.prose.append(Prose(self.file, text, made.map, references, section))

    def _write(self, end: int) -> None:
        """Append the text up to ``end`` without its markup."""
        text, at, made = self.file.text, self.start, self._made
        if end <= at:
            return
        for match in self.markup.finditer(text, at, end):
            made.copy(text[at : match.start()], at)
            kind = match.lastgroup or ""
            made.stand_in(
                match[kind] if kind == "bare" else _GAPS.get(kind, ""), Span(*match.span())
            )
            at = match.end()
        made.copy(text[at:end], at)
        self.start = end

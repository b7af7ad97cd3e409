"""What is read from a paper: its formulas, its running text and its sections, with their places."""

from __future__ import annotations

import json
import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from boxdot.grammar.papers.macros import Macro
from boxdot.grammar.papers.sourcemap import SourceMap
from boxdot.grammar.source import Span

# Stands in the running text where a formula stands in the paper.
PLACEHOLDER = "\N{OBJECT REPLACEMENT CHARACTER}"


# Between two strings of a notebook's source; and what stands for one character in them.
_NEXT_STRING = re.compile(r'"\s*,\s*"')
_ESCAPE = re.compile(r"\\(.)")


@dataclass(frozen=True)
class SourceFile:
    """One file as it was read; every offset counts the characters of ``text`` from 0."""

    path: Path
    text: str = field(repr=False)

    @cached_property
    def line_starts(self) -> list[int]:
        """Return the offsets at which the lines start."""
        starts, at = [0], self.text.find("\n")
        while at >= 0:
            starts.append(at + 1)
            at = self.text.find("\n", at + 1)
        return starts

    def line_and_column(self, offset: int) -> tuple[int, int]:
        r"""Return the 1-based line and column of an offset.

        >>> SourceFile(Path("a.md"), "ab\ncd").line_and_column(4)
        (2, 2)
        """
        line = bisect_right(self.line_starts, offset)
        return line, offset - self.line_starts[line - 1] + 1

    @property
    def is_notebook(self) -> bool:
        """Say whether its text is the JSON of a notebook, in whose strings the paper stands."""
        return self.path.suffix.lower() == ".ipynb"

    def spelled(self, text: str) -> str:
        r"""Return a text as it would be written in this file: in a notebook within a string.

        >>> print(SourceFile(Path("a.ipynb"), "").spelled(r"\boxplus"))
        \\boxplus
        """
        return json.dumps(text, ensure_ascii=False)[1:-1] if self.is_notebook else text

    def shown(self, text: str) -> str:
        r"""Return a stretch of this file as its reader sees it: of a notebook without escapes.

        >>> print(SourceFile(Path("a.ipynb"), "").shown(r"X \\odot Y"))
        X \odot Y
        """
        if not self.is_notebook:
            return text
        joined = _NEXT_STRING.sub("", text)
        return _ESCAPE.sub(lambda match: "\n" if match[1] == "n" else match[1], joined)


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a formula: ``span`` counts in the formula's ``text``."""

    span: Span
    text: str


@dataclass(frozen=True, slots=True)
class FormulaSource:
    r"""One formula of a paper, ready for the LaTeX tokenizer, with its place in the file.

    Attributes
    ----------
    file
        The file in which it stands (an included file is a file of its own).
    environment
        ``inline``, ``display``, ``math-fence`` or the name of the environment without ``*``. An
        environment that fills a display (``$$\begin{aligned}…\end{aligned}$$``) gives its name.
    text
        The LaTeX between the delimiters: macros expanded, comments, labels and tags removed,
        Markdown escapes undone; row separators ``\\`` and ``&`` stay.
    map
        From places in ``text`` to places in the file.
    start, end
        The characters of the file that ``text`` stands for, without the delimiters.
    outer
        The same with the delimiters.
    rows
        The rows, split at the top level of the outermost environment only; at least one.
    section
        Index into ``Document.sections``; -1 before the first heading.
    """

    file: SourceFile
    environment: str
    text: str
    map: SourceMap = field(repr=False)
    start: int
    end: int
    outer: Span
    rows: tuple[Row, ...] = field(repr=False)
    section: int = -1

    @property
    def path(self) -> Path:
        """Return the path of the file in which the formula stands."""
        return self.file.path

    @property
    def display(self) -> bool:
        """Say whether the formula stands on lines of its own."""
        return self.environment != "inline"

    def locate(self, span: Span) -> Span:
        """Return the characters of the file that a span of ``text`` stands for."""
        return self.map.locate(span)

    def line_and_column(self, at: int) -> tuple[int, int]:
        """Return the 1-based line and column in the file of a place in ``text``."""
        return self.file.line_and_column(self.map.locate(Span(at, at)).start)


@dataclass(frozen=True, slots=True)
class Reference:
    """The formula ``Document.formulas[formula]``, which stands at ``at`` in a running text."""

    at: int
    formula: int


@dataclass(frozen=True, slots=True)
class Prose:
    """One paragraph of running text; ``PLACEHOLDER`` stands where each of its formulas stands."""

    file: SourceFile
    text: str
    map: SourceMap = field(repr=False)
    references: tuple[Reference, ...]
    section: int = -1

    def locate(self, span: Span) -> Span:
        """Return the characters of the file that a span of ``text`` stands for."""
        return self.map.locate(span)


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and what it rules: up to the next heading of its level or a higher one.

    ``level`` grows downwards (1 is ``#`` and ``\\chapter``); ``parent`` is the index of the section
    around it, -1 for none. ``start`` and ``end`` are offsets in ``file``; the formulas of files
    that are included further down belong to the section too, by their ``section`` index.
    """

    file: SourceFile
    level: int
    title: str
    start: int
    end: int
    parent: int = -1


@dataclass(frozen=True, slots=True)
class Skip:
    """Something that was passed over, and why."""

    reason: str
    file: SourceFile
    span: Span


@dataclass(frozen=True)
class Document:
    """A paper: a file, and what it includes, in the order in which it is typeset.

    ``given`` are the macros that were known before it began.
    """

    file: SourceFile
    format: str
    formulas: tuple[FormulaSource, ...] = field(repr=False)
    prose: tuple[Prose, ...] = field(default=(), repr=False)
    sections: tuple[Section, ...] = field(default=(), repr=False)
    macros: Mapping[str, Macro] = field(default_factory=dict, repr=False)
    skips: tuple[Skip, ...] = field(default=(), repr=False)
    included: tuple[SourceFile, ...] = field(default=(), repr=False)
    given: Mapping[str, Macro] = field(default_factory=dict, repr=False)

    @property
    def path(self) -> Path:
        """Return the path of the paper's own file."""
        return self.file.path

    @property
    def text(self) -> str:
        """Return the text of the paper's own file, as it was read."""
        return self.file.text

    @cached_property
    def skipped(self) -> Mapping[str, int]:
        """Return how many things were passed over, by reason."""
        return Counter(skip.reason for skip in self.skips)

    def line_and_column(self, offset: int) -> tuple[int, int]:
        """Return the 1-based line and column of an offset in the paper's own file."""
        return self.file.line_and_column(offset)

"""Collects what the readers find: formulas with their maps, paragraphs, sections, skips."""

from __future__ import annotations

from dataclasses import replace

from boxdot.grammar.papers.cleaning import clean_tex
from boxdot.grammar.papers.definitions import take_definitions
from boxdot.grammar.papers.documents import (
    Document,
    FormulaSource,
    Prose,
    Row,
    Section,
    Skip,
    SourceFile,
)
from boxdot.grammar.papers.expansion import Expanded, MacroError, expand_macros
from boxdot.grammar.papers.macros import BUILTIN, Macro
from boxdot.grammar.papers.rows import BROKEN, breaks, outermost, split_rows
from boxdot.grammar.papers.sourcemap import SourceMap, TextBuilder
from boxdot.grammar.source import Span

Cleaned = tuple[str, SourceMap]


class Recorder:
    """What was found so far in a paper and the files that it includes."""

    def __init__(self) -> None:
        self.formulas: list[FormulaSource] = []
        self.prose: list[Prose] = []
        self.sections: list[Section] = []
        self.skips: list[Skip] = []
        self.included: list[SourceFile] = []
        self.macros: dict[str, Macro] = dict(BUILTIN)
        # Environments of the paper's own and the formula environment that each stands for.
        self.environments: dict[str, str] = {}
        self.section = -1

    def document(self, file: SourceFile, kind: str) -> Document:
        """Return what was found, as a document."""
        own = {k: v for k, v in self.macros.items() if BUILTIN.get(k) != v}
        return Document(
            file=file,
            format=kind,
            formulas=tuple(self.formulas),
            prose=tuple(self.prose),
            sections=_with_ends(self.sections),
            macros=own,
            skips=tuple(self.skips),
            included=tuple(self.included),
        )

    def skip(self, reason: str, file: SourceFile, start: int, end: int) -> None:
        """Count something that is passed over."""
        self.skips.append(Skip(reason, file, Span(start, end)))

    def heading(self, file: SourceFile, level: int, title: str, start: int) -> None:
        """Open a section."""
        self.sections.append(Section(file, level, " ".join(title.split()), start, len(file.text)))
        self.section = len(self.sections) - 1

    def formula(
        self, file: SourceFile, environment: str, body: Span, outer: Span, cleaned: Cleaned
    ) -> int | None:
        """Keep the formula ``file.text[body]``; return its index, None if it had to be skipped."""
        text, places = cleaned
        text, places = self._define(text, places.through(SourceMap.identity(0, body.start)))
        try:
            expanded = expand_macros(text, self.macros)
        except MacroError as error:
            self.skip(error.reason, file, outer.start, outer.end)
            return None
        text, places = _tidy(expanded, text, places)
        if not text:
            self.skip("empty formula", file, outer.start, outer.end)
            return None
        self.formulas.append(self._source(file, environment, text, places, outer))
        return len(self.formulas) - 1

    def _define(self, text: str, places: SourceMap) -> tuple[str, SourceMap]:
        """Take the definitions that stand in a formula out of it."""
        found = take_definitions(text, self.macros)
        if found is None:
            return text, places
        return found.text, found.map.through(places)

    def _source(
        self, file: SourceFile, environment: str, text: str, places: SourceMap, outer: Span
    ) -> FormulaSource:
        """Return the formula with its rows."""
        inner, inside = outermost(text)
        name = environment if environment == "inline" or inner is None else inner
        if name in BROKEN:
            text, places = _join(text, places, inside)
            inside = outermost(text)[1]
        span = places.locate(Span(0, len(text)))
        rows = split_rows(text, inside) or (Row(Span(0, len(text)), text),)
        return FormulaSource(
            file, name, text, places, span.start, span.end, outer, rows, self.section
        )


def _tidy(expanded: Expanded, before: str, places: SourceMap) -> tuple[str, SourceMap]:
    """Return the expanded formula without labels that macros brought, and without blank ends."""
    text = expanded.text
    if text is not before:
        text, cleaned = clean_tex(text)
        places = cleaned.through(expanded.map).through(places)
    stripped = text.strip()
    if len(stripped) == len(text):
        return text, places
    start = len(text) - len(text.lstrip())
    return stripped, places.part(Span(start, start + len(stripped)))


def _join(text: str, places: SourceMap, inside: Span) -> tuple[str, SourceMap]:
    r"""Return a formula that was broken over lines in one: its ``\\`` become blanks."""
    made, at = TextBuilder(), 0
    for stop in breaks(text, inside):
        made.copy(text[at : stop.start], at)
        made.stand_in(" ", stop)
        at = stop.end
    made.copy(text[at:], at)
    return made.text, made.map.through(places)


def _with_ends(sections: list[Section]) -> tuple[Section, ...]:
    """Return the sections with the place where each ends, and the section around it."""
    finished, around = list(sections), []  # type: list[Section], list[int]
    for i, section in enumerate(sections):
        while around and sections[around[-1]].level >= section.level:
            closed = around.pop()
            if sections[closed].file is section.file:
                finished[closed] = replace(finished[closed], end=section.start)
        finished[i] = replace(finished[i], parent=around[-1] if around else -1)
        around.append(i)
    return tuple(finished)

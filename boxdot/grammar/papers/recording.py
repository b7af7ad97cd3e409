"""Collects what the readers find: formulas with their maps, paragraphs, sections, skips."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType

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
from boxdot.grammar.papers.expansion import COMMAND, RECURSIVE, Expanded, MacroError, expand_macros
from boxdot.grammar.papers.macros import BUILTIN, Macro
from boxdot.grammar.papers.rows import BROKEN, breaks, outermost, split_rows
from boxdot.grammar.papers.sourcemap import Located, TextBuilder
from boxdot.grammar.source import Span

MAX_ENDLESS = 100


class Recorder:
    """What was found so far in a paper and the files that it includes."""

    def __init__(self, macros: Mapping[str, Macro] = MappingProxyType({})) -> None:
        self.formulas: list[FormulaSource] = []
        self.prose: list[Prose] = []
        self.sections: list[Section] = []
        self.skips: list[Skip] = []
        self.included: list[SourceFile] = []
        self.given = macros
        self.macros: dict[str, Macro] = {**BUILTIN, **macros}
        # Environments of the paper's own and the formula environment that each stands for.
        self.environments: dict[str, str] = {}
        # The macros that close formula environments.
        self.closing: set[str] = set()
        self.section = -1
        # Macros that did not come to an end: not to be tried in every formula again.
        self._endless: list[Macro] = []

    def document(self, file: SourceFile, kind: str) -> Document:
        """Return what was found, as a document."""
        return Document(
            file=file,
            format=kind,
            formulas=tuple(self.formulas),
            prose=tuple(self.prose),
            sections=_with_ends(self.sections),
            macros=dict(self.macros),
            skips=tuple(self.skips),
            included=tuple(self.included),
            given=self.given,
        )

    def skip(self, reason: str, file: SourceFile, start: int, end: int) -> None:
        """Count something that is passed over."""
        self.skips.append(Skip(reason, file, Span(start, end)))

    def heading(self, file: SourceFile, level: int, title: str, start: int) -> None:
        """Open a section."""
        self.sections.append(Section(file, level, " ".join(title.split()), start, len(file.text)))
        self.section = len(self.sections) - 1

    def formula(
        self, file: SourceFile, environment: str, source: Located, outer: Span
    ) -> int | None:
        """Keep a formula without its comments; return its index, None if it had to be skipped."""
        if "\\" in source.text:
            definitions = take_definitions(source.text, self.macros)
            if definitions is not None and not definitions.text.strip():
                return None
            source = source.edited(definitions)
            expanded = self._expand(source.text)
            if isinstance(expanded, str):
                self.skip(expanded, file, outer.start, outer.end)
                return None
            if expanded.text is not source.text:
                source = Located(expanded.text, expanded.map.through(source.map))
                # Macros may have brought labels of their own.
                source = source.edited(clean_tex(source.text))
        source = source.stripped()
        if not source.text:
            self.skip("empty formula", file, outer.start, outer.end)
            return None
        self.formulas.append(self._with_rows(file, environment, source, outer))
        return len(self.formulas) - 1

    def _expand(self, text: str) -> Expanded | str:
        """Return the text without macros, or why that cannot be had."""
        if self._endless and self._is_endless(text):
            return RECURSIVE
        try:
            return expand_macros(text, self.macros)
        except MacroError as error:
            macro = self.macros.get(error.used)
            if macro is not None and error.reason == RECURSIVE:
                self._endless.append(macro)
            return error.reason

    def _is_endless(self, text: str) -> bool:
        """Say whether a formula uses a macro that did not come to an end before."""
        used = [self.macros[name] for name in COMMAND.findall(text) if name in self.macros]
        known = self._endless
        # A paper with very many of them is not worth the time: no macro is expanded any more.
        return bool(used) and (
            len(known) >= MAX_ENDLESS or any(m is e for m in used for e in known)
        )

    def _with_rows(
        self, file: SourceFile, environment: str, source: Located, outer: Span
    ) -> FormulaSource:
        """Return the formula with its rows."""
        name = environment
        rows: tuple[Row, ...] = (Row(Span(0, len(source.text)), source.text),)
        if "\\\\" in source.text or r"\begin" in source.text:
            inner, inside = outermost(source.text)
            name = environment if environment == "inline" or inner is None else inner
            if name in BROKEN:
                source = source.edited(_join(source.text, inside))
                inside = outermost(source.text)[1]
            rows = split_rows(source.text, inside) or rows
        start, end = _ends(source)
        return FormulaSource(
            file, name, source.text, source.map, start, end, outer, rows, self.section
        )


def _ends(source: Located) -> tuple[int, int]:
    """Return the characters of the file that a text stands for."""
    whole = source.map.locate(Span(0, len(source.text)))
    return whole.start, whole.end


def _join(text: str, inside: Span) -> TextBuilder:
    r"""Return a formula that was broken over lines in one: its ``\\`` become blanks."""
    made, at = TextBuilder(), 0
    for stop in breaks(text, inside):
        made.copy(text[at : stop.start], at)
        made.stand_in(" ", stop)
        at = stop.end
    made.copy(text[at:], at)
    return made


def _with_ends(sections: list[Section]) -> tuple[Section, ...]:
    """Return the sections with the place where each ends, and the section around it."""
    finished = list(sections)
    around: list[int] = []
    opened: dict[SourceFile, list[int]] = {}
    for i, section in enumerate(sections):
        while around and sections[around[-1]].level >= section.level:
            around.pop()
        finished[i] = replace(finished[i], parent=around[-1] if around else -1)
        around.append(i)
        here = opened.setdefault(section.file, [])
        while here and sections[here[-1]].level >= section.level:
            closed = here.pop()
            if section.start > finished[closed].start:  # else the file was included once more
                finished[closed] = replace(finished[closed], end=section.start)
        here.append(i)
    return tuple(finished)

r"""Headings, items and definitions in TeX."""

from __future__ import annotations

import re

from boxdot.grammar.papers.definitions import read_definition
from boxdot.grammar.papers.tex.shortcuts import closed_by, opened_by
from boxdot.grammar.papers.tex.state import TexState
from boxdot.grammar.source import Span

LEVELS = {
    "part": 0, "chapter": 1, "section": 2, "subsection": 3, "subsubsection": 4, "paragraph": 5,
    "subparagraph": 6,
}  # fmt: skip


def heading(state: TexState, event: re.Match[str]) -> int:
    """Open a section; its title is read on as text."""
    if state.silent(event.start()):
        return event.end()
    at = event.end() + state.text.startswith("*", event.end())
    short = state.groups.bracketed(at)
    title = state.groups.braced(short[1] + 1 if short else at)
    if title is None:
        return event.end()
    state.running.heading(event.start(), Span(*title))
    text = state.text[slice(*title)]
    state.recorder.heading(state.file, LEVELS[event[1]], text, event.start())
    return title[0]


def item(state: TexState, event: re.Match[str]) -> int:
    """Start a paragraph."""
    state.end_paragraph(event.start())
    return event.end()


def definition(state: TexState, event: re.Match[str]) -> int:
    """Add a macro to those that are known from here on."""
    read = read_definition(event[0], state.groups, event.end(), state.recorder.macros)
    if read is None:
        return event.end()
    if read[0] is not None:
        state.recorder.macros[read[0].name] = read[0]
        if closed_by(read[0].body):
            state.recorder.closing.add(read[0].name)
    return state.drop(event.start(), read[1])


def new_environment(state: TexState, event: re.Match[str]) -> int:
    r"""Read ``\newenvironment{name}[n]{begin}{end}``: perhaps another name for a formula."""
    at = event.end() + state.text.startswith("*", event.end())
    groups = []
    for _ in range(3):
        at = _after_options(state, at)
        inside = state.groups.braced(at)
        if inside is None:
            return event.end()
        groups.append(state.text[slice(*inside)])
        at = inside[1] + 1
    meant = opened_by(groups[1])
    if meant:
        state.recorder.environments[groups[0].strip()] = meant.removesuffix("*")
    return state.drop(event.start(), at)


def _after_options(state: TexState, at: int) -> int:
    """Return the place after white space and ``[…]``."""
    at = state.groups.blank(at)
    while (option := state.groups.bracketed(at)) is not None:
        at = state.groups.blank(option[1] + 1)
    return at

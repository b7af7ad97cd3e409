"""Reads a TeX file from event to event: a command, a comment, a dollar, a blank line."""

from __future__ import annotations

import re

from boxdot.grammar.papers.definitions import DEFINITIONS
from boxdot.grammar.papers.documents import SourceFile
from boxdot.grammar.papers.recording import Recorder
from boxdot.grammar.papers.tex import formulas, skips, structure
from boxdot.grammar.papers.tex.includes import (
    FILES,
    FILES_IN_FOLDERS,
    PACKAGES,
    Includes,
    requested,
)
from boxdot.grammar.papers.tex.state import Handler, TexState

_EVENT = re.compile(r"\\([A-Za-z@]+|.)?|%[^\n]*|\$\$*|\n(?=[ \t\r]*\n)", re.DOTALL)


def read_tex(
    file: SourceFile, recorder: Recorder, includes: Includes, *, quiet: bool = False
) -> None:
    """Read a TeX file into the recorder; ``quiet``: only its definitions."""
    state = TexState(file, recorder, includes, quiet=quiet)
    includes.enter(file.path)
    at = 0
    while (event := _EVENT.search(state.text, at, state.end)) is not None:
        at = max(_EVENTS[state.text[event.start()]](state, event), event.end())
    state.end_paragraph(state.end)
    includes.leave()


def _command(state: TexState, event: re.Match[str]) -> int:
    """Handle a command."""
    handler = _COMMANDS.get(event[1])
    if handler is not None:
        return handler(state, event)
    if event[0] in state.recorder.macros:
        return formulas.shortcut(state, event)
    return event.end()


def _blank_line(state: TexState, event: re.Match[str]) -> int:
    """Close a paragraph."""
    state.end_paragraph(event.start())
    return event.end()


def _include(state: TexState, event: re.Match[str]) -> int:
    """Read included files where they stand."""
    request = requested(event[1], state.text, event.end())
    if request is None:
        return event.end()
    state.end_paragraph(event.start())
    state.drop(event.start(), request.end)
    quiet = request.package or state.silent(event.start())
    for name in request.names:
        file = state.includes.open(name, request, state.file, event.start())
        if file is not None:
            read_tex(file, state.recorder, state.includes, quiet=quiet)
    return request.end


_EVENTS: dict[str, Handler] = {
    "\\": _command,
    "%": skips.comment,
    "$": formulas.dollar,
    "\n": _blank_line,
}

_COMMANDS: dict[str, Handler] = {
    "(": formulas.fence,
    "[": formulas.fence,
    "ensuremath": formulas.ensured,
    "begin": formulas.begin,
    "end": formulas.end,
    "if": skips.if_zero,
    "iffalse": skips.false,
    "item": structure.item,
    "caption": structure.item,
    "newenvironment": structure.new_environment,
    "renewenvironment": structure.new_environment,
    **dict.fromkeys(structure.LEVELS, structure.heading),
    **dict.fromkeys((name[1:] for name in DEFINITIONS), structure.definition),
    **dict.fromkeys(FILES | FILES_IN_FOLDERS | PACKAGES.keys(), _include),
    **dict.fromkeys(("verb", "lstinline", "mintinline"), skips.verbatim),
    **dict.fromkeys(("url", "nolinkurl", "path", "href", "includegraphics"), skips.raw_group),
    **dict.fromkeys(("tikzset", "pgfplotsset", "lstset", "hypersetup"), skips.group),
}

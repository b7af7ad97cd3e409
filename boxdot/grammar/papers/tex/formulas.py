r"""Formulas in TeX: ``$…$``, ``\(…\)``, ``\[…\]``, environments, and macros that open those."""

from __future__ import annotations

import re

from boxdot.grammar.papers.tex.environments import COLUMNS, MATH, OPAQUE, after_arguments
from boxdot.grammar.papers.tex.shortcuts import closing_macros, opened_by
from boxdot.grammar.papers.tex.state import TexState
from boxdot.grammar.source import Span

_NAME = re.compile(r"\s*\{([^{}\n]*)\}")
_FENCES = {"(": ("inline", r"\)"), "[": ("display", r"\]")}


def dollar(state: TexState, event: re.Match[str]) -> int:
    """Keep ``$…$`` or ``$$…$$``; more dollars hold nothing."""
    if state.silent(event.start()):
        return event.end()
    if len(event[0]) > 2:
        state.recorder.skip("empty formula", state.file, *event.span())
        return event.end()
    environment = "inline" if event[0] == "$" else "display"
    return state.enclosed(environment, event.start(), event.end(), event[0])


def fence(state: TexState, event: re.Match[str]) -> int:
    r"""Keep ``\(…\)`` or ``\[…\]``."""
    if state.silent(event.start()):
        return event.end()
    environment, closer = _FENCES[event[1]]
    return state.enclosed(environment, event.start(), event.end(), closer)


def ensured(state: TexState, event: re.Match[str]) -> int:
    r"""Keep ``\ensuremath{…}``."""
    inside = state.groups.braced(event.end())
    if inside is None or state.silent(event.start()):
        return event.end()
    return state.keep("inline", Span(*inside), Span(event.start(), inside[1] + 1))


def begin(state: TexState, event: re.Match[str]) -> int:
    r"""Keep an environment that is a formula; pass over code; read on in any other."""
    match = _NAME.match(state.text, event.end())
    if not match:
        return event.end()
    name = match[1].strip()
    plain = name.removesuffix("*")
    plain = state.recorder.environments.get(plain, plain)
    if plain in OPAQUE:
        return _opaque(state, event.start(), match.end(), name)
    if plain in MATH and not state.silent(event.start()):
        return _environment(state, event.start(), match.end(), name, plain)
    state.end_paragraph(event.start())
    at = after_arguments(state.text, match.end(), plain) if plain in COLUMNS else match.end()
    return state.drop(event.start(), at)


def end(state: TexState, event: re.Match[str]) -> int:
    r"""Close the paragraph at ``\end{…}``, and the file at the end of the document."""
    match = _NAME.match(state.text, event.end())
    if not match:
        return event.end()
    state.end_paragraph(event.start())
    if match[1] == "document":
        state.end = match.end()
    return state.drop(event.start(), match.end())


def shortcut(state: TexState, event: re.Match[str]) -> int:
    r"""Keep the formula that a macro such as ``\beq`` opens."""
    macro = state.recorder.macros[event[0]]
    name = None if macro.parameters else opened_by(macro.body)
    if name is None or state.silent(event.start()):
        return event.end()
    also = closing_macros(name, state.recorder.macros, state.recorder.closing)
    plain = name.removesuffix("*")
    return _environment(state, event.start(), event.end(), name, plain, also)


def _environment(
    state: TexState, start: int, at: int, name: str, plain: str, also: str = ""
) -> int:
    """Keep the environment that was opened at ``start`` as a formula."""
    at = after_arguments(state.text, at, plain)
    found = state.closers.environment(at, name, also)
    if found is None:
        return state.unclosed(start, at)
    return state.keep(MATH[plain], Span(at, found[0]), Span(start, found[1]))


def _opaque(state: TexState, start: int, at: int, name: str) -> int:
    """Pass over code or a picture."""
    closer = rf"\end{{{name}}}"
    found = state.text.find(closer, at) if closer not in state.missing else -1
    if found < 0:
        state.missing.add(closer)
        return at
    return state.drop(start, found + len(closer))

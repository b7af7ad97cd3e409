r"""Formulas in Markdown: between dollars, in ``\(…\)`` or ``\\(…\\)``, as environments."""

from __future__ import annotations

import re

from boxdot.grammar.papers.definitions import DEFINITIONS, read_definition
from boxdot.grammar.papers.markdown.dollars import is_fenced_formula, is_formula
from boxdot.grammar.papers.markdown.state import MarkdownState
from boxdot.grammar.papers.tex.environments import MATH, after_arguments
from boxdot.grammar.source import Span

# A display over blank lines is taken for one only if it is short.
_MAX_LOOSE = 5_000

_ENVIRONMENT = re.compile(r"\\begin\s*\{([A-Za-z]+\*?)\}")
_LOOSE_END = re.compile(r"\$\$")


def dollar(state: MarkdownState, event: re.Match[str]) -> int:
    """Keep ``$…$`` if it is a formula."""
    start, at = event.span()
    if state.text.startswith("`", at):
        return _github(state, start)
    limit = state.block_end(at)
    end = state.closers.formula(at, "$", limit)
    if end is None:
        if is_formula(state.text[at : min(limit, at + 200)]):
            return state.unclosed(start, at)
        return at
    if not is_formula(state.text[at:end], state.text[end + 1 : end + 2]):
        state.recorder.skip("no formula between dollars", state.file, start, end + 1)
        return at
    return state.keep("inline", Span(at, end), Span(start, end + 1))


def dollars(state: MarkdownState, event: re.Match[str]) -> int:
    """Keep ``$$…$$``."""
    start, at = event.span()
    end = state.closers.formula(at, "$$")
    if end is None:
        end = _loose_end(state, at)
    if end is None:
        return state.unclosed(start, at)
    return state.keep("display", Span(at, end), Span(start, end + 2))


def backslash(state: MarkdownState, event: re.Match[str]) -> int:
    r"""Handle ``\(``, ``\\[``, ``\begin{align}``, ``\newcommand``; any other escape is passed."""
    mark = event[0]
    if mark[-1] in "([":
        return _fence(state, event)
    if mark == r"\begin":
        return _environment(state, event)
    return _definition(state, event) if mark in DEFINITIONS else event.end()


def _fence(state: MarkdownState, event: re.Match[str]) -> int:
    r"""Keep ``\(…\)`` or ``\[…\]``, their backslashes single or double."""
    start, at = event.span()
    inline = event[0][-1] == "("
    closer = event[0][:-1] + (")" if inline else "]")
    end = state.closers.formula(at, closer)
    if end is None or state.text.find(event[0], at, end) >= 0:
        return at
    if not is_fenced_formula(state.text[at:end]):
        return at
    environment = "inline" if inline else "display"
    return state.keep(environment, Span(at, end), Span(start, end + len(closer)))


def _environment(state: MarkdownState, event: re.Match[str]) -> int:
    """Keep an environment that stands without dollars, as MathJax allows."""
    match = _ENVIRONMENT.match(state.text, event.start())
    name = match[1] if match else ""
    plain = name.removesuffix("*")
    if not match or plain not in MATH:
        return event.end()
    at = after_arguments(state.text, match.end(), plain)
    found = state.closers.environment(at, name)
    if found is None:
        return state.unclosed(event.start(), at)
    return state.keep(MATH[plain], Span(at, found[0]), Span(event.start(), found[1]))


def _definition(state: MarkdownState, event: re.Match[str]) -> int:
    """Add a macro that stands outside of formulas, as Pandoc allows."""
    read = read_definition(event[0], state.groups, event.end(), state.recorder.macros)
    if read is None:
        return event.end()
    if read[0] is not None:
        state.recorder.macros[read[0].name] = read[0]
    return state.drop(event.start(), read[1])


def _github(state: MarkdownState, start: int) -> int:
    """Keep GitHub's form: a dollar and a backtick, the formula, a backtick and a dollar."""
    end = state.find("`$", start + 2)
    if end < 0 or end > state.block_end(start + 2):
        return start + 1
    return state.keep("inline", Span(start + 2, end), Span(start, end + 2))


def _loose_end(state: MarkdownState, at: int) -> int | None:
    """Return the end of a display with blank lines, whose dollars stand on lines of their own."""
    if not state.text[at : at + 2].lstrip(" \r").startswith("\n"):
        return None
    match = _LOOSE_END.search(state.text, at, at + _MAX_LOOSE)
    if not match or "$" in state.text[at : match.start()]:
        return None
    line = state.text.rfind("\n", 0, match.start()) + 1
    return None if state.text[line : match.start()].strip(" \t>") else match.start()

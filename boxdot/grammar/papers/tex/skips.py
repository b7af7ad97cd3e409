r"""Stretches of TeX that are not read: comments, code, addresses, ``\iffalse … \fi``."""

from __future__ import annotations

import re

from boxdot.grammar.papers.tex.state import TexState

_LANGUAGE = re.compile(r"(?:\[[^\]\n]{0,1000}\])?\{[^{}\n]*\}")
_OPTION = re.compile(r"\*?(?:\[[^\]\n]{0,1000}\])?")
_RAW_GROUP = re.compile(r"\s*(?:\[[^\]\n]{0,1000}\])?\{[^{}\n]*\}")
_ZERO = re.compile(r" ?0(?![0-9])")
# \iff, \ifthenelse{…}{…}{…} and the like are no conditions of TeX: they have no \fi.
_CONDITION = re.compile(
    r"\\(if(?!f(?![A-Za-z@])|thenelse|toggle|bool|def[a-z]|strequal|blank)[A-Za-z@]*|else|fi)"
    r"(?![A-Za-z@])|%[^\n]*|\\.",
    re.DOTALL,
)


def comment(state: TexState, event: re.Match[str]) -> int:
    """Leave a comment out of the text."""
    return state.drop(event.start(), event.end())


def verbatim(state: TexState, event: re.Match[str]) -> int:
    r"""Pass over ``\verb|…|``, ``\lstinline|…|``, ``\mintinline{c}|…|``: to the line end."""
    at = event.end()
    if event[1] == "mintinline" and (language := _LANGUAGE.match(state.text, at)):
        at = language.end()
    option = _OPTION.match(state.text, at)
    at = option.end() if option else at
    mark = state.text[at : at + 1]
    if mark == "{":
        return raw_group(state, event) if event[1] != "mintinline" else _to_brace(state, event, at)
    line = state.text.find("\n", at)
    end = state.text.find(mark, at + 1, line if line >= 0 else len(state.text))
    if end < 0 or not mark or mark.isalnum() or mark.isspace():
        return event.end()
    return state.drop(event.start(), end + 1)


def raw_group(state: TexState, event: re.Match[str]) -> int:
    r"""Pass over ``{…}`` in which no character is special: ``\url{a%20b_$c}``."""
    match = _RAW_GROUP.match(state.text, event.end())
    return state.drop(event.start(), match.end()) if match else event.end()


def group(state: TexState, event: re.Match[str]) -> int:
    r"""Pass over the options in ``\tikzset{…}`` and its like."""
    inside = state.groups.braced(state.groups.blank(event.end()))
    return state.drop(event.start(), inside[1] + 1) if inside else event.end()


def false(state: TexState, event: re.Match[str]) -> int:
    r"""Pass over ``\iffalse … \fi``, or up to its ``\else``."""
    if r"\fi" in state.missing:
        return event.end()
    depth = 0
    for match in _CONDITION.finditer(state.text, event.start()):
        word = match[1] or ""
        depth += word.startswith("if")
        depth -= word == "fi"
        if depth == 0 or (depth == 1 and word == "else"):
            return state.drop(event.start(), match.end())
    state.missing.add(r"\fi")
    return event.end()


def if_zero(state: TexState, event: re.Match[str]) -> int:
    r"""Pass over ``\if0 … \fi``, which is how some write ``\iffalse``."""
    return false(state, event) if _ZERO.match(state.text, event.end()) else event.end()


def _to_brace(state: TexState, event: re.Match[str], at: int) -> int:
    """Pass over a group of code."""
    inside = state.groups.braced(at)
    return state.drop(event.start(), inside[1] + 1) if inside else event.end()

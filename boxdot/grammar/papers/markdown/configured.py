r"""Macros that a page configures for MathJax or KaTeX: ``macros: { R: "\\mathbb{R}" }``."""

from __future__ import annotations

import re

from boxdot.grammar.papers.macros import REQUIRED, Macro, Parameter
from boxdot.grammar.papers.markdown.state import MarkdownState

_MACROS = re.compile(r"[\"']?\b[mM]acros[\"']?\s*:\s*\{")
_STRING = r"(?:\"(?:[^\"\\\n]|\\.)*\"|'(?:[^'\\\n]|\\.)*')"
_ENTRY = re.compile(
    rf"(?P<name>{_STRING}|[A-Za-z]+)\s*:\s*"
    rf"(?:(?P<body>{_STRING})"
    rf"|\[\s*(?P<listed>{_STRING})\s*,\s*(?P<count>[0-9])\s*(?:,\s*(?P<default>{_STRING})\s*)?\])"
    r"|(?P<end>\})|(?P<open>\{)"
)
_MOST = 20_000
_ESCAPE = re.compile(r"\\(.)", re.DOTALL)


def take_macros(state: MarkdownState, start: int, end: int) -> None:
    """Add the macros that a script between two places configures."""
    for match in _MACROS.finditer(state.text, start, end):
        for entry in _ENTRY.finditer(state.text, match.end(), min(end, match.end() + _MOST)):
            if entry["end"] or entry["open"]:
                break
            macro = _macro(entry)
            state.recorder.macros[macro.name] = macro


def _macro(entry: re.Match[str]) -> Macro:
    name = "\\" + _said(entry["name"]).lstrip("\\")
    body = _said(entry["body"] or entry["listed"])
    count = int(entry["count"]) if entry["count"] else _highest(body)
    parameters: list[Parameter] = [REQUIRED] * count
    if entry["default"] and parameters:
        parameters[0] = Parameter("optional", _said(entry["default"]))
    return Macro(name, tuple(parameters), body)


def _highest(body: str) -> int:
    """Return how many arguments a body names."""
    return max(map(int, re.findall("#([1-9])", body)), default=0)


def _said(string: str) -> str:
    """Return what a string of a script says; a bare word says itself."""
    return _ESCAPE.sub(r"\1", string[1:-1]) if string[0] in "\"'" else string

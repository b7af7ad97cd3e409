r"""Macros that open and close environments: ``\newcommand{\beq}{\begin{equation}}`` … ``\eeq``."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from boxdot.grammar.papers.macros import Macro
from boxdot.grammar.papers.tex.environments import MATH

_MAX_NAMES = 20
_BEGIN = re.compile(r"\\begin\s*\{([A-Za-z]+\*?)\}\s*(?:\{[^{}]*\}\s*)?\Z")
_END = re.compile(r"\s*\\end\s*\{([A-Za-z]+\*?)\}")


def opened_by(body: str) -> str | None:
    r"""Return the formula environment that the body of a macro leaves open.

    >>> opened_by(r"\par\begin{align*}"), opened_by(r"\begin{center}")
    ('align*', None)
    """
    match = _BEGIN.search(body)
    return match[1] if match and match[1].removesuffix("*") in MATH else None


def closed_by(body: str) -> str | None:
    r"""Return the environment that the body of a macro closes first of all.

    >>> closed_by(r"\end{align*}\par")
    'align*'
    """
    match = _END.match(body)
    return match[1] if match and match[1].removesuffix("*") in MATH else None


def closing_macros(environment: str, macros: Mapping[str, Macro], names: Iterable[str]) -> str:
    r"""Return a pattern, after the backslash, of those macros that close an environment."""
    closing = [
        re.escape(name[1:])
        for name in sorted(names)
        if name in macros and closed_by(macros[name].body) == environment
    ]
    return rf"(?:{'|'.join(closing[:_MAX_NAMES])})(?![A-Za-z@])" if closing else ""

r"""Macros that open and close environments: ``\newcommand{\beq}{\begin{equation}}`` … ``\eeq``."""

from __future__ import annotations

import re
from collections.abc import Mapping

from boxdot.grammar.papers.macros import Macro
from boxdot.grammar.papers.tex.environments import MATH

_BEGIN = re.compile(r"\\begin\s*\{([A-Za-z]+\*?)\}\s*(?:\{[^{}]*\}\s*)?\Z")
_END = re.compile(r"\s*\\end\s*\{([A-Za-z]+\*?)\}")


def opened_by(body: str) -> str | None:
    r"""Return the formula environment that the body of a macro leaves open.

    >>> opened_by(r"\par\begin{align*}"), opened_by(r"\begin{center}")
    ('align*', None)
    """
    match = _BEGIN.search(body)
    return match[1] if match and match[1].removesuffix("*") in MATH else None


def closing_macros(environment: str, macros: Mapping[str, Macro]) -> str:
    r"""Return a pattern of the macros that close an environment; empty for none."""
    names = []
    for macro in macros.values():
        match = _END.match(macro.body)
        if match and match[1] == environment:
            names.append(re.escape(macro.name))
    return rf"(?:{'|'.join(names)})(?![A-Za-z@])" if names else ""

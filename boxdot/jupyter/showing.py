"""How a notebook shows what boxdot returns: formulas and derivations as LaTeX, code as code."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from IPython.core.interactiveshell import InteractiveShell

from boxdot.notation.codegen.code import Code
from boxdot.notation.deriving import Derivation
from boxdot.notation.expressions.formula import Formula
from boxdot.notation.printing import to_text
from boxdot.notation.rewriting import Rewriting, derivation


def formula_latex(formula: Formula) -> str:
    r"""Return a formula as displayed mathematics.

    >>> from boxdot.notation.reading import read
    >>> formula_latex(read("X ⊡ y"))
    '$\\displaystyle X \\boxdot y$'
    """
    return rf"$\displaystyle {to_text(formula, 'latex')}$"


def rewriting_latex(rewriting: Rewriting) -> str:
    """Return a derivation as an aligned chain."""
    return derivation(rewriting, "latex")


def code_markdown(code: Code) -> str:
    """Return code with its imports as a block that keeps it as it is."""
    text = "\n".join([*code.imports, *([""] if code.imports else []), code.code])
    fence = "`" * (3 + text.count("```"))
    return f"{fence}\n{text}\n{fence}"


def derived_latex(found: Derivation) -> str:
    """Return a gradient or a minimiser as displayed mathematics."""
    return rf"$\displaystyle {found.text('latex')}$"


LATEX: dict[type, Callable[[Any], str]] = {  # each takes its own kind
    Formula: formula_latex,
    Rewriting: rewriting_latex,
    Derivation: derived_latex,
}
MARKDOWN: dict[type, Callable[[Any], str]] = {Code: code_markdown}


def register_formatters(shell: InteractiveShell) -> None:
    """Tell a notebook how to show the kinds of values that boxdot returns."""
    display = shell.display_formatter
    if display is None:
        return
    for mime, table in (("text/latex", LATEX), ("text/markdown", MARKDOWN)):
        formatter = display.formatters[mime]
        for kind, show in table.items():
            formatter.for_type(kind, show)

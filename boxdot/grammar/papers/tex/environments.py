r"""Which environments are formulas, which are no text, and what they take after ``\begin{…}``."""

from __future__ import annotations

import re

# The environments that are formulas, by their name without star, and what they are called here.
MATH = {
    **{
        name: name
        for name in (
            "align", "aligned", "alignat", "alignedat", "dgroup", "dmath", "empheq", "eqnarray",
            "equation", "flalign", "gather", "gathered", "IEEEeqnarray", "multline", "split",
        )
    },
    "displaymath": "display",
    "math": "inline",
    "xalignat": "alignat",
    "xxalignat": "alignat",
}  # fmt: skip

# Code, pictures and what is left out: nothing in them is read.
OPAQUE = frozenset({
    "BVerbatim", "LVerbatim", "Verbatim", "alltt", "asy", "code", "comment", "filecontents",
    "lstlisting", "minted", "pgfpicture", "pycode", "tikzcd", "tikzpicture", "verbatim",
    "verbatimtab",
})  # fmt: skip

# Environments with columns or options that could be mistaken for formulas.
COLUMNS = frozenset({"array", "longtable", "tabu", "tabular", "tabularx", "tabulary"})

# How many groups {…} each takes.
_TAKES = {
    "IEEEeqnarray": 1,
    "alignat": 1,
    "alignedat": 1,
    "empheq": 1,
    "xalignat": 1,
    "xxalignat": 1,
}
_TAKES |= {"tabularx": 2, "tabulary": 2}

# May open with a place, [t]; a bracket after \begin{align} is already mathematics.
_POSITIONED = frozenset({"aligned", "gathered", "dmath", "dgroup"})

_OPTION = re.compile(r"[ \t]*(?:\[[^\]\n]{0,300}\][ \t]*)*")
_GROUP = re.compile(r"[ \t]*\{(?:[^{}]|\{(?:[^{}]|\{[^{}]*\})*\})*\}")


def after_arguments(text: str, at: int, name: str) -> int:
    r"""Return the place after what an environment takes.

    >>> text = r"\begin{alignat}{2} a"
    >>> text[after_arguments(text, 15, "alignat") :]
    ' a'
    """
    if name in MATH and name not in _TAKES and name not in _POSITIONED:
        return at
    at = _end(_OPTION.match(text, at), at)
    for _ in range(_TAKES.get(name, name in COLUMNS)):
        at = _end(_GROUP.match(text, at, at + 1000), at)
    return at


def _end(match: re.Match[str] | None, at: int) -> int:
    """Return where a match ends; ``at`` if there is none."""
    return match.end() if match else at

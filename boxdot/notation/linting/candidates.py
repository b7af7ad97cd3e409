"""Which formulas can hold a finding: a glance at the text, long before it is read."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

from boxdot.grammar.letters import LATEX_LETTERS
from boxdot.notation.expressions.symbols import plain

LETTER = re.compile(r"\\[A-Za-z]+|[^\W\d_]")
_SCRIPT = re.compile(r"[_^]\s*(?:\{(?:[^{}]|\{[^{}]*\})*\}|\\[A-Za-z]+\s*(?:\{[^{}]*\})?|.)", re.S)
# What can be wrong with a single tensor: beside a number or a constant, or against a matrix.
_OPERATOR = re.compile(
    r"[-+−/⊙⊘⊡⊞⊟⧄]|=.*(?:\[|\\begin)|(?:\[|\\end).*="
    r"|\\(?:[dt]?frac|odot|oslash|box(?:dot|plus|minus|slash)|pm|mp)(?![A-Za-z])",
    re.DOTALL,
)


class Glance:
    """Tells the formulas that may concern the declared names from the rest."""

    def __init__(self, bases: Iterable[str]) -> None:
        self.bases: set[str] = set()
        self._letters: set[str] = set()
        for base in bases:
            self.add(base)

    def add(self, base: str) -> None:
        """Count a name among the declared ones."""
        self.bases.add(base)
        self._letters |= spellings(base)

    def speaks(self, text: str) -> bool:
        r"""Tell whether a formula holds a declared letter at all.

        >>> Glance(["𝐗"]).speaks(r"H = \sigma(\mathbf{X})")
        True
        """
        return any(letter in self._letters for letter in LETTER.findall(without_scripts(text)))

    def matters(self, text: str) -> bool:
        r"""Tell whether a formula holds a declared letter and something that binds it.

        >>> glance = Glance(["𝐗", "σ"])
        >>> [glance.matters(t) for t in (r"\mathbf{X}_{t+1}", r"1 - \sigma", "A B", "X X")]
        [False, True, False, True]
        """
        bare = without_scripts(text)
        count = sum(letter in self._letters for letter in LETTER.findall(bare))
        return count > 1 or (count == 1 and _OPERATOR.search(bare) is not None)


def without_scripts(text: str) -> str:
    r"""Return a formula without what stands in its scripts.

    >>> without_scripts(r"\mathbf{X}_{t+1}^\top + b_i")
    '\\mathbf{X}  + b '
    """
    return _SCRIPT.sub(" ", text)


@cache
def spellings(base: str) -> frozenset[str]:
    r"""Return what the first letter of a name may be in LaTeX.

    >>> sorted(spellings("𝝈")), sorted(spellings("Ĥ"))
    (['\\sigma', 'σ'], ['H'])
    """
    letter = _bare(base)
    return frozenset({letter, *_commands().get(letter, ())})


@cache
def _commands() -> dict[str, list[str]]:
    commands: dict[str, list[str]] = {}
    for name, letter in LATEX_LETTERS.items():
        commands.setdefault(_bare(letter), []).append("\\" + name)
    return commands


def _bare(name: str) -> str:
    """Return the first letter without style and accents."""
    import unicodedata

    return unicodedata.normalize("NFD", plain(name))[:1]

r"""The names in a formula that says nothing else: ``A``, ``Q, K``, ``x_1, \dots, x_n``."""

from __future__ import annotations

import re
from functools import lru_cache

from boxdot.notation.expressions.nodes import Symbol
from boxdot.notation.linting.naming import is_label, split
from boxdot.notation.linting.plainreading import read_plainly

_LONGEST = 100
_MOST = 12
_DOTS = re.compile(r",\s*(?:\\[lc]?dots[cbmio]?(?![A-Za-z])|…|\.\.\.)(?:\s*,)?")
_AND = re.compile(
    r"\\(?:text|textrm|mathrm|mbox)\s*\{\s*(?:,\s*)?(?:and|or)\s*\}|\\(?:and|quad|qquad)(?![A-Za-z])"
)
_FAMILY = re.compile(
    r"\\?\\\{\s*(?P<name>[^{}]*(?:\{[^{}]*\}[^{}]*)*?)\s*\\\}\s*"
    r"_\s*(?:\{[^{}]*(?:=|\\in)[^{}]*\}|\w)(?:\s*\^\s*(?:\{[^{}]*\}|\w|\\\w+))?\s*"
)
# What is written with letters and stands between names all the same.
_OTHER = re.compile(
    r"[=<>+/|∈≤≥]|\\(?:in|to|mid|le|ge|leq|geq|neq|times|cdot|forall|sim)(?![A-Za-z])"
)


@lru_cache(maxsize=4096)
def read_names(text: str) -> tuple[str, ...]:
    r"""Return the names that a formula lists; none if it says anything else.

    >>> read_names(r"Q, \mathbf{K}"), read_names(r"x_1, \dots, x_n"), read_names(r"\{x_i\}_{i=1}^n")
    (('Q', '𝐊'), ('x_1', 'x_n'), ('x_i',))
    >>> read_names("A B"), read_names("f(x)"), read_names("x^2"), read_names("3")
    ((), (), (), ())
    """
    family = _FAMILY.fullmatch(text.strip())
    text = family["name"] if family else text.strip().removesuffix(",").rstrip()
    if not text or len(text) > _LONGEST or _OTHER.search(_without_braces(text)):
        return ()
    text = _DOTS.sub(",", _AND.sub(",", text)).strip(" ,")
    reading = read_plainly(text)
    if reading.errors or reading.declarations or len(reading.statements) > _MOST:
        return ()
    sides = [side for chain in reading.statements for side in chain.sides]
    names = tuple(side.name for side in sides if isinstance(side, Symbol))
    return names if len(names) == len(sides) and all(map(_is_name, names)) else ()


def _is_name(name: str) -> bool:
    """Tell whether the scripts of a name are labels, if it has any: ``x^2`` is no name."""
    return is_label(name) or not any(split(name)[1:])


def _without_braces(text: str) -> str:
    return re.sub(r"\{[^{}]*\}", "", text)

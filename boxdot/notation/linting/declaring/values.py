r"""Names that formulas show to be numbers: ``\epsilon = 10^{-6}``, ``0 < \beta < 1``."""

from __future__ import annotations

import re
from collections.abc import Iterator

from boxdot.notation.linting.declaring.names import read_names
from boxdot.notation.linting.naming import split

_LONGEST = 70
_NUMBER = (
    r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)"
    r"(?:\s*(?:\\times|\\cdot)?\s*10\s*\^\s*(?:\{[^{}]*\}|\d)|e-?\d+)?%?"
)
_DECIMAL = (
    r"(?:[+-]?\d*\.\d+|[+-]?(?:\d+\s*(?:\\times|\\cdot)\s*)?10\s*\^\s*\{\s*-[^{}]*\}|\d+e-\d+)"
)
_LESS = r"(?:<|\\l(?:t|e|eq|eqslant)(?![A-Za-z])|≤)"
_MORE = r"(?:>|\\g(?:t|e|eq|eqslant)(?![A-Za-z])|≥)"
_NAME = r"(?P<name>\\?[A-Za-z][^=<>,\\{}]{0,12}(?:\{[^{}]{0,20}\})?[^=<>,\\{}]{0,4}?)"
_VALUE = re.compile(rf"\s*{_NAME}\s*(?:=|\\approx|\\gets|\\leftarrow)\s*{_DECIMAL}\s*[.,]?\s*")
_BETWEEN = re.compile(rf"\s*{_NUMBER}\s*{_LESS}\s*{_NAME}\s*{_LESS}\s*{_NUMBER}\s*[.,]?\s*")
_BOUND = re.compile(rf"\s*{_NAME}\s*(?:{_MORE}|{_LESS})\s*{_NUMBER}\s*[.,]?\s*")


def numbers_in(text: str) -> Iterator[str]:
    r"""Yield the names that a formula shows to be numbers: small letters of no style.

    ``x = 0`` may speak of a vector; ``x \ge 0`` too.

    >>> [list(numbers_in(t)) for t in (r"\epsilon = 10^{-6}", "0 < p < 1", r"\lambda > 0")]
    [['ϵ'], ['p'], ['λ']]
    >>> list(numbers_in("x > 0"))
    []
    """
    if len(text) > _LONGEST:
        return
    for pattern in (_VALUE, _BETWEEN, _BOUND):
        match = pattern.fullmatch(text)
        if match is not None:
            for name in read_names(match["name"]):
                if _is_plain(name) and (pattern is not _BOUND or not name[0].isascii()):
                    yield name
            return


def _is_plain(name: str) -> bool:
    """Tell whether a name is a small letter without a style."""
    base = split(name).base
    return len(base) == 1 and base.islower() and ord(base) < 0x2000

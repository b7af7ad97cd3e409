r"""Shapes as papers write them: ``n\times d``, ``(B, T, C)``, ``|V| \times d``, ``2h``."""

from __future__ import annotations

import re
from functools import lru_cache

from boxdot.notation.algebra import names_of, substitute
from boxdot.notation.expressions.symbols import plain
from boxdot.notation.linting.plainreading import read_plainly
from boxdot.notation.shapes.sizes import Shape, Size, SizeExpression

_LONGEST = 120
# A cross that is set as a letter.
_CROSS = re.compile(r"([\w})]\s*)\\(?:text|mathsf|textrm)\s*\{\s*[x×]\s*\}(?=\s*[\w\\{(])")
_TIMES = re.compile(r"\\times(?![A-Za-z])|×")
# Without ×, these may stand for one: ℝ^{m*n} is a matrix with some authors, a long vector with
# others. With dots, or an infinite size, there is no telling the order.
_AMBIGUOUS = re.compile(r"\*|\\cdot(?![A-Za-z])|\\ast(?![A-Za-z])|⋅")
_ENDLESS = re.compile(r"\\(?:[lc]?dots[cbmio]?|infty|star|bullet|aleph|omega)(?![A-Za-z])|…|∞|\?")
# Sizes that are no arithmetic: a cardinality, a rounded fraction, a binomial coefficient.
_OPAQUE = re.compile(
    r"\\l?vert\b[^|]*?\\r?vert\b|\|[^|]{1,30}\|"
    r"|\\l(floor|ceil)(?![a-z])(?:(?!\\l\1).){1,40}?\\r\1(?![a-z])"
    r"|\\[dt]?binom\s*\{[^{}]*\}\s*\{[^{}]*\}"
)
_SIGNS = {r"\lfloor": "⌊", r"\rfloor": "⌋", r"\lceil": "⌈", r"\rceil": "⌉"}


def is_product(text: str) -> bool:
    r"""Tell whether a text has a cross: ``n\times d``.

    >>> is_product(r"n \times d"), is_product(r"B\text{x}T"), is_product("n d")
    (True, True, False)
    """
    return _TIMES.search(_CROSS.sub(r"\1×", text)) is not None


def misspells(text: str) -> bool:
    r"""Tell whether sizes are written in a way that a formula would read as something else.

    >>> misspells(r"\mathbb{R}^{m * n}"), misspells(r"\mathbb{R}^{m \times n}")
    (True, False)
    """
    ambiguous = _AMBIGUOUS.search(text) and not is_product(text)
    return bool(_CROSS.search(text) or ambiguous or _ENDLESS.search(text))


@lru_cache(maxsize=4096)
def read_shape(text: str) -> Shape | None:
    r"""Return the shape that a text stands for; None if it may be none.

    >>> read_shape(r"n \times 3"), read_shape("(B, T, C)"), read_shape(r"|V|\times d")
    (('n', 3), ('B', 'T', 'C'), ('|V|', 'd'))
    >>> read_shape("m * n"), read_shape(r"I_1 \times \cdots \times I_N")
    (None, None)
    """
    text = _CROSS.sub(r"\1\\times ", text).replace("\\,", " ").strip()
    if not text or len(text) > _LONGEST or _ENDLESS.search(text):
        return None
    if _AMBIGUOUS.search(text) and not is_product(text):
        return None
    opaque: dict[str, str] = {}
    text = _OPAQUE.sub(lambda match: _named(match, opaque), text)
    reading = read_plainly(rf"x\in\mathbb{{R}}^{{{text}}}")
    if len(reading.declarations) != 1 or reading.errors or reading.statements:
        return None
    shape = plain_shape(reading.declarations[0].shape)
    return None if shape is None else tuple(_with_names(size, opaque) for size in shape)


def _named(match: re.Match[str], opaque: dict[str, str]) -> str:
    """Put a name in place of a size that is no arithmetic, and keep what it stands for."""
    name = "Q_" + chr(ord("a") + len(opaque) % 26) * (3 + len(opaque) // 26)
    spelled = re.sub(r"\\[lr]?vert(?![a-z])", "|", match[0])
    for command, sign in _SIGNS.items():
        spelled = spelled.replace(command, sign)
    opaque[name] = re.sub(r"\s+", "", spelled)
    return rf" Q_{{\mathrm{{{name[2:]}}}}} "


def _with_names(size: Size, opaque: dict[str, str]) -> Size:
    if isinstance(size, str):
        return opaque.get(size, size)
    if isinstance(size, SizeExpression) and opaque:
        return substitute(size, {name: opaque.get(name, name) for name in names_of(size)})
    return size


def plain_shape(shape: Shape | None) -> Shape | None:
    """Return the shape with its sizes in plain letters: ``𝚃`` in one place is ``T`` in another."""
    return None if shape is None else tuple(_plain_size(size) for size in shape)


def _plain_size(size: Size) -> Size:
    if isinstance(size, int):
        return size
    if isinstance(size, SizeExpression):
        return substitute(size, {name: plain(name) for name in names_of(size)})
    return size if size.isascii() else plain(size)

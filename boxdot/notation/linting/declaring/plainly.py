r"""The plainest declarations, ``\mathbf{X}_3, Y \in \mathbb{R}^{n\times d}``, read at a glance.

Most declarations of a paper are of this form. Each piece of them, a name or a set, is read once as
every formula is; what this module tells is what that reading would tell.
"""

from __future__ import annotations

import re
from functools import lru_cache

from boxdot.grammar.source import Span
from boxdot.notation.expressions.symbols import Declaration
from boxdot.notation.linting.declaring.shapes import misspells, plain_shape
from boxdot.notation.linting.naming import is_label, split
from boxdot.notation.linting.plainreading import read_plainly
from boxdot.notation.shapes.sizes import Shape

_STYLED = r"\\(?:math\w+|bm|bold\w+|vec|hat|tilde|bar)\s*(?:\{\s*\w\s*\}|(?<=\s)\w)"
_LETTER = rf"(?:{_STYLED}|\\[A-Za-z]+|[A-Za-z])"
_SCRIPT = r"(?:_(?:\w|\{\s*\w+\s*\})|\^\{?[(\[]\w+[)\]]\}?)"
_NAME = rf"{_LETTER}{_SCRIPT}{{0,2}}"
_FIELD = r"\\mathbb\s*(?:\{\s*R\s*\}|R)"
_DECLARATION = re.compile(
    rf"\s*(?P<names>{_NAME}(?:\s*,\s*{_NAME})*)\s*(?:\\in(?![A-Za-z])|∈)\s*"
    rf"(?P<set>{_FIELD}(?:\s*\^\s*(?:\{{(?:[^{{}}]|\{{[^{{}}]*\}})*\}}|[A-Za-z0-9]))?)\s*[.,;]?\s*",
    re.ASCII,
)
_NUMBERED = re.compile(r"_\{?(\d+)\}?$", re.ASCII)
_SAMPLE = "7"


def plain_declarations(text: str) -> list[Declaration] | None:
    r"""Return what a formula declares, None if it is not of the plainest form.

    >>> found = plain_declarations(r"\mathbf{X}_{12}, y \in \mathbb{R}^{n \times d}")
    >>> [(one.name, one.shape) for one in found or ()]
    [('𝐗_12', ('n', 'd')), ('y', ('n', 'd'))]
    >>> plain_declarations(r"A X \in \mathbb{R}^{n}")
    """
    match = _DECLARATION.fullmatch(text)
    shape = _shape(match["set"]) if match is not None else None
    if match is None or shape is None:
        return None
    found: list[Declaration] = []
    at = match.start("names")
    for piece in match["names"].split(","):
        written = piece.strip()
        start = at + piece.index(written)
        name = _name(written)
        if name is None:
            return None
        found.append(Declaration(name, shape, span=Span(start, start + len(written))))
        at += len(piece) + 1
    return found


def _name(text: str) -> str | None:
    """Return the name that a text spells; of one with a number, any number may stand there."""
    numbered = _NUMBERED.search(text)
    if numbered is None:
        return _read_name(text)
    name = _read_name(f"{text[: numbered.start(1)]}{_SAMPLE}{text[numbered.end(1) :]}")
    if name is None or not name.endswith("_" + _SAMPLE):
        return None
    return name.removesuffix(_SAMPLE) + numbered[1]


@lru_cache(maxsize=1024)
def _read_name(text: str) -> str | None:
    found = _sole(rf"{text} \in \mathbb{{R}}^{{k}}")
    if found is None or found.span != Span(0, len(text)):
        return None
    return found.name if is_label(found.name) or not any(split(found.name)[1:]) else None


@lru_cache(maxsize=1024)
def _shape(text: str) -> Shape | None:
    """Return the shape that the elements of a set have; None where a closer look is needed."""
    if misspells(text):
        return None
    found = _sole(rf"X \in {text}")
    return None if found is None or found.entries != "ℝ" else plain_shape(found.shape)


def _sole(text: str) -> Declaration | None:
    """Return what a formula declares, if it declares one name and says nothing else."""
    reading = read_plainly(text)
    said = len(reading.declarations) + len(reading.statements) + len(reading.errors)
    return reading.declarations[0] if reading.declarations and said == 1 else None

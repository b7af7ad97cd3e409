"""Shapes that Julia and MATLAB code tells: ``m, n = size(X)``, ``n = size(X, 1)``, ``ones(n)``.

Lines that only take a shape apart are read here and blanked, so that places in the text stay.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterator
from typing import NamedTuple

from boxdot.notation.shapes.sizes import Shape, Size

_WORD = r"[^\W\d]\w*"
_NAMES = rf"{_WORD}(?:\s*,\s*{_WORD})*"
_START = r"(?:^|(?<=;))[ \t]*"
_UNPACKED = re.compile(
    rf"{_START}(?:\[\s*({_NAMES})\s*\]|\(?({_NAMES})\)?)\s*=\s*size\(\s*({_WORD})\s*\)[ \t]*;?",
    re.MULTILINE,
)
_ONE_AXIS = re.compile(
    rf"{_START}({_WORD})\s*=\s*size\(\s*({_WORD})\s*,\s*([1-9])\s*\)[ \t]*;?",
    re.MULTILINE,
)
_ASSERTED = re.compile(rf"size\(\s*({_WORD})\s*\)\s*==\s*[(\[]([^)\]]*)[)\]]")
_CHECKED = re.compile(
    r"^[ \t]*(?:@assert\b|assert\b)[^\n]*|^[ \t]*size\([^\n]*\|\|[^\n]*", re.MULTILINE
)
_MADE = re.compile(r"\b(?:ones|zeros|eye|rand|randn|I)\(([^()]*)\)")
_RESHAPED = re.compile(rf"\b(?:reshape|repmat|repeat)\(\s*{_WORD}\s*,([^()]*)\)")


class Evidence(NamedTuple):
    """What the code tells of shapes: of symbols, names of lengths, and the rest of the code."""

    shapes: dict[str, Shape]
    lengths: frozenset[str]
    text: str


def evidence_of(text: str, known: Container[str] = ()) -> Evidence:
    """Return what a code tells of shapes; those of ``known`` arrays are told already.

    >>> found = evidence_of("m, n = size(X)\\nX .* ones(m, 1)")
    >>> found.shapes, sorted(found.lengths), found.text.strip()
    ({'X': ('m', 'n')}, ['m', 'n'], 'X .* ones(m, 1)')
    >>> evidence_of("[m, n] = size(X); Y = X + 1;").text.strip()
    'Y = X + 1;'
    """
    shapes: dict[str, Shape] = {}
    for name, shape in (*_unpacked(text), *_asserted(text), *_by_axis(text)):
        if name not in known:
            shapes.setdefault(name, shape)
    lengths = {word for shape in shapes.values() for word in shape if isinstance(word, str)}
    for pattern in (_MADE, _RESHAPED):
        for match in pattern.finditer(text):
            lengths.update(re.findall(rf"(?<![\w.'\"]){_WORD}(?!\w|\()", match[1]))
    for pattern in (_UNPACKED, _ONE_AXIS, _CHECKED):
        text = pattern.sub(lambda match: _blank(match, known), text)
    return Evidence(shapes, frozenset(lengths), text)


def _blank(match: re.Match[str], known: Container[str]) -> str:
    """Return blanks for what told a shape; the lengths of a known array are read as they stand."""
    words = re.findall(_WORD, match[0])
    tells = match.re is _CHECKED or words[-1] not in known
    return " " * len(match[0]) if tells else match[0]


def _unpacked(text: str) -> Iterator[tuple[str, Shape]]:
    for match in _UNPACKED.finditer(text):
        words = re.findall(_WORD, match[1] or match[2])
        if len(words) > 1:
            yield match[3], tuple(words)


def _asserted(text: str) -> Iterator[tuple[str, Shape]]:
    for match in _ASSERTED.finditer(text):
        words = [word.strip() for word in match[2].split(",") if word.strip()]
        if words and all(re.fullmatch(rf"{_WORD}|\d{{1,9}}", word) for word in words):
            yield match[1], tuple(int(word) if word.isdecimal() else word for word in words)


def _by_axis(text: str) -> Iterator[tuple[str, Shape]]:
    """Yield shapes of which ``n = size(X, 2)`` tells every axis up to the last one."""
    axes: dict[str, dict[int, Size]] = {}
    for word, name, axis in (match.groups() for match in _ONE_AXIS.finditer(text)):
        axes.setdefault(name, {})[int(axis)] = word
    for name, known in axes.items():
        if sorted(known) == list(range(1, len(known) + 1)) and len(known) > 1:
            yield name, tuple(known[axis] for axis in sorted(known))

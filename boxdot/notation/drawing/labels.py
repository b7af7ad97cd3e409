"""Labels as runs of letters: what is italic, raised or lowered, and how much room it takes."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache

from boxdot.notation.printing.names import letters_of

SMALL = 0.7
_PIECE = re.compile(
    r"(?P<mark>[_^])(?P<script>\{[^{}]*\}|\([^()]*\)|\d+|[^\W\d_][̀-ͯ]*′*|.)"
    r"|(?P<word>[^\W\d_][^\W\d_]+(?![̀-ͯ]))"
    r"|(?P<letter>[^\W\d_][̀-ͯ⃐-⃿]*′*)"
    r"|(?P<other>.)",
    re.DOTALL,
)
_SUPERSCRIPTS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻₀₁₂₃₄₅₆₇₈₉", "0123456789−0123456789")
_BOLD = ("bf", "bi", "bcal", "bsf")
_NARROW = "ijlftrI1()[]{}|.,:;′'′ "
_WIDE = "mwMWQ⊡⊞⊟⧄⊙⊘⊗∘=+−≈≤≥←≠→∼∝⟺𝒫Σ∏‖□"


@dataclass(frozen=True, slots=True)
class Run:
    """Letters of one style; ``level`` is 1 for a superscript, −1 for a subscript."""

    text: str
    italic: bool = False
    bold: bool = False
    level: int = 0

    @property
    def width(self) -> float:
        """The room that it takes, in units of the size of the letters."""
        return sum(map(_width, self.text)) * (SMALL if self.level else 1)


@cache
def runs(label: str) -> tuple[Run, ...]:
    """Return a label as runs.

    >>> [(run.text, run.italic, run.level) for run in runs("A^(r)")]
    [('A', True, 0), ('(r)', True, 1)]
    """
    found: list[Run] = []
    for match in _PIECE.finditer(unicodedata.normalize("NFC", label)):
        if match["mark"]:
            script = match["script"]
            inner = script[1:-1] if script.startswith("{") else script
            level = 1 if match["mark"] == "^" else -1
            italic = re.fullmatch(r"\(?[^\W\d_]\)?", inner) is not None
            found.append(Run(_plain(inner), italic, level=level))
        elif match["letter"]:
            found.append(_letter(match["letter"]))
        else:
            found.append(_other(match["word"] or match["other"]))
    return tuple(found)


def _letter(text: str) -> Run:
    letter = next(iter(letters_of(text)))
    return Run(_plain(text), italic=letter.style != "bf", bold=letter.style in _BOLD)


def _other(text: str) -> Run:
    plain = text.translate(_SUPERSCRIPTS)
    if plain == text:
        bold = text != (small := _plain(text)) and text in "𝟏𝟎"
        return Run(small, bold=bold)
    level = -1 if unicodedata.normalize("NFD", text) in "₀₁₂₃₄₅₆₇₈₉" else 1
    return Run(plain, level=level)


def _plain(text: str) -> str:
    """Return letters without the styles that few fonts have."""
    return "".join(
        unicodedata.normalize("NFKC", c) if ord(c) >= 0x1D400 or c in "ℝℂℒℛℋ" else c for c in text
    )


def label_width(label: str, size: float) -> float:
    """Return how wide a label is, rather too wide than too narrow."""
    return size * sum(run.width for run in runs(label))


def _width(character: str) -> float:
    if unicodedata.combining(character):
        return 0
    if character in _NARROW:
        return 0.4
    if character in _WIDE:
        return 0.92
    return 0.74 if character.isupper() else 0.56

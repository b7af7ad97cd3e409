"""Names in LaTeX: letter styles, Greek letters, accents, upright words."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache

from boxdot.grammar.letters import ACCENTS, LATEX_LETTERS
from boxdot.notation.printing.names import Letter, letters_of, split_name

STYLE_COMMANDS = {
    "bi": r"\bm{%s}",
    "bf": r"\mathbf{%s}",
    "bcal": r"\bm{\mathcal{%s}}",
    "cal": r"\mathcal{%s}",
    "bb": r"\mathbb{%s}",
    "frak": r"\mathfrak{%s}",
    "bsf": r"\bm{\mathsf{%s}}",
    "sf": r"\mathsf{%s}",
    "tt": r"\mathtt{%s}",
    "it": r"\mathit{%s}",
}
"""Letter style to LaTeX command."""

_ACCENT_COMMANDS = {mark: f"\\{word}" for word, mark in reversed(ACCENTS.items())}
_MARKS = {
    "□": r"\square", "∞": r"\infty", "−": "-", "†": r"\dagger", "⊥": r"\perp", "∘": r"\circ",
    "⊙": r"\odot", "∗": "*", "′": r"\prime", "×": r"\times ", "·": r"\cdot ",
}  # fmt: skip

Emphasis = Callable[[str], str]
"""What to put around a letter that has no style of its own."""


def latex_name(name: str, emphasise: Emphasis | None = None) -> str:
    r"""Return a name in LaTeX.

    >>> latex_name("𝓧"), latex_name("Â^(r)"), latex_name("σ_max"), latex_name("i′")
    ('\\bm{\\mathcal{X}}', '\\hat{A}^{(r)}', '\\sigma_{\\mathrm{max}}', "i'")
    """
    base, scripts = split_name(name)
    text = _word(base, emphasise)
    return text + "".join(f"{mark}{{{_label(content)}}}" for mark, content in scripts)


@cache
def _letter_commands() -> dict[str, str]:
    """Return each letter that LaTeX has a command for with the command."""
    commands = {letter: f"\\{word}" for word, letter in LATEX_LETTERS.items() if letter not in "ij"}
    return {**commands, "∇": r"\nabla", "∂": r"\partial"}


def _word(word: str, emphasise: Emphasis | None = None) -> str:
    """Return one letter, or several as an upright word; an accent covers the whole."""
    letters = list(letters_of(word))
    if not letters:
        return "".join(_MARKS.get(character, character) for character in word)
    first, last = letters[0], letters[-1]
    if len(letters) == 1:
        text = _letter(first, emphasise)
    else:
        plain = "".join(letter.plain for letter in letters)
        same = len({letter.style for letter in letters}) == 1
        text = (STYLE_COMMANDS.get(first.style, r"\mathrm{%s}") if same else r"\mathrm{%s}") % plain
    for accent in first.accents:
        text = f"{_ACCENT_COMMANDS[accent]}{{{text}}}" if accent in _ACCENT_COMMANDS else text
    return text + "'" * last.primes


def _letter(letter: Letter, emphasise: Emphasis | None) -> str:
    text = _letter_commands().get(letter.plain, letter.plain)
    if letter.style:
        return STYLE_COMMANDS[letter.style] % text
    return text if emphasise is None else emphasise(text)


def _label(content: str) -> str:
    r"""Return the content of a name's script: words upright, letters as they are.

    >>> _label("xi"), _label("(r)"), _label("t+1")
    ('\\mathrm{xi}', '(r)', 't+1')
    """
    pieces = _PIECE.findall(content)
    texts = [_word(piece) if piece[0].isalpha() else _MARKS.get(piece, piece) for piece in pieces]
    return _joined(texts)


_PIECE = re.compile("[^\\W\\d_][^\\W_]*[\u0300-\u036f\u20d0-\u20ff]*′*|.")


def _joined(texts: list[str]) -> str:
    """Join texts with a space between a command and a letter that follows it."""
    result = ""
    for text in texts:
        gap = " " if re.search(r"\\[A-Za-z]+$", result) and text[:1].isalpha() else ""
        result += gap + text
    return result

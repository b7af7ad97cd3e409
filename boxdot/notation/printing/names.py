"""Names: what they are made of, and how the letters of one are spelled in LaTeX and ASCII."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable
from functools import cache
from typing import NamedTuple

from boxdot.grammar.letters import ACCENTS, GREEK, LATEX_LETTERS, is_combining, styled

PRIMES = "′"
_SMALL_DIGITS = {ord(small): digit for small, digit in zip("₀₁₂₃₄₅₆₇₈₉", "0123456789", strict=True)}


class Script(NamedTuple):
    """``_xi`` or ``^(r)``: the mark and what it lowers or raises."""

    mark: str
    content: str


def split_name(name: str) -> tuple[str, tuple[Script, ...]]:
    """Return the letters of a name and its scripts.

    >>> split_name("H_t^(l)")
    ('H', (Script(mark='_', content='t'), Script(mark='^', content='(l)')))
    >>> split_name("e₁")
    ('e', (Script(mark='_', content='1'),))
    """
    name = re.sub("[₀-₉]+", lambda small: "_" + small.group().translate(_SMALL_DIGITS), name)
    base, *scripts = _split_outside_brackets(name)
    return base, tuple(Script(s[0], _unbraced(s[1:])) for s in scripts)


def _split_outside_brackets(name: str) -> list[str]:
    pieces, depth = [""], 0
    for character in name:
        depth += (character in "({[") - (character in ")}]")
        if character in "_^" and depth == 0:
            pieces.append("")
        pieces[-1] += character
    return pieces


def _unbraced(content: str) -> str:
    return content[1:-1] if content.startswith("{") and content.endswith("}") else content


class Letter(NamedTuple):
    """A letter with its accents and primes."""

    character: str
    accents: str
    primes: int


def letters_of(word: str) -> Iterable[Letter]:
    """Return the letters of a word.

    >>> list(letters_of("Â′")) == [Letter("A", "\u0302", 1)]
    True
    """
    for match in re.finditer("([^′])([\u0300-\u036f\u20d0-\u20ff]*)(′*)", _decomposed(word)):
        yield Letter(match.group(1), match.group(2), len(match.group(3)))


def _decomposed(word: str) -> str:
    return unicodedata.normalize("NFD", word)


# --- styles -----------------------------------------------------------------------------------

STYLES = {
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

_STYLED = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
_STYLED_GREEK = "ΑΒΓΔΕΖΗΘΙΚΛΜΝΞΟΠΡΣΤΥΦΧΨΩ∇αβγδεζηθικλμνξοπρςστυφχψωϵϑϰϕϱϖ"
_DIGITS = "0123456789"


@cache
def _style_of() -> dict[str, tuple[str, str]]:
    """Return each styled letter with its style and its plain form."""
    return {
        styled(plain, style): (style, plain)
        for style in STYLES
        for plain in _STYLED + _STYLED_GREEK + _DIGITS
        if styled(plain, style) != plain
    }


@cache
def _commands() -> dict[str, str]:
    """Return each letter that LaTeX has a command for with the command."""
    commands = {letter: f"\\{word}" for word, letter in LATEX_LETTERS.items() if letter not in "ij"}
    return {**commands, "∇": r"\nabla", "∂": r"\partial"}


@cache
def _accent_commands() -> dict[str, str]:
    return {mark: f"\\{word}" for word, mark in reversed(ACCENTS.items())}


# --- LaTeX ------------------------------------------------------------------------------------


def latex_name(name: str, emphasise: Callable[[str], str] | None = None) -> str:
    r"""Return a name in LaTeX.

    Parameters
    ----------
    name
        The canonical name.
    emphasise
        What to put around the letters that have no style of their own.

    Examples
    --------
    >>> latex_name("𝓧"), latex_name("Â^(r)"), latex_name("σ_max"), latex_name("i′")
    ('\\bm{\\mathcal{X}}', '\\hat{A}^{(r)}', '\\sigma_{\\mathrm{max}}', "i'")
    """
    base, scripts = split_name(name)
    text = latex_word(base, emphasise)
    return text + "".join(f"{mark}{{{latex_label(content)}}}" for mark, content in scripts)


def latex_word(word: str, emphasise: Callable[[str], str] | None = None) -> str:
    """Return a letter, or a word of several letters, in LaTeX."""
    letters = list(letters_of(word))
    if len(letters) == 1:
        return _latex_letter(letters[0], emphasise)
    return _latex_long_word(letters, emphasise)


def _latex_letter(letter: Letter, emphasise: Callable[[str], str] | None = None) -> str:
    style, plain = _style_of().get(letter.character, ("", letter.character))
    text = _commands().get(plain, plain)
    if style:
        text = STYLES[style] % text
    elif emphasise is not None:
        text = emphasise(text)
    for accent in letter.accents:
        text = f"{_accent_commands().get(accent, '')}{{{text}}}"
    return text + "'" * letter.primes


def _latex_long_word(letters: list[Letter], emphasise: Callable[[str], str] | None) -> str:
    """Set several letters as one word; an accent on the first letter covers it."""
    styles = {_style_of().get(letter.character, ("", ""))[0] for letter in letters}
    plain = "".join(_style_of().get(c, ("", c))[1] for c, _, _ in letters)
    style = styles.pop() if len(styles) == 1 else ""
    text = f"\\mathrm{{{plain}}}" if not style else STYLES[style] % plain
    for accent in letters[0].accents:
        text = f"{_accent_commands().get(accent, '')}{{{text}}}"
    return text + "'" * letters[-1].primes


def latex_label(content: str) -> str:
    r"""Return the content of a name's script in LaTeX: words upright, letters as they are.

    >>> latex_label("xi"), latex_label("(r)"), latex_label("t+1")
    ('\\mathrm{xi}', '(r)', 't+1')
    """
    pieces = re.findall(r"[^\W\d_][^\W_\u2032]*[\u0300-\u036f]*′*|.", content)
    return "".join(_latex_piece(piece) for piece in pieces)


def _latex_piece(piece: str) -> str:
    if piece[0].isalpha():
        text = latex_word(piece)
        return text + " " if re.search(r"\\[A-Za-z]+$", text) else text
    return {"□": r"\square", "∞": r"\infty", "−": "-", "*": "*"}.get(piece, piece)


# --- ASCII ------------------------------------------------------------------------------------

_ASCII_LETTERS = {letter: word for word, letter in GREEK.items()} | {
    "ϵ": "epsilon", "ϕ": "phi", "ϑ": "theta", "ϱ": "rho", "ϰ": "kappa", "ϖ": "pi", "ς": "sigma",
    "ℓ": "ell", "∞": "oo", "ℏ": "hbar",
}  # fmt: skip
_ASCII_ACCENTS = {mark: word for word, mark in reversed(ACCENTS.items())} | {
    "\u0303": "~",
}


def ascii_name(name: str) -> str:
    """Return a name in ASCII: without letter style, Greek letters and accents as words.

    >>> ascii_name("𝓧"), ascii_name("σ_max"), ascii_name("X̃"), ascii_name("Â"), ascii_name("i′")
    ('X', 'sigma_max', 'X~', 'A_hat', 'i_prime')
    """
    base, scripts = split_name(name)
    letters = list(letters_of(base))
    word = "".join(_ascii_letter(letter.character) for letter in letters)
    marks = [_ASCII_ACCENTS.get(accent, "") for letter in letters for accent in letter.accents]
    marks += ["prime"] * sum(letter.primes for letter in letters)
    word += "~" * marks.count("~")
    lowered = [mark for mark in marks if mark != "~"] + [c for m, c in scripts if m == "_"]
    raised = [content for mark, content in scripts if mark == "^"]
    return word + _ascii_script("_", lowered) + _ascii_script("^", raised)


def _ascii_letter(character: str) -> str:
    plain = _style_of().get(character, ("", character))[1]
    return _ASCII_LETTERS.get(plain, plain)


def _ascii_script(mark: str, contents: list[str]) -> str:
    if not contents:
        return ""
    text = "".join(_ascii_letter(c) for c in ",".join(contents)).replace("−", "-")
    text = text.replace("′", "p").replace("□", "[]")
    return mark + plain_script(text)


def plain_script(content: str) -> str:
    """Return what follows ``_`` or ``^`` in Unicode and ASCII, in braces if it is no one word.

    >>> plain_script("xi"), plain_script("(r)"), plain_script("t+1"), plain_script("10")
    ('xi', '(r)', '{t+1}', '10')
    """
    whole = re.fullmatch(
        r"\d+|[^\W\d_][^\W_]*(?:[\u0300-\u036f\u20d0-\u20ff]|′)*|□|\[\]|:", content
    )
    listed = re.fullmatch(r"\([^()]*\)", content)
    return content if whole or listed else f"{{{content}}}"


def is_one_letter(text: str) -> bool:
    """Return whether a text is one letter with its accents and primes."""
    letters = [c for c in _decomposed(text) if not is_combining(c) and c not in "′'"]
    return len(letters) == 1 and letters[0].isalpha()

"""Canonical names: what they are made of."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from boxdot.grammar.letters import is_combining, styled

_SMALL_DIGITS = str.maketrans("₀₁₂₃₄₅₆₇₈₉", "0123456789")
_MARKS = "*+⁻†∗⊥∘⊙"


class Script(NamedTuple):
    """``_xi`` or ``^(r)``: the mark and what it lowers or raises."""

    mark: str
    content: str


def split_name(name: str) -> tuple[str, tuple[Script, ...]]:
    """Return the letters of a name and its scripts; a mark such as ``*`` is a superscript.

    >>> split_name("H_t^(l)")
    ('H', (Script(mark='_', content='t'), Script(mark='^', content='(l)')))
    >>> split_name("e₁"), split_name("x*")
    (('e', (Script(mark='_', content='1'),)), ('x', (Script(mark='^', content='*'),)))
    """
    name = re.sub("[₀-₉]+", lambda small: "_" + small.group().translate(_SMALL_DIGITS), name)
    unmarked = name.rstrip(_MARKS) or name
    base, *pieces = _split_outside_brackets(unmarked)
    scripts = [Script(piece[0], _unbraced(piece[1:])) for piece in pieces]
    marks = [Script("^", mark.replace("⁻", "−")) for mark in name[len(unmarked) :]]
    return base, (*scripts, *marks)


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
    """A letter: its style, its plain form, its accents, and how many primes follow."""

    style: str
    plain: str
    accents: str = ""
    primes: int = 0


def letters_of(word: str) -> Iterator[Letter]:
    """Yield the letters of a word.

    >>> list(letters_of("𝐀̂′"))
    [Letter(style='bf', plain='A', accents='̂', primes=1)]
    """
    decomposed = unicodedata.normalize("NFD", word)
    for match in re.finditer("([^′])([\u0300-\u036f\u20d0-\u20ff]*)(′*)", decomposed):
        character, accents, primes = match.groups()
        style, plain = _style_of().get(character, ("", character))
        yield Letter(style, plain, accents, len(primes))


def is_one_letter(text: str) -> bool:
    """Return whether a text is one letter with its accents and primes.

    >>> is_one_letter("Â′"), is_one_letter("xi"), is_one_letter("1")
    (True, False, False)
    """
    decomposed = unicodedata.normalize("NFD", text)
    letters = [c for c in decomposed if not is_combining(c) and c not in "′'`"]
    return len(letters) == 1 and letters[0].isalpha()


# --- styles -----------------------------------------------------------------------------------

STYLES = ("bi", "bf", "bcal", "cal", "bb", "frak", "bsf", "sf", "tt", "it")
"""The letter styles; where one styled letter stands for two styles, the first counts."""

_ALPHABETS = (
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
    "ΑΒΓΔΕΖΗΘΙΚΛΜΝΞΟΠΡΣΤΥΦΧΨΩ∇αβγδεζηθικλμνξοπρςστυφχψωϵϑϰϕϱϖ"
)


@cache
def _style_of() -> dict[str, tuple[str, str]]:
    """Return each styled letter with its style and its plain form."""
    found: dict[str, tuple[str, str]] = {}
    for style in STYLES:
        for plain in _ALPHABETS:
            character = styled(plain, style)
            if character != plain:
                found.setdefault(character, (style, plain))
    return found

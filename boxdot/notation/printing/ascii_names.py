"""Names in ASCII: Greek letters and accents as words, primes as backquotes, no letter styles."""

from __future__ import annotations

import re

from boxdot.grammar.letters import ACCENTS, GREEK
from boxdot.notation.printing.names import letters_of, split_name

_LETTERS = {letter: word for word, letter in GREEK.items()} | {
    "ϵ": "epsilon", "ϕ": "phi", "ϑ": "theta", "ϱ": "rho", "ϰ": "kappa", "ϖ": "pi", "ς": "sigma",
    "ℓ": "ell", "∞": "oo", "ℏ": "hbar", "□": "[]", "−": "-", "†": "+", "∗": "*", "⊥": "perp",
    "∇": "nabla", "∂": "partial", "×": "xx", "·": "@", "∘": "o", "⊙": "o",
}  # fmt: skip
_ACCENTS = {mark: word for word, mark in reversed(ACCENTS.items())} | {"\u0303": "~"}


def ascii_name(name: str) -> str:
    """Return a name in ASCII.

    >>> ascii_name("𝓧"), ascii_name("σ_max"), ascii_name("X̃"), ascii_name("Â_j"), ascii_name("i′")
    ('X', 'sigma_max', 'X~', 'Ahat_j', 'i`')
    """
    base, scripts = split_name(name)
    return _text(base) + "".join(mark + plain_script(_text(text)) for mark, text in scripts)


def _text(content: str) -> str:
    return "".join(
        _LETTERS.get(letter.plain, letter.plain)
        + "".join(_ACCENTS.get(accent, "") for accent in letter.accents)
        + "`" * letter.primes
        for letter in letters_of(content)
    )


def plain_script(content: str) -> str:
    """Return what follows ``_`` or ``^`` in Unicode and ASCII, in braces if it is no one word.

    >>> plain_script("xi"), plain_script("(r)"), plain_script("t+1"), plain_script("10")
    ('xi', '(r)', '{t+1}', '10')
    """
    return content if _ONE_PIECE.fullmatch(content) else f"{{{content}}}"


_ONE_PIECE = re.compile(
    "\\d+|[^\\W\\d_][^\\W_]*[\u0300-\u036f\u20d0-\u20ff]*[′`]*|□|\\[\\]|:|\\*|\\([^()]*\\)"
)

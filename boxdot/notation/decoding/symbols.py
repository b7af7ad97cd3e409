"""Names of the code as symbols of the notation."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

GREEK = {
    **{
        word: unicodedata.lookup(f"GREEK SMALL LETTER {word.upper()}")
        for word in (
            "alpha beta gamma delta epsilon zeta eta theta kappa mu nu xi rho sigma tau phi chi "
            "psi omega"
        ).split()
    },
    "lam": "λ",
    "lambda_": "λ",
    "lambda": "λ",
    "eps": "ε",
    "epsilon": "ε",
}
"""Words that stand for letters."""

_CAPITALS = {
    word.capitalize(): unicodedata.lookup(f"GREEK CAPITAL LETTER {name.upper()}")
    for word, name in (
        *((word, word) for word in "gamma delta theta xi pi sigma upsilon phi psi omega".split()),
        ("lambda", "lamda"),
    )
}
"""Capital letters, if they are declared: alone, Sigma and Pi would be a sum and a product."""

_MARKS = {
    "hat": "\u0302",
    "tilde": "\u0303",
    "bar": "\u0304",
    "dot": "\u0307",
    "prime": "′",
    "star": "*",
}


def symbol_of(name: str, declared: Iterable[str]) -> str | None:
    """Return the declared symbol that a name of the code stands for, or None.

    >>> symbol_of("mu", ["X", "μ"]), symbol_of("x_prime", ["x′"]), symbol_of("y", ["X"])
    ('μ', 'x′', None)
    """
    names = list(declared)
    if name in names:
        return name
    for form in (GREEK.get(name), _CAPITALS.get(name), _marked(name)):
        if form in names:
            return form
    found = [symbol for symbol in names if flat(symbol) == flat(name)]
    return found[0] if len(found) == 1 else None


def new_symbol(name: str) -> str:
    """Return the symbol for a name that nobody declared.

    >>> new_symbol("mu"), new_symbol("X_hat"), new_symbol("attn")
    ('μ', 'X̂', 'attn')
    """
    plain = "".join(_SUPERSCRIPTS.get(character, character) for character in name)
    return GREEK.get(name) or _marked(name) or plain.strip("_") or "v"


_SUPERSCRIPTS = dict(zip("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789", strict=True))
"""In a name they are no powers."""


def _marked(name: str) -> str | None:
    """Return ``x_hat`` as x with a hat, if the stem is one letter."""
    stem, _, word = name.rpartition("_")
    stem = GREEK.get(stem, stem)
    if len(stem) != 1 or word not in _MARKS:
        return None
    return unicodedata.normalize("NFC", stem + _MARKS[word])


def flat(name: str) -> str:
    """Return the letters of a name, marks spelled out, as identifiers have them.

    >>> flat("A^(r)"), flat("x̂"), flat("W_{xi}")
    ('Ar', 'xhat', 'Wxi')
    """
    spelled = unicodedata.normalize("NFKD", name)
    words = {mark: word for word, mark in _MARKS.items()}
    text = "".join(words.get(character, character) for character in spelled)
    return re.sub(r"[\W_]", "", text)


def version_of(name: str, number: int) -> str:
    """Return the name of a symbol that is assigned again.

    >>> version_of("x", 2)
    'x^(2)'
    """
    return f"{name}^({number})"

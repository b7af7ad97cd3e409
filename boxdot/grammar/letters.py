"""Letters as mathematics writes them: styled, accented, Greek, small and raised.

LaTeX styles become Unicode's mathematical letters (``\\mathbf{X}`` is 𝐗, ``\\bm{\\mathcal{X}}`` is
𝓧), so that one canonical name serves every spelling.
"""

from __future__ import annotations

import unicodedata
from functools import cache

_BASES = {  # style -> (capital A, small a, capital Alpha, small alpha, digit zero)
    "bf": (0x1D400, 0x1D41A, 0x1D6A8, 0x1D6C2, 0x1D7CE),
    "it": (0x1D434, 0x1D44E, 0x1D6E2, 0x1D6FC, None),
    "bi": (0x1D468, 0x1D482, 0x1D71C, 0x1D736, 0x1D7CE),
    "cal": (0x1D49C, 0x1D4B6, None, None, None),
    "bcal": (0x1D4D0, 0x1D4EA, None, None, 0x1D7CE),
    "frak": (0x1D504, 0x1D51E, None, None, None),
    "bb": (0x1D538, 0x1D552, None, None, 0x1D7D8),
    "sf": (0x1D5A0, 0x1D5BA, None, None, None),
    "bsf": (0x1D5D4, 0x1D5EE, 0x1D756, 0x1D770, 0x1D7EC),
    "tt": (0x1D670, 0x1D68A, None, None, None),
}
_HOLES = {
    **dict(zip("BEFHILMR", "ℬℰℱℋℐℒℳℛ", strict=True)),
    **dict(zip("ego", "ℯℊℴ", strict=True)),
}
_EXCEPTIONS = {
    **{("cal", plain): styled for plain, styled in _HOLES.items()},
    **{("bb", p): s for p, s in zip("CHNPQRZ", "ℂℍℕℙℚℝℤ", strict=True)},
    **{("frak", p): s for p, s in zip("CHIRZ", "ℭℌℑℜℨ", strict=True)},
    ("it", "h"): "ℎ",
}
_GREEK_CAPITALS = "ΑΒΓΔΕΖΗΘΙΚΛΜΝΞΟΠΡϴΣΤΥΦΧΨΩ∇"
_GREEK_SMALLS = "αβγδεζηθικλμνξοπρςστυφχψω∂ϵϑϰϕϱϖ"
COMBINED_STYLES = {
    ("bf", "it"): "bi",
    ("bf", "bi"): "bi",
    ("bf", "cal"): "bcal",
    ("bi", "cal"): "bcal",
    ("bf", "sf"): "bsf",
    ("bi", "sf"): "bsf",
}
"""Two styles one around the other, in either order."""


@cache
def styled(character: str, style: str) -> str:
    r"""Return the character in a style; as it is where Unicode has no such letter.

    >>> styled("X", "bf"), styled("μ", "bi"), styled("R", "bb"), styled("1", "bf")
    ('𝐗', '𝝁', 'ℝ', '𝟏')
    """
    if (style, character) in _EXCEPTIONS:
        return _EXCEPTIONS[style, character]
    if style not in _BASES:
        return character
    for alphabet, base in zip(
        ("ABCDEFGHIJKLMNOPQRSTUVWXYZ", "abcdefghijklmnopqrstuvwxyz", _GREEK_CAPITALS,
         _GREEK_SMALLS, "0123456789"),
        _BASES[style],
        strict=True,
    ):  # fmt: skip
        at = alphabet.find(character)
        if at >= 0 and base is not None:
            return chr(base + at)
    return character


ACCENTS = {
    "hat": "\u0302",
    "widehat": "\u0302",
    "tilde": "\u0303",
    "widetilde": "\u0303",
    "bar": "\u0304",
    "overline": "\u0305",
    "dot": "\u0307",
    "ddot": "\u0308",
    "check": "\u030c",
    "breve": "\u0306",
    "acute": "\u0301",
    "grave": "\u0300",
    "mathring": "\u030a",
    "vec": "\u20d7",
    "overrightarrow": "\u20d7",
    "overleftarrow": "\u20d6",
    "underline": "\u0332",
    "underbar": "\u0332",
}
"""LaTeX accent commands to combining characters."""


def accented(name: str, accent: str) -> str:
    """Return the name with the accent on its first letter.

    >>> accented("A", "hat")
    'Â'
    """
    return unicodedata.normalize("NFC", name[0] + ACCENTS[accent] + name[1:])


_SMALL_WORDS = (
    "alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi omicron "
    "pi rho sigma tau upsilon phi chi psi omega"
).split()
_CAPITAL_WORDS = "Gamma Delta Theta Lambda Xi Pi Sigma Upsilon Phi Psi Omega".split()
GREEK = {
    **dict(zip(_SMALL_WORDS, "αβγδεζηθικλμνξοπρστυφχψω", strict=True)),
    **dict(zip(_CAPITAL_WORDS, "ΓΔΘΛΞΠΣΥΦΨΩ", strict=True)),
}
"""Greek letters by name, the same words in ASCII and (behind a backslash) in LaTeX."""

LATEX_LETTERS = {
    **GREEK,
    "epsilon": "ϵ",
    "varepsilon": "ε",
    "vartheta": "ϑ",
    "varkappa": "ϰ",
    "phi": "ϕ",
    "varphi": "φ",
    "varrho": "ϱ",
    "varpi": "ϖ",
    "varsigma": "ς",
    "ell": "ℓ",
    "hbar": "ℏ",
    "infty": "∞",
    "aleph": "ℵ",
    "imath": "i",
    "jmath": "j",
    "wp": "℘",
    "Re": "ℜ",
    "Im": "ℑ",
    "emptyset": "∅",
    "Beta": "Β",
    "Alpha": "Α",
    **dict.fromkeys(["R", "RR", "reals", "Reals", "real", "Real"], "ℝ"),
    "C": "ℂ",
    "CC": "ℂ",
    "Z": "ℤ",
    "ZZ": "ℤ",
    "N": "ℕ",
    "NN": "ℕ",
}
"""LaTeX commands that are one letter."""

SUBSCRIPTS = dict(
    zip("₀₁₂₃₄₅₆₇₈₉₊₋ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓ", "0123456789+−aehijklmnoprstuvx", strict=True)
)
"""Small lowered characters."""

SUPERSCRIPTS = dict(zip("⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻ⁿⁱ", "0123456789+−ni", strict=True))
"""Small raised characters, without ᵀ (the transpose)."""


def is_letter(character: str) -> bool:
    """Return whether the character can be part of a name.

    >>> [is_letter(c) for c in "Xμ𝓧ᵀ₀1̂"]
    [True, True, True, False, False, False, False]
    """
    if character in SUBSCRIPTS or character in SUPERSCRIPTS or character in "ᵀᵗ":
        return False
    return character in "∞∅" or unicodedata.category(character) in ("Lu", "Ll", "Lt", "Lo")


def is_combining(character: str) -> bool:
    """Return whether the character is an accent on the one before it."""
    return unicodedata.category(character) == "Mn" or character in "⃗⃖"

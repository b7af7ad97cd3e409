"""Identifiers of MATLAB: ASCII letters, digits and underscores, and none of the names in use."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from boxdot.notation.codegen.names import identifiers

KEYWORDS = (
    "break case catch classdef continue else elseif end enumeration events for function global if "
    "methods otherwise parfor persistent properties return spmd switch try while do until unless "
    "endfor endfunction endif endswitch endwhile end_try_catch end_unwind_protect unwind_protect "
    "unwind_protect_cleanup"
)
FUNCTIONS = (
    "abs acos acosh arrayfun asin asinh assert atan atanh cat ceil cell2mat conj cos cosh det diag "
    "double erf exp expm1 eye false floor imag inv isequal isscalar kron log log10 log1p log2 "
    "mat2str max mean min ndims nnz norm ones permute pi prod real repmat reshape round sign sin "
    "sinh size sqrt std sum tan tanh trace true var vecnorm zeros Inf ans"
)
TAKEN = frozenset(f"{KEYWORDS} {FUNCTIONS}".split())
"""What the code itself says."""

LEGAL = re.compile(r"[A-Za-z][A-Za-z0-9_]{0,62}")


def matlab_identifiers(names: Iterable[str]) -> dict[str, str]:
    """Return an identifier of its own for each name: Greek letters are spelled out.

    >>> matlab_identifiers(["X", "μ", "mu", "end"])
    {'X': 'X', 'μ': 'mu_', 'mu': 'mu', 'end': 'end_'}
    >>> matlab_identifiers(["X̃", "Ŵ"])
    {'X̃': 'X_tilde', 'Ŵ': 'W_hat'}
    """
    found = identifiers(names, TAKEN)
    used = {name for name in found.values() if LEGAL.fullmatch(name)} | TAKEN
    spelled: dict[str, str] = {}
    for name, identifier in found.items():
        if not LEGAL.fullmatch(identifier):
            identifier = _unused(_ascii(identifier), used)
            used.add(identifier)
        spelled[name] = identifier
    return spelled


SPELLINGS = {"LAMDA": "LAMBDA"}
"""Letters whose name in Unicode is not what they are called."""

MARKS = {"\u0302": "_hat", "\u0303": "_tilde", "\u0304": "_bar", "\u0307": "_dot", "′": "_prime"}
"""How accents are spelled."""


def _ascii(name: str) -> str:
    letters = unicodedata.normalize("NFD", name)
    text = "".join(c if c.isascii() else MARKS.get(c) or _letter(c) for c in letters)
    return text[:56] if text[:1].isalpha() else f"x{text}"[:56]


def _letter(character: str) -> str:
    """Return a letter by its name: ``mu`` for μ, ``Omega`` for Ω."""
    name = unicodedata.name(character, "").split(" WITH ")[0]
    word = name.split()[-1] if " LETTER " in name else f"u{ord(character):x}"
    word = SPELLINGS.get(word, word)
    return word if word.startswith("u") else word.title() if " CAPITAL " in name else word.lower()


def _unused(name: str, used: set[str]) -> str:
    candidates = (name, f"{name}_", *(f"{name}_{n}" for n in range(2, len(used) + 3)))
    return next(candidate for candidate in candidates if candidate not in used)

"""Names of symbols as identifiers of a language: legal, not taken, and never one for two."""

from __future__ import annotations

import builtins
import keyword
import unicodedata
from collections.abc import Iterable, Mapping

MARKS = {
    "\u0302": "hat",
    "\u0303": "tilde",
    "\u0304": "bar",
    "\u0305": "bar",
    "\u0307": "dot",
    "\u0308": "ddot",
    "\u030c": "check",
    "\u20d7": "vec",
    "′": "prime",
    "'": "prime",
    "*": "star",
    "†": "dagger",
    "+": "plus",
    "□": "box",
    "∞": "inf",
    "⊤": "top",
}
"""How marks that no identifier may hold are spelled out."""

MODULES = frozenset({"np", "torch", "jnp", "jax", "xp", "math", "numba", "njit", "einops", "einx"})
"""What code may import: the same names are safe in every library of Python."""

PYTHON_TAKEN = frozenset({*keyword.kwlist, *keyword.softkwlist, *dir(builtins), *MODULES})


def identifiers(names: Iterable[str], taken: frozenset[str] = PYTHON_TAKEN) -> dict[str, str]:
    """Return an identifier for each name: the name itself where it is one.

    >>> identifiers(["X", "W_xi", "A^(r)", "lambda", "__import__", "x′", "k_1"])["A^(r)"]
    'A_r'
    >>> list(identifiers(["lambda", "__import__", "x′", "μ"]).values())
    ['lambda_', 'import_', 'x_prime', 'μ']
    """
    names = list(dict.fromkeys(names))
    plain = [name for name in names if _as_written(name) == name and name not in taken]
    found: dict[str, str] = {name: name for name in plain}
    used = set(plain) | taken
    for name in names:
        if name not in found:
            found[name] = _unused(_spelled(name), used)
            used.add(found[name])
    return {name: found[name] for name in names}


def _as_written(name: str) -> str | None:
    """Return the name if it is an identifier as it stands, in the form that Python keeps."""
    normal = unicodedata.normalize("NFKC", name)
    dunder = normal.startswith("__")
    return normal if normal.isidentifier() and not dunder else None


def _spelled(name: str) -> str:
    """Return the nearest identifier: marks spelled out, the rest of the odd characters as _."""
    pieces: list[str] = []
    for character in unicodedata.normalize("NFD", name):
        if character in MARKS:
            pieces.append(f"_{MARKS[character]}")
        elif character in "(){}[]":
            continue
        else:
            pieces.append(_letter(character))
    parts = [part for part in unicodedata.normalize("NFC", "".join(pieces)).split("_") if part]
    spelled = "_".join(parts) or "value"
    return spelled if spelled.isidentifier() else f"x_{spelled}"


LETTERS = {"ℓ": "ell"}
"""Letters that would become others: an l looks like a 1."""


def _letter(character: str) -> str:
    if character in LETTERS:
        return LETTERS[character]
    normal = unicodedata.normalize("NFKC", character)
    return normal if f"x{normal}".isidentifier() else "_"


def _unused(name: str, used: set[str]) -> str:
    if name not in used:
        return name
    if f"{name}_" not in used:
        return f"{name}_"
    n = 2
    while f"{name}_{n}" in used:
        n += 1
    return f"{name}_{n}"


def is_legal(names: Mapping[str, str]) -> bool:
    """Return whether every identifier is legal and stands for one name only.

    >>> is_legal({"x": "x", "y": "x"})
    False
    """
    found = list(names.values())
    return len(set(found)) == len(found) and all(name.isidentifier() for name in found)

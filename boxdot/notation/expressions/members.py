"""Members of families: which indices in scope the name of a symbol carries, as ``A_r`` under Σ_r.

A declared ``A_r`` is one name, and ``x_i`` beside a declared ``x`` is no symbol but an entry; so
only the scripts of names are looked at here.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from boxdot.notation.expressions.symbols import plain

_SCRIPT = re.compile(r"[_^](?:\{[^{}]*\}|\([^()]*\)|\[[^\[\]]*\]|[^_^]+)")
_WORD = re.compile(r"[^\W\d_]′*[\u0300-\u036f]*")
_PIECES = re.compile(r"[^\W\d_][\w′\u0300-\u036f]*")
_GAPS = re.compile(r"[_^](?:[·,]+|\{[·,]+\}|\([·,]+\)|\[[·,]+\])")
_LETTERS = frozenset("ijklmnpqrst")
_LABELS = frozenset({"in", "ih", "kl"})
"""Words of letters for indices that are labels all the same."""


@dataclass(frozen=True, slots=True)
class Member:
    """A symbol whose name changes with indices in scope.

    ``family`` is the name with a gap (``·``) for each index, ``indices`` are the names of the
    indices in the order of the gaps. ``doubt`` is set where that reading is not the only one:
    "label" where an index is a letter of a longer word (``W_in`` under Σ_n), "shift" where
    something is computed from it (``A_{r−1}``).
    """

    family: str
    indices: tuple[str, ...]
    doubt: str = ""

    @property
    def stem(self) -> str:
        """The name without the scripts that are but indices: ``A`` of ``A_r``."""
        return _GAPS.sub("", self.family)

    def name(self, values: Mapping[str, int]) -> str:
        """Return the name of the member with these values: ``A_2``, ``A_{1,2}``."""
        pieces = self.family.split("·")
        found = [str(values[index]) for index in self.indices]
        return "".join(a + b for a, b in zip(pieces, [*found, ""], strict=True))


def member_of(name: str, indices: Collection[str]) -> Member | None:
    """Return what a name is a member of where these indices are in scope, if it carries any.

    >>> member_of("A_r", {"r"}), member_of("A_k", {"r"})
    (Member(family='A_·', indices=('r',), doubt=''), None)
    >>> member_of("A_rs", {"r", "s"}).family, member_of("A^(r)", {"r"}).name({"r": 2})
    ('A_{·,·}', 'A^(2)')
    >>> member_of("A_rk", {"r"}).doubt, member_of("A_{r−1}", {"r"}).doubt
    ('label', 'shift')
    >>> member_of("W_in", {"n"}), member_of("W_xi", {"i"})
    (None, None)
    """
    if not indices or ("_" not in name and "^" not in name):
        return None
    known = {plain(index): index for index in indices}
    found: list[str] = []
    doubts: list[str] = []

    def carried(match: re.Match[str]) -> str:
        text, own, doubt = _script(match[0], known)
        found.extend(own)
        doubts.append(doubt)
        return text

    family = _SCRIPT.sub(carried, name)
    return Member(family, tuple(found), max(doubts)) if found else None


def _script(script: str, known: Mapping[str, str]) -> tuple[str, list[str], str]:
    """Return one script with gaps, the indices that stood there, and the doubt about them."""
    sign, inside, brackets = script[0], script[1:], ("", "")
    if inside[:1] in ("{", "(", "["):
        brackets, inside = (inside[0], inside[-1]), inside[1:-1]
    found: list[str] = []
    pieces: list[str] = []
    doubts = [""]
    for piece in inside.split(","):
        text, own, doubt = _piece(piece, known)
        pieces.append(text)
        found += own
        doubts.append(doubt)
    if brackets == ("", "") and any("," in piece for piece in pieces):
        brackets = ("{", "}")
    elif brackets == ("{", "}") and pieces == ["·"]:
        brackets = ("", "")
    return f"{sign}{brackets[0]}{','.join(pieces)}{brackets[1]}", found, max(doubts)


def _piece(piece: str, known: Mapping[str, str]) -> tuple[str, list[str], str]:
    """Return one of the things between commas with gaps for indices: ``r``, ``rs``, ``r−1``."""
    if plain(piece) in known:
        return "·", [known[plain(piece)]], ""
    letters = _WORD.findall(piece)
    inside = [known[plain(letter)] for letter in letters if plain(letter) in known]
    if "".join(letters) == piece:
        if inside and len(inside) == len(letters):
            return ",".join("·" * len(inside)), inside, ""
        if piece in _LABELS or not _LETTERS.issuperset(piece):
            return piece, [], ""
        return piece, inside, "label" if inside else ""
    words = [known[plain(word)] for word in _PIECES.findall(piece) if plain(word) in known]
    return piece, words, "shift" if words else ""

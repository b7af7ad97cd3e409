"""Members of families: which indices in scope the name of a symbol carries, as ``A_r`` under Σ_r.

A declared ``A_r`` is one name, and ``x_i`` beside a declared ``x`` is no symbol but an entry; so
only the scripts of names are looked at here.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from boxdot.notation.expressions.formula import Formula
from boxdot.notation.expressions.nodes import IndexRange, Node, Reduce
from boxdot.notation.expressions.symbols import Symbols, plain
from boxdot.notation.expressions.walking import descendants

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


def is_numbered(name: str, family: str) -> bool:
    """Tell whether a name is that of a member of a family, with numbers for the indices.

    >>> is_numbered("A_2", "A_·"), is_numbered("A_{1,2}", "A_{·,·}"), is_numbered("A_x", "A_·")
    (True, True, False)
    """
    pattern = re.escape(plain(family)).replace("·", r"\d+")
    return re.fullmatch(pattern, plain(name)) is not None


def is_alike(symbols: Symbols, name: str, family: str) -> bool:
    """Tell whether a member that is declared by its own name is what its family is declared to be.

    >>> from boxdot.notation.reading import read_symbols
    >>> symbols = read_symbols("A_r, A_1 ∈ R^I; A_2 ∈ R^J")
    >>> [is_alike(symbols, name, "A_r") for name in ("A_1", "A_2", "A_3")]
    [True, False, True]
    """
    one, all_of_them = symbols.get(name), symbols.get(family)
    if one is None or all_of_them is None:
        return True
    first, second = ((d.shape, d.entries, d.nonnegative) for d in (one, all_of_them))
    return first == second


def is_defined_member(formula: Formula, defined: Iterable[str], name: str) -> bool:
    """Tell whether a name with numbers is that of a member of a family that was defined.

    >>> from boxdot.notation.reading import read
    >>> formula = read("Y_r := 2 A_r; Σ_{r=1}^{2} Y_r = Y_1", "A_r ∈ R")
    >>> is_defined_member(formula, ["Y_r"], "Y_1"), is_defined_member(formula, ["Y_r"], "A_1")
    (True, False)
    """
    if not any(c.isdigit() for c in name):
        return False
    indices = {bounds.index for bounds in ranges_of(formula.statements)}
    members = [member_of(other, indices) for other in defined if other != name]
    return any(member is not None and is_numbered(name, member.family) for member in members)


def ranges_of(nodes: Iterable[Node]) -> list[IndexRange]:
    """Return what stands below every Σ and ∏ in the nodes."""
    below = (inner for node in nodes for inner in (node, *descendants(node)))
    return [bounds for node in below if isinstance(node, Reduce) for bounds in node.ranges]


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

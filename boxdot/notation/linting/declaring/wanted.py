"""Conventions of notation that the user sets, over those that a paper states."""

from __future__ import annotations

import re
from collections.abc import Collection

from boxdot.grammar.papers import Document
from boxdot.notation.linting.declaring.conventions import Stated
from boxdot.notation.linting.declaring.styles import USUAL, Convention, Style
from boxdot.notation.linting.declaring.unsaid import ROW

IMPLICIT, EXPLICIT = "implicit-broadcasting", "explicit-broadcasting"
LETTERS, NO_LETTERS = "bold-letters", "plain-letters"
ROWS = "row-vectors"

NOTATIONS = {
    IMPLICIT: "sums and products broadcast as in NumPy: that is no finding",
    EXPLICIT: "what broadcasts in silence is a finding, whatever a paper says",
    LETTERS: "bold small letters are vectors, bold capitals matrices, other small letters numbers",
    NO_LETTERS: "the style of a letter says nothing",
    ROWS: "a bold lower-case letter is a row vector",
}
"""The conventions that may be set, and what each means."""

# What a paper that broadcasts in silence writes on purpose.
_BROADCASTING = frozenset(
    "implicit-broadcast-add hadamard-mismatch scalar-add hadamard-scalar strict-division".split()
)


_AROUND = " {}"
# Operators that a paper may say to broadcast, and what is no finding then.
_SIGNS = {
    re.compile(r"\\(?:odot|circ|ast|bullet)(?![A-Za-z])|[⊙∘∗*]"): {
        "hadamard-mismatch",
        "hadamard-scalar",
    },
    re.compile(r"[+]"): {"implicit-broadcast-add", "scalar-add"},
    re.compile(r"\\oslash(?![A-Za-z])|⊘"): {"strict-division"},
}


def withheld(
    stated: Stated, wanted: Collection[str], document: Document | None = None
) -> frozenset[str]:
    """Return the names of the rules whose findings are no findings in a paper.

    >>> stated = Stated(broadcasts=True)
    >>> sorted(withheld(stated, ()))[:2], withheld(stated, [EXPLICIT])
    (['hadamard-mismatch', 'hadamard-scalar'], frozenset())
    """
    if EXPLICIT in wanted:
        return frozenset()
    if stated.broadcasts or IMPLICIT in wanted:
        return _BROADCASTING
    spelled = [document.formulas[number].text for number in stated.signs] if document else []
    found = (
        names
        for text in spelled
        for sign, names in _SIGNS.items()
        if sign.fullmatch(text.strip(_AROUND))
    )
    return frozenset(name for names in found for name in names)


def letters_wanted(wanted: Collection[str]) -> Convention | None:
    """Return what the styles of letters stand for, if the user says so; None to ask the paper."""
    if NO_LETTERS in wanted:
        return {}
    if LETTERS in wanted or ROWS in wanted:
        return {**USUAL, Style.BOLD_SMALL: ROW} if ROWS in wanted else USUAL
    return None

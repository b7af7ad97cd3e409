"""Conventions of notation that the user sets, over those that a paper states."""

from __future__ import annotations

from collections.abc import Collection

from boxdot.notation.linting.declaring.conventions import Stated
from boxdot.notation.linting.declaring.styles import USUAL, Convention, Style
from boxdot.notation.linting.declaring.unsaid import ROW

IMPLICIT, EXPLICIT = "implicit-broadcasting", "explicit-broadcasting"
LETTERS, NO_LETTERS = "bold-letters", "plain-letters"
ROWS = "row-vectors"

NOTATIONS = {
    IMPLICIT: "sums and products broadcast as in NumPy: that is no finding",
    EXPLICIT: "what broadcasts in silence is a finding, whatever a paper says",
    LETTERS: "bold lower-case letters are vectors, bold capitals matrices, other lower-case numbers",
    NO_LETTERS: "the style of a letter says nothing",
    ROWS: "a bold lower-case letter is a row vector",
}
"""The conventions that may be set, and what each means."""

# What a paper that broadcasts in silence writes on purpose.
_BROADCASTING = frozenset(
    {"implicit-broadcast-add", "hadamard-mismatch", "scalar-add", "hadamard-scalar", "strict-division"}
)


def withheld(stated: Stated, wanted: Collection[str]) -> frozenset[str]:
    """Return the names of the rules whose findings are no findings in a paper.

    >>> sorted(withheld(Stated(broadcasts=True), ()))[:2], withheld(Stated(broadcasts=True), [EXPLICIT])
    (['hadamard-mismatch', 'hadamard-scalar'], frozenset())
    """
    if EXPLICIT in wanted:
        return frozenset()
    return _BROADCASTING if stated.broadcasts or IMPLICIT in wanted else frozenset()


def letters_wanted(wanted: Collection[str]) -> Convention | None:
    """Return what the styles of letters stand for, if the user says so; None to ask the paper."""
    if NO_LETTERS in wanted:
        return {}
    if LETTERS in wanted or ROWS in wanted:
        return {**USUAL, Style.BOLD_SMALL: ROW} if ROWS in wanted else USUAL
    return None

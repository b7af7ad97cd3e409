"""A formula as it was read: its statements and what was declared of their symbols."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from boxdot.notation.expressions.nodes import Chain
from boxdot.notation.expressions.symbols import Symbols
from boxdot.notation.shapes.conventions import Convention


@dataclass(frozen=True, slots=True)
class Formula:
    """One or more statements with the symbols they speak of.

    Parameters
    ----------
    text
        What was read; the spans of the nodes count its characters.
    statements
        The chains, in order; a later one may use what an earlier one defines.
    symbols
        The declared symbols.
    convention
        Where length-1 axes are free.
    sizes
        Sizes bound to numbers (``-s H=4``).
    first_slices
        Whether one subscript on a tensor of order 3 or more takes a slice along the *first* axis
        (else the frontal slice, along the last).
    row_major
        Whether vec, diag, fold and unfold run through the last axis first, as C does; only
        proofs read this.
    """

    text: str
    statements: tuple[Chain, ...]
    symbols: Symbols = field(default_factory=Symbols)
    convention: Convention = Convention.F
    sizes: Mapping[str, int] = field(default_factory=dict)
    first_slices: bool = False
    row_major: bool = False

    def __hash__(self) -> int:
        return hash((self.text, self.statements))

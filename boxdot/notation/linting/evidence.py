"""On what it rests that a symbol has a shape: what the paper states, or what a reader infers."""

from __future__ import annotations

from enum import IntEnum


class Evidence(IntEnum):
    """How a shape is known, the surest first; what rests on several rests on the weakest.

    >>> max(Evidence.DECLARED, Evidence.PROSE).name
    'PROSE'
    >>> [one.name for one in Evidence if one.inferred]
    ['PROSE', 'USE', 'STYLE']
    """

    DECLARED = 0
    """A set says it: ``X ∈ ℝ^{n×d}``; also what follows from such sets by a definition."""
    PROSE = 1
    """Words say it: "an n×d matrix", a table of notation, "of the same shape as"."""
    USE = 2
    """It follows from how the symbol is used, if the rest of the formula is right."""
    STYLE = 3
    """The letters say it, by a convention: bold small ones are vectors."""

    @property
    def inferred(self) -> bool:
        """Whether a reader infers the shape: what leans on it is a finding of its own kind."""
        return self is not Evidence.DECLARED

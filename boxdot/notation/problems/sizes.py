"""Sizes that a formula itself binds: ``…, R = 3``."""

from __future__ import annotations

from dataclasses import replace

from boxdot.notation.expressions.formula import Formula
from boxdot.notation.expressions.nodes import Chain, Number, Relation, Symbol
from boxdot.notation.expressions.symbols import plain


def bound_size(chain: Chain) -> tuple[str, int] | None:
    """Return the name and the number of a statement ``R = 3``, None if it is none.

    >>> from boxdot.notation.reading import read
    >>> bound_size(read("R = 3").statements[0])
    ('R', 3)
    """
    match chain:
        case Chain((Symbol(name=name), Number(text=text)), (Relation.EQUAL,)):
            whole = text.isdecimal() and 0 < int(text) < 2**31
            return (plain(name), int(text)) if whole else None
    return None


def with_sizes(formula: Formula) -> Formula:
    """Return a formula in which the sizes that it binds are numbers.

    >>> from boxdot.notation.reading import read
    >>> dict(with_sizes(read("Y ≈ Σ_{r=1}^{R} a_r, R = 3", "Y, a_r ∈ R^I")).sizes)
    {'R': 3}
    """
    found = dict(filter(None, map(bound_size, formula.statements[1:])))
    return replace(formula, sizes={**found, **formula.sizes}) if found else formula

"""Laws of what is 0 or 1: deltas, supports, binary entries."""

from __future__ import annotations

from fractions import Fraction

from boxdot.notation.indexform.indices import Index
from boxdot.notation.indexform.laws.content import primitive
from boxdot.notation.indexform.laws.raw import Raw, ZeroDenominatorError, alone, single
from boxdot.notation.indexform.naming import canonical, components
from boxdot.notation.indexform.signs import is_positive, is_positive_atom
from boxdot.notation.indexform.structure import (
    Atom,
    Call,
    Delta,
    Entry,
    Exponent,
    Factors,
    Form,
    Length,
    Monomial,
    Over,
    Prime,
    Support,
    Wrapped,
)


def entry(
    atom: Entry, exponent: Exponent, bound: frozenset[Index], factors: Factors
) -> list[Raw] | None:
    """``b² = b`` for a binary entry."""
    if atom.entries == "{0,1}" and exponent > 0 and exponent != 1:
        return [Raw(factors={atom: 1})]
    return None


def delta(
    atom: Delta, exponent: Exponent, bound: frozenset[Index], factors: Factors
) -> list[Raw] | None:
    """``δ² = δ``, ``δ_ii = 1``."""
    if atom.left == atom.right:
        return [Raw()]
    if exponent < 0:
        raise ZeroDenominatorError("a denominator is zero off the diagonal")
    return None if exponent == 1 else [Raw(factors={atom: 1})]


def support(
    atom: Support, exponent: Exponent, bound: frozenset[Index], factors: Factors
) -> list[Raw] | None:
    """``[xy ≠ 0] = [x ≠ 0][y ≠ 0]``, and ``[x ≠ 0]² = [x ≠ 0]``."""
    if exponent < 0:
        raise ZeroDenominatorError("a support stands in a denominator")
    if exponent != 1:
        return [Raw(factors={atom: 1})]
    constant = atom.form.constant
    if constant is not None:
        return [Raw()] if constant else []
    if is_positive(atom.form):
        return [Raw()]
    term = alone(atom.form)
    if term is None:
        _, content = primitive(atom.form)
        return None if content == atom.form else [Raw(factors={Support(content): 1})]
    return _of_product(atom, *term)


def _of_product(atom: Support, monomial: Monomial, factor: Fraction) -> list[Raw] | None:
    result: dict[Atom, Exponent] = {}
    groups = components(monomial.bound, monomial.factors)
    for indices, items in groups:
        result[Support(Form({canonical(indices, dict(items)): Fraction(1)}))] = 1
    summed = {other for _, items in groups for other, _ in items}
    for other, exponent in monomial.factors.items():
        if other not in summed and (part := _of_factor(other, exponent)) is not None:
            result[part] = 1
    return None if result == {atom: 1} else [Raw(factors=result)]


def _of_factor(atom: Atom, exponent: Exponent) -> Atom | None:
    """Return the support of a power; None for 1."""
    if exponent < 0 or is_positive_atom(atom) or isinstance(atom, Length | Prime):
        return None
    match atom:
        case Delta() | Support() | Entry(entries="{0,1}"):
            return atom
        case Wrapped(form=form) | Call(function="abs", arguments=(form,)):
            return Support(form)
        case Over(function="prod", bound=bound, form=form):
            return Over("prod", bound, single(Support(form)))
    return Support(single(atom))

"""Whether a form is never negative: ways to show it, tried one after the other."""

from __future__ import annotations

from fractions import Fraction

from boxdot.notation.equality.inequalities.covering import is_covered
from boxdot.notation.equality.inequalities.squares import is_sum_of_squares
from boxdot.notation.equality.zero import written_out
from boxdot.notation.indexform.arithmetic import add, merged, multiply, normal, subtract
from boxdot.notation.indexform.signs import (
    is_nonnegative,
    is_nonnegative_monomial,
    is_nonnegative_power,
    is_positive_atom,
)
from boxdot.notation.indexform.structure import (
    ZERO,
    Atom,
    Call,
    Exponent,
    Form,
    Length,
    Monomial,
    free_of,
)

MOST_SQUARINGS = 2


def is_at_least_zero(form: Form) -> bool:
    """Return whether a form is shown to be at least 0 for all values of its free indices."""
    return all(_is_nonnegative(entry, MOST_SQUARINGS) for entry in written_out(form))


def is_greater_than_zero(form: Form) -> bool:
    """Return whether a form is shown to be greater than 0: it exceeds a positive term."""
    for entry in written_out(form):
        positive = [
            Form({term: factor / 2})
            for term, factor in entry.terms.items()
            if factor > 0 and all(map(is_positive_atom, term.factors))
        ]
        if not any(is_at_least_zero(subtract(entry, term)) for term in positive):
            return False
    return True


def _is_nonnegative(form: Form, squarings: int) -> bool:
    form = _without_common(_without_fractions(form))
    if is_nonnegative(form) or is_covered(form) or is_sum_of_squares(form):
        return True
    return squarings > 0 and _has_roots(form) and _by_squaring(form, squarings)


def _without_fractions(form: Form) -> Form:
    """Multiply by sizes, which are positive, until none stands in a denominator."""
    least: dict[Atom, Exponent] = {}
    for term in form.terms:
        for atom, exponent in term.factors.items():
            if isinstance(atom, Length) and exponent < 0:
                least[atom] = min(least.get(atom, 0), exponent)
    if not least:
        return form
    shift = {atom: -exponent for atom, exponent in least.items()}
    parts = (normal(c, m.bound, merged(m.factors, shift)) for m, c in form.terms.items())
    return add(ZERO, *parts)


def _without_common(form: Form) -> Form:
    """Divide by powers that all terms have and that are never negative."""
    if len(form.terms) < 2:
        return form
    first, *others = form.terms
    shared = {
        atom: exponent
        for atom, exponent in first.factors.items()
        if is_nonnegative_power(atom, exponent)
        and all(term.factors.get(atom) == exponent for term in others)
        and all(term.bound.isdisjoint(free_of(atom)) for term in form.terms)
    }
    if not shared:
        return form
    inverse = {atom: -exponent for atom, exponent in shared.items()}
    parts = (normal(c, m.bound, merged(m.factors, inverse)) for m, c in form.terms.items())
    return add(ZERO, *parts)


def _has_roots(form: Form) -> bool:
    """Whether squaring may make the form simpler."""
    return any(
        isinstance(exponent, Fraction) or (isinstance(atom, Call) and atom.function == "abs")
        for term in form.terms
        for atom, exponent in term.factors.items()
    )


def _by_squaring(form: Form, squarings: int) -> bool:
    """``P − N ≥ 0`` for ``P ≥ 0`` follows from ``P² − N² ≥ 0``."""
    known: dict[Monomial, Fraction] = {}
    others: dict[Monomial, Fraction] = {}
    for term, factor in form.terms.items():
        if factor > 0 and is_nonnegative_monomial(term):
            known[term] = factor
        else:
            others[term] = -factor
    if not known:
        return False
    left, right = Form(known), Form(others)
    squared = subtract(multiply(left, left), multiply(right, right))
    return _is_nonnegative(squared, squarings - 1)

"""The content of a sum: the number that its coefficients share, and a sign to agree on."""

from __future__ import annotations

import math
from fractions import Fraction

from boxdot.notation.indexform.naming import weight
from boxdot.notation.indexform.structure import (
    Atom,
    Entry,
    Exponent,
    Form,
    Length,
    Monomial,
    free_of,
)


def primitive(form: Form, *, signed: bool = True) -> tuple[Fraction, Form]:
    """Return the content (with a sign, if asked) and the form divided by it.

    The sign is that of the heaviest terms, as far as the names of indices do not decide.
    """
    if not form:
        return Fraction(1), form
    coefficients = list(form.terms.values())
    above = math.gcd(*(c.numerator for c in coefficients))
    below = math.lcm(*(c.denominator for c in coefficients))
    content = Fraction(above, below)
    if signed and _is_negative(form):
        content = -content
    if content == 1:
        return content, form
    return content, Form({m: c / content for m, c in form.terms.items()})


def _is_negative(form: Form) -> bool:
    if all(c < 0 for c in form.terms.values()):
        return True
    if all(c > 0 for c in form.terms.values()):
        return False
    plain = {index: hash(index.size) for index in form.free}
    sums: dict[int, Fraction] = {}
    for monomial, factor in form.terms.items():
        heavy = weight(monomial, plain)
        sums[heavy] = sums.get(heavy, Fraction(0)) + factor
    for heavy in sorted(sums):
        if sums[heavy]:
            return sums[heavy] < 0
    return False


def common_factors(form: Form) -> dict[Atom, Exponent]:
    """Return the powers that every term of a sum has outside of its own sums."""
    first, *others = form.terms
    result: dict[Atom, Exponent] = {}
    for atom in first.factors:
        if not all(_is_outside(term, atom) for term in (first, *others)):
            continue
        exponents = {term.factors[atom] for term in (first, *others)}
        if len(exponents) == 1 or isinstance(atom, Entry | Length):
            result[atom] = min(exponents)
    return result


def _is_outside(monomial: Monomial, atom: Atom) -> bool:
    if atom not in monomial.factors:
        return False
    simple = isinstance(atom, Entry | Length)
    return not monomial.bound or (simple and free_of(atom).isdisjoint(monomial.bound))


def divided(form: Form, factors: dict[Atom, Exponent]) -> Form:
    """Return the form with each term divided by the powers."""
    terms = {}
    for monomial, factor in form.terms.items():
        rest = {a: e - factors.get(a, 0) for a, e in monomial.factors.items()}
        kept = {a: e for a, e in rest.items() if e}
        terms[Monomial(monomial.bound, kept)] = factor
    return Form(terms)

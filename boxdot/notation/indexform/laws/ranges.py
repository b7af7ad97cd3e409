"""Laws of products, largest and smallest values over indices."""

from __future__ import annotations

from fractions import Fraction

from boxdot.notation.indexform.indices import Index
from boxdot.notation.indexform.laws.raw import Raw, alone, single
from boxdot.notation.indexform.naming import components
from boxdot.notation.indexform.naming import over as named_over
from boxdot.notation.indexform.signs import is_nonnegative_power
from boxdot.notation.indexform.structure import (
    Atom,
    Delta,
    Exponent,
    Factors,
    Form,
    Monomial,
    Over,
    Wrapped,
    free_of,
)


def over(
    atom: Over, exponent: Exponent, bound: frozenset[Index], factors: Factors
) -> list[Raw] | None:
    """Take out what does not depend on the indices; products go factor by factor."""
    if atom.function == "prod":
        return _product(atom, exponent)
    used = atom.bound & atom.form.free
    if not used:
        return [Raw(factors={Wrapped(atom.form): exponent})]
    if used != atom.bound:
        return [Raw(factors={named_over(atom.function, used, atom.form): exponent})]
    term = alone(atom.form)
    if term is None:
        return None
    return _outside(atom, *term, exponent) or _parted(atom, *term, exponent)


def _parted(
    atom: Over, monomial: Monomial, factor: Fraction, exponent: Exponent
) -> list[Raw] | None:
    """``max_ij a_i b_j = max_i a_i max_j b_j`` for a, b ≥ 0."""
    if monomial.bound or factor != 1 or len(atom.bound) < 2:
        return None
    if not all(is_nonnegative_power(a, e) for a, e in monomial.factors.items()):
        return None
    groups = components(atom.bound, monomial.factors)
    if len(groups) < 2:
        return None
    result: dict[Atom, Exponent] = {}
    for indices, items in groups:
        inner = Form({Monomial(frozenset(), dict(items)): Fraction(1)})
        part = named_over(atom.function, indices, inner)
        result[part] = result.get(part, 0) + exponent
    return [Raw(factors=result)]


def _outside(
    atom: Over, monomial: Monomial, factor: Fraction, exponent: Exponent
) -> list[Raw] | None:
    """``max_i (2 a x_i) = 2 a max_i x_i`` for a ≥ 0."""
    if monomial.bound:
        return None
    taken = {
        a: e
        for a, e in monomial.factors.items()
        if free_of(a).isdisjoint(atom.bound) and is_nonnegative_power(a, e)
    }
    positive = factor if factor > 0 else Fraction(1)
    if not taken and positive == 1:
        return None
    rest = {a: e for a, e in monomial.factors.items() if a not in taken}
    inner = Form({Monomial(frozenset(), rest): factor / positive})
    result: dict[Atom, Exponent] = {a: e * exponent for a, e in taken.items()}
    if positive != 1:
        result[Wrapped(Form({Monomial(frozenset(), {}): positive}))] = exponent
    smaller: Atom = named_over(atom.function, atom.bound, inner)
    return [Raw(factors={**result, smaller: exponent})]


def _product(atom: Over, exponent: Exponent) -> list[Raw] | None:
    """``∏_i x_i y_i = ∏_i x_i ∏_i y_i``; a factor without an index is a power if it is counted."""
    term = alone(atom.form)
    if term is None or term[0].bound:
        return None if atom.form else ([] if exponent > 0 else None)
    monomial, factor = term
    result: dict[Atom, Exponent] = {}
    if factor != 1:
        inner = Form({Monomial(frozenset(), {}): factor})
        result |= _repeated(atom, inner, 1, exponent)
    for other, power in monomial.factors.items():
        if not isinstance(other, Delta):
            result |= _repeated(atom, single(other), power, exponent)
        else:
            result |= {named_over("prod", atom.bound, single(other)): exponent}
    return None if result == {atom: exponent} else [Raw(factors=result)]


def _repeated(atom: Over, inner: Form, power: Exponent, exponent: Exponent) -> dict[Atom, Exponent]:
    unused = atom.bound - inner.free
    count = 1
    for index in unused:
        if not isinstance(index.size, int):
            return {named_over("prod", atom.bound, inner): power * exponent}
        count *= index.size
    used = atom.bound & inner.free
    if used:
        return {named_over("prod", used, inner): power * exponent * count}
    return {Wrapped(inner): power * exponent * count}

"""Laws of products, largest and smallest values over indices."""

from __future__ import annotations

from fractions import Fraction

from boxdot.notation.indexform.indices import Index
from boxdot.notation.indexform.laws.content import primitive
from boxdot.notation.indexform.laws.raw import Raw, alone, single
from boxdot.notation.indexform.laws.roots import factored
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
        return _signs(atom, exponent) or _product(atom, exponent)
    used = atom.bound & atom.form.free
    if not used:
        return [Raw(factors={Wrapped(atom.form): exponent})]
    if used != atom.bound:
        return [Raw(factors={named_over(atom.function, used, atom.form): exponent})]
    turned = _turned(atom, exponent) or _shifted(atom, exponent)
    if turned is not None:
        return turned
    term = alone(atom.form)
    if term is None:
        return None
    return _outside(atom, *term, exponent) or _parted(atom, *term, exponent)


def _turned(atom: Over, exponent: Exponent) -> list[Raw] | None:
    """``max_i (−x_i) = −min_i x_i``."""
    content, _ = primitive(atom.form)
    if content > 0 or not isinstance(exponent, int):
        return None
    positive = Form({term: -factor for term, factor in atom.form.terms.items()})
    other = named_over("min" if atom.function == "max" else "max", atom.bound, positive)
    return [Raw(Fraction((-1) ** exponent), {other: exponent})]


def _shifted(atom: Over, exponent: Exponent) -> list[Raw] | None:
    """``max_i (x_i + c) = max_i x_i + c``."""
    terms = atom.form.terms
    constant = {m: c for m, c in terms.items() if m.free.isdisjoint(atom.bound)}
    if not constant or len(constant) == len(terms):
        return None
    rest = Form({m: c for m, c in terms.items() if m not in constant})
    inner = named_over(atom.function, atom.bound, rest)
    whole = Form({**constant, Monomial(frozenset(), {inner: 1}): Fraction(1)})
    return [Raw(factors={Wrapped(whole): exponent})]


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
        if not atom.form:
            return [] if exponent > 0 else None
        whole = _repeated(atom, atom.form, 1, exponent)
        return None if whole == {atom: exponent} else [Raw(factors=whole)]
    monomial, factor = term
    result: dict[Atom, Exponent] = {}
    parts: list[tuple[Form, Exponent]] = [(_constant(n), power) for n, power in _primes(factor)]
    parts += [(single(other), power) for other, power in monomial.factors.items()]
    for inner, power in parts:
        if any(isinstance(other, Delta) for term in inner.terms for other in term.factors):
            repeated: dict[Atom, Exponent] = {named_over("prod", atom.bound, inner): exponent}
        elif (nested := _nested(inner)) is not None:
            both = named_over("prod", atom.bound | nested.bound, nested.form)
            repeated = {both: power * exponent}
        else:
            repeated = _repeated(atom, inner, power, exponent)
        for other, total in repeated.items():
            result[other] = result.get(other, 0) + total
    return None if result == {atom: exponent} else [Raw(factors=result)]


def _nested(form: Form) -> Over | None:
    """Return the product that a form is."""
    term = next(iter(form.terms))
    atom = next(iter(term.factors), None)
    return atom if isinstance(atom, Over) and atom.function == "prod" else None


def _signs(atom: Over, exponent: Exponent) -> list[Raw] | None:
    """``((−1)^n)² = 1``."""
    if atom.form.constant != -1 or not isinstance(exponent, int) or exponent in (0, 1):
        return None
    return [Raw(factors={atom: 1} if exponent % 2 else {})]


def _constant(value: int) -> Form:
    return Form({Monomial(frozenset(), {}): Fraction(value)})


def _primes(factor: Fraction) -> list[tuple[int, int]]:
    """Return a number as powers of primes, and −1 if it is negative."""
    above = factored(abs(factor.numerator))
    below = [(number, -power) for number, power in factored(factor.denominator)]
    return [*([(-1, 1)] if factor < 0 else []), *above, *below]


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

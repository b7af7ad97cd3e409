"""Sums, products, powers and substitution of forms, always in canonical form.

Every product of factors passes through ``normal``: rules from a table rewrite it, until none
applies, into a sum of canonical monomials. A rule takes the bound indices and the factors and
returns what they are equal to, as raw terms, or None if it does not apply.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction

from boxdot.grammar.errors import UnsupportedError
from boxdot.notation.algebra import Size, SizeExpression
from boxdot.notation.indexform.budgets import spend
from boxdot.notation.indexform.indices import Fixed, Index, Place, replaced
from boxdot.notation.indexform.laws import LAWS, Raw
from boxdot.notation.indexform.matching import Step, delta_step, fusion
from boxdot.notation.indexform.naming import apart, canonical, opaque, ordered_delta
from boxdot.notation.indexform.structure import (
    ONE,
    UNIT,
    ZERO,
    Abstraction,
    At,
    Atom,
    Call,
    Delta,
    Entry,
    Exponent,
    Factors,
    Form,
    Length,
    Monomial,
    Opaque,
    Ordinal,
    Over,
    Support,
    Wrapped,
    free_of,
)

LARGEST_POWER = 64
Mapping_ = Mapping[Index, Place]


def number(value: int | Fraction) -> Form:
    """Return a number as a form."""
    return Form({UNIT: Fraction(value)}) if value else ZERO


def of_atom(atom: Atom, exponent: Exponent = 1) -> Form:
    """Return a power of an atom as a form."""
    return normal(Fraction(1), frozenset(), {atom: exponent})


def add(*forms: Form) -> Form:
    """Return the sum."""
    if len(forms) == 1:
        return forms[0]
    total: dict[Monomial, Fraction] = {}
    for form in forms:
        for monomial, factor in form.terms.items():
            total[monomial] = total.get(monomial, Fraction(0)) + factor
    return Form({monomial: factor for monomial, factor in total.items() if factor})


def scale(form: Form, factor: int | Fraction) -> Form:
    """Return a rational multiple."""
    if factor == 1 or not form:
        return form
    return Form({m: c * factor for m, c in form.terms.items()}) if factor else ZERO


def subtract(left: Form, right: Form) -> Form:
    """Return the difference."""
    return add(left, scale(right, -1))


def multiply(*forms: Form) -> Form:
    """Return the product, multiplied out."""
    result = ONE
    for form in forms:
        result = _times(result, form)
    return result


def _times(left: Form, right: Form) -> Form:
    if left is ONE or right is ONE:
        return right if left is ONE else left
    spend(len(left.terms) * len(right.terms))
    parts = []
    for m, c in left.terms.items():
        for n, d in right.terms.items():
            if not m.factors and not m.bound:
                parts.append(Form({n: c * d}))
                continue
            bound, factors, others = _beside(m, n)
            parts.append(normal(c * d, bound, merged(factors, others)))
    return add(*parts) if parts else ZERO


def _beside(m: Monomial, n: Monomial) -> tuple[frozenset[Index], Factors, Factors]:
    """Return two monomials as one product, with no index bound in both."""
    first, factors, second, others = m.bound, m.factors, n.bound, n.factors
    if second and not (second.isdisjoint(first) and second.isdisjoint(m.free)):
        second, others = apart(n)
    if first and not first.isdisjoint(n.free):
        first, factors = apart(m)
    return first | second, factors, others


def merged(left: Factors, right: Factors) -> dict[Atom, Exponent]:
    """Return the product of two products."""
    result = dict(left)
    for atom, exponent in right.items():
        total = result.get(atom, 0) + exponent
        if total:
            result[atom] = total if isinstance(total, int) else _plain(total)
        else:
            result.pop(atom, None)
    return result


def _plain(exponent: Fraction) -> Exponent:
    return exponent.numerator if exponent.denominator == 1 else exponent


def power(form: Form, exponent: int | Fraction) -> Form:
    """Return a rational power."""
    exponent = _plain(Fraction(exponent))
    if exponent == 1:
        return form
    if isinstance(exponent, int) and 0 <= exponent <= LARGEST_POWER:
        half = power(form, exponent // 2) if exponent > 1 else ONE
        square = multiply(half, half)
        return multiply(square, form) if exponent % 2 else square
    return normal(Fraction(1), frozenset(), {Wrapped(form): exponent})


def total(form: Form, indices: Iterable[Index]) -> Form:
    """Return the sum over all values of the indices."""
    more = frozenset(indices)
    if not more:
        return form
    return add(ZERO, *(normal(c, m.bound | more, m.factors) for m, c in form.terms.items()))


def length(size: Size) -> Form:
    """Return a size as a form: a polynomial over its names.

    >>> length(3).constant
    Fraction(3, 1)
    """
    if isinstance(size, int):
        return number(size)
    if isinstance(size, str):
        return of_atom(Length(size))
    return _length_of_expression(size)


def _length_of_expression(size: SizeExpression) -> Form:
    terms: dict[Monomial, Fraction] = {}
    for monomial, factor in size.terms:
        factors: dict[Atom, Exponent] = {Length(str(atom)): n for atom, n in monomial}
        terms[Monomial(frozenset(), factors)] = factor
    return Form(terms)


# --- substitution ---------------------------------------------------------------------------


def substitute(form: Form, mapping: Mapping_) -> Form:
    """Return the form with free indices exchanged for places."""
    if form.free.isdisjoint(mapping):
        return form
    return add(ZERO, *(_substituted(m, c, mapping) for m, c in form.terms.items()))


def _substituted(monomial: Monomial, coefficient: Fraction, mapping: Mapping_) -> Form:
    mapping = {index: place for index, place in mapping.items() if index in monomial.free}
    if not mapping:
        return Form({monomial: coefficient})
    new = {part for place in mapping.values() for part in place if isinstance(part, Index)}
    bound, factors = monomial.bound, monomial.factors
    if not bound.isdisjoint(new):
        bound, factors = apart(monomial)
    return normal(coefficient, bound, exchanged(factors, mapping))


def exchanged(factors: Factors, mapping: Mapping_) -> Factors:
    """Return the factors with indices exchanged for places."""
    result: dict[Atom, Exponent] = {}
    for atom, exponent in factors.items():
        new = exchanged_atom(atom, mapping)
        joint = result.get(new, 0) + exponent
        if joint:
            result[new] = joint
        else:
            del result[new]
    return result


def exchanged_atom(atom: Atom, mapping: Mapping_) -> Atom:
    """Return the atom with indices exchanged for places."""
    if isinstance(atom, Entry):
        return Entry(atom.name, _places(atom.places, mapping), atom.entries)
    if free_of(atom).isdisjoint(mapping):
        return atom
    match atom:
        case Delta(left=left, right=right):
            return ordered_delta(replaced(left, mapping), replaced(right, mapping))
        case Ordinal(place=place):
            return Ordinal(replaced(place, mapping))
        case Wrapped(form=form):
            return Wrapped(substitute(form, mapping))
        case Support(form=form):
            return Support(substitute(form, mapping))
        case At(name=name, positions=positions, sizes=sizes, entries=entries):
            return At(name, tuple(substitute(p, mapping) for p in positions), sizes, entries)
        case Call(function=function, arguments=arguments):
            return Call(function, tuple(substitute(form, mapping) for form in arguments))
        case Over(function=function, bound=bound, form=form):
            return Over(function, bound, substitute(form, mapping))
        case Opaque(function=function, arguments=arguments, places=places):
            inner = tuple(Abstraction(a.axes, substitute(a.form, mapping)) for a in arguments)
            return opaque(function, inner, _places(places, mapping))
    return atom


def _places(places: tuple[Place, ...], mapping: Mapping_) -> tuple[Place, ...]:
    return tuple(replaced(place, mapping) for place in places)


# --- the normal form of a product -----------------------------------------------------------


def normal(coefficient: Fraction, bound: frozenset[Index], factors: Factors) -> Form:
    """Return a product, summed over its bound indices, as a form."""
    spend(1)
    if not coefficient:
        return ZERO
    for atom, exponent in factors.items():
        law = LAWS.get(type(atom))
        found = law(atom, exponent, bound, factors) if law is not None else None
        if found is not None:
            rest = {other: e for other, e in factors.items() if other is not atom}
            return _rewritten(coefficient, bound, rest, found)
    step = delta_step(bound, factors)
    if step is not None:
        return _contracted(coefficient, step)
    if bound:
        return _summed(coefficient, bound, factors)
    return Form({Monomial(bound, factors): coefficient})


def _rewritten(
    coefficient: Fraction, bound: frozenset[Index], rest: Factors, found: list[Raw]
) -> Form:
    parts = []
    for raw in found:
        own = raw.bound
        factors = raw.factors
        if own and not own.isdisjoint(bound | Monomial(frozenset(), rest).free):
            own, factors = apart(Monomial(own, factors))
        kept = {a: e for a, e in rest.items() if a not in raw.dropped}
        left = (bound - raw.unbound) | own
        parts.append(normal(coefficient * raw.coefficient, left, merged(kept, factors)))
    return add(*parts) if parts else ZERO


def _contracted(coefficient: Fraction, step: Step) -> Form:
    """Put in what a delta says, and go on."""
    if step.is_zero:
        return ZERO
    factors = merged(exchanged(step.rest, step.mapping), step.kept)
    return normal(coefficient, step.bound, factors)


def _summed(coefficient: Fraction, bound: frozenset[Index], factors: Factors) -> Form:
    used = bound & Monomial(frozenset(), factors).free
    result = _fused(coefficient, used, factors)
    for index in bound - used:
        result = multiply(result, length(index.size))
    return result


def _fused(coefficient: Fraction, bound: frozenset[Index], factors: Factors) -> Form:
    found = fusion(bound, factors)
    if found is not None:
        first, second, both = found
        mapping: dict[Index, Place] = {first: (both,), second: ()}
        return normal(coefficient, (bound - {first, second}) | {both}, exchanged(factors, mapping))
    return Form({canonical(bound, factors): coefficient})


def fixed(position: Size, size: Size) -> Place:
    """Return a constant position along an axis."""
    return () if size == 1 else (Fixed(position, size),)


def demand(condition: bool, message: str) -> None:
    """Raise UnsupportedError unless the condition holds."""
    if not condition:
        raise UnsupportedError(message)

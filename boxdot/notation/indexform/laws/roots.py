"""Laws of powers of sums and numbers: content, common factors, roots of products, roots."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

from boxdot.notation.indexform.indices import Index
from boxdot.notation.indexform.laws.content import common_factors, divided, primitive
from boxdot.notation.indexform.laws.raw import (
    NegativeRadicandError,
    Raw,
    ZeroDenominatorError,
    alone,
    single,
)
from boxdot.notation.indexform.naming import canonical, components
from boxdot.notation.indexform.signs import is_nonnegative_atom, is_nonnegative_power
from boxdot.notation.indexform.structure import (
    Atom,
    Call,
    Exponent,
    Factors,
    Form,
    Monomial,
    Prime,
    Wrapped,
)

LARGEST_FACTORED = 10**12


def prime(
    atom: Prime, exponent: Exponent, bound: frozenset[Index], factors: Factors
) -> list[Raw] | None:
    """``2^(3/2) = 2·2^(1/2)``: only roots are kept as factors."""
    whole = exponent.numerator // exponent.denominator
    if not whole:
        return None
    rest = exponent - whole
    kept: dict[Atom, Exponent] = {atom: rest} if rest else {}
    return [Raw(Fraction(atom.number) ** whole, kept)]


def wrapped(
    atom: Wrapped, exponent: Exponent, bound: frozenset[Index], factors: Factors
) -> list[Raw] | None:
    """A power of a sum: multiplied out, taken apart into factors, or left as it is."""
    form = atom.form
    if not form:
        if exponent < 0:
            raise ZeroDenominatorError("a denominator is zero")
        return []
    if isinstance(exponent, int) and exponent > 0:
        rest: dict[Atom, Exponent] = {atom: exponent - 1} if exponent > 1 else {}
        return [_beside(c, m, rest) for m, c in form.terms.items()]
    term = alone(form)
    if term is not None:
        return _of_product(atom, *term, exponent)
    return _of_sum(atom, exponent)


def _beside(coefficient: Fraction, monomial: Monomial, rest: Factors) -> Raw:
    """A term beside the powers that are still to be multiplied out."""
    factors: dict[Atom, Exponent] = dict(monomial.factors)
    for atom, exponent in rest.items():
        factors[atom] = factors.get(atom, 0) + exponent
    return Raw(coefficient, factors, monomial.bound)


def rational_power(value: Fraction, exponent: Exponent) -> tuple[Fraction, dict[Atom, Exponent]]:
    """Return a power of a positive number as a rational number times roots of primes.

    >>> rational_power(Fraction(12), Fraction(1, 2))
    (Fraction(1, 1), {Prime(number=2): Fraction(1, 1), Prime(number=3): Fraction(1, 2)})
    """
    if isinstance(exponent, int):
        return value**exponent, {}
    factors: dict[Atom, Exponent] = {}
    for part, sign in ((value.numerator, 1), (value.denominator, -1)):
        for number, power in factored(part):
            atom = Prime(number)
            factors[atom] = factors.get(atom, 0) + sign * power * exponent
    return Fraction(1), factors


def factored(number: int) -> list[tuple[int, int]]:
    """Return the prime factors of a number with their powers; a large rest is one factor.

    >>> factored(12)
    [(2, 2), (3, 1)]
    """
    found = []
    divisor = 2
    while divisor * divisor <= number and divisor * divisor <= LARGEST_FACTORED:
        power = 0
        while number % divisor == 0:
            number //= divisor
            power += 1
        if power:
            found.append((divisor, power))
        divisor += 1
    return [*found, (number, 1)] if number > 1 else found


def _of_product(
    whole: Wrapped, monomial: Monomial, factor: Fraction, exponent: Exponent
) -> list[Raw] | None:
    """The power of a product is the product of the powers, as far as the signs are known."""
    pieces = pieces_of(monomial)
    if isinstance(exponent, int):
        if pieces == [(whole, 1)]:
            return None
        return [Raw(factor**exponent, _joined((a, e * exponent) for a, e in pieces))]
    unsure = [(a, e) for a, e in pieces if not is_nonnegative_power(a, e)]
    known = [(a, e) for a, e in pieces if is_nonnegative_power(a, e)]
    if factor < 0 and not unsure:
        raise NegativeRadicandError("a negative number stands under a root")
    if len(unsure) == 1 and factor > 0:  # where the root is defined, this factor is ≥ 0
        known, unsure = [*known, *unsure], []
    if any(isinstance(a, Wrapped) for a, _ in unsure):
        return None
    outside, roots = rational_power(abs(factor), exponent)
    inside = _rest(unsure, 1 if factor > 0 else -1, exponent)
    result = _joined([*roots.items(), *(rooted(a, e, exponent) for a, e in known), *inside.items()])
    return None if result == {whole: exponent} and outside == 1 else [Raw(outside, result)]


def _rest(unsure: list[tuple[Atom, Exponent]], sign: int, exponent: Exponent) -> Factors:
    if not unsure:
        return {}
    rest = Form({Monomial(frozenset(), dict(unsure)): Fraction(sign)})
    return {Wrapped(rest): exponent}


def rooted(atom: Atom, power: Exponent, exponent: Exponent) -> tuple[Atom, Exponent]:
    """Return a power of a power as a power: ``(x²)^(1/2) = |x|``."""
    joint = power * exponent
    even = power.numerator % 2 == 0
    if even and not is_nonnegative_atom(atom):
        inner = atom.form if isinstance(atom, Wrapped) else single(atom)
        return Call("abs", (inner,)), _plain(joint)
    return atom, _plain(joint)


def _plain(exponent: Exponent) -> Exponent:
    return exponent.numerator if exponent.denominator == 1 else exponent


def _joined(powers: Iterable[tuple[Atom, Exponent]]) -> dict[Atom, Exponent]:
    result: dict[Atom, Exponent] = {}
    for atom, exponent in powers:
        joint = result.get(atom, 0) + exponent
        if joint:
            result[atom] = _plain(joint)
        else:
            result.pop(atom, None)
    return result


def pieces_of(monomial: Monomial) -> list[tuple[Atom, Exponent]]:
    """Return the powers of a product; what is summed over together is wrapped as one."""
    groups = components(monomial.bound, monomial.factors)
    summed = {atom for _, items in groups for atom, _ in items}
    pieces: list[tuple[Atom, Exponent]] = [
        (atom, e) for atom, e in monomial.factors.items() if atom not in summed
    ]
    for indices, items in groups:
        term = canonical(indices, dict(items))
        pieces.append((Wrapped(Form({term: Fraction(1)})), 1))
    return pieces


def _of_sum(whole: Wrapped, exponent: Exponent) -> list[Raw] | None:
    """Take the content and the common factors out of a sum."""
    integral = isinstance(exponent, int)
    content, form = primitive(whole.form, signed=integral)
    shared = common_factors(form)
    if not integral:
        shared = {a: e for a, e in shared.items() if is_nonnegative_power(a, e)}
    if content == 1 and not shared:
        return None
    outside, roots = rational_power(abs(content), exponent)
    if content < 0 and int(exponent) % 2:
        outside = -outside
    inner = divided(form, shared) if shared else form
    powers = ((a, e * exponent) if integral else rooted(a, e, exponent) for a, e in shared.items())
    return [Raw(outside, _joined([*roots.items(), *powers, (Wrapped(inner), exponent)]))]

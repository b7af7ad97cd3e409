"""Laws of functions of numbers: absolute values, exponentials and logarithms."""

from __future__ import annotations

from fractions import Fraction

from boxdot.notation.indexform.indices import Index
from boxdot.notation.indexform.laws.content import primitive
from boxdot.notation.indexform.laws.raw import NegativeRadicandError, Raw, alone, single
from boxdot.notation.indexform.laws.roots import factored, pieces_of
from boxdot.notation.indexform.signs import is_nonnegative, is_nonnegative_power
from boxdot.notation.indexform.structure import (
    Atom,
    Call,
    Exponent,
    Factors,
    Form,
    Monomial,
    Over,
    Prime,
    Wrapped,
)


def call(
    atom: Call, exponent: Exponent, bound: frozenset[Index], factors: Factors
) -> list[Raw] | None:
    """The law of the function, if it has one."""
    match atom.function:
        case "abs":
            return absolute(atom, exponent)
        case "exp":
            return exponential(atom, exponent, factors)
        case "log":
            return logarithm(atom, exponent)
        case function if function in ODD | EVEN:
            return _signed(atom, exponent) or _pythagoras(atom, exponent)
    return None


ODD = frozenset({"sin", "tan", "arcsin", "arctan", "asin", "atan", "erf", "sgn", "sign", "cbrt"})
EVEN = frozenset({"cos", "sec"})


def _signed(atom: Call, exponent: Exponent) -> list[Raw] | None:
    """``sin(−x) = −sin(x)``, ``cos(−x) = cos(x)``."""
    (form,) = atom.arguments
    content, _ = primitive(form)
    if content > 0 or not form or not isinstance(exponent, int):
        return None
    positive = Form({monomial: -factor for monomial, factor in form.terms.items()})
    changes_sign = atom.function in ODD and exponent % 2
    return [Raw(Fraction(-1 if changes_sign else 1), {Call(atom.function, (positive,)): exponent})]


def _pythagoras(atom: Call, exponent: Exponent) -> list[Raw] | None:
    """``sin² = 1 − cos²``."""
    if atom.function != "sin" or not isinstance(exponent, int) or exponent < 2:
        return None
    rest: dict[Atom, Exponent] = {atom: exponent - 2} if exponent > 2 else {}
    return [
        Raw(factors=rest),
        Raw(Fraction(-1), {**rest, Call("cos", atom.arguments): 2}),
    ]


def absolute(atom: Call, exponent: Exponent) -> list[Raw] | None:
    """``|x|² = x²``, ``|xy| = |x||y|``, ``|−x| = |x|``."""
    (form,) = atom.arguments
    if is_nonnegative(form) or (isinstance(exponent, int) and exponent % 2 == 0):
        return [Raw(factors={Wrapped(form): exponent})]
    if isinstance(exponent, int) and exponent != 1:
        return [Raw(factors={atom: 1, Wrapped(form): exponent - 1})]
    term = alone(form)
    if term is None:
        content, inner = primitive(form)
        if content == 1:
            return None
        return [_scaled(abs(content), exponent, {Call("abs", (inner,)): exponent})]
    return _absolute_product(atom, *term, exponent)


def _absolute_product(
    whole: Call, monomial: Monomial, factor: Fraction, exponent: Exponent
) -> list[Raw] | None:
    result: dict[Atom, Exponent] = {}
    for atom, power in pieces_of(monomial):
        known = is_nonnegative_power(atom, power)
        inner = atom.form if isinstance(atom, Wrapped) else single(atom)
        part = atom if known else Call("abs", (inner,))
        result[part] = result.get(part, 0) + power * exponent
    if result == {whole: exponent} and abs(factor) == 1 and factor > 0:
        return None
    return [_scaled(abs(factor), exponent, result)]


def _scaled(content: Fraction, exponent: Exponent, factors: Factors) -> Raw:
    """A power of a positive number beside other factors."""
    if isinstance(exponent, int):
        return Raw(content**exponent, factors)
    if content == 1:
        return Raw(factors=factors)
    return Raw(factors={**factors, Wrapped(Form({Monomial(frozenset(), {}): content})): exponent})


def exponential(atom: Call, exponent: Exponent, factors: Factors) -> list[Raw] | None:
    """``e^x e^y = e^(x+y)``, ``e^0 = 1``, ``e^(k log x) = x^k``."""
    others = [a for a in factors if isinstance(a, Call) and a.function == "exp" and a != atom]
    total: dict[Monomial, Fraction] = {}
    for one, power in ((atom, exponent), *((a, factors[a]) for a in others)):
        for monomial, factor in one.arguments[0].terms.items():
            total[monomial] = total.get(monomial, Fraction(0)) + factor * power
    logs: dict[Atom, Exponent] = {}
    for monomial in list(total):
        inner = _logarithm_of(monomial)
        if inner is not None and total[monomial]:
            logs[Wrapped(inner)] = logs.get(Wrapped(inner), 0) + _plain(total.pop(monomial))
    form = Form({monomial: factor for monomial, factor in total.items() if factor})
    if not others and exponent == 1 and form == atom.arguments[0] and form:
        return None
    left: dict[Atom, Exponent] = {Call("exp", (form,)): 1} if form else {}
    return [Raw(factors={**left, **logs}, dropped=frozenset(others))]


def _logarithm_of(monomial: Monomial) -> Form | None:
    """Return x for log x."""
    if monomial.bound or len(monomial.factors) != 1:
        return None
    ((atom, exponent),) = monomial.factors.items()
    if exponent == 1 and isinstance(atom, Call) and atom.function == "log":
        return atom.arguments[0]
    return None


def _plain(exponent: Fraction) -> Exponent:
    return exponent.numerator if exponent.denominator == 1 else exponent


def logarithm(atom: Call, exponent: Exponent) -> list[Raw] | None:
    """``log xy = log x + log y`` where the signs are known, ``log e^x = x``."""
    (form,) = atom.arguments
    constant = form.constant
    if constant is not None and constant <= 0:
        raise NegativeRadicandError("the logarithm of a number that is not positive")
    term = alone(form)
    if exponent != 1 or term is None:
        return _first_power(atom, exponent, term)
    monomial, factor = term
    if factor < 0:
        return None
    pieces = [(a, e) for a, e in pieces_of(monomial)]
    unsure = [(a, e) for a, e in pieces if not is_nonnegative_power(a, e)]
    if len(unsure) > 1:
        return None
    terms = [raw for a, e in pieces for raw in _of_power(a, e)]
    terms += [
        Raw(Fraction(sign * power), {_log(Form({_UNIT: Fraction(number)})): 1})
        for part, sign in ((factor.numerator, 1), (factor.denominator, -1))
        for number, power in factored(part)
    ]
    return None if terms == [Raw(factors={atom: 1})] else terms


_UNIT = Monomial(frozenset(), {})


def _first_power(
    atom: Call, exponent: Exponent, term: tuple[Monomial, Fraction] | None
) -> list[Raw] | None:
    """A power of a logarithm that itself is no plain one: take it apart first."""
    if term is None:
        return None
    simpler = logarithm(atom, 1)
    if simpler is None or not isinstance(exponent, int):
        return None
    terms = {}
    for raw in simpler:
        terms[Monomial(raw.bound, raw.factors)] = raw.coefficient
    return [Raw(factors={Wrapped(Form(terms)): exponent})]


def _of_power(atom: Atom, exponent: Exponent) -> list[Raw]:
    """The logarithm of a power."""
    if isinstance(atom, Call) and atom.function == "exp":
        return [
            Raw(factor * exponent, monomial.factors, monomial.bound)
            for monomial, factor in atom.arguments[0].terms.items()
        ]
    if exponent.numerator % 2 == 0 and isinstance(exponent, int):
        inner = atom.form if isinstance(atom, Wrapped) else single(atom)
        return [Raw(Fraction(exponent), {_log(_absolute(inner)): 1})]
    if isinstance(atom, Wrapped):
        return [Raw(Fraction(exponent), {_log(atom.form): 1})]
    if isinstance(atom, Over) and atom.function == "prod" and is_nonnegative(atom.form):
        return [Raw(Fraction(exponent), {_log(atom.form): 1}, atom.bound)]
    if isinstance(atom, Prime):
        number = Form({_UNIT: Fraction(atom.number)})
        return [Raw(Fraction(exponent), {_log(number): 1})]
    return [Raw(Fraction(exponent), {_log(single(atom)): 1})]


def _log(form: Form) -> Call:
    return Call("log", (form,))


def _absolute(form: Form) -> Form:
    return form if is_nonnegative(form) else single(Call("abs", (form,)))

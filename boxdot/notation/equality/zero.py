"""Whether a form is zero: denominators cleared, constant positions written out."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from boxdot.notation.equality.blocks import block_by_block
from boxdot.notation.equality.inverting import without_inverses
from boxdot.notation.indexform.arithmetic import (
    add,
    merged,
    multiply,
    normal,
    of_atom,
    power,
    substitute,
    subtract,
)
from boxdot.notation.indexform.indices import Fixed, Index, in_order
from boxdot.notation.indexform.naming import apart, weight
from boxdot.notation.indexform.signs import is_nonnegative_monomial
from boxdot.notation.indexform.structure import (
    ONE,
    ZERO,
    Atom,
    Call,
    Exponent,
    Factors,
    Form,
    Monomial,
    Over,
    Wrapped,
    deep_places,
    free_of,
    is_real,
)

MOST_ROUNDS = 8
LONGEST_WRITTEN_OUT = 64


def is_zero(form: Form) -> bool:
    """Return whether a form is zero for all values of its free indices, as far as is seen."""
    if not form:
        return True
    return all(_is_zero(entry) or _is_zero_by_blocks(entry) for entry in written_out(form))


def _is_zero_by_blocks(form: Form) -> bool:
    """Look at one block of a matrix in brackets after the other."""
    parts = block_by_block(form)
    return parts is not None and all(is_zero(part) for part in parts)


def _is_zero(form: Form) -> bool:
    form = cleared(form)
    if not form:
        return True
    form = cleared(reduced_fractions(form))
    if not form or _are_equal_squares(form) or _are_equal_powers(form):
        return True
    return any(not cleared(other) for other in without_inverses(form))


def _are_equal_squares(form: Form) -> bool:
    """``P − N = 0`` for ``P, N ≥ 0`` follows from ``P² − N² = 0``."""
    if not all(map(is_nonnegative_monomial, form.terms)):
        return False
    left = Form({term: factor for term, factor in form.terms.items() if factor > 0})
    right = Form({term: -factor for term, factor in form.terms.items() if factor < 0})
    if not left or not right or not is_real(form) or not _has_roots(form):
        return False
    return not cleared(subtract(multiply(left, left), multiply(right, right)))


def _are_equal_powers(form: Form) -> bool:
    """``2 log x − log y + z = 0`` follows from ``x² e^z = y``."""
    found = {term: inner for term in form.terms if (inner := _logarithm(term)) is not None}
    factors = [form.terms[term] for term in found]
    if not found or any(f.denominator != 1 or abs(f) > MOST_ROUNDS for f in factors):
        return False
    rest = Form({term: factor for term, factor in form.terms.items() if term not in found})
    if any(map(_mentions_logarithm, rest.terms)) or not is_real(form):
        return False
    left, right = of_atom(Call("exp", (rest,))), ONE
    for term, inner in found.items():
        factor = int(form.terms[term])
        if factor > 0:
            left = multiply(left, power(inner, factor))
        else:
            right = multiply(right, power(inner, -factor))
    return not cleared(subtract(left, right))


def _logarithm(term: Monomial) -> Form | None:
    """Return x for the term ``log x``."""
    if term.bound or len(term.factors) != 1:
        return None
    ((atom, exponent),) = term.factors.items()
    if exponent == 1 and isinstance(atom, Call) and atom.function == "log":
        return atom.arguments[0]
    return None


def _mentions_logarithm(term: Monomial) -> bool:
    return any(isinstance(atom, Call) and atom.function == "log" for atom in term.factors)


def _has_roots(form: Form) -> bool:
    factors = (item for term in form.terms for item in term.factors.items())
    return any(isinstance(e, Fraction) or isinstance(atom, Call) for atom, e in factors)


def cleared(form: Form) -> Form:
    """Return a form that is zero where the given one is, without denominators.

    Denominators (and roots that all terms share) may be multiplied away if no sum runs over
    their indices.
    """
    for _ in range(MOST_ROUNDS):
        if not form:
            return form
        shift = _shift(form)
        if not shift:
            return form
        parts = (normal(c, m.bound, merged(m.factors, shift)) for m, c in form.terms.items())
        form = add(ZERO, *parts)
    return form


def _shift(form: Form) -> Factors:
    """Return powers by which all terms may be multiplied to lose denominators."""
    result: dict[Atom, Exponent] = {}
    for atom in {atom for term in form.terms for atom in term.factors}:
        if isinstance(atom, Wrapped) and _is_outside(atom, form):
            least = min(term.factors.get(atom, 0) for term in form.terms)
            if least:
                result[atom] = _plain(-Fraction(least))
    return result


def _plain(exponent: Fraction) -> Exponent:
    return exponent.numerator if exponent.denominator == 1 else exponent


def _is_outside(atom: Atom, form: Form) -> bool:
    free = free_of(atom)
    return all(term.bound.isdisjoint(free) for term in form.terms if atom in term.factors)


# --- constant positions ---------------------------------------------------------------------


def written_out(form: Form) -> Iterator[Form]:
    """Yield the entries of a form one by one if it speaks of constant positions."""
    if not _has_fixed(form):
        yield form
        return
    form = _products_written_out(_sums_written_out(form))
    index = next((i for i in in_order(form.free) if _is_short(i)), None)
    if index is None:
        yield form
        return
    assert isinstance(index.size, int)
    for position in range(1, index.size + 1):
        yield from written_out(substitute(form, {index: (Fixed(position, index.size),)}))


def _has_fixed(form: Form) -> bool:
    return any(
        isinstance(part, Fixed)
        for term in form.terms
        for place in deep_places(term.factors)
        for part in place
    )


def _is_short(index: Index) -> bool:
    return isinstance(index.size, int) and index.size <= LONGEST_WRITTEN_OUT


def _sums_written_out(form: Form) -> Form:
    parts = []
    for term, factor in form.terms.items():
        index = next((i for i in in_order(term.bound) if _is_short(i)), None)
        if index is None:
            parts.append(Form({term: factor}))
            continue
        open_term = Form({Monomial(term.bound - {index}, term.factors): factor})
        parts.append(_sums_written_out(_summed_out(open_term, index)))
    return add(ZERO, *parts)


def _products_written_out(form: Form) -> Form:
    """Write ``∏_i x_i`` as ``x_1 x_2 x_3`` where that is short."""
    if not any(_short_product(atom) for term in form.terms for atom in term.factors):
        return form
    parts = []
    for term, factor in form.terms.items():
        short = {a: e for a, e in term.factors.items() if _short_product(a)}
        rest = {a: e for a, e in term.factors.items() if a not in short}
        factors = (power(_multiplied_out(atom), Fraction(e)) for atom, e in short.items())
        parts.append(multiply(normal(factor, term.bound, rest), *factors))
    return add(ZERO, *parts)


def _short_product(atom: Atom) -> bool:
    if not isinstance(atom, Over) or atom.function != "prod":
        return False
    return all(map(_is_short, atom.bound)) and len(atom.bound) == 1 and not free_of(atom)


def _multiplied_out(atom: Atom) -> Form:
    assert isinstance(atom, Over)
    (index,) = atom.bound
    assert isinstance(index.size, int)
    numbers = range(1, index.size + 1)
    return multiply(*(substitute(atom.form, {index: (Fixed(n, index.size),)}) for n in numbers))


def _summed_out(form: Form, index: Index) -> Form:
    assert isinstance(index.size, int)
    numbers = range(1, index.size + 1)
    return add(ZERO, *(substitute(form, {index: (Fixed(n, index.size),)}) for n in numbers))


# --- denominators within sums ---------------------------------------------------------------


def reduced_fractions(form: Form) -> Form:
    """Divide by denominators within sums: ``Σ_i x_i/(x_i + y_i)`` is ``Σ_i (1 − y_i/(x_i + y_i))``.

    One term of each denominator, told apart by what it is made of, is divided out.
    """
    for _ in range(MOST_ROUNDS):
        parts = [_divided(term, factor) for term, factor in form.terms.items()]
        if all(part is None for part in parts):
            return form
        pairs = zip(form.terms.items(), parts, strict=True)
        form = add(ZERO, *(Form({t: c}) if part is None else part for (t, c), part in pairs))
    return form


def _divided(term: Monomial, factor: Fraction) -> Form | None:
    for atom, exponent in term.factors.items():
        if not isinstance(atom, Wrapped) or exponent >= 0:
            continue
        lead = _lead(atom.form)
        if lead is None or not _holds(term.factors, lead.factors):
            continue
        inverse = {a: -e for a, e in lead.factors.items()}
        rest = merged(term.factors, inverse)
        scale = factor / atom.form.terms[lead]
        whole = normal(scale, term.bound, merged(rest, {atom: 1}))
        others = [
            _beside(-scale * c, term.bound, rest, m)
            for m, c in atom.form.terms.items()
            if m != lead
        ]
        return add(whole, *others)
    return None


def _beside(
    coefficient: Fraction, bound: frozenset[Index], factors: Factors, term: Monomial
) -> Form:
    own, others = apart(term)
    return normal(coefficient, bound | own, merged(factors, others))


def _lead(form: Form) -> Monomial | None:
    """Return the term of a sum that is divided out: one without a sum, told apart by its kind."""
    plain = {index: hash(index.size) for index in form.free}
    ranked = sorted(
        ((_degree(term), weight(term, plain), term) for term in form.terms if not term.bound),
        key=lambda item: item[:2],
        reverse=True,
    )
    if not ranked or not ranked[0][2].factors:
        return None
    alike = len(ranked) > 1 and ranked[0][:2] == ranked[1][:2]
    return None if alike else ranked[0][2]


def _degree(term: Monomial) -> Fraction:
    return Fraction(sum(term.factors.values()))


def _holds(factors: Factors, wanted: Factors) -> bool:
    return all(e > 0 and factors.get(a, 0) >= e for a, e in wanted.items())

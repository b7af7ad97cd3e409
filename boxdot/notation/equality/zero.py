"""Whether a form is zero: denominators cleared, constant positions written out."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from boxdot.notation.indexform.arithmetic import add, merged, normal, substitute
from boxdot.notation.indexform.indices import Fixed, Index
from boxdot.notation.indexform.structure import (
    ZERO,
    Atom,
    Exponent,
    Factors,
    Form,
    Monomial,
    Wrapped,
    deep_places,
    free_of,
)

MOST_ROUNDS = 8
LONGEST_WRITTEN_OUT = 64


def is_zero(form: Form) -> bool:
    """Return whether a form is zero for all values of its free indices, as far as is seen."""
    if not form:
        return True
    for entry in written_out(form):
        if not cleared(entry):
            continue
        return False
    return True


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
    form = _sums_written_out(form)
    index = next((i for i in form.free if _is_short(i)), None)
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
        index = next((i for i in term.bound if _is_short(i)), None)
        if index is None:
            parts.append(Form({term: factor}))
            continue
        open_term = Form({Monomial(term.bound - {index}, term.factors): factor})
        parts.append(_sums_written_out(_summed_out(open_term, index)))
    return add(ZERO, *parts)


def _summed_out(form: Form, index: Index) -> Form:
    assert isinstance(index.size, int)
    numbers = range(1, index.size + 1)
    return add(ZERO, *(substitute(form, {index: (Fixed(n, index.size),)}) for n in numbers))

"""What is known of signs: entries, squares, norms and the like that are never negative."""

from __future__ import annotations

from boxdot.notation.indexform.gram import exchanges
from boxdot.notation.indexform.structure import (
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
    Ordinal,
    Over,
    Prime,
    Support,
    Wrapped,
)

NONNEGATIVE_ENTRIES = frozenset({"{0,1}", "[0,1]", "ℕ", "ℝ₊", "ℝ≥0", "(0,1)"})
NONNEGATIVE_FUNCTIONS = frozenset({"abs", "exp"})
POSITIVE_FUNCTIONS = frozenset({"exp"})
UNIT_INTERVAL = frozenset({"{0,1}", "[0,1]", "(0,1)"})


def is_nonnegative(form: Form) -> bool:
    """Return whether the form is known to be at least 0."""
    return all(c > 0 and is_nonnegative_monomial(m) for m, c in form.terms.items())


def is_positive(form: Form) -> bool:
    """Return whether the form is known to be greater than 0 (no axis is empty)."""
    return is_nonnegative(form) and any(
        all(map(is_positive_atom, monomial.factors)) for monomial in form.terms
    )


def is_nonnegative_monomial(monomial: Monomial) -> bool:
    """Return whether the product, summed over its indices, is known to be at least 0."""
    if has_nonnegative_terms(monomial.factors):
        return True
    return len(monomial.bound) > 1 and is_square(monomial)


def has_nonnegative_terms(factors: Factors) -> bool:
    """Return whether the product of the factors is at least 0 at all values of the indices."""
    return all(is_nonnegative_power(atom, e) for atom, e in factors.items())


def is_square(monomial: Monomial) -> bool:
    """Return whether the product is seen to be a sum of squares of sums."""
    return any(
        all(is_nonnegative_power(atom, monomial.factors[atom]) for atom in outside)
        for _, outside in exchanges(monomial)
    )


def is_nonnegative_power(atom: Atom, exponent: Exponent) -> bool:
    """Return whether a power is known to be at least 0 (where it is defined)."""
    even = exponent.numerator % 2 == 0 or exponent.denominator % 2 == 0
    return even or is_nonnegative_atom(atom)


def is_nonnegative_atom(atom: Atom) -> bool:
    """Return whether the atom is known to be at least 0."""
    match atom:
        case Delta() | Length() | Prime() | Support() | Ordinal():
            return True
        case Entry(entries=entries) | At(entries=entries):
            return entries in NONNEGATIVE_ENTRIES
        case Wrapped(form=form) | Over(form=form):
            return is_nonnegative(form)
        case Call(function=function):
            return function in NONNEGATIVE_FUNCTIONS
    return False


def is_positive_atom(atom: Atom) -> bool:
    """Return whether the atom is known to be greater than 0."""
    match atom:
        case Length() | Prime() | Ordinal():
            return True
        case Wrapped(form=form):
            return is_positive(form)
        case Call(function=function):
            return function in POSITIVE_FUNCTIONS
    return False


def is_at_most_one(atom: Atom) -> bool:
    """Return whether the atom is known to lie between 0 and 1."""
    match atom:
        case Delta() | Support():
            return True
        case Entry(entries=entries) | At(entries=entries):
            return entries in UNIT_INTERVAL
    return False


def is_idempotent(atom: Atom) -> bool:
    """Return whether the atom is 0 or 1, so that its powers are itself."""
    if isinstance(atom, Entry | At):
        return atom.entries == "{0,1}"
    return isinstance(atom, Delta | Support)

"""Upper bounds of a term by other terms: ``a b ≤ (a² + b²)/2``, Cauchy–Schwarz, ``max ≤ Σ``."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from fractions import Fraction

from boxdot.notation.indexform.arithmetic import (
    exchanged,
    merged,
    multiply,
    normal,
    of_atom,
    power,
    total,
)
from boxdot.notation.indexform.indices import Index, Place, indices_of
from boxdot.notation.indexform.naming import apart, over
from boxdot.notation.indexform.signs import (
    has_nonnegative_terms,
    is_nonnegative,
    is_nonnegative_power,
)
from boxdot.notation.indexform.structure import (
    Atom,
    Call,
    Exponent,
    Factors,
    Form,
    Length,
    Monomial,
    Over,
    Support,
)

MOST_FACTORS = 8

Need = tuple[Monomial, Fraction]
"""A term that is to be covered, and how often."""


def bounds(term: Monomial, amount: Fraction) -> Iterator[list[Need]]:
    """Yield terms whose sum is at least the term."""
    yield from _of_factors(term, amount)
    bound, factors = apart(term)
    for weight in _weights(factors):
        rest = {a: e for a, e in factors.items() if a not in weight}
        atoms = _repeated(rest)
        if atoms is None or len(atoms) > MOST_FACTORS:
            continue
        for first, second in _splits(atoms):
            squares = [merged(part, part) for part in (first, second)]
            yield [need for s in squares for need in _need(bound, merged(s, weight), amount / 2)]
            if not weight:
                yield _cauchy_schwarz(bound, squares, amount)


def _need(bound: frozenset[Index], factors: Factors, amount: Fraction) -> list[Need]:
    return list(normal(amount, bound, factors).terms.items())


def _cauchy_schwarz(
    bound: frozenset[Index], squares: list[dict[Atom, Exponent]], amount: Fraction
) -> list[Need]:
    """``Σ a b ≤ √(Σ a²) √(Σ b²)``."""
    roots = [
        power(total(normal(Fraction(1), frozenset(), s), bound), Fraction(1, 2)) for s in squares
    ]
    return [(term, amount * factor) for term, factor in multiply(*roots).terms.items()]


def _weights(factors: Factors) -> Iterator[dict[Atom, Exponent]]:
    """Yield factors that are known not to be negative and may stay outside of the squares."""
    sizes: dict[Atom, Exponent] = {a: e for a, e in factors.items() if isinstance(a, Length)}
    yield sizes
    known = {a: e for a, e in factors.items() if is_nonnegative_power(a, e)}
    if known != sizes and len(known) < len(factors):
        yield known


def _repeated(factors: Factors) -> list[Atom] | None:
    """Return each factor as often as its exponent says; None if that is no number of times."""
    atoms: list[Atom] = []
    for atom, exponent in factors.items():
        if not isinstance(exponent, int) or exponent < 0:
            return None
        atoms += [atom] * exponent
    return atoms


def _splits(atoms: list[Atom]) -> Iterator[tuple[dict[Atom, int], dict[Atom, int]]]:
    """Yield the ways to part the factors into two products; one of them may be 1."""
    seen: set[frozenset[tuple[Atom, int]]] = set()
    for size in range(len(atoms) // 2, -1, -1):
        for chosen in itertools.combinations(range(len(atoms)), size):
            first = _powers([atoms[i] for i in chosen])
            key = frozenset(first.items())
            if key not in seen:
                seen.add(key)
                yield first, _powers([a for i, a in enumerate(atoms) if i not in chosen])


def _powers(atoms: list[Atom]) -> dict[Atom, int]:
    result: dict[Atom, int] = {}
    for atom in atoms:
        result[atom] = result.get(atom, 0) + 1
    return result


# --- bounds of single factors ---------------------------------------------------------------


def _of_factors(term: Monomial, amount: Fraction) -> Iterator[list[Need]]:
    """Yield the term with one factor replaced by an upper bound."""
    for atom, exponent in term.factors.items():
        rest = {a: e for a, e in term.factors.items() if a is not atom}
        if not has_nonnegative_terms(rest):
            continue
        others = normal(amount, frozenset(), rest)
        for bound, forms in _upper(atom, exponent):
            products = (total(multiply(others, form), term.bound | bound) for form in forms)
            yield [need for product in products for need in product.terms.items()]


def _upper(atom: Atom, exponent: Exponent) -> Iterator[tuple[frozenset[Index], list[Form]]]:
    """Yield upper bounds: indices to sum over, and forms to add."""
    match atom:
        case Call(function="abs", arguments=(form,)) if exponent == 1 and len(form.terms) > 1:
            yield frozenset(), [of_atom(Call("abs", (part,))) for part in _terms(form)]
        case Support(form=form) if exponent == 1 and len(form.terms) > 1:
            yield frozenset(), [of_atom(Support(part)) for part in _terms(form)]
        case Over(function="max", bound=bound, form=form) if exponent > 0:
            yield from _of_maximum(atom, bound, form, exponent)


def _terms(form: Form) -> list[Form]:
    return [Form({term: factor}) for term, factor in form.terms.items()]


def _of_maximum(
    atom: Over, bound: frozenset[Index], form: Form, exponent: Exponent
) -> Iterator[tuple[frozenset[Index], list[Form]]]:
    term = next(iter(form.terms), None)
    if term is None or term.bound or len(form.terms) > 1 or not is_nonnegative(form):
        return
    new: dict[Index, Place] = {index: (Index(index.size),) for index in bound}
    inner = {a: e * exponent for a, e in exchanged(term.factors, new).items()}
    yield frozenset(indices_of(new.values())), [normal(Fraction(1), frozenset(), inner)]
    if exponent != 1:
        return
    if len(term.factors) > 1:  # max a b ≤ max a · max b
        parts = (normal(Fraction(1), frozenset(), {a: e}) for a, e in term.factors.items())
        yield frozenset(), [multiply(*(of_atom(over("max", bound, part)) for part in parts))]
        return
    ((only, power_of_it),) = term.factors.items()
    if power_of_it == 1 and isinstance(only, Call | Support):  # max |a + b| ≤ max |a| + max |b|
        for _, forms in _upper(only, 1):
            yield frozenset(), [of_atom(over("max", bound, part)) for part in forms]

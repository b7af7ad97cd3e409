"""Whether the negative terms of a form are covered by its positive ones."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from fractions import Fraction

from boxdot.notation.equality.inequalities.dominating import cost
from boxdot.notation.indexform.arithmetic import exchanged, merged, normal
from boxdot.notation.indexform.indices import Index, Place, indices_of
from boxdot.notation.indexform.naming import apart
from boxdot.notation.indexform.signs import (
    is_nonnegative,
    is_nonnegative_monomial,
    is_nonnegative_power,
)
from boxdot.notation.indexform.structure import (
    Atom,
    Exponent,
    Factors,
    Form,
    Length,
    Monomial,
    Over,
)

MOST_FACTORS = 8
MOST_NODES = 2_000

Capacity = dict[Monomial, Fraction]
Need = tuple[Monomial, Fraction]


def is_covered(form: Form) -> bool:
    """Return whether each term that may be negative is outweighed by positive ones.

    A term is outweighed by one that dominates it, or, if it is a product ``a b``, by ones that
    dominate ``a²/2`` and ``b²/2``.
    """
    capacity: Capacity = {}
    needs: list[Need] = []
    for term, factor in form.terms.items():
        if factor > 0 and is_nonnegative_monomial(term):
            capacity[term] = factor
        else:
            needs.append((term, abs(factor)))
    if not capacity and needs:
        return False
    return _met(needs, capacity, [MOST_NODES])


def _met(needs: list[Need], capacity: Capacity, budget: list[int]) -> bool:
    budget[0] -= 1
    if not needs:
        return True
    if budget[0] < 0:
        return False
    (term, amount), *rest = needs
    if any(_met(rest, left, budget) for left in _taken([(term, amount)], capacity)):
        return True
    for parts in _bounds(term, amount):
        if any(_met(rest, left, budget) for left in _taken(parts, capacity)):
            return True
    return False


def _taken(parts: list[Need], capacity: Capacity) -> Iterator[Capacity]:
    """Yield what is left of the positive terms once they cover the parts one by one."""
    if not parts:
        yield capacity
        return
    (term, amount), *rest = parts
    if amount <= 0 or not is_nonnegative_monomial(term):
        return
    for larger, available in sorted(capacity.items(), key=lambda item: item[0] != term):
        times = 1 if larger == term else cost(larger, term) if available >= amount else None
        if times is not None and available >= amount * times:
            yield from _taken(rest, {**capacity, larger: available - amount * times})


def _bounds(term: Monomial, amount: Fraction) -> Iterator[list[Need]]:
    """Yield terms whose sum is at least the term: ``a b ≤ (a² + b²)/2``, ``max ≤ Σ``."""
    yield from _maxima(term, amount)
    bound, factors = apart(term)
    for weight in _weights(factors):
        rest = {a: e for a, e in factors.items() if a not in weight}
        atoms = _repeated(rest)
        if atoms is None or not 2 <= len(atoms) <= MOST_FACTORS:
            continue
        for first, second in _splits(atoms):
            squares = (merged(merged(part, part), weight) for part in (first, second))
            yield [need for s in squares for need in _need(bound, s, amount / 2)]


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
    """Yield the ways to part the factors into two products."""
    seen: set[frozenset[tuple[Atom, int]]] = set()
    for size in range(1, len(atoms) // 2 + 1):
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


def _need(bound: frozenset[Index], factors: Factors, amount: Fraction) -> list[Need]:
    return list(normal(amount, bound, factors).terms.items())


def _maxima(term: Monomial, amount: Fraction) -> Iterator[list[Need]]:
    """The largest of non-negative values is at most their sum."""
    for atom, exponent in term.factors.items():
        if not isinstance(atom, Over) or atom.function != "max" or exponent < 0:
            continue
        inner = next(iter(atom.form.terms), None)
        if inner is None or inner.bound or len(atom.form.terms) > 1:
            continue
        if not is_nonnegative(atom.form):
            continue
        new: dict[Index, Place] = {index: (Index(index.size),) for index in atom.bound}
        rest = {a: e for a, e in term.factors.items() if a is not atom}
        powers = {a: e * exponent for a, e in exchanged(inner.factors, new).items()}
        along = frozenset(indices_of(new.values()))
        yield _need(term.bound | along, merged(rest, powers), amount)

"""Laws of functions of whole tensors: a matrix, or a part of it, beside its inverse."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from boxdot.notation.indexform.indices import Index, Place, indices_of, replaced
from boxdot.notation.indexform.laws.raw import Raw
from boxdot.notation.indexform.naming import apart, components, ordered_delta, rename_atom, weight
from boxdot.notation.indexform.structure import (
    INVERSES,
    Abstraction,
    Atom,
    Call,
    Entry,
    Exponent,
    Factors,
    Monomial,
    Opaque,
    free_of,
    places_of,
)

MOST_FACTORS = 12


def opaque(
    atom: Opaque, exponent: Exponent, bound: frozenset[Index], factors: Factors
) -> list[Raw] | None:
    """``Σ_j A_ij inv(A)_jk = δ_ik``, and from the other side.

    Of a sum the leading term is told apart: ``A inv(A + B) = 1 − B inv(A + B)``.
    """
    if atom.function not in INVERSES or exponent != 1 or len(factors) > MOST_FACTORS:
        return None
    (argument,) = atom.arguments
    lead = _lead(argument)
    if lead is None:
        return None
    rows, columns = argument.axes
    column, row = atom.places
    ways = [(rows, columns, column, row), (columns, rows, row, column)]
    if atom.function == INVERSES[1]:
        ways += [(rows, columns, row, column), (columns, rows, column, row)]
    for outer, inner, met, other in ways:
        found = _Found(atom, met, outer, inner, bound, factors).match(lead)
        if found is not None:
            return _reduced(argument, lead, atom, found, (outer, inner), (met, other))
    return None


def _lead(argument: Abstraction) -> Monomial | None:
    """Return the term that is told apart: of the highest degree, no delta, best no ``x yᵀ``."""
    ranked = []
    own = {index: hash(index.size) for index in indices_of(argument.axes)}
    plain = {**own, **{index: hash(index.size) for index in argument.form.free}}
    for term in argument.form.terms:
        if all(isinstance(a, Entry | Opaque | Call) and e == 1 for a, e in _unscaled(term).items()):
            told = weight(term, plain), weight(term, own)  # names decide last
            rank = (_is_joined(term, argument), len(term.factors), told)
            ranked.append((rank, term))
    ranked.sort(key=lambda item: item[0], reverse=True)
    alike = len(ranked) > 1 and ranked[0][0] == ranked[1][0]
    return ranked[0][1] if ranked and not alike and _unscaled(ranked[0][1]) else None


def _is_joined(term: Monomial, argument: Abstraction) -> bool:
    """Whether rows and columns hang together."""
    ends = frozenset(indices_of(argument.axes))
    return len(components(term.bound | ends, term.factors)) == 1


def _unscaled(term: Monomial) -> Factors:
    """Return the factors that have an index; others may stand anywhere."""
    return {atom: e for atom, e in term.factors.items() if free_of(atom)}


@dataclass(slots=True)
class _Found:
    """The search for a copy of a term that is contracted with an inverse."""

    inverse: Opaque
    met: Place
    outer: Place
    inner: Place
    bound: frozenset[Index]
    factors: Factors

    def match(self, lead: Monomial) -> tuple[dict[Index, Place], list[Atom]] | None:
        """Return what the indices of the term stand for and the factors that it takes up."""
        if not self.met or len(self.met) != len(self.inner):
            return None
        if not all(isinstance(part, Index) and part in self.bound for part in self.met):
            return None
        inner = (part for part in self.inner if isinstance(part, Index))
        start: dict[Index, Place] = {old: (new,) for old, new in zip(inner, self.met, strict=True)}
        for mapping, taken in self._matches(list(_unscaled(lead)), start, []):
            if self._is_contracted(mapping, taken, lead):
                return mapping, taken
        return None

    def _matches(
        self, atoms: list[Atom], mapping: dict[Index, Place], taken: list[Atom]
    ) -> Iterator[tuple[dict[Index, Place], list[Atom]]]:
        if not atoms:
            yield mapping, taken
            return
        atoms = sorted(atoms, key=lambda a: -len(free_of(a) & mapping.keys()))
        first, *rest = atoms
        for other, exponent in self.factors.items():
            repeats = taken.count(other)
            if other is self.inverse or not isinstance(exponent, int) or exponent <= repeats:
                continue
            for found in _unified(first, other, mapping):
                yield from self._matches(rest, found, [*taken, other])

    def _is_contracted(
        self, mapping: dict[Index, Place], taken: list[Atom], lead: Monomial
    ) -> bool:
        """Whether the indices that are summed over stand nowhere else."""
        summed = [*indices_of((self.met,))]
        for index in lead.bound:
            place = mapping.get(index, ())
            if len(place) != 1 or not isinstance(place[0], Index):
                return False
            summed.append(place[0])
        if len(set(summed)) != len(summed) or not self.bound.issuperset(summed):
            return False
        left = dict(self.factors)
        for atom in taken:
            left[atom] -= 1
        elsewhere = (a for a, e in left.items() if e and a is not self.inverse)
        if any(not free_of(a).isdisjoint(summed) for a in elsewhere):
            return False
        inside = list(indices_of(self.inverse.places))
        places = [mapping[part] for part in indices_of((self.outer,))]
        outer = [part for place in places for part in place if isinstance(part, Index)]
        if len(set(outer)) != len(places) or set(outer) & set(summed):
            return False
        return all(inside.count(index) == 1 for index in indices_of((self.met,)))


def _unified(
    pattern: Atom, atom: Atom, mapping: dict[Index, Place]
) -> Iterator[dict[Index, Place]]:
    """Yield what the indices of a pattern stand for if it is a factor."""
    alike = type(pattern) is type(atom) and _kind(pattern) == _kind(atom)
    if not alike:
        return
    orders = [places_of(atom)]
    if isinstance(atom, Opaque) and atom.function == INVERSES[1]:
        orders.append(orders[0][::-1])
    for order in orders:
        found = dict(mapping)
        pairs = zip(places_of(pattern), order, strict=True)
        if all(_placed(mine, theirs, found) for mine, theirs in pairs):
            yield found


def _kind(atom: Atom) -> object:
    """Return what an atom is apart from where its indices are."""
    match atom:
        case Entry(name=name, places=places):
            return name, len(places)
        case Opaque(function=function, arguments=arguments, places=places):
            return function, arguments, len(places)
    return atom


def _placed(mine: Place, theirs: Place, mapping: dict[Index, Place]) -> bool:
    if len(mine) != len(theirs):
        return False
    for part, other in zip(mine, theirs, strict=True):
        if not isinstance(part, Index):
            if part != other:
                return False
        elif mapping.setdefault(part, (other,)) != (other,) or part.size != other.size:
            return False
    return True


def _reduced(
    argument: Abstraction,
    lead: Monomial,
    inverse: Opaque,
    found: tuple[dict[Index, Place], list[Atom]],
    axes: tuple[Place, Place],
    places: tuple[Place, Place],
) -> list[Raw]:
    """Put the identity minus the other terms times the inverse in for the leading term."""
    mapping, taken = found
    outer, inner = axes
    met, other = places
    scale = argument.form.terms[lead]
    dropped: dict[Atom, Exponent] = {}
    for atom in taken:
        dropped[atom] = dropped.get(atom, 0) - 1
    apart_from = {a: -e for a, e in lead.factors.items() if not free_of(a)}
    gone = frozenset(indices_of((met, *(mapping[index] for index in lead.bound))))
    identity = ordered_delta(replaced(outer, mapping), other)
    result = [Raw(1 / scale, {**dropped, **apart_from, identity: 1}, unbound=gone)]
    free = {old: new for old in indices_of((outer, inner)) for new in indices_of((mapping[old],))}
    for term, factor in argument.form.terms.items():
        if term is lead:
            continue
        own, factors = apart(term)
        joint: dict[Atom, Exponent] = {**dropped, inverse: 1}
        moved = ((rename_atom(atom, free), e) for atom, e in factors.items())
        for atom, e in (*apart_from.items(), *moved):
            joint[atom] = joint.get(atom, 0) + e
        kept = gone - frozenset(indices_of((met,)))
        result.append(Raw(-factor / scale, joint, own, unbound=kept))
    return result

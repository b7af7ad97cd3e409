"""Products that are squares of sums: ``Σ_ijk A_ji x_i A_jk x_k = Σ_j (Σ_i A_ji x_i)²``."""

from __future__ import annotations

from collections.abc import Iterator

from boxdot.notation.indexform.indices import Index
from boxdot.notation.indexform.naming import rename_atom
from boxdot.notation.indexform.structure import Atom, Exponent, Monomial, free_of

MOST_INDICES = 6
Exchange = dict[Index, Index]


def exchanges(monomial: Monomial) -> Iterator[tuple[Exchange, set[Atom]]]:
    """Yield the ways to see a sum as squares of sums over some of its indices.

    Each is an exchange of the indices of two equal sums, with the factors outside of both.
    """
    indices = list(monomial.bound)
    if len(indices) > MOST_INDICES:
        return
    whole = frozenset(monomial.factors.items())
    for exchange in _involutions(indices):
        renamed: set[tuple[Atom, Exponent]] = {
            (rename_atom(atom, exchange), e) for atom, e in monomial.factors.items()
        }
        if renamed == whole:
            outside = _outside(monomial, exchange)
            if outside is not None:
                yield exchange, outside


def _involutions(indices: list[Index]) -> Iterator[Exchange]:
    """Yield the exchanges of some pairs of indices of one size, at least one."""
    if len(indices) < 2:
        return
    first, *rest = indices
    yield from _involutions(rest)
    for other in rest:
        if other.size == first.size:
            pair = {first: other, other: first}
            yield pair
            left = [index for index in rest if index is not other]
            yield from ({**pair, **more} for more in _involutions(left))


def _outside(monomial: Monomial, exchange: Exchange) -> set[Atom] | None:
    """Return the factors without exchanged indices; None if the two sums share a factor."""
    groups = {index: {index} for index in exchange}
    outside: set[Atom] = set()
    for atom in monomial.factors:
        moved = [index for index in free_of(atom) if index in exchange]
        if not moved:
            outside.add(atom)
        for index in moved[1:]:
            joined = groups[moved[0]] | groups[index]
            groups.update(dict.fromkeys(joined, joined))
    apart = all(exchange[index] not in group for index, group in groups.items())
    return outside if apart else None

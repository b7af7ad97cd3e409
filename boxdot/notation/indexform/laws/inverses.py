"""Laws of functions of whole tensors: a matrix beside its inverse."""

from __future__ import annotations

from boxdot.notation.indexform.indices import Index, Place, indices_of
from boxdot.notation.indexform.laws.raw import Raw, alone
from boxdot.notation.indexform.naming import ordered_delta
from boxdot.notation.indexform.structure import (
    Atom,
    Entry,
    Exponent,
    Factors,
    Opaque,
    free_of,
)


def opaque(
    atom: Opaque, exponent: Exponent, bound: frozenset[Index], factors: Factors
) -> list[Raw] | None:
    """``Σ_j A_ij inv(A)_jk = δ_ik``, and from the other side."""
    if atom.function != "inv" or exponent != 1:
        return None
    (argument,) = atom.arguments
    term = alone(argument.form)
    if term is None or term[1] != 1 or term[0].bound or len(term[0].factors) != 1:
        return None
    pattern = next(iter(term[0].factors))
    if not isinstance(pattern, Entry) or len(pattern.places) != 2:
        return None
    is_transposed = pattern.places == (argument.axes[1], argument.axes[0])
    if not is_transposed and pattern.places != argument.axes:
        return None
    for other, power in factors.items():
        if isinstance(other, Entry) and other.name == pattern.name and power == 1:
            first, second = other.places[::-1] if is_transposed else other.places
            found = _met(atom, other, first, second, bound, factors)
            if found is not None:
                return [found]
    return None


def _met(
    inverse: Opaque,
    matrix: Entry,
    first: Place,
    second: Place,
    bound: frozenset[Index],
    factors: Factors,
) -> Raw | None:
    """A contraction of the matrix with its inverse."""
    row, column = inverse.places
    for inner, left, right in ((second == row, first, column), (first == column, row, second)):
        shared = second if left is first else first
        if inner and shared and _is_only_there(shared, inverse, matrix, bound, factors):
            met = ordered_delta(left, right)
            gone = frozenset(indices_of((shared,)))
            return Raw(factors={met: 1}, dropped=frozenset([matrix]), unbound=gone)
    return None


def _is_only_there(
    place: Place, inverse: Opaque, matrix: Entry, bound: frozenset[Index], factors: Factors
) -> bool:
    indices = set(indices_of((place,)))
    if not indices <= bound or len(indices) != len(place):
        return False
    elsewhere: list[Atom] = [a for a in factors if a is not inverse and a != matrix]
    uses = list(indices_of((*inverse.places, *matrix.places)))
    return all(uses.count(index) == 2 for index in indices) and not any(
        indices & free_of(atom) for atom in elsewhere
    )

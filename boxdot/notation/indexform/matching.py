"""What Kronecker's deltas and fused axes say of bound indices: one step at a time."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise

from boxdot.grammar.errors import UnsupportedError
from boxdot.notation.algebra import Size, add, at_least, equal, multiply, subtract
from boxdot.notation.indexform.indices import (
    Fixed,
    Index,
    Part,
    Place,
    Within,
    order_of,
    quotient,
    size_of,
)
from boxdot.notation.indexform.naming import ordered_delta
from boxdot.notation.indexform.structure import (
    Atom,
    Delta,
    Entry,
    Exponent,
    Factors,
    deep_places,
    free_of,
)


@dataclass(frozen=True, slots=True)
class Step:
    """Factors to exchange indices in, factors to keep beside them, and what is bound then."""

    mapping: dict[Index, Place]
    rest: Factors
    bound: frozenset[Index]
    kept: Factors = field(default_factory=dict)
    is_zero: bool = False


def delta_step(bound: frozenset[Index], factors: Factors) -> Step | None:
    """Return what a delta among the factors makes of them; None if nothing is left to do.

    ``Σ_j δ_ij x_j`` is ``x_i``; ``δ_ij x_j`` with both indices free is ``δ_ij x_i``.
    """
    for atom in factors:
        if isinstance(atom, Delta):
            step = _step(atom, bound, factors)
            if step is not None:
                return step
    return None


def _step(delta: Delta, bound: frozenset[Index], factors: Factors) -> Step | None:
    rest: dict[Atom, Exponent] = {atom: e for atom, e in factors.items() if atom is not delta}
    pairs, left, right = _paired(delta.left, delta.right)
    if left and right:
        split = _split(left[0], right[0], bound)
        if split is not None:
            index, pieces = split
            return Step({index: pieces}, factors, (bound - {index}) | set(pieces))
    if len(pairs) > 1 or (pairs and (left or right)):
        parts: dict[Atom, Exponent] = {ordered_delta((a,), (b,)): 1 for a, b in pairs}
        if left or right:
            parts[ordered_delta(left, right)] = 1
        return Step({}, {**parts, **rest}, bound)
    return _joined(*pairs[0], bound, rest, delta) if pairs else None


def _paired(left: Place, right: Place) -> tuple[list[tuple[Part, Part]], Place, Place]:
    """Pair parts of equal sizes, from the fastest on; return what is left over."""
    pairs: list[tuple[Part, Part]] = []
    for number, (a, b) in enumerate(zip(left, right, strict=False)):
        if not equal(a.size, b.size):
            return pairs, left[number:], right[number:]
        pairs.append((a, b))
    return pairs, left[len(pairs) :], right[len(pairs) :]


def _split(a: Part, b: Part, bound: frozenset[Index]) -> tuple[Index, tuple[Index, Index]] | None:
    """Split a bound index of which the other part is a divisor."""
    for long, short in ((b, a), (a, b)):
        if isinstance(long, Index) and long in bound:
            rest = quotient(long.size, short.size)
            if rest is not None:
                return long, (Index(short.size), Index(rest))
    return None


def _joined(a: Part, b: Part, bound: frozenset[Index], rest: Factors, delta: Delta) -> Step | None:
    if isinstance(a, Fixed) and isinstance(b, Fixed):
        return _compared(a, b, bound, rest)
    if not isinstance(a, Index) and not isinstance(b, Index):
        return _met(a, b, bound, rest)
    for old, new in ((b, a), (a, b)):
        if isinstance(old, Index) and old in bound:
            return Step({old: (new,)}, rest, bound - {old})
    keep, old = sorted((a, b), key=lambda p: (isinstance(p, Index), order_of(p)))
    if isinstance(old, Index) and any(old in free_of(atom) for atom in rest):
        return Step({old: (keep,)}, rest, bound, kept={delta: 1})
    return None


def _compared(a: Fixed, b: Fixed, bound: frozenset[Index], rest: Factors) -> Step:
    verdict = equal(a.position, b.position)
    if verdict is None:
        raise UnsupportedError(f"whether {a.position} and {b.position} are one position is open")
    return Step({}, rest, bound, is_zero=not verdict)


def _met(a: Part, b: Part, bound: frozenset[Index], rest: Factors) -> Step:
    """Compare positions of which one at least lies in a block."""
    (first, first_place), (second, second_place) = map(_block, (a, b))
    ends = [add(o, size_of(p)) for o, p in ((first, first_place), (second, second_place))]
    if at_least(second, ends[0]) or at_least(first, ends[1]):
        return Step({}, rest, bound, is_zero=True)
    if equal(first, second) and equal(ends[0], ends[1]):
        same: dict[Atom, Exponent] = {ordered_delta(first_place, second_place): 1}
        return Step({}, rest, bound, kept=same)
    raise UnsupportedError("two ways to part an axis into blocks meet")


def _block(part: Part) -> tuple[Size, Place]:
    """Return where the block of a position starts, and the place in it."""
    if isinstance(part, Within):
        return part.offset, part.place
    assert isinstance(part, Fixed)
    return subtract(part.position, 1), ()


def fusion(bound: frozenset[Index], factors: Factors) -> tuple[Index, Index, Index] | None:
    """Return two bound indices that stand side by side wherever they stand, and one for both.

    ``Σ_j Σ_k M_{(jk)}`` is a sum over the whole fused axis, however it was split.
    """
    if not any(len(place) > 1 for atom in factors for place in _near(atom)):
        return None
    places = [place for place in deep_places(factors) if place]
    for place in places:
        for first, second in pairwise(place):
            if not isinstance(first, Index) or not isinstance(second, Index):
                continue
            inside = first in bound and second in bound and first is not second
            if inside and all(_side_by_side(other, first, second) for other in places):
                return first, second, Index(multiply(first.size, second.size))
    return None


def _near(atom: Atom) -> Iterator[Place]:
    if isinstance(atom, Entry):
        yield from atom.places
    else:
        yield from deep_places({atom: 1})


def _side_by_side(place: Place, first: Index, second: Index) -> bool:
    """Whether each of the two stands in the place only beside the other."""
    for number, part in enumerate(place):
        if part is first and place[number + 1 : number + 2] != (second,):
            return False
        if part is second and (number == 0 or place[number - 1] is not first):
            return False
    return True

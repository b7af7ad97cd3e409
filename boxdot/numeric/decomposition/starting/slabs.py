"""Terms grown from a pair of slabs: signs of data of any order, for any number of factors.

Two slabs along a mode have the same entries of every factor that does not vary along it: in
Y_i ∘ Y_j these are squares, positive, and what is left is a decomposition into fewer factors (for
the three factors I×J, I×K, J×K a matrix of rank 1: its singular pair). That gives the pair its
signs; the pair, brought into phase, gives the other factors; these find the slab that agrees best,
and so on until the term holds all slabs. Of several terms a growing set of slabs keeps to the one
that dominates its first pair, where a fit of all slabs at once would blend them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np

from boxdot.numeric.decomposition.layout import Array
from boxdot.numeric.decomposition.starting.problem import Signature, product
from boxdot.numeric.decomposition.starting.terms import (
    as_matrices,
    compressed,
    leading_pair,
    maximal,
    outside,
    singular_values,
)

GROWTH = 1.4
"""By what factor the set of slabs grows from step to step."""
INNER = 2
"""How many cuts, and pairs for each of them, are tried within a slab."""
CLEAR = 0.9
"""Signs that agree this far are right: no other pair is tried within a slab."""
MOST = 1 << 21
"""How many entries the pairs of slabs may have that are looked at."""


@dataclass(frozen=True)
class Cut:
    """A mode along which the data is cut into slabs, and the factors that vary along it or not.

    >>> cut = Cut.at((frozenset({0, 1}), frozenset({0, 2}), frozenset({1, 2})), 0)
    >>> cut.along, cut.across
    ((0, 1), (2,))
    """

    mode: int
    along: tuple[int, ...]
    across: tuple[int, ...]
    signatures: tuple[Signature, ...]

    @classmethod
    def at(cls, signatures: Sequence[Signature], mode: int) -> Cut:
        """Return the cut at a mode."""
        along = tuple(m for m, one in enumerate(signatures) if mode in one)
        across = tuple(m for m, one in enumerate(signatures) if mode not in one)
        return cls(mode, along, across, tuple(signatures))

    @property
    def inner(self) -> list[Signature]:
        """The signatures of the factors within slabs."""
        return [self.signatures[m] for m in self.along]

    @property
    def simple(self) -> bool:
        """Whether slabs are at most matrices of rank 1: no further cut is needed."""
        return len(maximal(self.inner)) <= 2

    def kept(self, values: Array) -> tuple[int, ...]:
        """Return the modes along which no factor across varies, the mode of the cut among them."""
        return outside(values, *(self.signatures[m] for m in self.across))


def cuts(signatures: Sequence[Signature], shape: Sequence[int]) -> list[Cut]:
    """Return the cuts that take a factor away, simple and long ones first."""
    live = [signatures[m] for m in maximal(signatures)]
    common = frozenset.intersection(*live)
    found = [Cut.at(signatures, mode) for mode in sorted(frozenset().union(*live) - common)]
    useful = [cut for cut in found if shape[cut.mode] > 1]
    return sorted(useful, key=lambda cut: (not cut.simple, -shape[cut.mode]))


def single_term(
    values: Array, signatures: Sequence[Signature], old: Sequence[Array] | None = None
) -> list[Array]:
    """Return factors whose product has the signs of the values and follows their size.

    >>> a, b = np.array([[1.0], [-2.0]]), np.array([[3.0, -1.0, 1.0]])
    >>> found = single_term(a * b, [frozenset({0}), frozenset({1})])
    >>> bool(np.allclose(product(found), a * b))
    True
    """
    live = maximal(signatures)
    held = [signatures[m] for m in live]
    warm = None if old is None else old[live[-1]]
    if len(live) == 1:
        found = [values.mean(axis=outside(values, held[0]), keepdims=True)]
    elif len(live) == 2:
        found = leading_pair(values, held[0], held[1], warm)
    else:
        found = _by_slabs(values, held)
    ones = np.ones((1,) * values.ndim)
    places = dict(zip(live, found, strict=True))
    return [places.get(m, ones) for m in range(len(signatures))]


def _by_slabs(values: Array, held: Sequence[Signature]) -> list[Array]:
    """Return three factors or more, by a cut for each index that all of them share."""
    common = sorted(frozenset.intersection(*held))
    shapes = [tuple(n if d in one else 1 for d, n in enumerate(values.shape)) for one in held]
    factors = [np.empty(shape) for shape in shapes]
    inner = [one - frozenset(common) for one in held]
    for index in np.ndindex(*(values.shape[mode] for mode in common)):
        place = [slice(None)] * values.ndim
        for mode, at in zip(common, index, strict=True):
            place[mode] = slice(at, at + 1)
        part = values[tuple(place)]
        for factor, found in zip(factors, _cut_once(part, inner), strict=True):
            factor[tuple(place)] = found
    return factors


def _cut_once(values: Array, held: Sequence[Signature]) -> list[Array]:
    usable = cuts(held, values.shape)
    if not usable:  # every mode that is left has length 1
        return [np.ones([n if d in one else 1 for d, n in enumerate(values.shape)]) for one in held]
    best: tuple[float, list[Array]] = (-1.0, [])
    for cut in usable[:INNER]:
        for first, second in pairs(values, cut)[:INNER]:
            term = _polished(values, held, grown(values, cut, first, second, alone=True))
            best = max(best, (agreement(values, term), term), key=lambda one: one[0])
            if best[0] > CLEAR:
                return best[1]
    return best[1]


def agreement(values: Array, term: Sequence[Array]) -> float:
    """Return how far the signs of a term and of the values agree: 0 by chance, at most 1."""
    size = float(np.abs(values).sum())
    return abs(float((np.sign(product(term)) * values).sum())) / size if size else 1.0


def _polished(values: Array, held: Sequence[Signature], term: list[Array]) -> list[Array]:
    """Return a term whose slabs were found anew along every simple cut in turn."""
    values = compressed(values, 0.1)  # nearly signs: there is no other term to be told from
    for cut in 2 * [cut for cut in cuts(held, values.shape) if cut.simple]:
        across = compressed(product([term[m] for m in cut.across]))
        for m, part in zip(cut.along, single_term(values * across, cut.inner), strict=True):
            term[m] = np.broadcast_to(part, term[m].shape).copy()
    return term


def pairs(values: Array, cut: Cut, rng: np.random.Generator | None = None) -> Array:
    """Return pairs of slabs, those first in which one term dominates."""
    count = values.shape[cut.mode]
    found = np.array(list(combinations(range(count), 2)))
    most = max(MOST // max(values.size // count, 1), 1)
    if len(found) > most:
        found = (rng or np.random.default_rng(0)).permutation(found)[:most]
    slabs = np.moveaxis(values, cut.mode, 0)
    together = np.moveaxis(slabs[found[:, 0]] * slabs[found[:, 1]], 0, cut.mode)
    return found[np.argsort(-_dominance(together, cut), kind="stable")]


def _dominance(together: Array, cut: Cut) -> Array:
    """Return for each slab how far its first term stands out from the others."""
    live = [cut.inner[m] for m in maximal(cut.inner)]
    if len(live) == 1:
        sums = together.sum(axis=outside(together, live[0]), keepdims=True)
        return _each(sums**2, cut.mode) / (_each(together**2, cut.mode) + 1e-300)
    if len(live) > 2:  # the sum of squares of pairs: slabs with much in them
        return _each(together**2, cut.mode)
    matrices = as_matrices(together, live[0], live[1])
    strength = singular_values(matrices)
    second = strength[:, 1] if strength.shape[1] > 1 else 0.0
    shared = sorted(live[0] & live[1])
    ratio = (strength[:, 0] + 1e-300) / (second + 1e-3 * strength[:, 0] + 1e-300)
    table = ratio.reshape([together.shape[mode] for mode in shared])
    rest = tuple(n for n, mode in enumerate(shared) if mode != cut.mode)
    return np.asarray(table.mean(axis=rest))


def _each(values: Array, mode: int) -> Array:
    return np.asarray(values.sum(axis=tuple(d for d in range(values.ndim) if d != mode)))


def grown(values: Array, cut: Cut, first: int, second: int, *, alone: bool) -> list[Array]:
    """Return a term grown from two slabs until it holds all of them.

    One that stands alone has nothing to keep apart from: it takes all slabs at once.
    """
    start = _in_phase(values, cut, first, second)
    inner: list[Array] | None = None
    sizes = _sizes(values.shape[cut.mode])
    for size in sizes[-2:] if alone else sizes:
        for _ in range(3 if cut.simple or alone else 1):
            start, inner = _step(values, cut, start, inner, size)
    return _split(cut, start, inner or [])


def _in_phase(values: Array, cut: Cut, first: int, second: int) -> Array:
    """Return the factors across, merged into one, from a pair of slabs."""
    one, two = (values.take([n], axis=cut.mode) for n in (first, second))
    signs = np.sign(product(single_term(one * two, cut.inner)))
    return np.asarray((one + two * signs).sum(axis=cut.kept(values), keepdims=True))


def _sizes(count: int) -> list[int]:
    sizes, size = [], 2.0
    while size < count:
        sizes.append(int(size))
        size = max(size * GROWTH, size + 1)
    return [*sizes, count]


def _step(
    values: Array, cut: Cut, across: Array, old: list[Array] | None, size: int
) -> tuple[Array, list[Array]]:
    """Fit all slabs to the factors across, and these to the slabs that fit best."""
    inner = single_term(values * compressed(across), cut.inner, old)
    fitted = product(inner)
    strength = _each(np.broadcast_to(fitted**2, np.broadcast_shapes(fitted.shape, (1,))), cut.mode)
    chosen = np.sort(np.argsort(-strength, kind="stable")[:size])
    part = values.take(chosen, axis=cut.mode) * fitted.take(chosen, axis=cut.mode)
    return part.sum(axis=cut.kept(values), keepdims=True), inner


def _split(cut: Cut, across: Array, inner: list[Array]) -> list[Array]:
    """Return all factors: the merged one is split, with what slabs had in common.

    The slabs are known up to a function of the other modes of each of their factors: it belongs to
    them, or to a factor across that varies along these modes too.
    """
    outer = [cut.signatures[m] for m in cut.across]
    common = [one - {cut.mode} for one in cut.inner]
    merged = compressed(across)
    if len(outer) == 1:
        found = [merged, *(np.ones((1,) * merged.ndim) for _ in common)]
    else:
        reach = frozenset().union(*outer)
        found = single_term(merged, [*outer, *(one & reach for one in common)])
    answer: dict[int, Array] = dict(zip(cut.across, found, strict=False))
    for m, factor, extra in zip(cut.along, inner, found[len(outer) :], strict=True):
        answer[m] = factor * extra
    return [answer[m] for m in range(len(cut.signatures))]

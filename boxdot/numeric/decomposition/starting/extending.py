"""A start on a part of the data, extended to all of it fibre by fibre.

A part of some 30 indices along each mode decides the signs; the entries of the other indices then
follow one slab after the other, from thin blocks of the data that are long along one mode only.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

import numpy as np

from boxdot.numeric.decomposition.layout import Array
from boxdot.numeric.decomposition.starting.joint import updated
from boxdot.numeric.decomposition.starting.problem import Problem, Source, product
from boxdot.numeric.decomposition.starting.slabs import Cut, single_term
from boxdot.numeric.decomposition.starting.terms import compressed

Places = list[Array]
"""The chosen indices of each mode."""

BUDGET = 1 << 14
"""How many entries the part has for each term, at most (but no mode is cut below 8)."""


def extendable(source: Source) -> bool:
    """Return whether two factors share at most one mode, as thin blocks can extend no others."""
    held = source.problem.signatures
    return all(len(one & other) <= 1 for one, other in combinations(held, 2)) and all(
        Cut.at(held, mode).simple for mode in range(len(source.shape))
    )


def core_places(source: Source, rng: np.random.Generator) -> Places:
    """Return the indices of a part that is small enough, rather such with large entries."""
    shape = source.shape
    if not extendable(source):
        return [np.arange(size) for size in shape]
    side = _side(shape, BUDGET * source.problem.rank)
    places = [np.sort(rng.permutation(size)[:side]) for size in shape]
    for mode, size in enumerate(shape):
        if size > side:
            block = np.abs(source.block(_long(places, mode, size)).data)
            rest = tuple(d for d in range(len(shape)) if d != mode)
            strength = np.sqrt(block / (block.max() or 1.0)).mean(axis=rest)
            places[mode] = _chosen(strength, side, rng)
    return places


def _side(shape: Sequence[int], budget: int) -> int:
    """Return the largest length to which all modes can be cut within the budget."""
    side = max(max(shape), 8)
    while side > 8 and np.prod([min(size, side) for size in shape], dtype=float) > budget:
        side -= 1
    return side


def _chosen(strength: Array, count: int, rng: np.random.Generator) -> Array:
    """Return indices drawn in proportion to their strength: those of zeros come last."""
    clocks = rng.exponential(size=len(strength)) / (strength + 1e-12 * strength.max() + 1e-300)
    return np.sort(np.argsort(clocks)[:count])


def _long(places: Places, mode: int, size: int) -> Places:
    return [np.arange(size) if d == mode else one for d, one in enumerate(places)]


def extended(source: Source, level: float, places: Places, factors: Sequence[Array]) -> list[Array]:
    """Return the factors of all the data from those of a part of it."""
    answer = list(factors)
    now = list(places)
    for mode, size in enumerate(source.shape):
        if len(places[mode]) < size:
            cut = Cut.at(source.problem.signatures, mode)
            long = _long(places, mode, size)
            thin = _solved(source.block(long, level), cut, _part(answer, now, long, cut))
            answer = _widened(source, level, cut, places, now, answer, thin)
            now[mode] = np.arange(size)
    return answer


def _part(factors: Sequence[Array], now: Places, wanted: Places, cut: Cut) -> list[Array]:
    """Return what is known of the factors at the wanted indices."""
    answer = []
    for factor, held in zip(factors, cut.signatures, strict=True):
        for mode in held:
            known = np.flatnonzero(np.isin(now[mode], wanted[mode]))
            factor = factor.take(known, axis=mode + 1)
        answer.append(factor)
    return answer


def _solved(block: Problem, cut: Cut, known: list[Array]) -> list[Array]:
    """Return all factors on a block; those across the cut are known, those along it are not."""
    factors = list(known)
    for m in cut.along:
        factors[m] = np.zeros((block.rank, *block.shape(m)))
    for _ in range(3 if block.rank > 1 else 1):
        for r in range(block.rank):
            _slabs_anew(block, cut, factors, r)
        for _ in range(3):
            for m in cut.along:
                factors[m] = updated(block, factors, m)
    return factors


def _slabs_anew(block: Problem, cut: Cut, factors: list[Array], r: int) -> None:
    """Set one term along the cut from what the others leave of the block."""
    others = [np.delete(one, r, axis=0) for one in factors]
    rest = block.residual(others) if block.rank > 1 else block.data
    across = product([factors[m][r] for m in cut.across]) if cut.across else np.ones(1)
    found = single_term(compressed(rest) * compressed(across), cut.inner)
    fitted = product(found) * across
    scale = float((rest * fitted).sum() / ((fitted**2).sum() + 1e-300))
    for n, (m, part) in enumerate(zip(cut.along, found, strict=True)):
        factors[m][r] = part * (scale if n == 0 else 1.0)


def _widened(
    source: Source,
    level: float,
    cut: Cut,
    core: Places,
    now: Places,
    old: Sequence[Array],
    thin: list[Array],
) -> list[Array]:
    """Return the factors along the cut at all indices that are known by now."""
    answer = list(old)
    for m in cut.along:
        wide = [now[d] if d in cut.signatures[m] else core[d] for d in range(len(core))]
        known = _part(old, now, wide, cut)
        block = source.block(_long(wide, cut.mode, source.shape[cut.mode]), level)
        given = [thin[p] if p in cut.along else part for p, part in enumerate(known)]
        given[m] = np.zeros((block.rank, *block.shape(m)))
        answer[m] = updated(block, given, m)
    return answer

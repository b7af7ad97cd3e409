"""Sweeps over data in memory, slab by slab, each slab small enough for the cache."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from math import prod

import numpy as np

from boxdot.numeric.decomposition.data import Data
from boxdot.numeric.decomposition.layout import Array, Layout
from boxdot.numeric.decomposition.options import Options
from boxdot.numeric.decomposition.sweeps.moments import Project, projected
from boxdot.numeric.decomposition.sweeps.order import Pass, passes, updates
from boxdot.numeric.decomposition.sweeps.slabwise import Found, grams, overlap, work
from boxdot.numeric.decomposition.sweeps.solving import Rule, solved

SLAB_BYTES = 2**18
"""About the size of a slab: it and the products that it needs stay in the second-level cache."""


class Sweeper:
    """Sweeps of one problem; ``sweep`` updates the factors and returns the squared error.

    A sweep depends on nothing but the factors: whoever keeps them can go on at any time.
    """

    def __init__(
        self,
        data: Data,
        layout: Layout,
        options: Options,
        algorithm: str,
        rank: int,
        project: Project = projected,
        slab: int = SLAB_BYTES,
    ) -> None:
        self.data, self.layout, self.project, self.slab = data, layout, project, slab
        free = [n for n, fixed in enumerate(options.fixed) if not fixed]
        self.options, self.counted = options, free[-1] if free else -1
        self.local = [members[0] for members in layout.members]
        self.steps = passes(updates(algorithm, rank, free), self.local)

    def sweep(self, factors: list[Array]) -> float:
        """Update every factor in place, once, in order; return ‖Y − Ŷ‖² without reading Y again."""
        rules = self.rules(factors)
        dot = quad = 0.0
        for step in self.steps:
            found = self.run(step, factors, rules)
            dot, quad = dot + found.dot, quad + found.quad
        return self.error(Found(dot=dot, quad=quad))

    def error(self, total: Found) -> float:
        """Return ‖Y − Ŷ‖² from ‖Y‖², ⟨Y, Ŷ⟩ and ‖Ŷ‖²."""
        copies = 1 if self.weighted else self.data.copies
        return max(self.data.power - copies * (2 * total.dot - total.quad), 0.0) + self.data.offset

    def run(self, step: Pass, factors: list[Array], rules: Sequence[Rule]) -> Found:
        """Read the data once."""
        total = Found()
        for start, stop in self.bounds():
            part = self.work(step, start, stop, factors, rules)
            self.store(part, start, stop, factors)
            add(total, part)
        self.finish(step, total, factors, rules)
        return total

    def bounds(self) -> list[tuple[int, int]]:
        """Return where the slabs start and stop."""
        size = self.layout.modes[0]
        row = prod(self.layout.modes[1:]) * self.data.values.dtype.itemsize
        step = max(1, self.slab // max(row, 1))
        return [(start, min(start + step, size)) for start in range(0, size, step)]

    def work(
        self, step: Pass, start: int, stop: int, factors: Sequence[Array], rules: Sequence[Rule]
    ) -> Found:
        """Return what the slab from ``start`` to ``stop`` says."""
        Y, W = self.data.values[start:stop], self.data.weights
        W = None if W is None else W[start:stop]
        factors = self.within(start, stop, factors)
        return work(step, Y, W, factors, rules, self.counted, self.project)

    def within(self, start: int, stop: int, factors: Sequence[Array]) -> list[Array]:
        """Return the entries of the factors that the slab touches."""
        pairs = zip(factors, self.local, strict=True)
        return [factor[:, start:stop] if local else factor for factor, local in pairs]

    def store(self, found: Found, start: int, stop: int, factors: list[Array]) -> None:
        """Write the slab's new entries into the factors."""
        for number, values in found.values.items():
            factors[number][:, start:stop] = values

    def finish(self, step: Pass, total: Found, factors: list[Array], rules: Sequence[Rule]) -> None:
        """Update the factor that does not vary along the slabs, from the sums over all of them."""
        update = step.last
        if update is None:
            return
        number, h = update.factor, total.h
        if h is None:  # an axis of length 0: there is no slab
            return
        G = grams(factors, update, self.layout.modes) if total.G is None else total.G
        factors[number][...] = solved(factors[number], h, G, update.terms, rules[number])
        if number == self.counted:
            dot, quad = overlap(factors[number], h, G, update)
            total.dot, total.quad = total.dot + dot, total.quad + quad

    @property
    def weighted(self) -> bool:
        """Whether entries are missing."""
        return self.data.weights is not None

    def rules(self, factors: Sequence[Array]) -> list[Rule]:
        """Return how each factor is updated in this sweep."""
        options, copies = self.options, 1 if self.weighted else self.data.copies
        plain = [
            Rule(flag, ridge / copies, ())
            for flag, ridge in zip(options.nonnegative, options.ridge, strict=True)
        ]
        weights = proximal_weights(factors, options.proximal, self.layout.modes)
        return [replace(rule, proximal=w) for rule, w in zip(plain, weights, strict=True)]


def add(total: Found, part: Found) -> None:
    """Add what a slab found to the sums."""
    total.h = part.h if total.h is None else total.h + part.h
    total.G = part.G if total.G is None else total.G + part.G
    total.dot, total.quad = total.dot + part.dot, total.quad + part.quad


def proximal_weights(
    factors: Sequence[Array], proximal: float, modes: Sequence[int]
) -> list[tuple[float, ...]]:
    """Return μ times the mean denominator of each factor and term, at the start of a sweep.

    The denominator of a factor is the sum over its missing modes of the squares of all others; the
    product of their means takes its place.
    """
    rank = len(factors[0])
    if not proximal:
        return [(0.0,) * rank for _ in factors]
    means = [[float(np.mean(np.abs(term, dtype=float) ** 2)) for term in one] for one in factors]
    found = []
    for number, factor in enumerate(factors):
        summed = prod(modes) / max(prod(factor.shape[1:]), 1)
        rest = [one for n, one in enumerate(means) if n != number]
        found.append(tuple(proximal * summed * prod(one[r] for one in rest) for r in range(rank)))
    return found

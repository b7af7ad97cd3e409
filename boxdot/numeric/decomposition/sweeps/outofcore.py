"""Sweeps over data that stays where it is: factors travel to the slabs, sums of slabs come back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import numpy as np

from boxdot.numeric.decomposition.data import as_numbers, merged
from boxdot.numeric.decomposition.large import LargeData, slab_layout
from boxdot.numeric.decomposition.layout import Array
from boxdot.numeric.decomposition.options import Options
from boxdot.numeric.decomposition.sweeps.choosing import PAIRWISE, compiled
from boxdot.numeric.decomposition.sweeps.moments import Project, projected
from boxdot.numeric.decomposition.sweeps.order import Pass, Update
from boxdot.numeric.decomposition.sweeps.slabwise import Found, work
from boxdot.numeric.decomposition.sweeps.solving import Rule
from boxdot.numeric.decomposition.sweeps.sweeper import Sweeper, add
from boxdot.numeric.folds import Folding
from boxdot.numeric.regions import Region


class LargeSweeper(Sweeper):
    """Sweeps with one reading of the data for each pass; a lost piece is simply computed again."""

    data: LargeData  # type: ignore[assignment]  # has no values, but all that sweeps ask for

    def __init__(
        self, data: LargeData, options: Options, algorithm: str, rank: int, backend: str
    ) -> None:
        super().__init__(data, data.layout, options, algorithm, rank)  # type: ignore[arg-type]
        self.backend = backend
        self.readings = Folding(data.array, data.mask, axes=[data.axis])

    def run(self, step: Pass, factors: list[Array], rules: Sequence[Rule]) -> Found:
        """Read the data once, in pieces, here or on the workers of a cluster."""
        total = Found()
        state = _State(self, step, factors, rules)
        for part in self.readings(SlabFold, state):
            for where, values in part.values:
                self.store(Found(values), where.start, where.stop, factors)
            add(total, part.total)
        self.finish(step, total, factors, rules)
        return total

    @property
    def weighted(self) -> bool:
        """Whether entries are missing."""
        return self.data.weighted


class _State:
    """What a piece needs to know; it travels once to each worker."""

    def __init__(
        self, sweeper: LargeSweeper, step: Pass, factors: list[Array], rules: Sequence[Rule]
    ) -> None:
        self.step, self.factors, self.rules = step, factors, rules
        self.layout, self.local = sweeper.layout, sweeper.local
        self.counted, self.backend = sweeper.counted, sweeper.backend
        self.pairwise = sweeper.layout.members == PAIRWISE and _one_term(step)
        self.weighted, self.exponent = sweeper.data.weighted, sweeper.data.exponent


def _one_term(step: Pass) -> bool:
    """Return whether a pass updates one term of all three factors, in their order."""
    last = step.last
    if last is None or len(last.terms) > 1:
        return False
    both = (Update(0, last.terms), Update(1, last.terms))
    return step.local == both and last == Update(2, last.terms)


@dataclass
class Gathered:
    """What some slabs say: new entries of the factors that vary along them, and their sums."""

    values: list[tuple[slice, dict[int, Array]]] = field(default_factory=list)
    total: Found = field(default_factory=Found)


class SlabFold:
    """Takes slabs one after the other; one sum and one scratch memory serve for all of them."""

    def __init__(self, state: _State) -> None:
        self.state, self.gathered = state, Gathered()
        self.reader: Any = None

    def take(self, region: Region, block: Array, mask: Any) -> None:
        """Add what one slab says."""
        state = self.state
        Y, known = as_numbers(block), None
        if state.weighted:
            known = ~np.isnan(Y) if mask is None else np.asarray(mask, bool) & ~np.isnan(Y)
        values, weights = merged(Y, known, slab_layout(state.layout, Y.shape), state.exponent)
        where = region[state.layout.groups[0][0]]
        pairs = zip(state.factors, state.local, strict=True)
        factors = [one[:, where] if local else one for one, local in pairs]
        plain = weights is None and values.dtype.kind == "f"
        if state.pairwise and plain and compiled(state.backend):
            self.gathered.values.append((where, self._read(values, factors)))
            return
        project = projector(state.backend if values.dtype.kind != "c" else "numpy", values.dtype)
        found = work(state.step, values, weights, factors, state.rules, state.counted, project)
        self.gathered.values.append((where, found.values))
        add(self.gathered.total, found)

    def _read(self, values: Array, factors: Sequence[Array]) -> dict[int, Array]:
        """Return new entries of the factors that vary along the slabs, by the compiled loops."""
        from boxdot.numeric.decomposition.sweeps import pairwise  # loads Numba

        last = self.state.step.last
        assert last is not None
        if self.reader is None:
            self.reader = pairwise.reader_of(values, factors, last)
        return pairwise.read_slab(self.reader, values, factors, last, self.state.rules)

    def result(self) -> Gathered:
        """Return what all slabs said."""
        if self.reader is not None:
            self.gathered.total.h = self.reader.above_c[None, None]
        return self.gathered


@cache
def projector(backend: str, kind: np.dtype[Any]) -> Project:
    """Return the fastest way to moments that this process has; the scheduler has the threads."""
    if not compiled(backend):
        return projected
    from boxdot.numeric.decomposition.kernels.projector import Projector  # loads Numba

    return Projector(1, kind)

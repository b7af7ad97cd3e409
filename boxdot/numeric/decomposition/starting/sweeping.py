"""Updates of three pairwise factors, compiled: the data lie ready in three orders."""

from __future__ import annotations

from collections.abc import Sequence
from importlib.util import find_spec

import numpy as np

from boxdot.numeric.decomposition.layout import Array
from boxdot.numeric.decomposition.starting.problem import Problem

PAIRS = {frozenset({0, 1}), frozenset({0, 2}), frozenset({1, 2})}
"""The modes of three factors of which every two share one."""


def is_pairwise(problem: Problem) -> bool:
    """Return whether the compiled updates are there and fit: nothing missing, three factors."""
    pairs = len(problem.signatures) == 3 and set(problem.signatures) == PAIRS
    whole = problem.data.ndim == 3 and problem.weights is None
    return pairs and whole and find_spec("numba") is not None


class PairwiseUpdates:
    """The updates of one problem."""

    def __init__(self, problem: Problem) -> None:
        from boxdot.numeric.decomposition.starting.compiled import update  # loads Numba

        self.update, self.problem = update, problem
        self.power = float((problem.data**2).sum())
        self.modes = [sorted(one) for one in problem.signatures]
        orders = [(m, n, 3 - m - n) for m, n in self.modes]
        self.data = [np.ascontiguousarray(problem.data.transpose(order)) for order in orders]

    def updated(
        self, factors: Sequence[Array], number: int, proximal: float
    ) -> tuple[Array, float]:
        """Return the least-squares factor of this number, and the relative error that it leaves."""
        m, n = self.modes[number]
        k = 3 - m - n
        places = {frozenset(modes): at for at, modes in enumerate(self.modes)}
        P = self._lying(factors, places[frozenset({m, k})], m)
        Q = self._lying(factors, places[frozenset({n, k})], n)
        shape, rank = self.problem.shape(number), len(factors[number])
        old = factors[number].reshape(rank, shape[m], shape[n]).transpose(1, 2, 0)
        new = np.empty(old.shape)
        change = self.update(self.data[number], P, Q, np.ascontiguousarray(old), proximal, new)
        error = np.sqrt(max(self.power + change, 0.0) / self.power) if self.power else 0.0
        return np.ascontiguousarray(new.transpose(2, 0, 1)).reshape(rank, *shape), float(error)

    def _lying(self, factors: Sequence[Array], number: int, first: int) -> Array:
        """Return a factor as (the first mode, R, the other mode)."""
        flat = factors[number].reshape(
            len(factors[number]), *(self.problem.data.shape[mode] for mode in self.modes[number])
        )
        order = (1, 0, 2) if self.modes[number][0] == first else (2, 0, 1)
        return np.ascontiguousarray(flat.transpose(order), dtype=float)

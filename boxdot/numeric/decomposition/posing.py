"""The problem as the sweeps see it: data in memory or not, its layout, and who sweeps."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from math import prod, sqrt
from typing import Any

import numpy as np

from boxdot.grammar.errors import DataError
from boxdot.numeric.decomposition.beginning import (
    best_start,
    candidates,
    given_factors,
    random_factors,
)
from boxdot.numeric.decomposition.beginning_large import large_start, small_data
from boxdot.numeric.decomposition.checkpoint import key_of
from boxdot.numeric.decomposition.data import Data, as_numbers, prepare
from boxdot.numeric.decomposition.iterating import Sweeps
from boxdot.numeric.decomposition.large import LargeData, is_large, prepare_large
from boxdot.numeric.decomposition.layout import Array, Layout, lay_out
from boxdot.numeric.decomposition.options import Options, demand_choice
from boxdot.numeric.decomposition.reading import read_mask, read_numbers
from boxdot.numeric.decomposition.scaling import taken_out
from boxdot.numeric.decomposition.standing import Standing
from boxdot.numeric.decomposition.sweeps.choosing import choose_sweeps, compiled
from boxdot.numeric.decomposition.sweeps.outofcore import LargeSweeper
from boxdot.numeric.threads import blas_threads

TRIED = {"auto": 4, "random": 10}
"""How many starts are tried unless ``n_init`` says."""
BLOCK = 4
"""Up to so many terms of data without negative entries are best updated together."""


@dataclass(frozen=True)
class Problem:
    """What is decomposed, and how."""

    data: Data | LargeData
    layout: Layout
    options: Options
    algorithm: str
    rank: int
    loss: str
    backend: str
    sweeps: Sweeps

    @property
    def scale(self) -> float:
        """What turns errors of the scaled data into those of the data."""
        return float(np.ldexp(1.0, self.data.exponent))

    @property
    def norm(self) -> float:
        """‖Y‖_F over the known entries."""
        return sqrt(self.data.power + self.data.offset) * self.scale

    @property
    def key(self) -> int:
        """A number that tells this problem from others."""
        data = self.data
        return key_of(
            self.layout, self.options, self.algorithm, self.rank, self.loss, str(data.dtype),
            data.power, data.offset, data.exponent,
        )  # fmt: skip

    def blas_threads(self, threads: int | None) -> int:
        """Return how many threads BLAS may have: one beside compiled loops, which have their own.

        Idle threads of BLAS wait for more work by turning on, on the cores that the loops need.
        """
        own = compiled(self.backend) and self.data.dtype.kind != "c"
        return 1 if own else threads or 1

    def start(
        self, init: str | Sequence[Any], n_init: int | None, rng: np.random.Generator
    ) -> tuple[list[Array], list[int]]:
        """Return factors, merged and scaled, and the exponents that scaling took out."""
        if not isinstance(init, str):
            return self.given(init, rng)
        demand_choice(init, tuple(TRIED), "init")
        if any(self.options.fixed):
            raise DataError("fixed factors are not given", hint="init=[…] with the fixed factors")
        # A single factor has one solution: no start is better than another.
        count = n_init or (TRIED[init] if len(self.layout.shapes) > 1 else 1)
        factors = self.searched(init, count, rng)
        return factors, [self.data.exponent, *[0] * (len(factors) - 1)]

    def searched(self, init: str, count: int, rng: np.random.Generator) -> list[Array]:
        """Return the best of some starts."""
        options, data = self.options, self.data
        if isinstance(self.sweeps, LargeSweeper):
            return large_start(self.sweeps, init, self.rank, self.algorithm, rng, options, count)
        assert isinstance(data, Data)
        found = candidates(init, data, self.layout, self.rank, rng, options.nonnegative, count)
        return best_start(found, self.sweeps.sweep, sqrt(data.power), count == 1)

    def given(self, init: Sequence[Any], rng: np.random.Generator) -> tuple[list[Array], list[int]]:
        """Return given factors; those that are not given are drawn."""
        options, data, layout = self.options, self.data, self.layout
        factors = given_factors(init, self.rank, layout, data.dtype)
        for number, (one, flag) in enumerate(zip(factors, options.fixed, strict=True)):
            if flag and one is None:
                raise DataError(f"factor {number} is fixed, but init[{number}] is not given")
        if any(one is None for one in factors):
            small = small_data(data) if isinstance(data, LargeData) else data
            drawn = random_factors(small, layout, self.rank, rng, options.nonnegative)
            pairs = zip(factors, drawn, strict=True)
            factors = [new if one is None else one for one, new in pairs]
        known = [one for one in factors if one is not None]
        if self.loss == "kl" and any((one < 0).any() for one in known):
            raise DataError("init has negative entries", hint="loss='kl' is for factors ≥ 0")
        first = options.fixed.index(False) if False in options.fixed else 0
        return taken_out(known, data.exponent, first)


def pose(
    Y: Any,
    mask: Any,
    shapes: Sequence[Sequence[int]],
    rank: int,
    options: Options,
    algorithm: str,
    loss: str,
    backend: str,
    threads: int | None,
) -> Problem | None:
    """Return the problem, None where the data has no entries."""
    Y = read_numbers("Y", Y)
    mask = None if mask is None else read_mask(mask, Y.shape)
    large = is_large(Y) and len(Y.shape) > 0 and bool(prod(Y.shape))
    layout = lay_out(Y.shape, shapes, slabs=large)
    if not prod(Y.shape):
        return None
    if np.dtype(Y.dtype).kind == "c" and (loss == "kl" or any(options.nonnegative)):
        raise DataError("complex data have no non-negative factors and no divergence")
    if large:
        problem = _large(Y, mask, layout, rank, options, algorithm, loss, backend)
    else:
        problem = _small(Y, mask, layout, rank, options, algorithm, loss, backend, threads)
    if not all(options.fixed) or loss == "kl":
        return problem
    return replace(problem, sweeps=Standing(Y, mask, layout, problem.data.exponent))


def _small(
    Y: Any,
    mask: Any,
    layout: Layout,
    rank: int,
    options: Options,
    algorithm: str,
    loss: str,
    backend: str,
    threads: int | None,
) -> Problem:
    data = prepare(as_numbers(Y), mask, layout)
    algorithm = _algorithm(algorithm, rank, lambda: data.values)
    sweeps = choose_sweeps(data, layout, options, algorithm, rank, loss, backend, threads)
    return Problem(data, layout, options, algorithm, rank, loss, backend, sweeps)


def _large(
    Y: Any,
    mask: Any,
    layout: Layout,
    rank: int,
    options: Options,
    algorithm: str,
    loss: str,
    backend: str,
) -> Problem:
    if loss == "kl":
        raise DataError("loss='kl' is for data in memory", hint="give np.asarray(Y)")
    with blas_threads(1):  # slabs have threads of their own
        data = prepare_large(Y, mask, layout)
    algorithm = _algorithm(algorithm, rank, lambda: small_data(data).values)
    sweeps = LargeSweeper(data, options, algorithm, rank, backend)
    return Problem(data, layout, options, algorithm, rank, loss, backend, sweeps)


def _algorithm(algorithm: str, rank: int, known: Callable[[], Array]) -> str:
    """Return what updates the terms; of a single term it is all the same, and nothing is read."""
    if algorithm != "auto" or rank == 1:
        return "hals" if algorithm == "auto" else algorithm
    values = known()
    positive = values.dtype.kind != "c" and bool(values.min() >= 0)
    return "als" if rank <= BLOCK and positive else "hals"

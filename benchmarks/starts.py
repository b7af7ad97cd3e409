"""How good the starts of broadcast decompositions are, beside random ones, and what they cost.

Every start is followed by the same plain sweeps; SNR is against the truth (eq. 46), noise at 30 dB.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable, Sequence
from functools import reduce
from typing import Any

import numpy as np
from numpy.typing import NDArray

from boxdot.numeric.decomposition.layout import lay_out
from boxdot.numeric.decomposition.starting import starts
from boxdot.numeric.decomposition.starting.joint import swept
from boxdot.numeric.decomposition.starting.problem import read_problem
from boxdot.numeric.decomposition.starting.randomly import random_start
from boxdot.numeric.threads import blas_threads

Array = NDArray[np.float64]
Shapes = Sequence[tuple[int, ...]]

ORDERS: dict[str, tuple[Sequence[str], str]] = {
    "three pairwise": (["ab", "ac", "bc"], "abc"),
    "chain": (["ab", "bc", "cd"], "abcd"),
    "cycle": (["ab", "bc", "cd", "da"], "abcd"),
    "star": (["ab", "ac", "ad"], "abcd"),
    "tail": (["ab", "bc", "ca", "cd"], "abcd"),
    "all pairs": (["ab", "ac", "ad", "bc", "bd", "cd"], "abcd"),
    "faces": (["abc", "abd", "acd", "bcd"], "abcd"),
    "batch": (["abd", "bcd", "acd"], "abcd"),
    "order 5": (["abc", "cde", "ad", "be"], "abcde"),
    "order 5 merged": (["abc", "abde", "cde"], "abcde"),
    "order 6": (["abc", "cde", "efa"], "abcdef"),
    "order 6 merged": (["abcd", "cdef", "abef"], "abcdef"),
}
"""Factors by the axes along which they vary, and the axes of the data."""
LENGTHS = {4: 8, 5: 5, 6: 4}
"""The length of the axes for each order; what merges gets more modes, so it may be shorter."""


def main(arguments: Sequence[str] | None = None) -> None:
    """Print the tables that are asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("tables", nargs="*", default=list(TABLES), choices=[*TABLES, []])
    parser.add_argument("--seeds", type=int, default=20, help="tensors for each row")
    parser.add_argument("--random", type=int, default=50, help="random starts for each tensor")
    parser.add_argument("--side", type=int, default=32, help="the length of the axes of order 3")
    parser.add_argument("--sweeps", type=int, default=100, help="plain sweeps after each start")
    parser.add_argument("--ranks", default="", help="numbers of terms in the first two tables")
    options = parser.parse_args(arguments)
    with blas_threads(1):
        for name in options.tables:
            TABLES[name](options)


# --- the tables -----------------------------------------------------------------------------


def signed(options: argparse.Namespace) -> None:
    """Print the SNR for Gaussian factors."""
    print(f"Gaussian factors, {options.side}³, 30 dB, {options.seeds} tensors: SNR in dB")
    print("  R   worst  median    best   bound  ms/start   random (best of 3): median")
    for rank in ranks(options, "1,2,3,4,5"):
        found, others, times = [], [], []
        for seed in range(options.seeds):
            case = Case(pairwise(options.side), rank, seed)
            factors, seconds = timed(case.start, seed + 1000)
            found.append(case.snr(case.polished(factors, options.sweeps)))
            times.append(seconds)
            if seed < 3:
                others.append(max(case.at_random(k, options.sweeps)[1] for k in range(3)))
        low, middle, high = np.min(found), np.median(found), np.max(found)
        print(
            f"{rank:3d} {low:7.1f} {middle:7.1f} {high:7.1f} {bound(options.side, rank):7.1f}"
            f" {1000 * np.median(times):9.0f}   {np.median(others):7.1f}",
            flush=True,
        )


def positive(options: argparse.Namespace) -> None:
    """Print the fit and the SNR for uniform factors beside the best of random starts."""
    print(f"Uniform factors, {options.side}³, 30 dB: fit (‖Y‖²/‖Y − Ŷ‖²) and SNR in dB")
    print(
        f"  R   start   SNR  best fit, best SNR of {options.random} random  median  bound  ms/start"
    )
    for rank in ranks(options, "1,2,3,4,5,6,7,8"):
        case = Case(pairwise(options.side), rank, 0, positive=True)
        factors, seconds = timed(case.start, 1000)
        found = case.polished(factors, options.sweeps)
        others = np.array([case.at_random(k, options.sweeps) for k in range(options.random)])
        fit, snr = others.max(axis=0)
        print(
            f"{rank:3d} {case.fit(found):7.2f} {case.snr(found):6.2f} {fit:9.2f} {snr:9.2f}"
            f" {np.median(others[:, 0]):14.2f} {bound(options.side, rank):8.1f}"
            f" {1000 * seconds:8.0f}",
            flush=True,
        )


def orders(options: argparse.Namespace) -> None:
    """Print how often factors of other shapes are recovered."""
    count = min(options.seeds, 10)
    print(f"Recovered (within 3 dB of the truth's own fit), of {count} tensors, Gaussian, 30 dB")
    print("  factors                    R   start   random (best of 10)   ms/start")
    for name, (factors, axes) in ORDERS.items():
        for rank in (1, 2):
            hits, others, times = 0, 0, []
            for seed in range(count):
                case = Case(shapes_of(factors, axes), rank, seed)
                begun, seconds = timed(case.start, seed + 1000)
                goal = case.fit_of(case.truth) - 3
                hits += case.fit(case.polished(begun, options.sweeps)) >= goal
                tries = (case.at_random(k, options.sweeps)[0] for k in range(10))
                others += any(fit >= goal for fit in tries)
                times.append(seconds)
            print(
                f"  {name:25s}{rank:3d} {hits:5d}/{count} {others:12d}/{count}"
                f" {1000 * np.median(times):18.0f}"
            )


def speed(_: argparse.Namespace) -> None:
    """Print what a start costs in sweeps, both by interleaved minima."""
    print("R = 1, mixed signs: a start beside one sweep of the fastest sweeper here")
    for side in (64, 128, 256):
        case = Case(pairwise(side), 1, 0, memory=False)
        sweep = fastest_sweep(case)
        clock = time.perf_counter
        pairs = [
            (timed(case.start, 1, clock=clock)[1], timed(sweep, clock=clock)[1]) for _ in range(5)
        ]
        start, one = (min(times) for times in zip(*pairs, strict=True))
        ratio = f"{start / one:.1f}"
        print(f"  {side}³: start {1000 * start:7.1f} ms, sweep {1000 * one:7.2f} ms: {ratio}")


def ranks(options: argparse.Namespace, usual: str) -> list[int]:
    """Return the numbers of terms that are asked for."""
    return [int(word) for word in (options.ranks or usual).split(",")]


TABLES: dict[str, Callable[[argparse.Namespace], None]] = {
    "signed": signed,
    "positive": positive,
    "orders": orders,
    "speed": speed,
}


# --- cases ----------------------------------------------------------------------------------


class Case:
    """A tensor of known factors with noise."""

    def __init__(
        self, shapes: Shapes, rank: int, seed: int, positive: bool = False, memory: bool = True
    ) -> None:
        rng = np.random.default_rng(seed)
        draw = rng.random if positive else rng.standard_normal
        factors = [draw((rank, *shape)) for shape in shapes]
        self.shapes, self.rank = shapes, rank
        self.truth = total(factors)
        noise = rng.standard_normal(self.truth.shape)
        self.Y = self.truth + noise * np.sqrt(np.mean(self.truth**2)) * 10**-1.5
        self.layout = lay_out(self.Y.shape, shapes)
        if memory:
            self.problem, self.level = read_problem(self.Y, self.layout, rank)

    def start(self, seed: int) -> list[Array]:
        """Return the first start."""
        return next(starts(self.Y, self.shapes, self.rank, np.random.default_rng(seed)))

    def polished(self, factors: Sequence[Array], sweeps: int) -> list[Array]:
        """Return merged factors, the data's size divided out, after plain sweeps."""
        merged = [self.layout.merge_factor(one, m) for m, one in enumerate(factors)]
        return swept(self.problem, [merged[0] / self.level, *merged[1:]], sweeps)

    def at_random(self, seed: int, sweeps: int) -> tuple[float, float]:
        """Return the fit and the SNR from a random start; no seed is one of a tensor's."""
        begun = random_start(self.problem, np.random.default_rng(10**6 + seed))
        factors = swept(self.problem, begun, sweeps)
        return self.fit(factors), self.snr(factors)

    def fit(self, factors: Sequence[Array]) -> float:
        """Return how well merged factors fit the data, in dB."""
        return -20 * float(np.log10(self.problem.error(factors)))

    def fit_of(self, values: Array) -> float:
        """Return how well values fit the data, in dB."""
        return decibels(self.Y, values)

    def snr(self, factors: Sequence[Array]) -> float:
        """Return eq. 46 of merged factors."""
        found = self.level * self.problem.reconstruct(factors)
        return decibels(self.layout.merge_data(self.truth) / self.layout.copies, found)


def decibels(truth: Array, found: Array) -> float:
    """Return eq. 46: 10 log₁₀ ‖truth‖²/‖truth − found‖²."""
    return 10 * float(np.log10(np.sum(truth**2) / np.sum((truth - found) ** 2)))


def total(factors: Sequence[Array]) -> Array:
    """Return Σ_r ∏_m F_m[r]."""
    return sum((reduce(np.multiply, parts) for parts in zip(*factors, strict=True)), np.zeros(1))


def pairwise(side: int) -> Shapes:
    """Return the shapes of A, B and C."""
    return [(side, side, 1), (side, 1, side), (1, side, side)]


def shapes_of(factors: Sequence[str], axes: str) -> Shapes:
    """Return the shapes of factors that are given by letters."""
    size = LENGTHS.get(len(axes), 12)
    lengths = [size + n % 2 for n in range(len(axes))]
    pairs = list(zip(axes, lengths, strict=True))
    return [tuple(n if axis in one else 1 for axis, n in pairs) for one in factors]


def bound(side: int, rank: int) -> float:
    """Return the SNR of an efficient estimate at 30 dB: noise falls as unknowns over entries."""
    unknowns = rank * (3 * side**2 - 3 * side + 1)
    return 30 + 10 * float(np.log10(side**3 / unknowns))


def timed(
    function: Callable[..., Any],
    *arguments: Any,
    clock: Callable[[], float] = time.process_time,
) -> tuple[Any, float]:
    """Return the result and the seconds that it took: of the processor, unless said otherwise."""
    begin = clock()
    result = function(*arguments)
    return result, clock() - begin


def fastest_sweep(case: Case) -> Callable[[], object]:
    """Return one sweep of the decomposition itself, compiled where Numba is installed."""
    from boxdot.numeric.decomposition.data import as_numbers, prepare
    from boxdot.numeric.decomposition.options import read_options
    from boxdot.numeric.decomposition.sweeps.choosing import choose_sweeps

    data = prepare(as_numbers(case.Y), None, case.layout)
    options = read_options(len(case.shapes), False, (), 0, 0)
    sweeps = choose_sweeps(data, case.layout, options, "hals", 1, "frobenius", "auto", 1)
    rng = np.random.default_rng(0)
    factors = [rng.random((1, *case.layout.merged_shape(m))) for m in range(len(case.shapes))]
    sweeps.sweep(factors)
    return lambda: sweeps.sweep(factors)


if __name__ == "__main__":
    main()

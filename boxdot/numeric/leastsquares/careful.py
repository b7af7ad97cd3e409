"""Sums whose squares would under- or overflow: every fibre is scaled by its largest entry.

The fast sums are kept wherever they can be trusted; this path takes up to three passes more, and
only where some sum cannot.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from boxdot.grammar.errors import DataError
from boxdot.numeric.leastsquares import plain
from boxdot.numeric.leastsquares.passes import Data, Sums, together
from boxdot.numeric.leastsquares.problem import Problem
from boxdot.numeric.slabs import Region

Array = npt.NDArray[Any]

LEAST = 1e-270
"""A smaller sum may have lost entries to underflow, or digits."""

TAME = 1e-75, 1e140
"""Products of numbers between these neither vanish nor overflow when they are summed."""


@dataclass(frozen=True)
class Scales:
    """The largest |x|, |h| and weight of every fibre, as powers of two not above them; 1 for 0."""

    x: Array
    h: Array
    m: Array
    all: float

    @property
    def ratio(self) -> Array:
        """What a solution in scaled numbers is multiplied by."""
        with np.errstate(over="ignore", under="ignore"):
            ratio: Array = self.x / self.h
        return ratio


def doubtful(sums: Sums, problem: Problem) -> bool:
    """Return whether any sum may be wrong: not finite, or so small that squares may have vanished.

    Sums that are 0 because H is 0 there are right: H is looked at, X is not.
    """
    num, den = np.abs(sums.numerator), sums.denominator
    if not np.isfinite(sums.squares) or sums.squares < LEAST:
        return bool(sums.squares != 0 or num.size)
    smallest = min(num.min(initial=np.inf), den.min(initial=np.inf))
    if not np.isfinite(num.max(initial=0)) or not np.isfinite(den.max(initial=0)):
        return True
    if smallest >= LEAST:
        return False
    return not is_tame(problem.H) or bool((((num < LEAST) | (den < LEAST)) & (den > 0)).any())


def is_tame(H: Array) -> bool:
    """Return whether squares of all entries of H can be summed as they are."""
    size = np.abs(H)
    return not ((size > TAME[1]) | ((size < TAME[0]) & (size > 0)) | np.isnan(size)).any()


def trusted(sums: Sums, problem: Problem, scales: Scales) -> bool:
    """Return whether the fast sums are right after all, knowing the largest entries."""
    finite = np.isfinite(sums.numerator).all() and np.isfinite(sums.denominator).all()
    tame = all(
        ((sizes >= TAME[0]) & (sizes <= TAME[1])).all() for sizes in (scales.x, scales.h, scales.m)
    )
    return bool(finite and tame and np.isfinite(sums.squares) and is_tame(problem.H))


def scales_of(problem: Problem, data: Data) -> Scales:
    """Return the largest entries of all fibres, and refuse what is infinite: one pass."""
    found = [np.zeros(problem.unknown) for _ in range(3)]
    for region, part in data.pieces(_largest, problem, plain.PART):
        place = problem.target(region)
        for sizes, size in zip(found, part, strict=True):
            sizes[place] = np.maximum(sizes[place], size)
    for name, sizes in zip(("X", "H", "weights"), found, strict=True):
        if not np.isfinite(sizes).all():
            what = "infinite or NaN" if name == "H" else "infinite"
            raise DataError(
                f"{name} has entries that are {what}",
                hint="NaN in X, or False in a mask, leaves an entry out",
            )
    largest = float(found[0].max(initial=0))
    x, h, m = (_power_of_two(sizes) for sizes in found)
    return Scales(x, h, m, float(_power_of_two(largest)))


def _largest(region: Region, x: Array, weights: Any, mask: Any, problem: Problem) -> list[Array]:
    """Return the largest |x|, |h| and weight that is seen in every fibre of a piece."""
    problem = problem.at(region)
    found = [np.zeros(problem.unknown) for _ in range(3)]
    for place, _, *arrays in plain.parts(problem, x, together(weights, mask)):
        for sizes, array in zip(found, arrays, strict=True):
            size = np.ones((1,) * x.ndim) if array is None else np.abs(array)
            largest = size.max(problem.summed, keepdims=True, initial=0)
            sizes[place] = np.maximum(sizes[place], largest)
    return found


def _power_of_two(sizes: Any) -> Any:
    """Return the powers of two not above, so that scaling is exact; 1 for 0."""
    _, exponents = np.frexp(sizes)
    return np.where(np.asarray(sizes) > 0, np.ldexp(1.0, exponents - 1), 1.0)


def scaled_sums(problem: Problem, data: Data, scales: Scales) -> Sums:
    """Return the sums in numbers that are scaled fibre by fibre: one pass."""
    shape = problem.unknown
    kind = np.result_type(data.X.dtype, problem.H, np.float64)
    found = Sums(np.zeros(shape, kind), np.zeros(shape), 0.0)
    for region, part in data.pieces(_scaled_piece, (problem, scales), plain.PART):
        place = problem.target(region)
        found.numerator[place] += part.numerator
        found.denominator[place] += part.denominator
        found.squares += part.squares
    return found


def _scaled_piece(
    region: Region, x: Array, weights: Any, mask: Any, state: tuple[Problem, Scales]
) -> Sums:
    problem, scales = state
    place = problem.target(region)
    a, b, v = (sizes[place] for sizes in (scales.x, scales.h, scales.m))
    problem = problem.at(region)
    kind = np.result_type(x, problem.H, np.float64)
    found = Sums(np.zeros(problem.unknown, kind), np.zeros(problem.unknown), 0.0)
    with np.errstate(under="ignore"):
        for where, lengths, xs, hs, ms in plain.parts(problem, x, together(weights, mask)):
            h = hs / b[where]
            weighted = np.conj(h) if ms is None else (ms / v[where]) * np.conj(h)
            found.numerator[where] += plain.total(xs / a[where] * weighted, lengths, problem.summed)
            found.denominator[where] += plain.total((weighted * h).real, lengths, problem.summed)
            power = np.abs(xs / scales.all) ** 2
            power = power if ms is None else ms * power
            found.squares += plain.total(power, lengths, range(x.ndim)).item()
    return found


def scaled_residual(problem: Problem, data: Data, scales: Scales, w: Array) -> float:
    """Return Σ m |x − w h|² over the largest |x|², for a solution in scaled numbers."""
    state = (problem, scales, w)
    found = data.pieces(_scaled_residual_piece, state, plain.PART)
    return float(sum(part for _, part in found))


def _scaled_residual_piece(
    region: Region, x: Array, weights: Any, mask: Any, state: tuple[Problem, Scales, Array]
) -> float:
    problem, scales, w = state
    place = problem.target(region)
    factor, b = w[place] * (scales.x[place] / scales.all), scales.h[place]
    problem = problem.at(region)
    found = 0.0
    with np.errstate(under="ignore"):
        for where, lengths, xs, hs, ms in plain.parts(problem, x, together(weights, mask)):
            rest = np.abs(xs / scales.all - factor[where] * (hs / b[where])) ** 2
            rest = rest if ms is None else ms * rest
            found += plain.total(rest, lengths, range(x.ndim)).item()
    return found

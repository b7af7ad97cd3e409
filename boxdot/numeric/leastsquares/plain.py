"""The sums of one piece of the data by NumPy, in parts that stay in the cache."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import numpy.typing as npt

from boxdot.numeric.leastsquares.problem import Problem, repeats
from boxdot.numeric.slabs import cut, regions

Array = npt.NDArray[Any]

PART = 2**21
"""So many bytes are looked at together."""


def sums(problem: Problem, x: Array, m: Array | None) -> tuple[Array, Array, float, bool]:
    """Return Σ m x h̄, Σ m |h|², Σ m |x|², and whether weights are wrong; NaN in x is left out.

    Parameters
    ----------
    problem, x
        What is asked of the data.
    m
        Weights, a mask, or None.
    """
    num = np.zeros(problem.unknown, np.result_type(x, problem.H, np.float64))
    den = np.zeros(problem.unknown, num.real.dtype)
    squares, wrong = num.real.dtype.type(0), False
    every = range(len(problem.shape))
    for place, lengths, xs, hs, ms in parts(problem, x, m):
        weighted = np.conj(hs) if ms is None else ms * np.conj(hs)
        num[place] += total(xs * weighted, lengths, problem.summed)
        den[place] += total((weighted * hs).real, lengths, problem.summed)
        power = _square(xs) if ms is None else ms * _square(xs)
        squares += total(power, lengths, every).item()
    if m is not None and m.dtype.kind == "f":
        wrong = not bool((m >= 0).all())
    return num, den, float(squares), wrong


def residual(problem: Problem, x: Array, m: Array | None, w: Array) -> float:
    """Return Σ m |x − w h|²; the other arguments are those of `sums`."""
    found, every = 0.0, range(len(problem.shape))
    for place, lengths, xs, hs, ms in parts(problem, x, m):
        rest = _square(xs - w[place] * hs)
        found += total(rest if ms is None else ms * rest, lengths, every).item()
    return found


def parts(
    problem: Problem, x: Array, m: Array | None
) -> Iterator[tuple[tuple[slice, ...], list[int], Array, Array, Array | None]]:
    """Yield the place in W, the lengths, x, h and weights of each part; what is not seen is 0."""
    for region in regions(np.broadcast_to(x, problem.shape), most=PART):
        lengths = [part.stop - part.start for part in region]
        pairs = zip(problem.unknown, region, strict=True)
        place = tuple(slice(0, 1) if n == 1 else part for n, part in pairs)
        xs, hs, ms = cut(x, region), cut(problem.H, region), cut(m, region)
        xs = xs.astype(np.result_type(xs, np.float64), copy=False)
        seen = xs == xs
        if ms is not None:
            seen = seen & (ms > 0)
        if ms is not None or not seen.all():
            ms = np.where(seen, 1 if ms is None else ms, 0)
            xs, hs = np.where(seen, xs, 0), np.where(seen, hs, 0)
        yield place, lengths, xs, hs.astype(np.result_type(hs, np.float64), copy=False), ms


def total(array: Array, lengths: list[int], axes: Any) -> Array:
    """Return the sums along axes, of an array that broadcasts to these lengths."""
    sums: Array = array.sum(tuple(axes), keepdims=True)
    return sums * repeats(array, lengths, axes)


def _square(x: Array) -> Array:
    return x.real**2 + x.imag**2 if x.dtype.kind == "c" else x * x

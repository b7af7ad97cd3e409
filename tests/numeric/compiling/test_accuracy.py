"""Sums are at least as accurate as the pairwise sums of NumPy; exponentials are right."""

from __future__ import annotations

import math

import numpy as np
import pytest

from boxdot.notation.reading import read
from boxdot.numeric.compiling import Compiled

pytest.importorskip("numba")

EPS = np.finfo(np.float64).eps


def numbers(shape, seed=0):
    """Return numbers of very different sizes whose sum cancels much."""
    rng = np.random.default_rng(seed)
    return rng.standard_normal(shape) * 10.0 ** rng.integers(-3, 4, shape)


def pairwise_bound(column):
    """Return how far a pairwise sum with blocks of 128 may be off."""
    return (8 + math.log2(max(len(column), 2))) * EPS * math.fsum(np.abs(column))


@pytest.mark.parametrize("length", [1, 10, 255, 256, 257, 100_003])
def test_totals(length):
    x = numbers(length)
    found = Compiled(read("sum(x)", "x ∈ R^N"))(x=x)
    assert abs(found - math.fsum(x)) <= pairwise_bound(x)


@pytest.mark.parametrize("shape", [(5, 3), (1000, 7), (33, 1500), (40_000, 3)])
def test_columns(shape):
    x = numbers(shape)
    found = Compiled(read("𝒫_1(X)", "X ∈ R^{N×C}"))(X=x)
    for column, total in zip(x.T, found[0], strict=True):
        assert abs(total - math.fsum(column)) <= pairwise_bound(column)


def test_rows():
    x = numbers((300, 1003))
    found = Compiled(read("𝒫_2(X)", "X ∈ R^{N×C}"))(X=x)
    for row, total in zip(x, found[:, 0], strict=True):
        assert abs(total - math.fsum(row)) <= pairwise_bound(row)


def test_variance_far_from_zero():
    x = np.random.default_rng(0).standard_normal((10_000, 3)) + 1e8
    found = Compiled(read("var_1(X)", "X ∈ R^{N×C}"))(X=x)
    centred = (x - 1e8).astype(np.longdouble)
    np.testing.assert_allclose(found[0], centred.var(axis=0).astype(float), rtol=1e-7)


def test_single_precision_columns():
    x = np.full((100_000, 2), np.float32(0.1))
    found = Compiled(read("𝒫_1(X)", "X ∈ R^{N×C}"))(X=x)
    np.testing.assert_allclose(found, 100_000 * np.float64(np.float32(0.1)), rtol=1e-7)


def test_infinite_sums():
    f = Compiled(read("𝒫_2(X)", "X ∈ R^{N×C}"))
    x = np.array([[np.inf, 1, 2], [np.inf, -np.inf, 0], [np.nan, 0, 0], [1e308, 1e308, 0]])
    np.testing.assert_array_equal(f(X=x)[:, 0], [np.inf, np.nan, np.nan, np.inf])
    np.testing.assert_array_equal(
        Compiled(read("𝒫_1(X)", "X ∈ R^{N×C}"))(X=x.T)[0], [np.inf, np.nan, np.nan, np.inf]
    )


@pytest.mark.parametrize(("kind", "low", "high"), [("f8", -745, 709), ("f4", -103, 88)])
def test_exponentials(kind, low, high):
    odd = [0, -0.0, np.nan, np.inf, -np.inf, -1e4, 1e4, low, high]
    x = np.concatenate([np.random.default_rng(0).uniform(low, high, 20_000), odd]).astype(kind)
    found = Compiled(read("exp(x)", "x ∈ R^N"))(x=x)
    with np.errstate(over="ignore"):
        wanted = np.exp(x.astype(np.longdouble))
        rounded = wanted.astype(kind)
    finite = np.isfinite(rounded)
    np.testing.assert_array_equal(np.isnan(found), np.isnan(rounded))
    np.testing.assert_array_equal(found[np.isinf(rounded)], rounded[np.isinf(rounded)])
    error = np.abs(found[finite] - wanted[finite]) / np.spacing(np.abs(rounded[finite]))
    assert error.max() < 1.5


def test_entries_of_chains_are_those_of_numpy():
    rng = np.random.default_rng(0)
    x, y, z = rng.standard_normal((3, 1000))
    found = Compiled(read("(x ⊡ y ⊟ y ⊡ z) ⧄ (z ⊡ z)", "x, y, z ∈ R^N"))(x=x, y=y, z=z)
    np.testing.assert_array_equal(found, (x * y - y * z) / (z * z))

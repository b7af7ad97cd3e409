"""Starts: right signs for data of any order, sums of terms, missing data, the size of the data."""

from __future__ import annotations

from functools import reduce

import numpy as np
import pytest

from boxdot.numeric.decomposition.layout import lay_out
from boxdot.numeric.decomposition.starting import starts
from boxdot.numeric.decomposition.starting.joint import accelerated, swept
from boxdot.numeric.decomposition.starting.problem import read_problem
from boxdot.numeric.decomposition.starting.renewing import renewed

PAIRS = ["ab", "ac", "bc"]


def shapes_of(factors, lengths):
    axes = dict(zip("abcdef", lengths, strict=False))
    return [tuple(n if axis in one else 1 for axis, n in axes.items()) for one in factors]


def total(factors):
    return sum(reduce(np.multiply, parts) for parts in zip(*factors, strict=True))


def tensor(factors, lengths, rank, seed, positive=False, noise=10**-1.5):
    """Return the shapes, the truth and the data with noise (30 dB)."""
    rng = np.random.default_rng(seed)
    shapes = shapes_of(factors, lengths)
    draw = rng.random if positive else rng.standard_normal
    truth = np.broadcast_to(total([draw((rank, *shape)) for shape in shapes]), lengths)
    return shapes, truth, truth + noise * truth.std() * rng.standard_normal(truth.shape)


def decibels(truth, found, where=...):
    return 10 * np.log10((truth[where] ** 2).sum() / ((truth - found)[where] ** 2).sum())


def polished(Y, shapes, factors, sweeps=30, mask=None):
    layout = lay_out(Y.shape, shapes)
    problem, level = read_problem(Y, layout, len(factors[0]), mask)
    merged = [layout.merge_factor(one, m) for m, one in enumerate(factors)]
    found = swept(problem, [merged[0] / level, *merged[1:]], sweeps)
    return total(
        [
            level * one if m == 0 else one
            for m, one in enumerate([layout.split_factor(one, m) for m, one in enumerate(found)])
        ]
    )


def first(Y, shapes, rank, seed=7, **options):
    return next(starts(Y, shapes, rank, np.random.default_rng(seed), **options))


# --- quality ----------------------------------------------------------------------------------


@pytest.mark.parametrize(("rank", "goal"), [(1, 36), (2, 33)])
@pytest.mark.parametrize("seed", range(3))
def test_mixed_signs_reach_the_bound_of_the_noise(rank, goal, seed):
    shapes, truth, Y = tensor(PAIRS, (16, 16, 16), rank, seed)
    assert decibels(truth, polished(Y, shapes, first(Y, shapes, rank))) > goal


def test_random_starts_do_not():
    shapes, truth, Y = tensor(PAIRS, (16, 16, 16), 1, 0)
    rng = np.random.default_rng(7)
    tries = [[rng.standard_normal((1, *shape)) for shape in shapes] for _ in range(5)]
    assert max(decibels(truth, polished(Y, shapes, one)) for one in tries) < 20


def test_three_terms_of_mixed_signs():
    shapes, truth, Y = tensor(PAIRS, (24, 24, 24), 3, 0)
    assert decibels(truth, polished(Y, shapes, first(Y, shapes, 3))) > 33


@pytest.mark.parametrize("noise", [0.3, 1.0])
def test_much_noise(noise):
    shapes, truth, Y = tensor(PAIRS, (20, 20, 20), 1, 1, noise=noise)
    gained = -20 * np.log10(noise)
    assert decibels(truth, polished(Y, shapes, first(Y, shapes, 1))) > gained + 6


CASES = {
    "one factor": (["ab"], (4, 5, 3), 1),
    "two factors": (["abc", "bcd"], (6, 5, 4, 6), 1),
    "matrix": (["a", "b"], (12, 10), 3),
    "three vectors": (["a", "b", "c"], (9, 8, 7), 2),
    "contained": (["ab", "a", "bc", "ac"], (9, 10, 9), 1),
    "batch": (["abd", "bcd", "acd"], (9, 10, 9, 2), 1),
    "chain": (["ab", "bc", "cd"], (7, 6, 7, 6), 2),
    "cycle": (["ab", "bc", "cd", "ad"], (7, 6, 7, 6), 2),
    "tail": (["ab", "bc", "ac", "cd"], (8, 7, 8, 7), 1),
    "faces": (["abc", "abd", "acd", "bcd"], (6, 7, 6, 7), 1),
    "merged": (["abc", "abde", "cde"], (3, 4, 9, 3, 3), 1),
    "order six": (["abc", "cde", "aef"], (4, 3, 4, 3, 4, 3), 2),
    "averaged": (PAIRS, (9, 10, 9, 3), 1),
}


@pytest.mark.parametrize("name", CASES)
def test_other_shapes_and_orders(name):
    factors, lengths, rank = CASES[name]
    shapes, truth, Y = tensor(factors, lengths, rank, 3)
    assert decibels(truth, polished(Y, shapes, first(Y, shapes, rank))) > 30


def test_positive_terms_fit_as_well_as_the_truth():
    shapes, truth, Y = tensor(PAIRS, (20, 20, 20), 3, 0, positive=True)
    found = polished(Y, shapes, first(Y, shapes, 3), 20)
    assert decibels(Y, found) > decibels(Y, truth)
    assert decibels(truth, found) > decibels(Y, truth)


def test_slabs_drawn_anew_lead_on():
    shapes, _, Y = tensor(PAIRS, (20, 20, 20), 3, 0, positive=True)
    problem, _ = read_problem(Y, lay_out(Y.shape, shapes), 3)
    rng = np.random.default_rng(0)
    gains = []
    for _ in range(8):
        stuck = accelerated(problem, [rng.random((3, *problem.shape(m))) for m in range(3)], 40)
        gains.append(problem.error(stuck) / problem.error(renewed(problem, stuck, rng)))
    assert min(gains) > 0.999
    assert max(gains) > 1.2


def test_missing_data():
    shapes, truth, Y = tensor(PAIRS, (18, 17, 16), 1, 5, noise=0.0)
    seen = np.random.default_rng(1).random(Y.shape) > 0.3
    hidden = np.where(seen, Y, np.nan)
    for data, mask in ((hidden, None), (np.where(seen, Y, 1e9), seen)):
        factors = first(data, shapes, 1, mask=mask)
        assert decibels(truth, polished(hidden, shapes, factors, 60)) > 50


# --- what is asked of the factors ----------------------------------------------------------------


def test_shapes_and_types():
    shapes, _, Y = tensor(["ab", "bc", "ca"], (5, 6, 4), 2, 0)
    found = list(starts(Y.astype("f4"), shapes, 2, np.random.default_rng(0), n=3))
    assert 1 <= len(found) <= 3
    for factors in found:
        assert [one.shape for one in factors] == [(2, *shape) for shape in shapes]
        assert all(one.dtype == float and np.isfinite(one).all() for one in factors)


def test_the_same_seed_gives_the_same_starts():
    shapes, _, Y = tensor(PAIRS, (9, 8, 7), 2, 0)
    for one, other in zip(first(Y, shapes, 2), first(Y, shapes, 2), strict=True):
        np.testing.assert_array_equal(one, other)


@pytest.mark.parametrize("flags", [True, (True, False, False), (False, False, True)])
def test_nonnegative_factors(flags):
    rng = np.random.default_rng(0)
    shapes = shapes_of(PAIRS, (12, 11, 10))
    wanted = np.broadcast_to(flags, 3)
    truth = [
        rng.random((1, *shape)) + 0.1 if flag else rng.standard_normal((1, *shape))
        for shape, flag in zip(shapes, wanted, strict=True)
    ]
    factors = first(total(truth), shapes, 1, nonnegative=flags)
    assert all((one >= 0).all() for one, flag in zip(factors, wanted, strict=True) if flag)
    assert decibels(total(truth), total(factors)) > 25


@pytest.mark.parametrize("scale", [1e-170, 1e170])
def test_extreme_scales(scale):
    shapes, truth, Y = tensor(PAIRS, (10, 10, 10), 1, 0, noise=0.0)
    factors = first(scale * Y, shapes, 1)
    assert decibels(truth, total(factors) / scale) > 40


@pytest.mark.parametrize("value", [0.0, 3.0])
def test_constant_data(value):
    shapes = shapes_of(PAIRS, (5, 4, 3))
    assert np.allclose(total(first(np.full((5, 4, 3), value), shapes, 1)), value, rtol=1e-3)


def test_slabs_of_zeros():
    shapes, truth, Y = tensor(PAIRS, (14, 13, 12), 1, 2, noise=0.0)
    kept = np.ones(Y.shape)
    kept[:4], kept[:, 5], kept[..., 7:] = 0, 0, 0
    truth, Y = truth * kept, Y * kept
    assert decibels(truth, polished(Y, shapes, first(Y, shapes, 1))) > 50


def test_axes_of_length_one():
    shapes, _, Y = tensor(PAIRS, (1, 6, 1), 1, 0)
    assert np.allclose(total(first(Y, shapes, 1)), Y, rtol=1e-3)


# --- larger data: a part is solved, the rest follows --------------------------------------------


@pytest.mark.parametrize(("rank", "goal"), [(1, 25), (2, 25)])
def test_a_part_is_extended(rank, goal):
    lengths = (60, 45, 50)
    shapes, truth, Y = tensor(PAIRS, lengths, rank, 0)
    assert decibels(truth, total(first(Y, shapes, rank))) > goal


def test_accelerated_sweeps_reach_further():
    shapes, _, Y = tensor(PAIRS, (12, 12, 12), 3, 0, positive=True)
    problem, _ = read_problem(Y, lay_out(Y.shape, shapes), 3)
    rng = np.random.default_rng(0)
    begun = [rng.random((3, *problem.shape(m))) for m in range(3)]
    plain, fast = (sweep(problem, begun, 40) for sweep in (swept, accelerated))
    assert problem.error(fast) < problem.error(plain)


# --- odd data: factors of the right shape, finite, and no warning ---------------------------------

NOISE = np.random.default_rng(0).standard_normal((6, 6, 6))
ODD = {
    "integers": ((9 * NOISE).astype(int), 1),
    "truth values": (NOISE > 0, 1),
    "nothing known": (np.full((6, 6, 6), np.nan), 1),
    "one entry known": (np.where(np.arange(216).reshape(6, 6, 6) == 7, 1.0, np.nan), 1),
    "zeros": (np.zeros((6, 6, 6)), 3),
    "constant": (np.full((6, 6, 6), 2.0), 2),
    "one slab": (NOISE * (np.arange(6)[:, None, None] == 0), 1),
    "more terms than fit": (NOISE, 7),
    "two by three": (NOISE[:2, :3, :2], 2),
    "a best fit that does not exist": (1.0 - np.isin(np.arange(8), [0, 7]).reshape(2, 2, 2), 1),
}


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize("name", ODD)
def test_odd_data(name):
    Y, rank = ODD[name]
    shapes = shapes_of(PAIRS, Y.shape)
    factors = first(Y, shapes, rank)
    assert [one.shape for one in factors] == [(rank, *shape) for shape in shapes]
    assert all(np.isfinite(one).all() for one in factors)


@pytest.mark.parametrize("shapes", [[(6, 6, 1), (1, 1, 1)], [(1, 1, 1)], [(6, 6, 6)]])
def test_few_factors(shapes):
    goal = NOISE.mean(axis=tuple(n for n, size in enumerate(shapes[0]) if size == 1), keepdims=True)
    np.testing.assert_allclose(total(first(NOISE, shapes, 1)), goal, rtol=1e-4)

"""Whether a fit is as good as its noise, terms that are told apart, and what reads a source."""

from __future__ import annotations

import sys
from functools import reduce
from pathlib import Path

import numpy as np
import pytest

from boxdot.numeric.decomposition.layout import lay_out
from boxdot.numeric.decomposition.starting.extending import core_places, extendable
from boxdot.numeric.decomposition.starting.judging import fits, structure
from boxdot.numeric.decomposition.starting.problem import level_of, read_problem, read_source
from boxdot.numeric.decomposition.starting.slabs import Cut, cuts, single_term
from boxdot.numeric.decomposition.starting.terms import maximal

sys.path.insert(0, str(Path(__file__).parents[4]))  # benchmarks are no part of the package
from benchmarks import starts as benchmark

SHAPES = [(16, 16, 1), (16, 1, 16), (1, 16, 16)]


def problem_of(rank, noise, seed=0):
    """Return a problem and its true factors."""
    rng = np.random.default_rng(seed)
    truth = [rng.standard_normal((rank, *shape)) for shape in SHAPES]
    W = sum(reduce(np.multiply, parts) for parts in zip(*truth, strict=True))
    Y = W + noise * W.std() * rng.standard_normal(W.shape)
    layout = lay_out(Y.shape, SHAPES)
    problem, level = read_problem(Y, layout, rank)
    factors = [layout.merge_factor(one, m) for m, one in enumerate(truth)]
    return problem, [factors[0] / level, *factors[1:]]


@pytest.mark.parametrize("noise", [0.0, 0.03, 0.3])
@pytest.mark.parametrize("rank", [1, 2])
def test_the_truth_fits_whatever_the_noise(rank, noise):
    problem, truth = problem_of(rank, noise)
    assert fits(problem, truth, np.random.default_rng(1))


@pytest.mark.parametrize("noise", [0.0, 0.03, 0.3])
def test_half_of_the_truth_does_not(noise):
    problem, truth = problem_of(2, noise)
    assert not fits(problem, [one[:1] for one in truth], np.random.default_rng(1))


def test_noise_has_no_structure():
    problem, _ = problem_of(1, 0.0)
    rng = np.random.default_rng(0)
    assert structure(problem, rng.standard_normal((16, 16, 16)), rng) < 1.015
    assert structure(problem, problem.data, rng) > 1.2


def test_factors_that_others_contain_say_nothing():
    assert maximal([frozenset("a"), frozenset("ab"), frozenset("b"), frozenset("ab")]) == [1]


def test_cuts_take_a_factor_away():
    pairwise = (frozenset({0, 1}), frozenset({0, 2}), frozenset({1, 2}))
    assert [(cut.along, cut.across) for cut in cuts(pairwise, (5, 5, 5))] == [
        ((0, 1), (2,)),
        ((0, 2), (1,)),
        ((1, 2), (0,)),
    ]
    faces = [frozenset({0, 1, 2, 3}) - {mode} for mode in range(4)]
    assert not any(cut.simple for cut in cuts(faces, (3, 3, 3, 3)))
    assert Cut.at(pairwise, 0).simple


def test_two_factors_are_exact():
    rng = np.random.default_rng(0)
    a, b = rng.standard_normal((4, 5, 1)), rng.standard_normal((4, 1, 6))
    found = single_term(a * b, [frozenset({0, 1}), frozenset({0, 2})])
    np.testing.assert_allclose(found[0] * found[1], a * b)


def test_a_part_avoids_zeros():
    Y = np.zeros((90, 80, 70))
    Y[10:60, 20:70, 5:65] = np.random.default_rng(0).standard_normal((50, 50, 60))
    source = read_source(Y, lay_out(Y.shape, [(90, 80, 1), (90, 1, 70), (1, 80, 70)]), 1)
    places = core_places(source, np.random.default_rng(0))
    assert extendable(source)
    assert [len(one) for one in places] == [25, 25, 25]
    assert np.abs(source.block(places).data).min() > 0


def test_levels_of_any_size():
    assert level_of(np.array([1e300, -1e300])) == 1e300
    assert level_of(np.zeros(3)) == 0


def test_the_benchmark_runs(capsys):
    arguments = ["--seeds", "1", "--side", "8", "--ranks", "1", "--sweeps", "5", "--random", "1"]
    benchmark.main(["signed", *arguments])
    assert "SNR in dB" in capsys.readouterr().out

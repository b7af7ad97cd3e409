"""Compiled updates are those of NumPy."""

from __future__ import annotations

from itertools import permutations

import numpy as np
import pytest

from boxdot.numeric.decomposition.layout import lay_out
from boxdot.numeric.decomposition.starting.joint import PROXIMAL, updated
from boxdot.numeric.decomposition.starting.problem import read_problem
from boxdot.numeric.decomposition.starting.sweeping import PairwiseUpdates, is_pairwise

SHAPES = [(5, 7, 1), (5, 1, 6), (1, 7, 6)]


def posed(shapes, rank, Y=None):
    rng = np.random.default_rng(rank)
    Y = rng.standard_normal((5, 7, 6)) if Y is None else Y
    problem, _ = read_problem(Y, lay_out(Y.shape, shapes), rank)
    factors = [rng.standard_normal((rank, *problem.shape(m))) for m in range(len(shapes))]
    return problem, factors


@pytest.mark.parametrize("rank", [1, 3])
@pytest.mark.parametrize("shapes", list(permutations(SHAPES)))
def test_they_agree(shapes, rank):
    pytest.importorskip("numba")
    problem, factors = posed(shapes, rank)
    compiled = PairwiseUpdates(problem)
    for number in range(3):
        new, error = compiled.updated(factors, number, PROXIMAL)
        goal = updated(problem, factors, number)
        np.testing.assert_allclose(new, goal, rtol=1e-7, atol=1e-9)
        whole = [*factors[:number], goal, *factors[number + 1 :]]
        assert error == pytest.approx(problem.error(whole), rel=1e-7)


def test_other_problems_are_left_to_numpy():
    Y = np.random.default_rng(0).standard_normal((5, 7, 6))
    Y[0, 0, 0] = np.nan
    assert not is_pairwise(posed(SHAPES, 1, Y)[0])
    assert not is_pairwise(posed([(5, 1, 1), (1, 7, 1), (1, 1, 6)], 1)[0])
    batch = [(*shape, 2) for shape in SHAPES]
    assert not is_pairwise(posed(batch, 1, np.ones((5, 7, 6, 2)))[0])

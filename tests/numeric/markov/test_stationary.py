"""Stationary distributions: exact, unique or refused, and differentiated."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markov_chains import chain, keeping_sums, slope

import boxdot
from boxdot.numeric.markov.stationary import (
    closed_classes,
    markov_measure,
    stationary_distribution,
    stationary_gradient,
)


@settings(max_examples=30, deadline=None)
@given(st.integers(1, 8), st.integers(0, 2**32 - 1), st.sampled_from([0, 0.5, 0.9]))
def test_the_law_stays(n, seed, zeros):
    matrix = chain(np.random.default_rng(seed), n, zeros)
    law = stationary_distribution(matrix)
    assert law @ matrix == pytest.approx(law, abs=1e-15)
    assert law.sum() == pytest.approx(1, abs=1e-15)
    assert (law > 0).all()


def test_a_chain_that_hardly_mixes_is_exact_in_every_entry():
    """Two clusters joined by 1e-13 and 3e-13: the ratio of their masses is 3, not noise."""
    there, back = 1e-13, 3e-13
    matrix = [[1 - there, there], [back, 1 - back]]
    law = stationary_distribution(matrix)
    exact = Fraction(back) / (Fraction(back) + Fraction(there))
    assert law[0] == pytest.approx(float(exact), rel=1e-14)


def test_periodic_chains_and_transient_states():
    assert stationary_distribution([[0, 1], [1, 0]]) == pytest.approx([0.5, 0.5])
    law = stationary_distribution([[0.5, 0.5, 0], [0, 0, 1], [0, 1, 0]])
    assert law.tolist() == [0, 0.5, 0.5]


def test_batches_and_sparse_chains():
    from scipy import sparse

    chains = chain(np.random.default_rng(0), 4, batch=(3,))
    laws = markov_measure(chains)
    assert laws.shape == (3, 4)
    assert laws[1] == pytest.approx(stationary_distribution(sparse.csr_array(chains[1])))


def test_reducible_chains_are_refused_with_their_classes():
    two = [[1, 0, 0, 0], [0.5, 0, 0.5, 0], [0, 0, 0.5, 0.5], [0, 0, 0.5, 0.5]]
    assert closed_classes(two) == [[0], [2, 3]]
    with pytest.raises(boxdot.DataError, match=r"mX has 2 closed classes .*\{0\}, \{2, 3\}"):
        stationary_distribution(two, name="mX")
    with pytest.raises(boxdot.DataError, match=r"mX\[1\] has 3 closed classes"):
        stationary_distribution([np.full((3, 3), 1 / 3), np.eye(3)], name="mX")


@pytest.mark.parametrize(
    ("matrix", "words"),
    [
        ([[0.5, 0.4], [0, 1]], "mX: row 0 sums to 0.9"),
        ([[1.5, -0.5], [0, 1]], "negative"),
        ([[np.nan, 1], [0, 1]], "NaN"),
        ([[1, 0]], "square"),
        (np.empty((0, 0)), "empty"),
    ],
)
def test_what_is_no_chain_is_refused(matrix, words):
    with pytest.raises(boxdot.DataError, match=words):
        stationary_distribution(matrix, name="mX")


@settings(max_examples=20, deadline=None)
@given(st.integers(2, 6), st.integers(0, 2**32 - 1), st.sampled_from([0, 0.6]))
def test_gradient(n, seed, zeros):
    rng = np.random.default_rng(seed)
    matrix, outer = chain(rng, n, zeros), rng.standard_normal(n)
    direction = keeping_sums(rng, matrix)
    gradient = stationary_gradient(matrix, stationary_distribution(matrix), outer)
    expected = slope(lambda M: outer @ stationary_distribution(M), matrix, direction, 1e-4)
    assert (gradient * direction).sum() == pytest.approx(expected, rel=1e-7, abs=1e-9)
    assert gradient.sum(-1) == pytest.approx(np.zeros(n), abs=1e-12)


def test_gradient_of_mass_moved_onto_a_missing_edge():
    """One-sided: an entry that is zero may only grow."""
    matrix = np.array([[0.5, 0.5, 0], [0.2, 0.3, 0.5], [0.4, 0.1, 0.5]])
    move = np.array([[-1.0, 0, 1], [0, 0, 0], [0, 0, 0]])
    laws = [stationary_distribution(matrix + t * move)[2] for t in (0, 1e-5, 2e-5)]
    one_sided = (4 * laws[1] - 3 * laws[0] - laws[2]) / 2e-5
    gradient = stationary_gradient(matrix, stationary_distribution(matrix), [0, 0, 1])
    assert (gradient * move).sum() == pytest.approx(one_sided, rel=1e-6)

"""Warnings point at the caller's line."""

from __future__ import annotations

import warnings

import numpy as np

from boxdot.numeric import BroadcastDecomposition, markov

CHAIN = [[0.5, 0.5], [0.2, 0.8]]


def where(call):
    with warnings.catch_warnings(record=True) as heard:
        warnings.simplefilter("always")
        call()
    return [warning.filename for warning in heard]


def test_of_chains_that_did_not_converge():
    cost = [[0.0, 1.0], [1.0, 0.0]]
    assert where(lambda: markov.discounted_wl(CHAIN, CHAIN, cost, 1e-3, 0.05, max_sweeps=2)) == [
        __file__
    ]


def test_of_a_decomposition_that_did_not_settle():
    data = np.random.default_rng(0).normal(size=(4, 5, 6))
    model = BroadcastDecomposition([(4, 5, 1), (4, 1, 6), (1, 5, 6)], init="random", n_iter_max=1)
    assert where(lambda: model.fit(data)) == [__file__]

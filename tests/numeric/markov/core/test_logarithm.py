"""The logarithm of the kernels, to the last bit or so."""

from __future__ import annotations

import numpy as np
import pytest

pytest.importorskip("numba")
from numba import njit

from boxdot.numeric.markov.core.logarithm import log


@njit
def logs(x, out):
    for i in range(len(x)):
        out[i] = log(x[i])


@pytest.mark.parametrize("kind", [np.float32, np.float64])
def test_last_bits(kind):
    rng = np.random.default_rng(0)
    wide = np.exp(rng.uniform(-80, 80, 5000))
    x = np.concatenate([wide, rng.uniform(0.4, 2.1, 5000)]).astype(kind)
    out = np.empty_like(x)
    logs(x, out)
    exact = np.log(x.astype(np.longdouble))
    assert (np.abs(out - exact) <= 1.0 * np.spacing(np.abs(exact).astype(kind))).all()


@pytest.mark.parametrize("kind", [np.float32, np.float64])
def test_edges(kind):
    x = np.array([1, 0, np.nan, np.finfo(kind).tiny], kind)
    out = np.empty_like(x)
    logs(x, out)
    assert out[0] == 0
    assert out[1] == -np.inf
    assert np.isnan(out[2])
    assert out[3] == pytest.approx(np.log(np.finfo(kind).tiny), rel=1e-6)

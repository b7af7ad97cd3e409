"""The benchmark of kernels runs, and what it compares are the same numbers."""

from __future__ import annotations

import numpy as np
import pytest

from benchmarks import kernels
from benchmarks.rivals.kernels import numba_functions, numpy_functions

pytest.importorskip("numba")


@pytest.mark.parametrize("name", ["FiLM", "distances"])
def test_a_line_is_printed(name, capsys):
    kernels.compare(name, kernels.CASES[name], 8000, 1, ["NumPy"])  # compares the numbers too
    assert "NumPy" in capsys.readouterr().out


def test_statistics_by_hand():
    X = np.random.default_rng(0).random((3, 4, 5, 6))
    by_hand = numba_functions()["batch statistics"](X)
    np.testing.assert_allclose(by_hand, numpy_functions()["batch statistics"](X), rtol=1e-12)

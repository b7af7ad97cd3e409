"""The reference cases: solutions that were computed exactly, of orders 2 to 6."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from boxdot.numeric import solve_least_squares

FOLDER = Path(__file__).parents[2] / "data" / "numeric" / "bd"


@pytest.mark.parametrize("backend", ["numba", "numpy"])
@pytest.mark.parametrize("path", sorted(FOLDER.glob("ls*.npz")), ids=lambda path: path.stem)
def test_case(path, backend):
    case = np.load(path)
    shape = tuple(case["w_shape"])
    found = solve_least_squares(case["X"], case["H"], shape, backend=backend)
    np.testing.assert_allclose(found.solution, case["W"], rtol=1e-10, atol=0)
    assert found.residual == pytest.approx(float(case["residual"]), rel=1e-10)
    assert found.rank == case["rank"]
    assert found.unknowns == case["W"].size


def test_the_example_of_the_paper_merges_to_three_modes():
    """Eqs. 65-72: X 10×20×30×40×50×60, here each a fifth or so of the size."""
    rng = np.random.default_rng(0)
    X, H = rng.standard_normal((2, 4, 6, 8, 5, 3)), rng.standard_normal((2, 1, 6, 1, 5, 3))
    found = solve_least_squares(X, H, (2, 4, 1, 8, 5, 1))
    literal = (X * H).sum((2, 5), keepdims=True) / (H * H).sum((2, 5), keepdims=True)
    np.testing.assert_allclose(found.solution, literal, rtol=1e-12)

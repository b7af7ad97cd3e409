"""Bad input is named: the argument, the row, what was expected and what was found."""

from __future__ import annotations

import numpy as np
import pytest
from random_chains import problem

from boxdot.grammar.errors import DataError
from boxdot.numeric.markov.discounted import discounted_wl

given = problem(0, n=3, m=2)
ROW = np.array([[0.5, 0.5, 0.0], [0.2, 0.2, 0.2], [1.0, 0.0, 0.0]])
NEGATIVE = np.array([[0.5, 0.5], [1.5, -0.5]])
NAN = np.array([[np.nan, 1.0], [0.5, 0.5]])
TABLE = [
    ({"mX": ROW}, "mX: row 1 sums to 0.6, not to 1"),
    ({"mY": NEGATIVE}, r"mY holds a negative probability \(first at index \[1, 1\]\)"),
    ({"mY": NAN}, r"mY holds NaN or inf \(first at index \[0, 0\]\)"),
    ({"C": np.full((3, 2), np.inf)}, "C holds NaN or inf"),
    ({"mX": np.zeros((0, 0))}, "mX is empty"),
    ({"mX": np.ones((3, 2)) / 2}, "mX must be square, n×n, but has the shape 3×2"),
    ({"mX": np.ones(3) / 3}, "mX must be a square matrix"),
    ({"mX": [["a", "b"], ["c", "d"]]}, "mX must hold real numbers"),
    ({"mX": given.mX[None]}, "mX and mY must be one chain each or batches of one length"),
    ({"C": given.C.T}, "C must have the shape 3×2, but has 2×3"),
    ({"epsilon": 0.0}, "epsilon must be a number above 0, but is 0.0"),
    ({"epsilon": -1}, "epsilon must be a number above 0, but is -1"),
    ({"epsilon": np.nan}, "epsilon must be a number above 0, but is nan"),
    ({"delta": 0}, r"delta must be in \(0, 1\], but is 0"),
    ({"delta": 1.01}, r"delta must be in \(0, 1\], but is 1.01"),
    ({"delta": "x"}, "delta must be a number, but is str"),
    ({"tol": 0}, "tol must be a number above 0, but is 0"),
    ({"max_sweeps": 0}, "max_sweeps must be a whole number above 0, but is 0"),
    ({"backend": "fortran"}, "backend must be one of auto, numpy, numba, but is 'fortran'"),
    ({"method": "exact"}, "method must be one of auto, kernel, pairs, but is 'exact'"),
    ({"warm_start": np.zeros((2, 2))}, "warm_start must have the shape 3×2, but has 2×2"),
]


@pytest.mark.parametrize(("changed", "message"), TABLE, ids=[str(row[1])[:40] for row in TABLE])
def test_messages(changed, message):
    arguments = {"mX": given.mX, "mY": given.mY, "C": given.C, "epsilon": 0.1, "delta": 0.4}
    with pytest.raises(DataError, match=message):
        discounted_wl(**{**arguments, **changed})


def test_the_item_of_a_batch_is_named():
    batch = np.stack([given.mX, ROW])
    with pytest.raises(DataError, match=r"mX: row 1 of item 1 sums to 0\.6"):
        discounted_wl(batch, np.stack([given.mY] * 2), np.stack([given.C] * 2), 0.1, 0.4)


def test_the_gradient_has_the_shape_of_the_cost():
    solved = discounted_wl(*given[:3], 0.1, 0.4)
    with pytest.raises(DataError, match="G must have the shape 3×2, but has 3"):
        solved.backward(np.ones(3))


def test_a_start_of_other_chains():
    other = problem(1, n=4, m=2)
    solved = discounted_wl(*other[:3], 0.1, 0.4)
    with pytest.raises(DataError, match="warm_start is a result of the shape 4×2"):
        discounted_wl(*given[:3], 0.1, 0.4, warm_start=solved)


def test_one_kernel_cannot_hold_everything():
    with pytest.raises(DataError, match="one kernel cannot hold costs so far above epsilon"):
        discounted_wl(*given[:3], 1e-5, 0.9, method="kernel")


def test_rows_of_text_files_sum_to_one_nearly():
    rounded = np.round(given.mX, 7)
    assert discounted_wl(rounded, given.mY, given.C, 0.1, 0.4).converged

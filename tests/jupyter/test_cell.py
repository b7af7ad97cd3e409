"""Cells of formulas: shapes from the notebook's arrays, definitions, what is missing."""

import numpy as np
import pytest

import boxdot
from boxdot.jupyter.cell import run_cell

RNG = np.random.default_rng(0)
ARRAYS = {
    "X": RNG.normal(size=(4, 3)),
    "y": RNG.normal(size=4),
    "μ": RNG.normal(size=(1, 3)),
    "c": 2.5,
    "flag": True,
    "text": "X",
}


def test_arrays_declare_what_is_not_declared():
    outcome = run_cell("Z = c (X ⊟ μ) ⊡ y", ARRAYS)
    assert outcome.result.verdict == "holds"
    expected = 2.5 * (ARRAYS["X"] - ARRAYS["μ"]) * ARRAYS["y"][:, None]
    np.testing.assert_allclose(outcome.values["Z"], expected)
    np.testing.assert_allclose(outcome.value, expected)


def test_a_declaration_goes_before_an_array():
    with pytest.raises(boxdot.BoxdotError, match="X"):
        run_cell("X ⊡ y where X ∈ R^{2×3}, y ∈ R^2", ARRAYS)


def test_statements_use_what_came_before():
    outcome = run_cell("A = X ⊡ y; B = A ⊟ μ", ARRAYS)
    first = ARRAYS["X"] * ARRAYS["y"][:, None]
    np.testing.assert_allclose(outcome.values["A"], first)
    np.testing.assert_allclose(outcome.values["B"], first - ARRAYS["μ"])


def test_lines_are_statements():
    outcome = run_cell("A = X ⊡ y\nB = A ⊟ μ\n", ARRAYS)
    assert set(outcome.values) == {"A", "B"}


def test_latex_cells_meet_greek_arrays():
    outcome = run_cell(r"Z = X \boxminus \mu", ARRAYS)
    np.testing.assert_allclose(outcome.value, ARRAYS["X"] - ARRAYS["μ"])


def test_what_is_missing_is_named():
    outcome = run_cell("Z = X ⊡ w; V = Z ⊡ y where w ∈ R^4", ARRAYS)
    assert outcome.missing == ("w",)
    assert outcome.value is None
    assert not outcome.values


def test_what_fails_is_not_evaluated():
    outcome = run_cell("Z = X ⊙ y", ARRAYS)
    assert outcome.result.verdict == "fails"
    assert outcome.value is None


def test_neither_flags_nor_texts_are_arrays():
    with pytest.raises(boxdot.NotationError, match="flag has no declared shape"):
        run_cell("flag ⊡ X", ARRAYS)


@pytest.mark.parametrize(
    ("text", "shape"),
    [
        ("Z = X ⊡ y", (4, 3)),
        ("Z_{ij} = X_{ji}", (3, 4)),
        ("Z = Xᵀ; W = Z ⊟ μᵀ", (3, 4)),
    ],
)
def test_what_is_assigned_may_have_held_another_shape(text, shape):
    outcome = run_cell(text, {**ARRAYS, "Z": np.ones(7), "W": np.ones((2, 2))})
    assert outcome.result.verdict == "holds"
    assert outcome.values["Z"].shape == shape


def test_what_is_used_before_it_is_assigned_has_its_old_shape():
    outcome = run_cell("X = X ⊟ μ", ARRAYS)
    np.testing.assert_allclose(outcome.value, ARRAYS["X"] - ARRAYS["μ"])


def test_frames_are_arrays():
    pandas = pytest.importorskip("pandas")
    outcome = run_cell("T ⊡ y", {**ARRAYS, "T": pandas.DataFrame(ARRAYS["X"])})
    np.testing.assert_allclose(outcome.value, ARRAYS["X"] * ARRAYS["y"][:, None])

"""Arrays that do and do not fit their declarations, and the sentences that say so."""

from __future__ import annotations

import numpy as np
import pytest

import boxdot
from boxdot.grammar.errors import DataError, UnsupportedError
from boxdot.notation.reading import read
from boxdot.notation.shapes.conventions import Convention
from boxdot.numeric.evaluating import evaluate, evaluate_sides

MASKED = read("X ⊡ B", "X ∈ R^{H×W×3}; B ∈ R^{H×W}")


def complaint(formula, arrays) -> str:
    with pytest.raises(DataError) as error:
        evaluate(formula, arrays)
    return str(error.value)


def test_missing_symbol():
    said = complaint(MASKED, {"B": np.ones((4, 5)), "c": np.ones(2)})
    assert "there is no array for X (H×W×3)" in said
    assert "given: B, c" in said


def test_wrong_order():
    said = complaint(MASKED, {"X": np.ones((4, 5)), "B": np.ones((4, 5))})
    assert "X is declared H×W×3, but has the shape (4, 5)" in said
    said = complaint(MASKED, {"X": np.ones((4, 5, 3, 2)), "B": np.ones((4, 5))})
    assert "has the shape (4, 5, 3, 2)" in said


def test_wrong_number():
    said = complaint(MASKED, {"X": np.ones((4, 5, 2)), "B": np.ones((4, 5))})
    assert "axis 3 does not fit" in said


def test_inconsistent_sizes():
    said = complaint(MASKED, {"X": np.ones((4, 5, 3)), "B": np.ones((5, 5))})
    assert "B is declared H×W, but has the shape (5, 5): axis 1 does not fit" in said
    assert "the sizes so far: H=4, W=5" in said


def test_sizes_bound_by_the_formula():
    formula = read("X ⊡ X", "X ∈ R^{H×W}", sizes={"H": 2})
    assert "H=2" in complaint(formula, {"X": np.ones((3, 3))})


def test_arithmetic_in_sizes():
    formula = read("[w; 0_{1,k}] + y", "y ∈ R^{(p+1)×k}; w ∈ R^{p×k}")
    assert evaluate(formula, {"w": np.ones((2, 3)), "y": np.ones((3, 3))}).shape == (3, 3)
    said = complaint(formula, {"w": np.ones((2, 3)), "y": np.ones((4, 3))})
    assert "y is declared (p + 1)×k" in said
    assert "p=2" in said


def test_size_solved_from_arithmetic():
    formula = read("[y; 𝟏_p]", "y ∈ R^{2p}")
    assert evaluate(formula, {"y": np.zeros(4)}).tolist() == [0, 0, 0, 0, 1, 1]
    assert "axis 1 does not fit" in complaint(formula, {"y": np.ones(5)})


def test_trailing_axes_of_length_one_are_free():
    arrays = {"X": np.ones((4, 5, 3)), "B": np.ones((4, 5, 1, 1))}
    assert evaluate(MASKED, arrays).shape == (4, 5, 3)
    column = read("A x", "A ∈ R^{m×n}; x ∈ R^n")
    assert evaluate(column, {"A": np.ones((2, 3)), "x": np.ones((3, 1))}).tolist() == [3, 3]


def test_leading_axes_of_length_one_are_free_in_the_c_convention():
    formula = read("X ⊡ b", "X ∈ R^{m×n}; b ∈ R^n", convention=Convention.C)
    arrays = {"X": np.ones((2, 3)), "b": np.arange(3)[None]}
    assert evaluate(formula, arrays).tolist() == [[0, 1, 2], [0, 1, 2]]


@pytest.mark.parametrize(
    "array",
    [np.array([object(), object()]), np.array(["1", "2"]), np.zeros(2, "M8[s]"), [[1], [1, 2]]],
    ids=["objects", "strings", "dates", "ragged"],
)
def test_what_is_not_numbers(array):
    formula = read("x ⊡ x", "x ∈ R^2")
    assert complaint(formula, {"x": array}).startswith("x ")


def test_structured_types_are_not_numbers():
    array = np.zeros(2, [("a", float)])
    assert "data type" in complaint(read("x ⊡ x", "x ∈ R^2"), {"x": array})


@pytest.mark.parametrize("kind", ["int64", "float32", "float64", "complex128", "uint8"])
def test_data_types_are_those_of_numpy(kind):
    x = np.array([1, 2, 3], kind)
    result = evaluate(read("2 x ⊡ x", "x ∈ R^3"), {"x": x})
    assert result.dtype == (2 * x * x).dtype
    assert np.array_equal(result, 2 * x * x)


def test_symbols_that_are_not_needed_are_not_asked_for():
    formula = read("Y = X ⊡ X", "X, Y, Z ∈ R^{2}")
    assert evaluate(formula, {"X": [2, 3]}).tolist() == [4, 9]


def test_names_in_other_spellings():
    formula = read("x′ ⊡ 𝓧", "x′, X ∈ R^2")
    assert evaluate(formula, {"x_prime": [1, 2], "X": [3, 4]}).tolist() == [3, 8]


def test_conditional_shapes_are_decided_by_the_data():
    formula = read("x ⊡ y", "x ∈ R^I; y ∈ R^J")
    assert evaluate(formula, {"x": [1, 2], "y": [3]}).tolist() == [3, 6]
    assert "⊡" in complaint(formula, {"x": [1, 2], "y": [3, 4, 5]})


def test_sides():
    formula = read("x ⊡ yᵀ = x yᵀ", "x ∈ R^I; y ∈ R^J")
    left, right = evaluate_sides(formula, {"x": [1, 2], "y": [3, 4, 5]})
    assert left.tolist() == right.tolist() == [[3, 4, 5], [6, 8, 10]]


def test_unknown_functions_have_no_value():
    with pytest.raises(UnsupportedError, match="f is not a known function"):
        evaluate(read("f(x)", "x ∈ R^2"), {"x": [1, 2]})


def test_singular_matrices():
    formula = read("A⁻¹ b", "A ∈ R^{n×n}; b ∈ R^n")
    assert "no inverse" in complaint(formula, {"A": np.zeros((2, 2)), "b": np.ones(2)})


def test_masked_entries_have_no_value():
    array = np.ma.masked_array(np.ones((2, 3)), mask=np.eye(2, 3))
    formula = read("2 A", "A ∈ R^{I×J}")
    for value in (evaluate, lambda f, given: boxdot.compile(f)(given)):
        with pytest.raises(DataError, match="A has masked entries"):
            value(formula, {"A": array})
        np.testing.assert_array_equal(
            value(formula, {"A": np.ma.masked_array(np.ones(2))}), [[2], [2]]
        )

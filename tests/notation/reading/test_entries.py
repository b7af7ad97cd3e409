"""Arrays given by their entries: the brackets, the ranges beside them, and what is refused."""

from __future__ import annotations

import pytest

from boxdot.grammar.errors import BoxdotError
from boxdot.notation.checking import check
from boxdot.notation.equality import prove
from boxdot.notation.reading.formulas import read

DECLARED = "B ∈ R^{n×m}; x ∈ R^n; y ∈ R^m; T ∈ R^{n×m×n}"

RIGHT = (
    "B = (x_i y_j)_{1≤i≤n, 1≤j≤m}",
    "x := [x_i]_{1≤i≤n}",
    "(x_i y_j)_{1≤i≤n, 1≤j≤m} = B",
    "T = (x_i y_j x_k)_{1≤i≤n, 1≤j≤m, 1≤k≤n}",
    "T = (x_i y_j x_k)_{1≤i≤n, 1≤j≤m}^{1≤k≤n}",
    r"B = \left(x_i y_j\right)_{1\leq i\leq n,\,1\leq j\leq m}",
    "Q = (x_i y_j)_{1≤i≤n, 1≤j≤m}",
)

WRONG = (
    ("B = (x_i y_j)_{1≤i≤m, 1≤j≤m}", "i runs to m, and axis 1 of B is n long"),
    ("B = (x_i)_{1≤i≤n}", "B has 2 axes, and 1 indices run here"),
    ("B = (x_i y_j)_{1<i≤n, 1≤j≤m}", "no ranges of indices"),
    ("B = [x_i y_j]_{1≤i≤n, 1≤j≤m}", "a condition in a subscript"),  # a row of two cells
    ("x yᵀ = (x_i y_j)_{1≤i≤n, 1≤j≤m}", "a condition in a subscript"),
    ("B = 2 (x_i y_j)_{1≤i≤n, 1≤j≤m}", "a condition in a subscript"),
)


@pytest.mark.parametrize("text", RIGHT)
def test_they_define_every_entry(text):
    assert check(read(text, DECLARED)).verdict == "holds"


@pytest.mark.parametrize(("text", "said"), WRONG)
def test_what_they_do_not_define_is_said(text, said):
    with pytest.raises(BoxdotError, match=said):
        read(text, DECLARED)


def test_indices_in_the_wrong_order_fit_square_arrays_only():
    assert check(read("B = (x_j y_i)_{1≤i≤n, 1≤j≤m}", DECLARED)).verdict == "conditional"


def test_a_later_statement_may_use_what_they_define():
    text = "B = (x_i y_j)_{1≤i≤n, 1≤j≤m}; B y = x (yᵀ y)"
    assert prove(read(text, DECLARED)).verdict == "proved"

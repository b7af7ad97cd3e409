"""Parts of axes: ``x_{2:n}`` is not x, and sums over a part are no sums over the whole."""

from __future__ import annotations

import pytest

from boxdot.notation.equality import prove
from boxdot.notation.reading import read

VECTOR = "x ∈ R^n; y, z ∈ R^4; w ∈ R^1; A ∈ R^{m×n}; X, Y ∈ R^{3×3}; B ∈ R^{J×R}; C ∈ R^{I×R}"

HOLDS = [
    "Σ_{i=1}^{n-1} x_{i+1} x_i = x_{2:n}ᵀ x_{1:n−1}",
    "Σ_{i=2}^{n} (x_i − x_{i-1})² = Σ_{i=1}^{n-1} (x_{i+1} − x_i)²",
    "‖x_{2:n} − x_{1:n-1}‖² = ‖x_{2:n}‖² + ‖x_{1:n-1}‖² − 2 x_{2:n}ᵀ x_{1:n-1}",
    "sum(x_{1:k}) = Σ_{i=1}^{k} x_i",
    "[x_{1:k}; x_{k+1:n}] = x",
    "A_{1:k,:} x = (A x)_{1:k}",
    "(y_{2:4})_{1:2} = y_{2:3}",
    "exp(y)_{1:2} = exp(y_{1:2})",
    "B ⊙_KR C = [b_1 ⊗ c_1, …, b_R ⊗ c_R]",
    "[b_1, b_2, …, b_R] X_{1,1} = X_{1,1} B",
]

FAILS = [
    "y_{1:2} = y_{2:3}",
    "X_{2:3,:} Y = (X Y)_{1:2,:}",
    "softmax(y)_{1:2} = softmax(y_{1:2})",
    "Σ_{i=1}^{n-1} x_{i+1} x_i = x_{2:n}ᵀ x_{2:n}",
]

NOT_PROVED = [
    "x_{2:n} = x_{1:n-1}",
    "Σ_{i=1}^{k} x_i = sum(x)",
    "‖x‖² = ‖x_{1:k}‖²",
    "w_i = 2 z_i; z_i = 2 w_i; w = z",
    "C ⊙_KR B = [b_1 ⊗ c_1, …, b_R ⊗ c_R]",
]


@pytest.mark.parametrize("text", HOLDS)
def test_holds(text):
    assert prove(read(text, VECTOR)).verdict == "proved"


@pytest.mark.parametrize("text", FAILS)
def test_is_refuted(text):
    assert prove(read(text, VECTOR)).verdict == "refuted"


@pytest.mark.parametrize("text", NOT_PROVED)
def test_is_not_proved(text):
    assert prove(read(text, VECTOR)).verdict != "proved"


@pytest.mark.parametrize(
    "text", ["sum(x) = x_1 + sum(x_{2:n})", "‖x‖² = ‖x_{1:k}‖² + ‖x_{k+1:n}‖²"]
)
def test_empty_ranges_refute_nothing(text):
    assert prove(read(text, VECTOR)).verdict in ("proved", "unknown")


@pytest.mark.parametrize("text", ["y_{3:2} = y_{3:2}", "y_{2:5} = y_{2:5}"])
def test_ranges_are_within_the_axis(text):
    assert prove(read(text, VECTOR)).verdict == "ill-shaped"

"""Shape declarations in the forms that people write."""

from __future__ import annotations

import pytest

from boxdot.grammar.errors import NotationError
from boxdot.notation.reading import read, read_symbols


@pytest.mark.parametrize(
    ("text", "shapes"),
    [
        ("X ∈ R^{H×W×3}; B ∈ R^{H×W}", {"X": ["H", "W", "3"], "B": ["H", "W"]}),
        ("X, Y ∈ ℝ^{2xI}; k in R", {"X": ["2", "I"], "Y": ["2", "I"], "k": []}),
        (r"\mathbf{X} \in \mathbb{R}^{n \times d}", {"𝐗": ["n", "d"]}),
        (r"\mathbf X\in\mathbb R^{n\times d}, b\in\RR", {"𝐗": ["n", "d"], "b": []}),
        (r"L \in \mathbb{R}^{(T,N)}", {"L": ["T", "N"]}),
        (r"L \in \mathbb{R}^\mathtt{(T, N)}", {"L": ["T", "N"]}),
        (r"B \in \{0,1\}^{H \times W}", {"B": ["H", "W"]}),
        ("A ∈ [0,1]^{H×W}; a ∈ [0,1]", {"A": ["H", "W"], "a": []}),
        ("X: H×W×3; y: 3; k: scalar", {"X": ["H", "W", "3"], "y": ["3"], "k": []}),
        ("X: HxW", {"X": ["H", "W"]}),
        ("P: R^{(p+1) x k}", {"P": ["p + 1", "k"]}),
        ("W ∈ R^{2h×3P^2}; V ∈ R^{H/2}", {"W": ["2*h", "3*P*P"], "V": ["H/2"]}),
        ("K ∈ R^{n*m×n*m}; H ∈ R^{H/2×W/2}", {"K": ["n*m", "n*m"], "H": ["H/2", "W/2"]}),
        ("X ∈ ℝ_+^{n×m}; Y ∈ ℝ^{n×m}_+", {"X": ["n", "m"], "Y": ["n", "m"]}),
        ("H_t ∈ R^{n×h}; W_xi ∈ R^{d×h}", {"H_t": ["n", "h"], "W_xi": ["d", "h"]}),
        (r"\mathbf{H}_{t-1} \in \mathbb{R}^{n \times h}", {"𝐇_{t−1}": ["n", "h"]}),
        ("𝟏 ∈ R^{H×W}; 𝓘 ∈ R^{I×I×I}", {"𝟏": ["H", "W"], "𝓘": ["I", "I", "I"]}),
        ("X ∈ R^{I_1×I_2}", {"X": ["I_1", "I_2"]}),
    ],
)
def test_shapes(text: str, shapes: dict[str, list[str]]) -> None:
    declared = read_symbols(text)
    assert {name: [str(s) for s in declared[name].shape or ()] for name in declared} == shapes


def test_function_types() -> None:
    assert read_symbols("f: R^n → R^m")["f"].signature == ((("n",),), ("m",))
    assert read_symbols("f: R^n × R → R")["f"].signature == ((("n",), ()), ())


@pytest.mark.parametrize(
    "text",
    [
        "Y = X ⊡ B where X ∈ R^{H×W×3}, B ∈ R^{H×W}",
        "Y = X ⊡ B with X ∈ R^{H×W×3}; B ∈ R^{H×W}",
        "Y = X ⊡ B, X ∈ R^{H×W×3}, B ∈ R^{H×W}",
        r"Y = X \boxdot B \quad\text{where } X \in \R^{H\times W\times 3}, B \in \R^{H\times W}",
    ],
)
def test_inline_declarations(text: str) -> None:
    formula = read(text)
    assert len(formula.statements) == 1
    assert formula.symbols["B"].shape == ("H", "W")


def test_membership_at_the_end_of_a_chain() -> None:
    (chain,) = read("x ⊡ yᵀ = x yᵀ ∈ ℝ^{I×J}", "x ∈ R^I; y ∈ R^J").statements
    assert chain.shape == ("I", "J")


@pytest.mark.parametrize("text", ["X R^3", "X ∈ Δ^n", "n = 3", "X ⊡ Y ∈ R^3"])
def test_what_declares_nothing_is_refused(text: str) -> None:
    with pytest.raises(NotationError) as caught:
        read_symbols(text)
    assert "declar" in str(caught.value)
    assert "^" in str(caught.value)

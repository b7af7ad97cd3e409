"""What papers write and single formulas seldom do: one style around two letters, labels I."""

from __future__ import annotations

from boxdot.notation.inference import infer
from boxdot.notation.reading import read


def test_a_style_around_letters_is_no_group() -> None:
    assert read(r"\mathbf{PQ}^\top").statements == read(r"\mathbf{P}\mathbf{Q}^\top").statements
    assert read(r"\mathbf{P + Q}^\top").statements == read("(𝐏 + 𝐐)ᵀ").statements


def test_a_raised_i_may_be_a_label() -> None:
    formula = read(r"S^I", "S^I ∈ R^{2×2}; S ∈ R^{3×3}")
    assert infer(formula).sides == [((2, 2),)]


def test_a_function_of_more_than_names_is_applied_not_defined() -> None:
    formula = read("H = φ(X + b)", "X ∈ R^{n×h}; b ∈ R^{1×h}")
    assert [problem.name for problem in infer(formula).problems] == ["implicit-broadcast-add"]


def test_a_prime_may_stand_in_braces() -> None:
    symbols = read(r"W^{'} \in \mathbb{R}^{d^{'} \times d}").symbols
    assert symbols["W′"].shape == ("d′", "d")


def test_marks_on_a_set_are_no_shape() -> None:
    assert read(r"t \in \mathbb{Z}^+, X \in \mathbb{R}_+^{n}").symbols["t"].shape == ()
    assert read(r"t \in \mathbb{Z}^+, X \in \mathbb{R}_+^{n}").symbols["X"].shape == ("n",)


def test_rows_may_be_set_apart() -> None:
    spaced = read(r"\begin{bmatrix} a & b \\[0.5em] c & d \\[-2pt] \end{bmatrix}")
    assert spaced.statements == read("[a, b; c, d]").statements


def test_bars_part_labels() -> None:
    assert read(r"\hat{x}_{k|k-1}").statements == read(r"\hat{x}_{k,k-1}").statements

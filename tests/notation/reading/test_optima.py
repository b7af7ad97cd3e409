"""What stands under and behind a minimum: conditions and memberships of its variables."""

from __future__ import annotations

import pytest

from boxdot.notation.expressions.nodes import Chain, Number, Relation, Symbol
from boxdot.notation.printing import to_text
from boxdot.notation.reading import read

A = Symbol("A")
HELD = Chain((A, Number("0")), (Relation.GREATER_EQUAL,))
SHAPES = "Y ∈ R^{I×J×K}; A ∈ R^{I×J×1}; Z ∈ R^{1×J×K}"


@pytest.mark.parametrize(
    "text",
    [
        "min_{A ≥ 0} ‖Y − A ⊡ Z‖_F²",
        "argmin_{A >= 0} ||Y - A .* Z||_F^2",
        r"\min_{A \geq 0} \|Y - A \boxdot Z\|_F^2",
        r"\underset{A \ge 0}{\operatorname{argmin}} \|Y - A \boxdot Z\|_F^2",
    ],
)
def test_conditions_stay_with_the_variables(text):
    (chain,) = read(text, SHAPES).statements
    (minimum,) = chain.sides
    assert minimum.variables == (A,)
    assert minimum.conditions == (HELD,)


@pytest.mark.parametrize(
    "text",
    [
        "min_A ‖Y − A ⊡ Z‖_F² s.t. A ≥ 0",
        "min_A ‖Y − A ⊡ Z‖_F² subject to A ≥ 0",
        "min_A ‖Y − A ⊡ Z‖_F² such that A ≥ 0",
        r"\min_A \|Y - A \boxdot Z\|_F^2 \quad \text{s.t. } A \ge 0",
        r"\min_A \|Y - A \boxdot Z\|_F^2 \text{ subject to } A \ge 0",
        r"\begin{aligned}\min_A & \|Y - A \boxdot Z\|_F^2 \\ \mathrm{s.t.} & A \geq 0\end{aligned}",
    ],
)
def test_conditions_behind_the_objective_are_statements(text):
    assert read(text, SHAPES).statements[1] == HELD


def test_a_variable_is_declared_where_it_is_chosen():
    formula = read("min_{A ∈ R^{I×J×1}} ‖Y − A ⊡ Z‖_F²", "Y ∈ R^{I×J×K}; Z ∈ R^{1×J×K}")
    assert formula.symbols["A"].shape == ("I", "J", 1)


def test_a_declaration_counts_for_more_than_the_place_of_choice():
    formula = read("min_{A ∈ R^{I×J}} ‖Y − A ⊡ Z‖_F²", SHAPES)
    assert formula.symbols["A"].shape == ("I", "J", 1)


@pytest.mark.parametrize("spelling", ["unicode", "ascii", "latex"])
@pytest.mark.parametrize("under", ["A ≥ 0", "A ∈ R^{I×J×1}", "A, Z ≥ 0", "A ∈ R_+^{I×J×1}"])
def test_conditions_are_printed(under, spelling):
    (chain,) = read(f"min_{{{under}}} ‖Y − A ⊡ Z‖_F²", SHAPES).statements
    (again,) = read(to_text(chain, spelling), SHAPES, syntax=spelling).statements
    assert again == chain


def test_a_sum_in_words_among_glyphs():
    shapes = "Y ∈ R^{I×J}; a_r ∈ R^I; b_r ∈ R^{1×J}"
    words, glyphs = "Y ≈ sum_{r=1}^{R} a_r ⊡ b_r", "Y ≈ Σ_{r=1}^{R} a_r ⊡ b_r"
    assert read(words, shapes).statements == read(glyphs, shapes).statements
    assert read("sum_{1,2}(Y) ⊡ Y", shapes).statements[0].sides[0].left.function == "sum"

"""What formulas ask for: unknowns and data, the places of axes, weights, ridge and conditions."""

from __future__ import annotations

import pytest

from boxdot.grammar.errors import UnsupportedError
from boxdot.notation.problems import Decomposition, LeastSquares, understand
from boxdot.notation.reading import read
from boxdot.notation.shapes.conventions import Convention

THREE = (
    "Y, M ∈ R^{I×J×K}; A ∈ R^{I×J×1}; B ∈ R^{I×1×K}; C, Z ∈ R^{1×J×K}; λ ∈ R; a ∈ R^I; b ∈ R^J; "
    "c ∈ R^K; A_r ∈ R^{I×J×1}; B_r ∈ R^{I×1×K}; C_r ∈ R^{1×J×K}; A_1, A_2 ∈ R^{I×J×1}; "
    "B_1, B_2 ∈ R^{I×1×K}; U ∈ R^{I×R}; V ∈ R^{J×R}; W ∈ R^{K×R}; X ∈ R^{I×J}; l ∈ R^R; t ∈ R; "
    "u_r ∈ R^I; v_r ∈ R^J"
)


def posed(text, given=(), **options):
    return understand(read(text, THREE, **options), given)


def layouts(problem):
    """Return the shapes of the unknown factors of the first term among the axes of the data."""
    return [factor.laid_out(problem.order) for factor in problem.model[0].sought]


@pytest.mark.parametrize(
    "text",
    [
        "min_A ‖Y − A ⊡ Z‖_F²",
        "min_A ‖A ⊡ Z − Y‖_F²",
        "min_A ‖Z ⊡ A − Y‖²",
        "min_A ‖Y − A ⊡ Z‖_F",
        "argmin_A ‖Y ⊟ Z ⊡ A‖_F²",
        "Â = argmin_A ‖Y − A ⊡ Z‖_F²",
        "min_A ½‖−(Y − A ⊡ Z)‖_F²",
        "min_A ‖Y − Z ⊡ A‖_F² / 2",
        "min_A sum((Y − A ⊡ Z)²)",
        "min_A ⟨Y − A ⊡ Z, Y − A ⊡ Z⟩",
        "min_A ||Y - A .* Z||_F^2",
        "argmin_{A} ||A .* Z - Y||^2",
        r"\min_{A} \|Y - A \boxdot Z\|_F^2",
        r"\arg\min_A \left\| Y - A \boxdot Z \right\|_F^2",
        r"\operatorname*{arg\,min}_{A} \lVert Y - A \boxdot Z \rVert_F^2",
        r"\underset{A}{\min} \|Y - A \boxdot Z\|_F^2",
    ],
)
def test_least_squares(text):
    problem = posed(text)
    assert isinstance(problem, LeastSquares)
    assert [unknown.name for unknown in problem.unknowns] == ["A"]
    assert layouts(problem) == [("I", "J", 1)]
    (target,), (model,) = problem.target, problem.model
    assert [factor.node.name for factor in target.factors] == ["Y"]
    assert [factor.node.name for factor in model.data] == ["Z"]
    assert target.sign == model.sign == 1
    assert problem.squared == ("_F" not in text or "²" in text or "^2" in text)


@pytest.mark.parametrize("text", ["Y ≈ A ⊡ Z", "Z ⊡ A ≈ Y", r"Y \approx A \boxdot Z"])
def test_of_a_fit_the_data_tell_what_is_sought(text):
    problem = posed(text, given=["Y", "Z"])
    assert isinstance(problem, LeastSquares)
    assert problem.unknown.unknown.name == "A"


def test_factors_are_collected():
    problem = posed("min_A ‖2 Y − A ⊡ Z − C ⊡ A ⊡ B‖_F²")
    assert isinstance(problem, LeastSquares)
    assert [[f.node.name for f in term.data] for term in problem.model] == [["Z"], ["C", "B"]]


@pytest.mark.parametrize(
    ("text", "laid_out"),
    [
        ("min_a ‖X − a ⊡ bᵀ‖_F²", ("I", 1)),
        ("min_b ‖X − a bᵀ‖_F²", (1, "J")),
        ("min_b ‖X − a ⊡ bᵀ‖_F²", (1, "J")),
        ("min_b ‖Y − a ∘ b ∘ c‖_F²", (1, "J", 1)),
        ("min_c ‖Y − X ∘ c‖_F²", (1, 1, "K")),
        ("min_t ‖Y − t M‖_F²", (1, 1, 1)),
        ("min_A ‖Y − A ⧄ C‖_F²", ("I", "J", 1)),
        ("min_A ‖Y ⊟ A‖_F²", ("I", "J", 1)),
        ("min_A ‖Y − A^□ ⊙ M‖_F²", ("I", "J", 1)),
    ],
)
def test_where_the_axes_lie(text, laid_out):
    problem = posed(text)
    assert isinstance(problem, LeastSquares)
    assert layouts(problem) == [laid_out]


@pytest.mark.parametrize("text", ["min_A ‖M ⊙ (Y − A ⊡ Z)‖_F²", "min_A ‖(A ⊡ Z − Y) ⊡ M‖²"])
def test_weights(text):
    assert posed(text).weights.node.name == "M"


def test_ridge():
    problem = posed("min_A ½‖Y − A ⊡ Z‖_F² + λ‖A‖²")
    ((name, number),) = problem.ridges
    assert (name, number.name) == ("A", "λ")
    assert str(problem.scale) != str(posed("min_A ‖Y − A ⊡ Z‖_F²").scale)
    assert posed("min_A ‖Y − A ⊡ Z‖_F²").ridges == ()


def test_ridges_of_several():
    text = "min_{A_r,B_r} ‖Y − Σ_{r=1}^R A_r ⊡ B_r‖² + λ Σ_{r=1}^R ‖A_r‖² + 2 λ ‖B_r‖²"
    assert [name for name, _ in posed(text).ridges] == ["A_r", "B_r"]


@pytest.mark.parametrize(
    ("text", "held"),
    [
        ("min_{A ≥ 0} ‖Y − A ⊡ Z‖_F²", {"A"}),
        ("min_A ‖Y − A ⊡ Z‖_F² s.t. A ≥ 0", {"A"}),
        ("min_A ‖Y − A ⊡ Z‖_F², 0 ≤ A", {"A"}),
        ("Y ≈ A ⊡ B ⊡ C, A, C ≥ 0", {"A", "C"}),
        ("min_{A, B, C ≥ 0} ‖Y − A ⊡ B ⊡ C‖", {"A", "B", "C"}),
        ("min_{A ∈ R_+^{I×J×1}} ‖Y − A ⊡ Z‖", {"A"}),
        ("min_{A ≥ 0, B, C} ‖Y − A ⊡ B ⊡ C‖", {"A"}),
        ("min_A ‖Y − A ⊡ Z‖_F²", set()),
    ],
)
def test_conditions(text, held):
    assert posed(text, given=["Y"]).nonnegative == held


@pytest.mark.parametrize(
    ("text", "names", "shapes"),
    [
        (
            "Y ≈ A ⊡ B ⊡ C",
            ["A", "B", "C"],
            [("I", "J", 1), ("I", 1, "K"), (1, "J", "K")],
        ),
        (
            "min_{A,B,C} ‖Y − A ⊡ B ⊡ C‖_F²",
            ["A", "B", "C"],
            [("I", "J", 1), ("I", 1, "K"), (1, "J", "K")],
        ),
        (
            "Y ≈ Σ_{r=1}^{R} A_r ⊡ B_r ⊡ C_r",
            ["A_r", "B_r", "C_r"],
            [("I", "J", 1), ("I", 1, "K"), (1, "J", "K")],
        ),
        (
            r"Y \approx \sum_{r=1}^{R} A_r \boxdot B_r \boxdot C_r",
            ["A_r", "B_r", "C_r"],
            [("I", "J", 1), ("I", 1, "K"), (1, "J", "K")],
        ),
        ("Y ≈ a ∘ b ∘ c", ["a", "b", "c"], [("I", 1, 1), (1, "J", 1), (1, 1, "K")]),
        ("X ≈ Σ_{r=1}^R u_r v_rᵀ", ["u_r", "v_r"], [("I", 1), (1, "J")]),
    ],
)
def test_decompositions(text, names, shapes):
    problem = posed(text, given=["Y", "X"])
    assert isinstance(problem, Decomposition)
    assert [unknown.name for unknown in problem.unknowns] == names
    assert layouts(problem) == shapes
    assert (problem.rank is not None) == ("R" in text)


def test_columns_of_matrices():
    problem = posed("Y ≈ Σ_{r=1}^R l_r U_{:,r} ∘ V_{:,r} ∘ W_{:,r}", given=["Y"])
    assert [(u.name, u.family) for u in problem.unknowns] == [
        ("l", 0),
        ("U", 1),
        ("V", 1),
        ("W", 1),
    ]
    assert layouts(problem) == [(1, 1, 1), ("I", 1, 1), (1, "J", 1), (1, 1, "K")]


def test_a_family_of_numbers():
    problem = posed("Y ≈ Σ_{r=1}^R t_r A_r ⊡ B_r", given=["Y"])
    assert next((u.name, u.shape, u.family) for u in problem.unknowns) == ("t", (), 0)


def test_a_written_sum():
    problem = posed("Y ≈ A_1 ⊡ B_1 + A_2 ⊡ B_2", given=["Y"])
    assert isinstance(problem, Decomposition)
    assert [u.name for u in problem.unknowns] == ["A_1", "B_1", "A_2", "B_2"]


def test_given_factors_are_data():
    problem = posed("Y ≈ A ⊡ B ⊡ C", given=["Y", "C"])
    assert [u.name for u in problem.unknowns] == ["A", "B"]
    assert [u.name for u in posed("Y ≈ A ⊡ B ⊡ C", given=["Y", "A", "B", "C"]).unknowns] == [
        "A",
        "B",
        "C",
    ]


def test_leading_axes_in_the_other_convention():
    problem = posed("min_b ‖X ⊟ b‖_F²", convention=Convention.C)
    assert layouts(problem) == [(1, "J")]


@pytest.mark.parametrize(
    ("text", "words", "at"),
    [
        ("max_A ‖Y − A ⊡ Z‖_F²", "max seeks", "max_A ‖Y − A ⊡ Z‖_F²"),
        ("min_A ‖Y − A ⊡ Z‖_1", "this norm", "‖Y − A ⊡ Z‖_1"),
        ("min_A ‖Y − exp(A) ⊡ Z‖_F²", "no broadcast product", "exp(A)"),
        ("min_a ‖X − diag(a) X‖_F²", "no broadcast product", "diag(a) X"),
        ("min_A ‖Y − A ⊡ A ⊡ Z‖_F²", "twice", "A"),
        ("min_A ‖Y − A ⊡ Z‖_F + λ‖A‖²", "squared", "‖Y − A ⊡ Z‖_F"),
        ("min_A ‖Y − A ⊡ Z‖_F² + ‖M − A ⊡ Z‖_F²", "more than one", "‖M − A ⊡ Z‖_F²"),
        ("min_A ‖Y − A ⊡ Z‖_F² − λ‖A‖²", "no squared norm", "‖Y − A ⊡ Z‖_F² − λ‖A‖²"),
        ("min_t ‖Y − t M‖² + t² ‖t‖²", "before a norm", "t² ‖t‖²"),
        ("min_t t ‖Y − M‖²", "before a norm", "t ‖Y − M‖²"),
        ("min_A ‖A ⊡ Z‖_F²", "no data", "A ⊡ Z"),
        ("min_B ‖Y − A ⊡ Z‖_F²", "no norm", "‖Y − A ⊡ Z‖_F²"),
        ("min_A ‖Y − A ⊡ Z‖_F², A ≥ 1", "no condition", "A ≥ 1"),
        ("min_A ‖Y − A ⊡ Z‖_F² + λ‖A‖² + ‖A‖²", "more than one ridge", "A"),
        ("Y ≈ Σ_{r=1}^R A_r ⊡ B", "same in all terms", "B"),
        ("Y ≈ Σ_{r=2}^R A_r ⊡ B_r", "from 1", "Σ_{r=2}^R A_r ⊡ B_r"),
        ("Y ≈ A ⊡ B + A ⊡ C", "not of one kind", "A"),
        ("Y ⊡ Z", "nothing is sought", "Y ⊡ Z"),
    ],
)
def test_what_is_refused(text, words, at):
    with pytest.raises(UnsupportedError, match=words) as caught:
        posed(text, given=["Y", "X", "M"])
    assert caught.value.span.of(text) == at


def test_sets_of_entries_are_not_kept():
    formula = read("min_A ‖Y − A ⊡ Z‖_F²", "Y, Z ∈ R^{I×J}; A ∈ {0,1}^{I×J}")
    with pytest.raises(UnsupportedError, match=r"\{0,1\}"):
        understand(formula)


@pytest.mark.parametrize(
    "declared", ["A ∈ R_+^{I×J×1}", r"A \in \mathbb{R}_{+}^{I\times J\times 1}", "A ∈ ℝ^{I×J×1}_+"]
)
def test_a_declaration_keeps_from_being_negative(declared):
    formula = read("min_A ‖Y − A ⊡ Z‖_F²", f"Y, Z ∈ R^{{I×J×K}}; {declared}")
    assert understand(formula).nonnegative == {"A"}


def test_a_declaration_alone_poses_nothing():
    with pytest.raises(UnsupportedError, match="nothing is sought"):
        understand(read("A ∈ R^3"))


def test_an_undeclared_unknown():
    with pytest.raises(UnsupportedError, match="shape of A is not known"):
        understand(read("min_A ‖Y − A ⊡ Z‖_F²", "Y, Z ∈ R^{I×J}"))


def test_many_products_are_not_multiplied_out():
    sums = " ⊡ ".join(["(A + A_1)"] * 8)
    with pytest.raises(UnsupportedError, match="more than 64"):
        posed(f"min_{{A, A_1}} ‖Y ⊟ {sums}‖²")

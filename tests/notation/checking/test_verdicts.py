"""Verdicts, conditions, problems and fixes of formulas, as a table; and what cannot be checked."""

from __future__ import annotations

import pytest

from boxdot.grammar.errors import NotationError
from boxdot.notation.checking import check
from boxdot.notation.diagnostics import CODES
from boxdot.notation.reading.formulas import read
from boxdot.notation.shapes.conventions import Convention

IMAGE = "X, Y ∈ R^{H×W×3}; B ∈ R^{H×W}"
MATRIX = "X, Y ∈ R^{I×J}; x ∈ R^I; y ∈ R^J; r ∈ R^{1×J}; k ∈ R; A ∈ R^{L×J}; S ∈ R^{I×I}"

NUMBERS = "x ∈ R^I; u ∈ R^3; v ∈ R^4"
LAYER = "X ∈ R^{n×d}; Y ∈ R^{d×2h}; a ∈ R^{1×2h}"

TABLE = (
    # formula, declarations, verdict, condition, problem, axis, fix
    ("Y = X ⊡ B", IMAGE, "holds", "", None, None, None),
    ("Y = X ⊙ B", IMAGE, "fails", "3 = 1", "hadamard-mismatch", 3, "X ⊡ B"),
    ("X + B", IMAGE, "fails", "3 = 1", "implicit-broadcast-add", 3, "X ⊞ B"),
    ("X ⊙ A", MATRIX, "conditional", "I = L", "hadamard-incompatible", 1, None),
    ("X ⊙ y", MATRIX, "fails", "I = 1 and J = 1", "hadamard-incompatible", 1, "X ⊡ yᵀ"),
    ("X ⊙ k", MATRIX, "fails", "I = 1 and J = 1", "hadamard-scalar", 1, "k X"),
    ("X + r", MATRIX, "fails", "I = 1", "implicit-broadcast-add", 1, "X ⊞ r"),
    ("X − y", MATRIX, "fails", "I = 1 and J = 1", "incompatible-add", 1, "X ⊟ yᵀ"),
    ("X + k", MATRIX, "fails", "I = 1 and J = 1", "scalar-add", 1, "X ⊞ k"),
    ("1 − X", MATRIX, "fails", "I = 1 and J = 1", "scalar-add", 1, "𝟏 − X"),
    ("x/x", MATRIX, "fails", "I = 1", "tensor-division", None, "x ⊘ x"),
    ("X/r", MATRIX, "fails", "J = 1", "tensor-division", None, "X ⧄ r"),
    ("k/X", MATRIX, "fails", "I = 1 and J = 1", "tensor-division", None, "k ⧄ X"),
    ("X ⊘ r", MATRIX, "holds", "", "strict-division", None, "X ⧄ r"),
    ("X ⊘ Y", MATRIX, "holds", "", None, None, None),
    ("x ⊡ y", MATRIX, "conditional", "I = J or I = 1 or J = 1", "broadcast-condition", 1, "x ⊡ yᵀ"),
    ("X ⊡ A", MATRIX, "conditional", "I = L or I = 1 or L = 1", "broadcast-condition", 1, None),
    ("X = x ⊡ y", MATRIX, "fails", "J = 1", "side-mismatch", 2, None),
    ("X = k", MATRIX, "fails", "I = 1 and J = 1", "side-mismatch", 1, None),
    ("X A", MATRIX, "conditional", "J = L", "matmul-mismatch", None, "X Aᵀ"),
    ("x X", MATRIX, "fails", "I = 1", "matmul-mismatch", None, "xᵀ X"),
    ("X ×_2 A", MATRIX, "holds", "", None, None, None),
    ("X ×_1 A", MATRIX, "conditional", "I = J", "matmul-mismatch", None, None),
    ("tr(X)", MATRIX, "conditional", "I = J", "ill-shaped", None, None),
    ("X^{-1}", MATRIX, "conditional", "I = J", "ill-shaped", None, None),
    ("X ⊞ k = X + k 𝑰", "X ∈ R^{I×I}; k ∈ R", "holds", "", "identity-as-ones", None, "𝟏"),
    ("X ∘ Y", MATRIX, "holds", "", "symbol-conflict", None, "X ⊡ Y"),
    ("Xᵀ", "X ∈ R^{I×J×K}", "fails", "", "ill-shaped", None, None),
    ("X^□", MATRIX, "fails", "", "ambiguous-square", None, None),
    ("x ⊡ u ⊡ v", NUMBERS, "fails", "3 = 4", "broadcast-condition", 1, "x ⊡ uᵀ"),
    ("X Y + a", LAYER, "fails", "n = 1", "implicit-broadcast-add", 1, "X Y ⊞ a"),
)  # fmt: skip


@pytest.mark.parametrize(
    ("formula", "declared", "verdict", "condition", "name", "axis", "fix"),
    TABLE,
    ids=[row[0] for row in TABLE],
)
def test_table(formula, declared, verdict, condition, name, axis, fix):
    result = check(read(formula, declared))
    assert (result.verdict, result.condition) == (verdict, condition)
    named = [problem for problem in result.problems if problem.name == name]
    if name is None:
        assert result.problems == ()
    else:
        assert (named[0].axis, named[0].fix) == (axis, fix)


@pytest.mark.parametrize("row", [row for row in TABLE if row[-1]], ids=lambda row: row[0])
def test_every_fix_checks(row):
    formula, declared, fix = row[0], row[1], row[-1]
    problem = next(p for p in check(read(formula, declared)).problems if p.fix == fix)
    fixed = check(read(fix, declared + "; 𝟏 ∈ R^{I×J}" if "𝟏" in fix else declared))
    assert problem.name not in [other.name for other in fixed.problems]
    assert fixed.verdict == "holds"


LATEX = (
    (r"\mathbf{X} \odot \mathbf{r}", r"\mathbf{X} \boxdot \mathbf{r}"),
    (r"X+y", r"X \boxplus y^{\top}"),
    (r"1-X", r"\bm{1} - X"),
    (r"\frac{X}{r}", r"X \boxslash r"),
)


@pytest.mark.parametrize(("formula", "fix"), LATEX)
def test_a_fix_is_spelled_like_the_formula(formula, fix):
    declared = r"X \in \mathbb{R}^{I\times J}; y \in \mathbb{R}^J; r \in \mathbb{R}^{1\times J}"
    (problem,) = check(read(formula, declared, syntax="latex")).problems
    assert problem.fix == fix or "\\" not in formula


def test_a_fix_in_ascii():
    assert check(read("X (*) r", MATRIX)).problems[0].fix == "X .* r"


def test_undeclared_symbol_is_refused_with_its_place():
    with pytest.raises(NotationError, match="Q has no declared shape") as caught:
        check(read("Y = X ⊡ Q", "X, Y ∈ R^{I×J}"))
    assert caught.value.span is not None
    assert caught.value.span.of("Y = X ⊡ Q") == "Q"
    assert '-d "Q ∈ R^{…}"' in caught.value.hint


def test_undeclared_symbol_that_changes_no_shape_is_warned_of():
    result = check(read("‖X ⊡ Q‖", "X ∈ R^{I×J}"))
    assert result.verdict == "holds"
    assert [problem.name for problem in result.problems] == ["undeclared-shape"]


def test_names_that_are_defined_need_no_declaration():
    result = check(read("Z = X ⊡ B; W = Z ⊙ X; W", IMAGE))
    assert result.verdict == "holds"
    assert set(result.sides) == {("H", "W", 3)}
    result = check(read("Z = X ⊡ B; Z ⊙ B", IMAGE))
    assert result.verdict == "fails"


def test_a_name_that_occurs_again_is_not_defined():
    with pytest.raises(NotationError, match="Z has no declared shape"):
        check(read("Z = Z ⊡ B", IMAGE))


def test_sizes_are_scalars():
    assert check(read("k = (1/(I J)) Σ_{i,j} X_{ij}", MATRIX)).verdict == "holds"


def test_bound_sizes_are_put_in():
    assert check(read("x ⊡ y", MATRIX, sizes={"I": 3, "J": 3})).verdict == "holds"
    result = check(read("x ⊡ y", MATRIX, sizes={"I": 3, "J": 4}))
    assert (result.verdict, result.condition) == ("fails", "3 = 4")
    assert check(read("X + x", MATRIX, sizes={"J": 1})).verdict == "holds"


def test_closing_membership_is_compared():
    assert check(read("x ⊡ yᵀ ∈ R^{I×J}", MATRIX)).verdict == "holds"
    result = check(read("x ⊡ yᵀ = x yᵀ ∈ R^{J×I}", MATRIX))
    assert (result.verdict, result.condition) == ("conditional", "I = J")


def test_strict_makes_warnings_errors():
    assert check(read("X ⊘ r", MATRIX)).verdict == "holds"
    result = check(read("X ⊘ r", MATRIX), strict=True)
    assert (result.verdict, result.problems[0].severity) == ("fails", "error")


def test_c_convention_pads_left():
    formula, declared = "X ⊡ c", "X ∈ R^{N×C}; c ∈ R^C"
    assert check(read(formula, declared, convention=Convention.C)).verdict == "holds"
    assert check(read(formula, declared)).verdict == "conditional"


def test_json_has_the_keys_of_the_contract():
    document = check(read("Y = X ⊙ B", IMAGE)).as_json()
    assert document == {
        "verdict": "fails",
        "shape": ["H", "W", "3"],
        "sides": [["H", "W", "3"], ["H", "W", "3"]],
        "condition": "3 = 1",
        "problems": [
            {
                "code": CODES["hadamard-mismatch"],
                "name": "hadamard-mismatch",
                "severity": "error",
                "message": "⊙ takes equal shapes; X is H×W×3 and B is H×W×1",
                "axis": 3,
                "span": [6, 7],
                "fix": "X ⊡ B",
            }
        ],
    }

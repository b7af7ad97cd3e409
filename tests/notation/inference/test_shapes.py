"""The shape of each kind of expression, as a table: formula, declarations, shape."""

from __future__ import annotations

import pytest

from boxdot.notation.expressions import nodes
from boxdot.notation.expressions.nodes import Binary, Chain, Constant, Expr, Op
from boxdot.notation.expressions.walking import descendants
from boxdot.notation.inference import infer
from boxdot.notation.inference.arms import ARMS
from boxdot.notation.reading.formulas import read
from boxdot.notation.shapes.conventions import Convention
from boxdot.notation.shapes.spelling import shape_text

DECLARED = (
    "X, Y ∈ R^{I×J}; x, u ∈ R^I; y, z ∈ R^J; r ∈ R^{1×J}; k ∈ R; A ∈ R^{L×J}; S ∈ R^{I×I}; "
    "T ∈ R^{I×J×K}; M ∈ R^{I×R}; N ∈ R^{J×R}; p ∈ R^3; Q ∈ R^{2×3}; μ ∈ R^{1×C×1×1}; "
    "f: R^n → R^m; G ∈ R^{K×J*I}"
)

SHAPES = (
    # leaves
    ("3", ""),
    ("k", ""),
    ("X", "I×J"),
    ("𝟏_J", "J"),
    ("𝟏_{J,K}", "J×K"),
    ("𝑰_J", "J×J"),
    ("X + 𝟏", "I×J"),
    ("x 𝟏ᵀ + X", "I×J"),
    ("X 𝟏", "I"),
    ("𝟏ᵀ X", "1×J"),
    ("S + k 𝑰", "I×I"),
    ("X 𝑰", "I×J"),
    # unary
    ("−X", "I×J"),
    ("Xᵀ", "J×I"),
    ("xᵀ", "1×I"),
    ("rᵀ", "J"),
    ("x²", "I"),
    ("S²", "I×I"),
    ("S^{-1}", "I×I"),
    ("k²", ""),
    ("(xᵀ x)^{-1}", ""),
    ("‖X‖_F", ""),
    ("⟨x, u⟩", ""),
    ("|X|", "I×J"),
    # element-wise
    ("X ⊙ Y", "I×J"),
    ("X ⊡ x", "I×J"),
    ("x ⊞ yᵀ", "I×J"),
    ("x ⊟ r", "I×J"),
    ("T ⧄ X", "I×J×K"),
    ("X ⊘ Y", "I×J"),
    ("X + Y − X", "I×J"),
    ("X ⊡ k", "I×J"),
    # products
    ("k X", "I×J"),
    ("2 X", "I×J"),
    ("X y", "I"),
    ("xᵀ u", ""),
    ("x yᵀ", "I×J"),
    ("xᵀ X", "1×J"),
    ("xᵀ X y", ""),
    ("x · u", ""),
    ("A Xᵀ", "L×I"),
    ("X/k", "I×J"),
    ("S \\ x", "I"),
    ("x ∘ y", "I×J"),
    ("X ⊗ A", "L*I×J*J"),
    ("x ⊗ y", "J*I"),
    ("N ⊙_KR M", "I*J×R"),
    ("X ⊙_PF T", "I×J×K"),
    ("X : Y", ""),
    ("k * X", "I×J"),
    ("T ×_2 A", "I×L×K"),
    ("T ×_n A", "I×L×K"),
    ("T ×_2 𝟏ᵀ", "I×1×K"),
    ("T ×_2 yᵀ", "I×1×K"),
    # functions
    ("exp(X)", "I×J"),
    ("σ(X y)", "I"),
    ("max(0, X)", "I×J"),
    ("softmax(X)", "I×J"),
    ("mean(X)", ""),
    ("tr(S)", ""),
    ("det(S)", ""),
    ("diag(x)", "I×I"),
    ("diag(r)", "J×J"),
    ("diag(X)", "I*J×I*J"),
    ("diag²(x)", "I×I"),
    ("vec(X)", "I*J"),
    ("T_(1)", "I×J*K"),
    ("T_(3)", "K×I*J"),
    ("T + fold_3(T_(3))", "I×J×K"),
    ("fold_n(T_(n)) + T", "I×J×K"),
    ("𝒫_2(T)", "I×1×K"),
    ("𝒫_{1,3}(T)", "1×J×1"),
    ("permute_{3,1,2}(T)", "K×I×J"),
    ("unfold_{3,2}(Q)", "3×2"),
    ("bc(x, size(X))", "I×J"),
    ("size(T)", "3"),
    ("sqrt(X)", "I×J"),
    ("√k", ""),
    # squares
    ("X ⊙ x^□", "I×J"),
    ("X_□ ⊙ x_□", "I×1"),
    # entries and slices
    ("X_{ij}", ""),
    ("x_i", ""),
    ("X_i", "J"),
    ("X_{:,j}", "I"),
    ("X_{i,:}", "J"),
    ("T_k", "I×J"),
    ("T_{ijk}", ""),
    ("T_{:,j,:}", "I×K"),
    ("μ_c", ""),
    ("μ_{n,c,h,w}", ""),
    ("p_{1:2}", "2"),
    ("x_{i,j}", None),  # x is declared a vector: an entry of it has one subscript
    # sums
    ("Σ_{i} x_i X_{ij}", ""),
    ("Σ_{r=1}^{R} k X", "I×J"),
    ("∏_{i} x_i", ""),
    # blocks
    ("[1; 2]", "2"),
    ("[7 8]", "1×2"),
    ("[1 2; 3 4; 5 6]", "3×2"),
    ("[X, Y]", "I×2*J"),
    ("[X; A]", "(I + L)×J"),
    ("[x, u]", "I×2"),
    ("X + [x, x, …, x]", "I×J"),
    ("X + [yᵀ; …; yᵀ]", "I×J"),
    # other
    ("argmin_X ‖X − Y‖_F²", "I×J"),
    ("min_X ‖X − Y‖_F²", ""),
    ("∂k/∂X", "I×J"),
    ("1_{i=j} x_i", ""),
    ("(X + Y) x", None),
)


@pytest.mark.parametrize(("formula", "shape"), SHAPES, ids=[row[0] for row in SHAPES])
def test_shape(formula, shape):
    inference = infer(read(formula, DECLARED))
    ((found,),) = inference.sides
    if shape is None:
        assert inference.problems
    else:
        assert shape_text(found) == (shape or "scalar")
        assert not inference.errors


def test_every_node_has_an_arm():
    assert set(ARMS) == set(Expr.__args__)


def test_nodes_are_known_by_identity():
    formula = read("X + 𝟏 + x yᵀ ⊙ 𝟏 = X ⊡ (𝟏 ⊘ x)", DECLARED)
    inference = infer(formula)
    ones = [node for node in descendants(formula.statements[0]) if isinstance(node, Constant)]
    assert [inference.shape(node) for node in ones] == [("I", "J"), ("I", "J"), ("I",)]
    assert len(set(ones)) == 1


def test_every_node_below_is_visited():
    formula = read("((X ⊟ x) ⧄ x) ⊡ Y ⊞ r", DECLARED)
    inference = infer(formula)
    for node in descendants(formula.statements[0]):
        assert inference.shape(node) is not None


def test_hand_made_nodes_need_no_spans():
    sides = (Binary(Op.ADD, nodes.Symbol("X"), nodes.Symbol("x")),)
    formula = read("X", DECLARED)
    inference = infer(type(formula)("", (Chain(sides),), formula.symbols))
    assert [problem.name for problem in inference.problems] == ["implicit-broadcast-add"]
    assert inference.problems[0].span is None
    assert inference.problems[0].fix == "X ⊞ x"


@pytest.mark.parametrize(
    ("formula", "shape"),
    [("X ⊡ y", "I×J"), ("X y", "I"), ("xᵀ X", "1×J"), ("x yᵀ", "I×J"), ("rᵀ", "J")],
)
def test_a_vector_is_a_column_under_c_too(formula, shape):
    inference = infer(read(formula, DECLARED, convention=Convention.C))
    assert shape_text(inference.sides[0][0]) == shape


def test_a_declared_function_has_its_declared_value():
    call = nodes.Apply("f", (nodes.Symbol("x"),))
    formula = read("x", "f: R^n → R^m; x ∈ R^I")
    inference = infer(type(formula)("", (Chain((call,)),), formula.symbols))
    assert inference.shape(call) == ("m",)
    assert [problem.condition for problem in inference.problems] == ["I = n"]


def test_first_slices():
    formula = read("T_k", DECLARED, first_slices=True)
    assert infer(formula).sides == [(("J", "K"),)]


def test_fold_takes_one_mode():
    formula = read("fold_{3,1,2}(T_(3)) + T", DECLARED)
    said = [problem.message for problem in infer(formula).problems]
    assert any("takes one mode" in message for message in said)

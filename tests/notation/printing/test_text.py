"""The exact text of each node, in each spelling."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from strategies import SYMBOLS

from boxdot.notation.expressions.nodes import (
    Apply,
    Binary,
    Block,
    BroadcastForm,
    Chain,
    Constant,
    ConstantKind,
    Derivative,
    Dots,
    Expr,
    Index,
    IndexRange,
    Indicator,
    Inner,
    Listing,
    Marginal,
    Minimise,
    ModeProduct,
    Negate,
    Norm,
    Number,
    Op,
    Power,
    Reduce,
    Relation,
    Slice,
    Symbol,
    Transpose,
)
from boxdot.notation.printing import packages, print_declaration, print_shape, to_text
from boxdot.notation.printing.arms import ARMS
from boxdot.notation.reading import read, read_symbols

X, y, z, k, n = (Symbol(name) for name in "Xyzkn")
i, j, r = (Symbol(name) for name in "ijr")
ONE, TWO, THREE = (Number(text) for text in "123")
SUM = Binary(Op.ADD, X, y)
PRODUCT = Binary(Op.BOXDOT, X, y)
A_r = Symbol("A^(r)")

NODES: list[tuple[Expr, str, str, str]] = [
    # node, Unicode, LaTeX, ASCII
    (Number("0.5"), "0.5", "0.5", "0.5"),
    (Symbol("σ"), "σ", r"\sigma", "sigma"),
    (Symbol("𝓧̂_xi"), "𝓧̂_xi", r"\hat{\bm{\mathcal{X}}}_{\mathrm{xi}}", "Xhat_xi"),
    (Symbol("x*"), "x^*", "x^{*}", "x^*"),
    (Constant(ConstantKind.ONES), "𝟏", r"\bm{1}", "ones"),
    (Constant(ConstantKind.ZEROS, (2, "J")), "𝟎_{2,J}", r"\bm{0}_{2,J}", "zeros_{2,J}"),
    (Constant(ConstantKind.IDENTITY, ("n",)), "𝑰_n", r"\bm{I}_{n}", "eye_n"),
    (Constant(ConstantKind.SUPERDIAGONAL), "𝓘", r"\bm{\mathcal{I}}", "superdiag"),
    (Negate(X), "−X", "-X", "-X"),
    (Transpose(X), "Xᵀ", r"X^{\top}", "X'"),
    (Power(X, TWO), "X²", "X^{2}", "X^2"),
    (Power(X, Number("-1")), "X⁻¹", "X^{-1}", "X^{-1}"),
    (Power(X, n), "X^n", "X^{n}", "X^n"),
    (Power(X, Binary(Op.ADD, n, ONE)), "X^{n+1}", "X^{n+1}", "X^{n+1}"),
    (Power(Apply("diag", (y,)), TWO), "diag²(y)", r"\mathrm{diag}^{2}(y)", "diag^2(y)"),
    (Binary(Op.DIVIDE, X, y), "X / y", r"\frac{X}{y}", "X / y"),
    (Binary(Op.MATMUL, TWO, THREE), "2 3", r"2\,3", "2 3"),
    (ModeProduct(X, y, THREE), "X ×_3 y", r"X \times_{3} y", "X xx_3 y"),
    (Apply("f", (X, y)), "f(X, y)", "f(X, y)", "f(X, y)"),
    (Apply("exp", (X,)), "exp(X)", r"\exp(X)", "exp(X)"),
    (Apply("𝒫", (X,), (THREE, Number("6"))), "𝒫_{3,6}(X)", r"\mathcal{P}_{3,6}(X)", "P_{3,6}(X)"),
    (Apply("fold", (SUM,), (THREE,)), "fold_3(X + y)", r"\mathrm{fold}_{3}(X + y)",
     "fold_3(X + y)"),
    (Apply("unfold", (X,), (THREE,)), "X_(3)", "X_{(3)}", "X_(3)"),
    (Apply("unfold", (SUM,), (n,)), "unfold_n(X + y)", r"\mathrm{unfold}_{n}(X + y)",
     "unfold_n(X + y)"),
    (Apply("permute⁻¹", (X,), (n,)), "permute⁻¹_n(X)", r"\mathrm{permute}^{-1}_{n}(X)",
     "permute^{-1}_n(X)"),
    (Apply("FiLM", (X, y, z), given=1), "FiLM(X | y, z)", r"\mathrm{FiLM}(X \mid y, z)",
     "FiLM(X | y, z)"),
    (Apply("sqrt", (TWO,)), "√2", r"\sqrt{2}", "sqrt(2)"),
    (Apply("sqrt", (SUM,)), "√(X + y)", r"\sqrt{X + y}", "sqrt(X + y)"),
    (Apply("abs", (X,)), "|X|", r"\lvert X\rvert", "abs(X)"),
    (BroadcastForm(X), "X^□", r"X^{\square}", "X^[]"),
    (Marginal(X), "X_□", r"X_{\square}", "X_[]"),
    (Norm(PRODUCT, "F"), "‖X ⊡ y‖_F", r"\|X \boxdot y\|_{F}", "||X .* y||_F"),
    (Norm(X, "0"), "‖X‖₀", r"\|X\|_{0}", "||X||_0"),
    (Norm(X, "∞"), "‖X‖_∞", r"\|X\|_{\infty}", "||X||_{oo}"),
    (Norm(y, weight=X), "‖y‖_X", r"\|y\|_{X}", "||y||_X"),
    (Inner(y, z, X), "⟨y, z⟩_X", r"\langle y, z \rangle_{X}", "<<y, z>>_X"),
    (Reduce((IndexRange("r", ONE, Symbol("R")),), A_r), "Σ_{r=1}^{R} A^(r)",
     r"\sum_{r=1}^{R} A^{(r)}", "sum_{r=1}^{R} A^(r)"),
    (Reduce((), X), "Σ X", r"\sum X", "sum X"),
    (Reduce((IndexRange("i", ONE, k), IndexRange("j", ONE, k)), X), "Σ_{i,j=1}^{k} X",
     r"\sum_{i,j=1}^{k} X", "sum_{i,j=1}^{k} X"),
    (Apply("∇", (y,), (X,)), "∇_X y", r"\nabla_{X} y", "nabla_X y"),
    (Reduce((IndexRange("i"), IndexRange("j")), X), "Σ_{i,j} X", r"\sum_{i,j} X", "sum_{i,j} X"),
    (Reduce((IndexRange("r", excluded=k),), X, True), "∏_{r≠k} X", r"\prod_{r \neq k} X",
     "prod_{r!=k} X"),
    (Index(X, (i, j)), "X_{ij}", "X_{ij}", "X_{ij}"),
    (Index(X, (i, Number("10"))), "X_{i,10}", "X_{i,10}", "X_{i,10}"),
    (Index(X, (Slice(), j)), "X_{:j}", "X_{:j}", "X_{:j}"),
    (Index(X, (Slice(ONE, n),)), "X_{1:n}", "X_{1:n}", "X_{1:n}"),
    (Index(Symbol("F"), (i, j), (k, n)), "F_{i,j}^{k,n}", "F_{ij}^{kn}", "F_{i,j}^{k,n}"),
    (Block(((ONE, Negate(TWO)), (THREE, ONE))), "[1 -2; 3 1]",
     r"\begin{bmatrix} 1 & -2 \\ 3 & 1 \end{bmatrix}", "[1 -2; 3 1]"),
    (Block(((y, Dots(), y),)), "[y, …, y]", r"\begin{bmatrix} y & \dots & y \end{bmatrix}",
     "[y, ..., y]"),
    (Block(((Transpose(z),), (Dots(),), (Transpose(z),))), "[zᵀ; …; zᵀ]",
     r"\begin{bmatrix} z^{\top} \\ \vdots \\ z^{\top} \end{bmatrix}", "[z'; ...; z']"),
    (Listing((i, j)), "(i, j)", "(i, j)", "(i, j)"),
    (Listing((TWO, THREE), braces=True), "{2, 3}", r"\{2, 3\}", "{2, 3}"),
    (Minimise("argmin", (X,), Norm(X, "F")), "argmin_X ‖X‖_F",
     r"\operatorname*{argmin}_{X} \|X\|_{F}", "argmin_X ||X||_F"),
    (Indicator(Chain((i, k), (Relation.EQUAL,))), "1_{i=k}", r"\mathbf{1}_{i=k}", "1_{i=k}"),
    (Derivative(y, X), "∂y / ∂X", r"\frac{\partial y}{\partial X}", "partial y / partial X"),
    (Slice(), ":", ":", ":"),
    (Dots(), "…", r"\dots", "..."),
]  # fmt: skip


@pytest.mark.parametrize(("node", "unicode", "latex", "ascii_"), NODES)
def test_each_node(node: Expr, unicode: str, latex: str, ascii_: str) -> None:
    assert to_text(node, symbols=SYMBOLS) == unicode
    assert to_text(node, "latex", symbols=SYMBOLS) == latex
    assert to_text(node, "ascii", symbols=SYMBOLS) == ascii_


def test_every_node_has_an_arm_and_an_example() -> None:
    nodes = set(Expr.__args__)
    assert set(ARMS) == nodes
    assert {type(node) for node, *_ in NODES} == nodes


def operator_rows() -> list[list[str]]:
    """The operators: name, and X with y in the three spellings."""
    text = (Path(__file__).parents[2] / "data" / "operators.tsv").read_text(encoding="utf-8")
    return list(csv.reader(text.splitlines()[1:], delimiter="\t", quoting=csv.QUOTE_NONE))


@pytest.mark.parametrize(("name", "unicode", "latex", "ascii_"), operator_rows())
def test_each_operator(name: str, unicode: str, latex: str, ascii_: str) -> None:
    node = Binary(Op[name], X, y)
    assert [to_text(node, s) for s in ("unicode", "latex", "ascii")] == [unicode, latex, ascii_]


def test_every_operator_has_a_row() -> None:
    assert {name for name, *_ in operator_rows()} == {op.name for op in Op}


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("(X ⊞ y) ⊡ z", "a sum in a product"),
        ("X ⊡ (y ⊡ z)", "products group to the left"),
        ("X − (y − z)", "sums group to the left"),
        ("X (y z)", "juxtaposition groups to the left"),
        ("X (−y)", "a sign inside a term"),
        ("X + (−y)", "two signs side by side"),
        ("(−X)²", "a power binds tighter than a sign"),
        ("(Σ_i X) y", "the sum would take the factor in"),
        ("(Xᵀ)²", "two superscripts"),
        ("(X²)_{i,j}", "a subscript after a superscript"),
        ("(X y)ᵀ", "a transpose of a product"),
        ("k / (2 n)", "people read k / 2 n in two ways"),
        ("‖X (‖y‖)‖", "a bar after an operand closes"),
        ("(k (|y|))² + 1", "inside brackets a bar after an operand divides"),
        ("(argmin_X ‖X‖ + k) y", "an optimum reaches to the end"),
        ("[(X y); z]", "white space separates columns"),
        ("(√2)²", "a root and a power"),
    ],
)
def test_parentheses_that_are_needed(text: str, why: str) -> None:
    assert to_text(read(text, SYMBOLS)) == text, why


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("((X ⊟ y) ⧄ σ) ⊡ γ ⊞ β", "(X ⊟ y) ⧄ σ ⊡ γ ⊞ β"),
        ("(X ⊡ y) + (z)", "X ⊡ y + z"),
        ("X ⊙ (y zᵀ)", "X ⊙ y zᵀ"),
        ("−(X ⊡ y)", "−X ⊡ y"),
        ("(Σ_i X) + y", "Σ_i X + y"),
        ("k (Σ_i X)", "k Σ_i X"),
        ("(‖X‖)²", "‖X‖²"),
        ("(f(X))ᵀ", "f(X)ᵀ"),
        ("X ⊡ (y_i)", "X ⊡ y_i"),
    ],
)
def test_parentheses_that_are_not(text: str, printed: str) -> None:
    assert to_text(read(text, SYMBOLS)) == printed
    assert read(printed, SYMBOLS).statements == read(text, SYMBOLS).statements


def test_tall_fences_in_latex() -> None:
    text = to_text(Norm(Binary(Op.DIVIDE, X, y), "F"), "latex")
    assert text == r"\left\| \frac{X}{y} \right\|_{F}"


def test_bold_style_follows_the_declared_order() -> None:
    symbols = read_symbols("T ∈ R^{H×W×3}; X ∈ R^{H×W}; μ ∈ R^H; k ∈ R; Â ∈ R^{2×2}")
    formula = read("k T ⊡ X ⊡ μ ⊡ Â", symbols)
    assert to_text(formula, "latex", style="bm") == (
        r"k \bm{\mathcal{T}} \boxdot \bm{X} \boxdot \bm{\mu} \boxdot \hat{\bm{A}}"
    )
    assert to_text(formula, "latex") == r"k T \boxdot X \boxdot \mu \boxdot \hat{A}"


def test_bold_style_reads_back() -> None:
    formula = read("Y = T ⊡ X ⊡ μᵀ", "Y, T ∈ R^{H×W×3}; X ∈ R^{H×W}; μ ∈ R^H")
    text = to_text(formula, "latex", style="bm")
    assert read(text, formula.symbols).statements == formula.statements


def test_statements_and_memberships() -> None:
    text = "Y = X ⊡ y ∈ ℝ^{I×J}; z := yᵀ"
    formula = read(text, "X ∈ R^{I×J}; y ∈ R^I")
    assert to_text(formula) == text
    assert to_text(formula, "latex") == (
        r"Y = X \boxdot y \in \mathbb{R}^{I \times J};\quad z := y^{\top}"
    )
    assert to_text(formula, "ascii") == "Y = X .* y in R^{IxJ}; z := y'"


def test_declarations_alone() -> None:
    assert to_text(read("X ∈ R^{2hx3}; y ∈ {0,1}^n")) == "X ∈ ℝ^{2h×3}; y ∈ {0,1}^n"


@pytest.mark.parametrize(
    ("declared", "unicode", "latex", "ascii_"),
    [
        ("X ∈ R^{H×W×3}", "X ∈ ℝ^{H×W×3}", r"X \in \mathbb{R}^{H \times W \times 3}",
         "X in R^{HxWx3}"),
        ("k ∈ R", "k ∈ ℝ", r"k \in \mathbb{R}", "k in R"),
        ("B ∈ {0,1}^{(n+1)×2h}", "B ∈ {0,1}^{(n+1)×2h}",
         r"B \in \{0,1\}^{(n+1) \times 2h}", "B in {0,1}^{(n+1)x2h}"),
        ("σ_max: n_x×3", "σ_max ∈ ℝ^{n_x×3}",
         r"\sigma_{\mathrm{max}} \in \mathbb{R}^{n_{x} \times 3}",
         "sigma_max in R^{n_x x 3}"),
    ],
)  # fmt: skip
def test_declarations(declared: str, unicode: str, latex: str, ascii_: str) -> None:
    (declaration,) = read_symbols(declared).values()
    assert print_declaration(declaration) == unicode
    assert print_declaration(declaration, "latex") == latex
    assert print_declaration(declaration, "ascii") == ascii_


def test_shapes() -> None:
    assert print_shape(()) == "ℝ"
    assert print_shape(("I",)) == "ℝ^I"
    assert print_shape(("I", 3), "latex") == r"\mathbb{R}^{I \times 3}"


def test_packages() -> None:
    text = to_text(read("X ⊡ y ⧄ 𝟏", SYMBOLS), "latex")
    assert packages(text) == ("amssymb", "stmaryrd", "bm")
    assert packages("x + y") == ()

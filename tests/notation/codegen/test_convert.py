"""Targets, functions, names and what cannot be converted."""

from __future__ import annotations

import ast
import builtins
import keyword

import numpy as np
import pytest
from agreement import run_code
from hypothesis import given
from hypothesis import strategies as st

from boxdot.grammar.errors import UnsupportedError
from boxdot.notation.codegen.convert import TARGETS, convert
from boxdot.notation.codegen.names import identifiers
from boxdot.notation.expressions.formula import Formula
from boxdot.notation.expressions.nodes import Binary, Chain, Op, Symbol
from boxdot.notation.expressions.symbols import Declaration, Symbols
from boxdot.notation.reading import read

FORMULA = read("Y = X ⊡ B", "X ∈ R^{H×W×3}; B ∈ R^{H×W}")


def test_notations():
    assert convert(FORMULA, "unicode").code == "Y = X ⊡ B"
    assert convert(FORMULA, "latex").code == r"Y = X \boxdot B"
    assert convert(FORMULA, "ascii").code == "Y = X .* B"


def test_unknown_target():
    with pytest.raises(UnsupportedError) as error:
        convert(FORMULA, "cobol")
    assert all(target in str(error.value) for target in TARGETS)


def test_notations_have_no_functions():
    with pytest.raises(UnsupportedError, match="no functions in latex"):
        convert(FORMULA, "latex", function="f")


FUNCTION = '''\
def mask(X, B):
    """Y = X ⊡ B

    Parameters
    ----------
    X : array of shape (H, W, 3)
    B : array of shape (H, W)

    Returns
    -------
    array of shape (H, W, 3)
    """
    X = np.asarray(X)
    B = np.asarray(B)
    if X.ndim != 3:
        raise ValueError(f"X must have the shape (H, W, 3), not {X.shape}")
    H, W, _ = X.shape
    if X.shape != (H, W, 3):
        raise ValueError(
            f"X must have the shape (H, W, 3) (H={H}, W={W}), not {X.shape}"
        )
    if B.shape != (H, W):
        raise ValueError(f"B must have the shape (H, W) (H={H}, W={W}), not {B.shape}")
    return X * B[:, :, None]'''


def test_function():
    code = convert(FORMULA, function="mask")
    assert code.code == FUNCTION
    assert code.imports == ("import numpy as np",)


@pytest.mark.parametrize(
    ("x", "b", "said"),
    [
        ((4, 5), (4, 5), r"X must have the shape \(H, W, 3\), not \(4, 5\)"),
        ((4, 5, 2), (4, 5), r"X must have the shape"),
        ((4, 5, 3), (5, 5), r"B must have the shape \(H, W\) \(H=4, W=5\), not \(5, 5\)"),
    ],
)
def test_function_checks_its_arguments(x, b, said):
    code = convert(FORMULA, function="mask")
    with pytest.raises(ValueError, match=said):
        run_code(code, {"X": np.ones(x), "B": np.ones(b)})


def test_function_computes_shared_parts_once():
    formula = read("softmax(W x ⊞ b)", "W ∈ R^{m×n}; x ∈ R^n; b ∈ R^m")
    code = convert(formula, function="layer").code
    assert code.count("W @ x") == 1
    assert code.count("np.exp") == 1


def test_large_expressions_are_not_written_out():
    text = "x"
    for _ in range(12):
        text = f"softmax({text})"
    code = convert(read(text, "x ∈ R^3"))
    assert len(code.code) < 2000
    assert np.isclose(run_code(code, {"x": np.arange(3.0)}).sum(), 1)


def test_function_names():
    for name in ("lambda", "1f", "f(", "f\nimport os", "", "np"):
        with pytest.raises(UnsupportedError, match="cannot be the name of a function"):
            convert(FORMULA, function=name)


def test_sizes_that_no_input_tells():
    code = convert(read("𝟏_n"))
    assert code.code == "np.ones(n)"
    assert code.warnings == ("the size n must be given: no axis of an input has it",)
    assert "def f(n):" in convert(read("𝟏_n"), function="f").code


def test_a_size_and_a_symbol_of_one_name():
    formula = read("A ⊡ n 𝟏_nᵀ", "A ∈ R^{m×n}; n ∈ R")
    arrays = {"A": np.ones((2, 3)), "n": np.array(5.0)}
    assert run_code(convert(formula, function="f"), arrays).tolist() == [[5.0] * 3] * 2


def test_definitions_come_before_their_use():
    code = convert(read("q = P x; P = A + A", "A ∈ R^{n×n}; x ∈ R^n")).code
    assert code == "P = A + A\nq = P @ x"


def test_circular_definitions():
    with pytest.raises(UnsupportedError, match="defined by what it defines"):
        convert(read("p = q + x; q = p + x", "x, p, q ∈ R^n"))


def test_slices_as_quantities():
    text = "X_1 = [1 2; 3 4]; X_2 = [5 6; 7 8]; X ⊡ [1 0; 0 1]"
    code = convert(read(text, "X ∈ R^{2×2×2}"))
    value = run_code(code, {})
    assert value[:, :, 0].tolist() == [[1, 0], [0, 4]]
    assert value[:, :, 1].tolist() == [[5, 0], [0, 8]]


def test_repeated_indices_are_summed():
    code = convert(read("y_i = A_{ij} x_j", "A ∈ R^{m×n}; x ∈ R^n"))
    assert code.code == "y = A @ x"
    assert "summed over j" in code.warnings[0]


@pytest.mark.parametrize("left", ["bij", "jbi", "ijb"])
def test_indices_of_an_array_that_nobody_declares(left):
    """The letters b and j are no usual indices, but just what is free on the other side."""
    formula = read(f"Y_{{{left}}} = Σ_k X_{{bik}} Z_{{bkj}}", "X ∈ R^{N×I×K}; Z ∈ R^{N×K×J}")
    written = convert(formula).code
    assert written == ("Y = X @ Z" if left == "bij" else f'Y = np.einsum("bik,bkj->{left}", X, Z)')


@pytest.mark.parametrize("text", ["argmin_A ‖Y − A‖_F²", "∂y/∂A", "Y * A", "Y ⊛ A"])
def test_what_has_no_code(text):
    with pytest.raises(UnsupportedError):
        convert(read(text, "Y, A ∈ R^{2×2}; y ∈ R"))


def symbols_formula(names: list[str]) -> Formula:
    """Return the sum of vectors of these very names, however odd."""
    total = Symbol(names[0])
    for name in names[1:]:
        total = Binary(Op.ADD, total, Symbol(name))
    declared = Symbols([Declaration(name, (2,)) for name in names], styled=True)
    return Formula("hostile \\N \"\"\" '''", (Chain((total,)),), declared)


ODD = [
    "__import__",
    "lambda",
    "print",
    "np",
    "x′",
    "A^(r)",
    "Ŵ",
    "μ",
    "𝐱",
    "x",
    "a\nb",
    'q"""',
    "١",
]


def test_odd_names():
    formula = symbols_formula(ODD)
    arrays = {name: np.full(2, float(10**n)) for n, name in enumerate(ODD)}
    expected = sum(arrays.values())
    assert np.allclose(run_code(convert(formula), arrays), expected)
    assert np.allclose(run_code(convert(formula, function="f"), arrays), expected)


@given(st.lists(st.text(min_size=1, max_size=6), min_size=1, max_size=6, unique=True))
def test_identifiers_are_safe_and_distinct(names):
    found = identifiers(names)
    assert len(set(found.values())) == len(names)
    for identifier in found.values():
        assert identifier.isidentifier()
        assert not keyword.iskeyword(identifier)
        assert identifier not in dir(builtins)
        assert isinstance(ast.parse(identifier).body[0].value, ast.Name)


@given(st.lists(st.text(min_size=1, max_size=6), min_size=2, max_size=6, unique=True))
def test_identifiers_are_distinct_for_python_too(names):
    """Python folds identifiers to NFKC: two of ours must not become one there."""
    parsed = [ast.parse(name).body[0].value.id for name in identifiers(names).values()]
    assert len(set(parsed)) == len(names)


@pytest.mark.parametrize(
    ("formula", "declarations", "line"),
    [
        ("X_{:,1} = y", "X ∈ R^{n×m}; y ∈ R^n", "y = X[:, 0]"),
        ("X_{1,:} = z", "X ∈ R^{n×m}; z ∈ R^m", "z = X[0]"),
        ("x_{1:2} = y_{2:3}", "x, y ∈ R^n", "y[1:3]"),
    ],
)
def test_a_part_of_an_array_is_not_defined(formula, declarations, line):
    assert convert(read(formula, declarations), "numpy").code.splitlines()[-1] == line


def test_sizes_that_are_sums_of_fractions_are_rounded_once():
    code = convert(read("T_{ij} = t_{i-j+n}", "t ∈ R^{2n-1}; T ∈ R^{n×n}"), "numpy").code
    assert "(t.shape[0] + 1) // 2" in code
    assert "1 // 2" not in code.replace("1) // 2", "")

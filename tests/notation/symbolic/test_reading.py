"""What SymPy hands back is the same thing again."""

from __future__ import annotations

import pytest
import sympy
from hypothesis import given, settings
from hypothesis import strategies as st
from sympy import symbols
from sympy.tensor.array import expressions as arrays

from boxdot.grammar.errors import UnsupportedError
from boxdot.notation.checking import check
from boxdot.notation.inference import infer
from boxdot.notation.reading import read
from boxdot.notation.symbolic import from_sympy, to_sympy

n, m = symbols("n m", integer=True, positive=True)
a, b, i, j = symbols("a b i j")
X, Y = sympy.MatrixSymbol("X", n, m), sympy.MatrixSymbol("Y", n, m)
S, y = sympy.MatrixSymbol("S", n, n), sympy.MatrixSymbol("y", n, 1)
A, B = sympy.IndexedBase("A", shape=(n, m)), sympy.IndexedBase("B")

SAID = [
    (X - 3 * a * X, "−(3 a − 1) X"),
    (X - Y, "X − Y"),
    (sympy.HadamardProduct(X, Y), "X ⊙ Y"),
    (sympy.HadamardPower(X, -2), "𝟏_{n,m} ⊘ (X ⊙ X)"),
    (sympy.HadamardPower(y, sympy.Rational(1, 2)), "√y"),
    (sympy.DiagMatrix(y) * X, "diag(y) X"),
    (S.inv() * y, "S⁻¹ y"),
    (S**3, "S³"),
    (sympy.Trace(S) * X, "tr(S) X"),
    (sympy.Trace(y.T * y), "yᵀ y"),
    (sympy.Determinant(S) + 1, "det(S) + 1"),
    (sympy.KroneckerProduct(X, y), "X ⊗ y"),
    (sympy.OneMatrix(1, n) * X, "𝟏_nᵀ X"),
    (X + sympy.ZeroMatrix(n, m), "X"),
    (sympy.Identity(n) + S, "𝑰_n + S"),
    (sympy.BlockMatrix([[S, y], [y.T, sympy.Identity(1)]]), "[S, y; yᵀ, 𝑰_1]"),
    (sympy.Matrix([[1, 2], [3, a]]), "[1, 2; 3, a]"),
    (X.applyfunc(sympy.exp), "exp(X)"),
    (S[i, j], "S_{i+1,j+1}"),
    (y[0], "y_1"),
    (sympy.Sum(A[i, j] * B[j], (j, 1, m)), "Σ_{j=1}^{m} A_{ij} B_j"),
    (sympy.Sum(X[i, 0], (i, 0, n - 1)), "Σ_{i=1}^{n} X_{i,1}"),
    (sympy.Product(B[i], (i, 1, n)), "∏_{i=1}^{n} B_i"),
    (sympy.sqrt(a) / b - 3, "√a / b − 3"),
    (sympy.exp(a) * sympy.Max(a, b), "exp(a) max(a, b)"),
    (sympy.Function("f")(a, b), "f(a, b)"),
    (sympy.KroneckerDelta(i, j), "1_{i=j}"),
    (sympy.Eq(X, Y), "X = Y"),
    (sympy.And(sympy.Le(a, b), sympy.Le(b, a + 1)), "a ≤ b ≤ a + 1"),
]


@pytest.mark.parametrize(("found", "text"), SAID, ids=[text for _, text in SAID])
def test_said(found, text):
    formula = from_sympy(found)
    assert formula.text == text
    assert check(formula).verdict == "holds"


def test_sizes_are_arithmetic():
    formula = from_sympy(sympy.MatrixSymbol("Z", 2 * n + 1, n * m / 3))
    assert [str(size) for size in formula.symbols["Z"].shape] == ["2*n + 1", "m*n/3"]


def test_columns_are_vectors():
    assert from_sympy(S * y).symbols["y"].shape == ("n",)


@pytest.mark.parametrize(
    ("found", "message"),
    [
        (sympy.Adjoint(X), "Adjoint of SymPy"),
        (sympy.Integral(a, a), "Integral of SymPy"),
        (sympy.Sum(B[i], (i, 0, n - 1)), "count from 1"),
        (B[i] + 1, "the shape of B is not known"),
        (X * sympy.MatrixSymbol("X", m, n), "X has two shapes"),
        (sympy.And(sympy.Le(a, b), sympy.Le(i, j)), "no chain"),
        ("x + y", "no object of SymPy"),
    ],
)
def test_refused(found, message):
    with pytest.raises(UnsupportedError, match=message):
        from_sympy(found)


def test_value_survives(matrix_case, trials, agrees):
    """There and back again, the reference gives the same value."""
    case, known = trials(*matrix_case)
    if known.free:
        pytest.skip("free indices have no order in a matrix expression")
    back = from_sympy(to_sympy(case.formula, "matrix"))
    again, expected = case.of(back).matrix(), known.matrix()
    assert again.shape == expected.shape
    for place, value in expected.entries.items():
        assert agrees(sympy.sympify(again.entries[place]), value), (back.text, place)


def matrices():
    """Return expressions over square matrices in text, all of shape n×n."""
    leaves = st.sampled_from(["A", "B", "diag(x)", "x yᵀ", "𝑰_n", "𝟏_{n,n}"])

    def larger(inner):
        pairs = st.tuples(inner, st.sampled_from(["+", "−", "⊙", "", "⊡", "⊞"]), inner)
        return st.one_of(
            pairs.map(lambda p: f"({p[0]} {p[1]} {p[2]})"),
            inner.map(lambda p: f"({p})ᵀ"),
            inner.map(lambda p: f"(2 {p})"),
            inner.map(lambda p: f"({p} ⊡ x)"),
            inner.map(lambda p: f"(tr({p}) A)"),
        )

    return st.recursive(leaves, larger, max_leaves=5)


@settings(max_examples=60, deadline=None)
@given(matrices())
def test_round_trip(trial_class, text):
    case = trial_class(text, "A, B ∈ R^{n×n}; x, y ∈ R^n", {"n": 2})
    back = from_sympy(to_sympy(read(text, "A, B ∈ R^{n×n}; x, y ∈ R^n"), "matrix"))
    assert case.of(back).matrix().entries == case.matrix().entries


P, Q = arrays.ArraySymbol("P", (n, m, 3)), arrays.ArraySymbol("Q", (n, m))
ARRAYS = [
    (P, "P_{ijk}"),
    (arrays.ArrayAdd(Q, Q), "2 Q_{ij}"),
    (arrays.ArrayTensorProduct(Q, Q), "Q_{ij} Q_{kl}"),
    (
        arrays.ArrayContraction(arrays.ArrayTensorProduct(Q, Q), (0, 2)),
        "Σ_{k=1}^{n} Q_{ki} Q_{kj}",
    ),
    (arrays.ArrayDiagonal(arrays.ArrayTensorProduct(P, Q), (0, 3), (1, 4)), "P_{jki} Q_{jk}"),
    (arrays.PermuteDims(P, (2, 0, 1)), "P_{jki}"),
    (arrays.ArrayElementwiseApplyFunc(sympy.Lambda(a, sympy.exp(a)), Q), "exp(Q_{ij})"),
    (P[i, j, 0], "P_{i+1,j+1,1}"),
]


@pytest.mark.parametrize(("found", "text"), ARRAYS, ids=[text for _, text in ARRAYS])
def test_arrays_are_read_entry_by_entry(found, text):
    assert from_sympy(found).text == text


def test_unknown_functions_go_entry_by_entry():
    formula = from_sympy(X.applyfunc(sympy.Function("f")))
    assert formula.text == "f(X)"
    assert infer(formula).sides[0] == (("n", "m"),)

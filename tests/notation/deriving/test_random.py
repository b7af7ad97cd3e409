"""Gradients of random expressions over random shapes, singletons among them."""

from __future__ import annotations

import numpy as np
import pytest
import sympy
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from boxdot.grammar.errors import UnsupportedError
from boxdot.notation.deriving import derive
from boxdot.notation.deriving.rules.entrywise import SLOPES
from boxdot.notation.equality import prove
from boxdot.notation.expressions.formula import Formula
from boxdot.notation.expressions.nodes import Chain
from boxdot.notation.inference import infer
from boxdot.notation.reading import read
from boxdot.notation.symbolic import to_sympy
from boxdot.notation.symbolic.functions import ENTRYWISE
from boxdot.numeric.evaluating.evaluate import evaluate

LENGTHS = {"I": 2, "J": 3, "K": 2}
SIGNED = {"abs", "relu", "ReLU", "sin", "cos", "exp", "tanh", "σ"}
UNKNOWN_NAMES = {"Sigmoid", "sigm", "Tanh", "Softplus", "swish", "Swish"}
OPERATORS = ("⊡", "⊞", "⊟", "⧄")
FUNCTIONS = ("exp", "log", "sqrt", "tanh", "σ", "sin", "cos", "softplus", "cosh")
WRAPPINGS = ("{}", "{}", "𝒫_1({})", "𝒫_2({})", "𝒫_{{1,3}}({})", "({}) / 2", "3 ({})")


@st.composite
def tensors(draw, depth=3):
    """Element-wise expressions over A, B and C."""
    if depth == 0 or draw(st.integers(0, 4)) == 0:
        return draw(st.sampled_from("AABC"))
    inner = tensors(depth=depth - 1)
    if draw(st.booleans()):
        text = f"{draw(st.sampled_from(FUNCTIONS))}({draw(inner)})"
    else:
        text = f"({draw(inner)} {draw(st.sampled_from(OPERATORS))} {draw(inner)})"
    return draw(st.sampled_from(WRAPPINGS)).format(text)


def shapes(draw):
    """Shapes that broadcast: each axis is there or has length 1."""
    return ["×".join(draw(st.sampled_from((axis, "1"))) for axis in "IJK") for _ in "ABC"]


def value(node, formula, data, sizes):
    shown = Formula("", (Chain((node,)),), formula.symbols, sizes=sizes)
    with np.errstate(all="ignore"):
        return np.asarray(evaluate(shown, data), dtype=float)


def differences(formula, data, sizes, wrt="A", step=1e-6):
    body = formula.statements[0].sides[0]
    found = np.zeros(data[wrt].shape)
    for entry in np.ndindex(found.shape):
        moved = [np.array(data[wrt]), np.array(data[wrt])]
        moved[0][entry] += step
        moved[1][entry] -= step
        over, under = (value(body, formula, {**data, wrt: m}, sizes).item() for m in moved)
        found[entry] = (over - under) / (2 * step)
    return found


@settings(max_examples=80, deadline=None)
@given(data=st.data())
def test_finite_differences(data):
    text = data.draw(st.sampled_from(("sum({})", "‖{}‖_F²", "‖{}‖_F", "mean({})")))
    text = text.format(data.draw(tensors()))
    lengths = {n: data.draw(st.sampled_from((1, size))) for n, size in LENGTHS.items()}
    declared = [f"{n} ∈ R^{{{s}}}" for n, s in zip("ABC", shapes(data.draw), strict=True)]
    assume("A" in text)
    bound = lengths if data.draw(st.booleans()) else {}
    formula = read(text, declared, sizes=bound)
    rng = np.random.default_rng(data.draw(st.integers(0, 99)))
    arrays = {
        name: rng.uniform(0.5, 1.1, [lengths.get(n, n) for n in d.shape])
        for name, d in formula.symbols.items()
    }
    try:
        gradient = derive(formula, "A")
    except UnsupportedError as error:
        assume("power" not in str(error) and "fit only if" not in str(error))
        raise
    whole = value(formula.statements[0].sides[0], formula, arrays, lengths)
    assume(not gradient.condition or whole > 0.01)  # a norm has no gradient where it vanishes
    wanted = differences(formula, arrays, lengths)
    assume(np.isfinite(wanted).all() and np.abs(wanted).max() < 1e4)
    found = value(gradient.result, formula, arrays, lengths)
    np.testing.assert_allclose(found.reshape(wanted.shape), wanted, rtol=2e-3, atol=1e-4)


NOT_EVALUATED = set(
    "square reciprocal softsign cbrt cot sec csc coth logit erfc lg sgn asinh acosh atanh".split()
)
ABOVE_ONE = {"arccosh", "acosh"}


@pytest.mark.parametrize("function", sorted(SLOPES))
def test_slope(function):
    """Each row of the table of slopes, where the evaluator knows the function."""
    formula = read(f"sum({function}(A) ⊡ B)", "A ∈ R^{I×J}; B ∈ R^I")
    arrays = {
        "A": np.array([[0.3, 0.7, -0.2 if function in SIGNED else 0.45]] * 2),
        "B": np.array([2.0, -3.0]),
    }
    arrays["A"] += function in ABOVE_ONE
    result = derive(formula, "A").result
    try:
        found = value(result, formula, arrays, {"I": 2, "J": 3})
        wanted = differences(formula, arrays, {"I": 2, "J": 3})
    except UnsupportedError:
        assert function in NOT_EVALUATED | UNKNOWN_NAMES
        return
    np.testing.assert_allclose(found, wanted, rtol=1e-5, atol=1e-6)


@pytest.mark.parametrize("function", sorted(SLOPES.keys() & ENTRYWISE.keys() - {"floor", "ceil"}))
def test_slope_in_sympy(function):
    """Each row of the table, where SymPy knows the function and its derivative."""
    derivation = derive(read(f"{function}(x)", "x ∈ R"), "x")
    found = to_sympy(Formula("", (Chain((derivation.result,)),), derivation.symbols)).expression
    x = sympy.Symbol("x", real=True)
    at = {x: sympy.Rational(13, 10 if function in ABOVE_ONE else 40), sympy.Symbol("π"): sympy.pi}
    at[sympy.Symbol("π", real=True)] = sympy.pi
    wanted = sympy.diff(ENTRYWISE[function](x), x)
    assert abs(complex(sympy.N((found - wanted).subs(at)))) < 1e-12


@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_the_gradient_has_the_shape_of_the_unknown(data):
    text = f"sum({data.draw(tensors())})"
    assume("A" in text)
    declared = [f"{n} ∈ R^{{{s}}}" for n, s in zip("ABC", shapes(data.draw), strict=True)]
    formula = read(text, declared)
    assume(not str(infer(formula).condition))
    found = infer(Formula("", (Chain((derive(formula, "A").result,)),), formula.symbols))
    assert not found.errors
    (side,) = found.sides[0]
    declared_shape = formula.symbols["A"].shape
    assert [s for s in side if s != 1] == [s for s in declared_shape if s != 1]


SAME = [
    # expression, unknown, another way to write its gradient
    ("‖Y − A ⊡ Z‖_F²", "A", "−2 𝒫_3((Y − A ⊡ Z) ⊡ Z)"),
    ("‖Y − A ⊡ Z‖_F²", "A", "2 (A ⊡ 𝒫_3(Z ⊡ Z) − 𝒫_3(Y ⊡ Z))"),
    ("‖B x − b‖²", "x", "2 Bᵀ B x − 2 Bᵀ b"),
    ("tr(XᵀB)", "X", "B"),
    ("tr(S T S)", "S", "(S T + T S)ᵀ"),
    ("‖X − diag(b) B‖_F²", "b", "2 𝒫_2(b ⊡ B ⊡ B − X ⊡ B)"),
    ("‖B ⊡ b‖_F²", "B", "2 diag(b) diag(b) B"),
    ("log(Σ_j exp(x_j))", "x", "softmax(x)"),
    ("‖Y ×_1 G‖_F²", "Y", "2 Y ×_1 (Gᵀ G)"),
    ("‖Y ×_1 G‖_F²", "G", "2 G Y_(1) (Y_(1))ᵀ"),
]
DECLARED = (
    "Y ∈ R^{I×J×K}; A ∈ R^{I×J×1}; Z ∈ R^{1×J×K}; X, B ∈ R^{I×J}; S, T ∈ R^{n×n}; "
    "x ∈ R^J; b ∈ R^I; G ∈ R^{L×I}"
)


@pytest.mark.parametrize(("text", "wrt", "other"), SAME, ids=[c[2] for c in SAME])
def test_proved_equal(text, wrt, other):
    derivation = derive(read(text, DECLARED), wrt)
    assert prove(read(f"{derivation} = {other}", DECLARED)).verdict == "proved"


@pytest.mark.parametrize("other", ["2 𝒫_3((Y − A ⊡ Z) ⊡ Z)", "2 𝒫_2((A ⊡ Z − Y) ⊡ Z)"])
def test_what_is_wrong_is_not_proved(other):
    derivation = derive(read("‖Y − A ⊡ Z‖_F²", DECLARED), "A")
    assert prove(read(f"{derivation} = {other}", DECLARED)).verdict != "proved"

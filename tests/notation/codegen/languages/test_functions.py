"""What the functions of the targets refuse, and the data types that they keep."""

from __future__ import annotations

import subprocess
import sys

import numpy as np
import pytest
from agreement import draw
from targets import each_target, run, to_numpy

from boxdot.grammar.errors import UnsupportedError
from boxdot.notation.codegen import program as p
from boxdot.notation.codegen.convert import convert
from boxdot.notation.codegen.lowering import lower_formula
from boxdot.notation.inference import infer
from boxdot.notation.reading import read
from boxdot.numeric.evaluating import evaluate

MASK = read("Y = X ⊡ B", "X ∈ R^{H×W×3}; B ∈ R^{H×W}")


@each_target
@pytest.mark.parametrize(
    ("x", "b", "said"),
    [
        ((4, 5, 2), (4, 5), r"X must have the shape \(H, W, 3\)"),
        ((4, 5, 3), (5, 5), r"B must have the shape \(H, W\)"),
    ],
)
def test_shapes_are_checked(target, x, b, said):
    code = convert(MASK, target.name, function="mask")
    with pytest.raises(ValueError, match=said):
        run(target, code, {"X": np.ones(x), "B": np.ones(b)})


FLOATS = [
    ("X ⊡ y", "X ∈ R^{m×n}; y ∈ R^m"),
    ("X ⊡ k", "X ∈ R^{m×n}; k ∈ R"),
    ("tanh(X) ⧄ 𝒫_2(X)", "X ∈ R^{m×n}"),
    ("vec(X) − 𝟏", "X ∈ R^{m×n}"),
    ("X + 𝑰", "X ∈ R^{m×m}"),
    ("[X; X]", "X ∈ R^{m×m}"),
    ("X⁻¹", "X ∈ R^{m×m}"),
    ("X ⊞ [0.5; 1.5]", "X ∈ R^{2×2}"),
]


@each_target
@pytest.mark.parametrize(("text", "declared"), FLOATS, ids=[text for text, _ in FLOATS])
def test_single_precision_is_kept(target, text, declared):
    arrays = {"X": np.array([[1, 0.5], [0.25, 2]], np.float32)}
    arrays |= {name: np.ones(2, np.float32) for name in "y" if f"{name} ∈" in declared}
    arrays |= {name: np.array(0.5, np.float32) for name in "k" if f"{name} ∈" in declared}
    formula = read(text, declared)
    found = run(target, convert(formula, target.name, function="f"), arrays)
    # np.eye and np.array have double precision, as NumPy's users expect; so has a number
    # that is handed to a jitted function.
    makes = target.name == "numpy" and any(made in text for made in ("𝑰", "0.5"))
    is_handed = target.name == "numba" and "k" in arrays
    assert to_numpy(found).dtype == (np.float64 if makes or is_handed else np.float32)


@each_target
@pytest.mark.parametrize("text", ["A B", "A ⊡ b", "𝒫_1(A)", "A + 𝑰", "max(A)", "vec(A)"])
def test_whole_numbers_stay_whole(target, text):
    arrays = {"A": np.array([[1, 2], [3, 4]]), "B": np.array([[5, 6], [7, 8]]), "b": np.arange(2)}
    used = {name: array for name, array in arrays.items() if name in text}
    formula = read(text, "A, B ∈ R^{2×2}; b ∈ R^2")
    found = to_numpy(run(target, convert(formula, target.name, function="f"), used))
    expected = {
        "A B": [[19, 22], [43, 50]],
        "A ⊡ b": [[0, 0], [3, 4]],
        "𝒫_1(A)": [[4, 6]],
        "A + 𝑰": [[2, 2], [3, 5]],
        "max(A)": 4,
        "vec(A)": [1, 3, 2, 4],
    }[text]
    assert np.array_equal(found, expected)
    assert found.dtype.kind == "i" or (target.name, text) == ("numpy", "A + 𝑰")


@each_target
@pytest.mark.parametrize("text", ["A ⧄ b", "b ⧄ 2"])
def test_whole_numbers_divide_to_fractions(target, text):
    arrays = {"A": np.array([[1, 2], [3, 4]]), "b": np.array([3, 5])}
    used = {name: array for name, array in arrays.items() if name in text}
    formula = read(text, "A ∈ R^{2×2}; b ∈ R^2")
    code = convert(formula, target.name, function="f")
    if target.name == "array-api":  # the standard divides floating-point arrays only
        with pytest.raises(TypeError, match="floating-point"):
            run(target, code, used)
        return
    found = to_numpy(run(target, code, used))
    expected = arrays["A"] / arrays["b"][:, None] if "A" in text else arrays["b"] / 2
    assert found.dtype.kind == "f"
    assert np.allclose(found, expected)


@each_target
def test_complex_numbers(target):
    formula = read("conj(X) ⊡ y", "X ∈ R^{m×n}; y ∈ R^m")
    x, y = np.array([[1 + 2j, 3j], [2, 1 - 1j]]), np.array([1j, 2])
    found = to_numpy(run(target, convert(formula, target.name, function="f"), {"X": x, "y": y}))
    assert np.allclose(found, np.conj(x) * y[:, None])


@each_target
def test_division_by_zero_and_nan(target):
    formula = read("diag(x) ⊞ x ⧄ y", "x, y ∈ R^2")
    x, y = np.array([1.0, np.nan]), np.array([0.0, 1.0])
    with np.errstate(all="ignore"):
        found = run(target, convert(formula, target.name, function="f"), {"x": x, "y": y})
        expected = np.diag(x) + (x / y)[:, None]
    assert np.array_equal(to_numpy(found), expected, equal_nan=True)


JITTED = [
    ("Y = ((X ⊟ μ) ⧄ σ) ⊡ γ ⊞ β", "X ∈ R^{N×C×H×W}; μ, σ, γ, β ∈ R^{1×C}"),
    ("softmax(W x ⊞ b)", "W ∈ R^{m×n}; x ∈ R^n; b ∈ R^m"),
    ("y_i = Σ_k w_k x_{i+k-1}", "w ∈ R^p; x ∈ R^n; y ∈ R^{n-p+1}"),
    ("vec(A + 𝑰) ⊡ 𝟏", "A ∈ R^{n×n}"),
]


@pytest.mark.parametrize(("text", "declared"), JITTED, ids=[text for text, _ in JITTED])
def test_functions_of_jax_can_be_jitted(text, declared):
    jax = pytest.importorskip("jax")
    formula = read(text, declared)
    arrays = draw(formula, {"N": 2, "C": 3, "H": 4, "W": 5, "m": 2, "n": 4, "p": 3})
    used = [load.name for load in lower_formula(formula, infer(formula)).inputs]
    code = convert(formula, "jax", function="f")
    namespace: dict = {}
    exec("\n".join([*code.imports, code.code]), namespace)
    found = jax.jit(namespace["f"])(*(arrays[name] for name in used))
    assert np.allclose(found, evaluate(formula, arrays), rtol=1e-5)


def test_the_standard_has_no_error_function():
    with pytest.raises(UnsupportedError, match="no error function"):
        convert(read("gelu(x)", "x ∈ R^n"), "array-api")


def test_numba_refuses_sizes_that_do_not_broadcast():
    pytest.importorskip("numba")
    code = convert(read("A ⊡ B", "A ∈ R^{I}; B ∈ R^{J}"), "numba").code
    assert 'raise ValueError("the sizes' in code


REFUSED = {("torch", "imag"), *(("array-api", name) for name in ("erf", "imag", "real"))}
"""What the libraries have for complex numbers only, or not at all."""


@each_target
def test_every_function_of_entries(target):
    for name in sorted(p.UNARY - {"negative"}):
        x = np.array([0.25, 0.5, 0.75]) + (name == "arccosh")
        formula = read(f"{name}(x)", "x ∈ R^3")
        if (target.name, name) in REFUSED:
            continue
        code = convert(formula, target.name, function="f")
        found = to_numpy(run(target, code, {"x": x}))
        assert np.allclose(found, evaluate(formula, {"x": x}), rtol=1e-12), (name, code.code)


LONG = read(
    "Y = tanh(W X ⊞ b) ⊡ k; ‖Y‖_F² + ‖W X‖_F² + 𝟏ᵀ Y 𝟏",
    "W ∈ R^{m×n}; X ∈ R^{n×p}; b ∈ R^m; k ∈ R",
)


@each_target
def test_long_lines_are_broken_as_ruff_breaks_them(target):
    pytest.importorskip("ruff", reason="ruff is not installed")
    code = convert(LONG, target.name, function="loss").code + "\n"
    command = [sys.executable, "-m", "ruff", "format", "--isolated", "-"]
    done = subprocess.run(command, input=code.encode(), capture_output=True, check=True)
    assert done.stdout.decode() == code

"""Kernels agree with the interpreter: random formulas, data types, strides, empty axes."""

from __future__ import annotations

import warnings

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from random_formulas import formulas

from boxdot.notation.reading import read
from boxdot.numeric.compiling import Compiled, launching
from boxdot.numeric.evaluating import evaluate

pytest.importorskip("numba")

KINDS = ("f4", "f8", "c8", "c16", "i4", "i8", "u1", "b1")
WAYS = ("every second", "backwards", "Fortran", "read-only")


def drawn(shape, kind, way, seed=0):
    """Return an array of a data type that stands in memory in some way."""
    rng = np.random.default_rng(seed)
    large = tuple(2 * length for length in shape)
    array = rng.uniform(-2, 2, large) * (3 if kind[0] in "iu" else 1)
    if kind[0] == "c":
        array = array + 1j * rng.uniform(-2, 2, large)
    array = array > 0 if kind == "b1" else (abs(array) if kind[0] == "u" else array).astype(kind)
    small = tuple(slice(0, length) for length in shape)
    match way:
        case "every second":
            return array[tuple(slice(None, None, 2) for _ in shape)]
        case "backwards":
            return array[tuple(slice(None, None, -2) for _ in shape)]
        case "Fortran":
            return np.asfortranarray(array[small])
    array = array[small].copy()
    array.setflags(write=False)
    return array


def outcome(function):
    """Return the value, or the kind of error that there is instead."""
    with warnings.catch_warnings(), np.errstate(all="ignore"):
        warnings.simplefilter("ignore")
        try:
            return function()
        except Exception as error:  # both sides must fail in the same way
            return type(error)


def assert_same(found, wanted):
    if isinstance(wanted, type):
        assert found is wanted
        return
    assert (found.dtype, found.shape) == (wanted.dtype, wanted.shape)
    single = wanted.dtype in (np.float32, np.complex64)
    tolerance = 2e-4 if single else 1e-10
    largest = 1.0
    if wanted.dtype != bool:
        largest = float(np.max(np.abs(wanted[np.isfinite(wanted)]), initial=0))
    np.testing.assert_allclose(found, wanted, rtol=tolerance, atol=tolerance * largest)


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(formulas(), st.sampled_from(KINDS), st.sampled_from(WAYS), st.integers(0, 999))
def test_random_formulas(source, kind, way, seed):
    text, declarations = source
    formula = read(text, declarations)
    arrays = {
        name: drawn(declaration.shape, kind, way, seed)
        for name, declaration in formula.symbols.items()
    }
    wanted = outcome(lambda: evaluate(formula, arrays))
    assert_same(outcome(lambda: Compiled(formula)(arrays)), wanted)


def scattered(array, rng):
    """Return the array with its axes in memory in some order, some of them reversed or strided."""
    if array.ndim == 0:
        return array
    order = rng.permutation(array.ndim)
    steps = [int(rng.choice([1, 1, -1, 2])) for _ in order]
    sizes = [abs(step) * array.shape[axis] for step, axis in zip(steps, order, strict=True)]
    memory = np.zeros(sizes, array.dtype)[tuple(slice(None, None, step) for step in steps)]
    found = memory.transpose(np.argsort(order))
    found[...] = array
    return found


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(formulas(), st.sampled_from(["f8", "c16", "i8"]), st.integers(0, 999))
def test_random_formulas_by_threads_into_any_layout(source, kind, seed):
    formula, rng = read(*source), np.random.default_rng(seed)
    arrays = {
        name: scattered((9 * rng.standard_normal(declaration.shape)).astype(kind), rng)
        for name, declaration in formula.symbols.items()
    }
    wanted = outcome(lambda: evaluate(formula, arrays))
    if isinstance(wanted, type):
        return
    out = scattered(np.zeros(wanted.shape, wanted.dtype), rng)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(launching, "ALONE", 1)
        patch.setenv("BOXDOT_NUM_THREADS", "3")
        f = Compiled(formula)
        for _ in range(2):  # the second call finds its plan at once
            assert_same(outcome(lambda: f(arrays, out=out)), wanted)
            assert_same(np.asarray(out), wanted)


NORMALISATION = ("((X ⊟ μ) ⧄ σ) ⊡ γ ⊞ β", "X ∈ R^{N×C×H×W}; μ, σ, γ, β ∈ R^{1×C}")
CASES = {
    "normalisation": NORMALISATION,
    "own statistics": (
        "(X ⊟ mean_{1,3,4}(X)) ⧄ sqrt(var_{1,3,4}(X) ⊞ 1)",
        "X ∈ R^{N×C×H×W}",
    ),
    "layer": ("(X ⊟ mean_3(X)) ⧄ sqrt(var_3(X) ⊞ 1)", "X ∈ R^{N×C×H×W}"),
    "blending": ("X ⊡ A + Y ⊡ (𝟏 − A)", "X, Y ∈ R^{H×W×3}; A ∈ R^{H×W}"),
    "softmax": ("softmax(X)", "X ∈ R^{N×C}"),
    "softmax of columns": ("softmax_1(X)", "X ∈ R^{N×C}"),
    "distances": ("𝒫_3((X ⊟ Y) ⊡ (X ⊟ Y))", "X ∈ R^{N×1×D}; Y ∈ R^{1×C×D}"),
    "least squares": ("𝒫_3(Y ⊡ Z) ⧄ 𝒫_3(Z ⊡ Z)", "Y ∈ R^{N×C×D}; Z ∈ R^{1×C×D}"),
    "sum over rows": ("𝒫_1(X)", "X ∈ R^{N×C×H}"),
    "sum in the middle": ("𝒫_2(X)", "X ∈ R^{N×C×H}"),
    "sum outside and inside": ("𝒫_{1,3}(X)", "X ∈ R^{N×C×H}"),
    "everything": ("sum(X ⊡ X) + max(X) − min(X)", "X ∈ R^{N×C}"),
    "largest": ("max(X) ⊟ X", "X ∈ R^{N×C}"),
    "product": ("prod(X)", "X ∈ R^{4×C}"),
    "norm": ("X / ‖X‖_F", "X ∈ R^{N×C}"),
    "both ways": ("X Xᵀ + Xᵀ ⊙ X", "X ∈ R^{N×N}"),
    "matrix product": ("softmax(A B) ⊞ c", "A ∈ R^{N×C}; B ∈ R^{C×D}; c ∈ R^N"),
    "disguised matrix product": ("𝒫_3(Y ⊡ Z)", "Y ∈ R^{N×1×D}; Z ∈ R^{1×C×D}"),
    "indices": ("Σ_k Y_{ijk} Z_{jk}", "Y ∈ R^{N×C×D}; Z ∈ R^{C×D}"),
    "sigmoid": ("sigmoid(X) ⊡ tanh(X)", "X ∈ R^{N×C}"),
}


@pytest.mark.parametrize("kind", ["f4", "f8"])
@pytest.mark.parametrize("name", CASES)
@pytest.mark.parametrize(
    "lengths",
    [
        {"N": 7, "C": 5, "H": 3, "W": 4, "D": 6},
        {"N": 300, "C": 40, "H": 17, "W": 3, "D": 30},
        {"N": 1, "C": 9, "H": 1, "W": 2, "D": 1},
    ],
)
def test_cases(name, kind, lengths):
    text, declarations = CASES[name]
    formula = read(text, declarations)
    arrays = arrays_for(formula, lengths, kind)
    assert_same(Compiled(formula)(arrays), outcome(lambda: evaluate(formula, arrays)))


def arrays_for(formula, lengths, kind):
    rng = np.random.default_rng(1)
    return {
        name: rng.uniform(0.5, 2, [lengths.get(size, size) for size in declared.shape]).astype(kind)
        for name, declared in formula.symbols.items()
    }


@pytest.mark.parametrize("name", ["normalisation", "softmax", "sum over rows", "blending", "norm"])
@pytest.mark.parametrize("empty", ["N", "H"])
def test_empty_axes(name, empty):
    formula = read(*CASES[name])
    lengths = {"N": 3, "C": 4, "H": 2, "W": 2} | {empty: 0}
    arrays = arrays_for(formula, lengths, "f8")
    wanted = outcome(lambda: evaluate(formula, arrays))
    if not isinstance(wanted, type):
        assert_same(outcome(lambda: Compiled(formula)(arrays)), wanted)


def test_columns_in_tiles_and_rows_in_threads():
    formula = read("𝒫_1(X)", "X ∈ R^{N×C}")
    rng = np.random.default_rng(2)
    for shape in ((50, 3000), (5000, 30), (3, 70000), (70000, 3), (200, 1025)):
        array = rng.standard_normal(shape)
        assert_same(Compiled(formula)(X=array), evaluate(formula, {"X": array}))


def test_no_result_is_a_view_of_an_argument():
    x = np.ones((2, 3))
    result = Compiled(read("Xᵀ", "X ∈ R^{2×3}"))(X=x)
    assert not np.may_share_memory(result, x)

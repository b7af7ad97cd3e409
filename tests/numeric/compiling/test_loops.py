"""Loops chosen for speed give the numbers that others give: packed factors, slices, old memory."""

from __future__ import annotations

import numpy as np
import pytest

from boxdot.notation.reading import read
from boxdot.numeric.compiling import Compiled, ZeroDenominatorWarning, reusing
from boxdot.numeric.evaluating import evaluate

pytest.importorskip("numba")

DISTANCES = "Σ_k (X_{ik} − Y_{jk})²"


def factors(rows, terms, columns=100):
    rng = np.random.default_rng(0)
    return {"X": rng.standard_normal((rows, terms)), "Y": rng.standard_normal((columns, terms))}


def stages(compiled):
    (runner,) = compiled._runners.values()
    return [type(stage).__name__ for stage in runner.plan.stages]


@pytest.mark.parametrize("terms", [2, 3, 8, 16])
def test_packed_factors(terms):
    formula = read(DISTANCES, "X ∈ R^{N×D}; Y ∈ R^{M×D}")
    arrays, f = factors(130, terms), Compiled(formula)
    np.testing.assert_allclose(f(arrays), evaluate(formula, arrays), rtol=1e-14)
    assert stages(f) == ["CopyStage", "KernelStage"]


def test_factors_are_not_packed_where_the_copy_would_cost():
    f = Compiled(read(DISTANCES, "X ∈ R^{N×D}; Y ∈ R^{M×D}"))
    f(factors(12, 8))
    assert stages(f) == ["KernelStage"]


@pytest.mark.parametrize("arrange", [np.asfortranarray, lambda a: a[::-1, ::-1], lambda a: a[::2]])
def test_packed_factors_in_any_layout(arrange):
    formula = read(DISTANCES, "X ∈ R^{N×D}; Y ∈ R^{M×D}")
    arrays = {name: arrange(array) for name, array in factors(300, 4, 200).items()}
    arrays["Y"].flags.writeable = False
    found = Compiled(formula)(arrays)
    np.testing.assert_allclose(found, evaluate(formula, arrays), rtol=1e-14)


def test_nan_and_zeros_in_packed_factors():
    formula = read("Σ_k X_{ik} / Y_{jk}", "X ∈ R^{N×D}; Y ∈ R^{M×D}")
    arrays = factors(130, 3)
    arrays["X"][4, 1], arrays["Y"][7, 0] = np.nan, 0
    with pytest.warns(ZeroDenominatorWarning, match="Y is 0"):
        found = Compiled(formula)(arrays)
    wanted = (arrays["X"][:, None] / np.where(arrays["Y"], arrays["Y"], np.inf)).sum(axis=2)
    assert np.isnan(found[4]).all()
    assert np.isinf(np.delete(found[:, 7], 4)).all()
    rest = np.arange(100) != 7
    np.testing.assert_allclose(found[:, rest], wanted[:, rest], rtol=1e-12)


@pytest.mark.parametrize("kind", ["f4", "f8"])
@pytest.mark.parametrize("shape", [(3, 9, 10, 10), (20, 12, 8, 8), (2, 8, 300, 2)])
def test_statistics_of_slices(shape, kind):
    formula = read("(X ⊟ mean_{1,3,4}(X)) ⧄ sqrt(var_{1,3,4}(X) ⊞ 1)", "X ∈ R^{N×C×H×W}")
    array = (np.random.default_rng(1).standard_normal(shape) + 5).astype(kind)
    f = Compiled(formula)
    mean = array.mean(axis=(0, 2, 3), keepdims=True, dtype="f8")
    wanted = (array - mean) / np.sqrt(array.var(axis=(0, 2, 3), keepdims=True, dtype="f8") + 1)
    np.testing.assert_allclose(f(X=array), wanted, rtol=1e-12 if kind == "f8" else 1e-4, atol=1e-6)
    assert stages(f) == ["KernelStage"]


def test_a_maximum_is_made_once():
    source = Compiled(read("softmax(X)", "X ∈ R^{N×C}")).source
    assert source.count("float_maximum") == 1


@pytest.mark.skipif(not reusing.POSSIBLE, reason="the system cannot take back what is kept")
def test_memory_of_a_result_serves_the_next_one():
    f, x = Compiled(read("X ⊞ 1", "X ∈ R^N")), np.ones(2**20)
    reusing.forget()
    first = f(X=x)
    where = first.ctypes.data
    view = first[5:]
    del first
    second = f(X=x)
    assert second.ctypes.data != where  # a view still needs it
    assert not np.may_share_memory(second, view)
    del view
    third = f(X=2 * x)
    assert third.ctypes.data == where
    np.testing.assert_array_equal(third, 3.0)
    np.testing.assert_array_equal(second, 2.0)
    reusing.forget()


def test_small_results_have_memory_of_their_own():
    assert reusing.empty((10, 10), np.dtype("f8")).base is None
    large = reusing.empty((1000, 1001), np.dtype("f8"))
    assert large.shape == (1000, 1001)
    assert large.flags.c_contiguous
    assert large.flags.writeable

"""What a compiled formula promises: shapes, out=, zeros, other libraries, kernels kept on disk."""

from __future__ import annotations

import os
import subprocess
import sys

import numpy as np
import pytest

import boxdot
from boxdot.numeric.compiling import storing

pytest.importorskip("numba")

NORMALISE = boxdot.parse("((X ⊟ μ) ⧄ σ) ⊡ γ ⊞ β", "X ∈ R^{N×C×H}; μ, σ, γ, β ∈ R^{1×C}")


def normalisation():
    rng = np.random.default_rng(0)
    small = {name: rng.uniform(1, 2, (1, 3)).astype("f4") for name in "μσγβ"}
    return {"X": rng.standard_normal((4, 3, 5)).astype("f4"), **small}


def test_what_it_says_of_itself():
    f = boxdot.compile(NORMALISE)
    assert f.shape == ("N", "C", "H")
    assert f.backend == "numba"
    assert f.source.count("def kernel") == 1


def test_one_loop_nest_without_temporaries():
    f = boxdot.compile("softmax(X)", "X ∈ R^{N×C}")
    assert f.source.count("def kernel") == 1
    assert f.source.count("exp_f8") == 1


def test_out():
    f, arrays = boxdot.compile(NORMALISE), normalisation()
    out = np.empty((4, 3, 5), "f4")
    assert f(arrays, out=out) is out
    np.testing.assert_array_equal(out, f(arrays))


def test_out_that_is_an_argument():
    f = boxdot.compile("X + Xᵀ", "X ∈ R^{N×N}")
    x = np.arange(9.0).reshape(3, 3)
    wanted = x + x.T
    assert f(X=x, out=x) is x
    np.testing.assert_array_equal(x, wanted)


def test_out_with_strides():
    f, arrays = boxdot.compile(NORMALISE), normalisation()
    out = np.zeros((5, 3, 8), "f4").T[::2]
    np.testing.assert_array_equal(f(arrays, out=out), f(arrays))


@pytest.mark.parametrize(
    ("out", "message"),
    [(np.empty(3), "out has the shape"), (np.empty((4, 3, 5), "i4"), "out is int32")],
)
def test_out_that_does_not_fit(out, message):
    with pytest.raises(boxdot.DataError, match=message):
        boxdot.compile(NORMALISE)(normalisation(), out=out)


def test_clash_of_shapes():
    with pytest.raises(boxdot.DataError) as found:
        boxdot.compile(NORMALISE)({**normalisation(), "σ": np.ones((1, 4), "f4")})
    assert "σ is declared 1×C, but has the shape (1, 4): axis 2" in str(found.value)
    assert "C=3" in str(found.value)


def test_unbound_size():
    with pytest.raises(boxdot.DataError, match="the size N is not known"):
        boxdot.compile("𝟏_N ⊡ x", "x ∈ R")(x=1.0)


def test_too_large():
    f = boxdot.compile("x yᵀ", "x ∈ R^I; y ∈ R^J")
    with pytest.raises(boxdot.DataError, match="would take"):
        f(x=np.ones(10**7), y=np.ones(10**7))


def test_division_by_zero_names_the_divisor():
    arrays = {**normalisation(), "σ": np.array([[1, 0, 2]], "f4")}
    with pytest.warns(boxdot.ZeroDenominatorWarning, match="σ is 0"):
        result = boxdot.compile(NORMALISE)(arrays)
    assert not np.isfinite(result[:, 1]).any()
    with pytest.raises(boxdot.DataError, match="σ is 0"):
        boxdot.compile(NORMALISE, strict=True)(arrays)


def test_nan_passes_through():
    arrays = normalisation()
    arrays["X"][1, 2, 3] = np.nan
    assert np.isnan(boxdot.compile(NORMALISE)(arrays)).sum() == 1
    x = np.array([1.0, np.nan, 3.0])
    assert np.isnan(boxdot.compile("max(x)", "x ∈ R^N")(x=x))


def test_without_numba(monkeypatch):
    from boxdot.numeric.compiling import compiled

    monkeypatch.setattr(compiled, "find_spec", lambda name: None)
    f = boxdot.compile(NORMALISE)
    assert f.backend == "numpy"
    arrays = normalisation()
    np.testing.assert_array_equal(f(arrays), boxdot.evaluate(NORMALISE, arrays))
    out = np.empty((4, 3, 5), "f4")
    assert f(arrays, out=out) is out


@pytest.mark.parametrize("module", ["torch", "jax.numpy", "array_api_strict", "dask.array"])
def test_other_libraries(module):
    library = pytest.importorskip(module)
    arrays = normalisation()
    for function in (boxdot.compile(NORMALISE), lambda a: boxdot.evaluate(NORMALISE, a)):
        result = function({name: library.asarray(array) for name, array in arrays.items()})
        assert type(result) is type(library.asarray(arrays["X"]))
        np.testing.assert_allclose(
            np.asarray(result), boxdot.evaluate(NORMALISE, arrays), rtol=1e-6
        )


def test_libraries_do_not_mix():
    torch, xp = pytest.importorskip("torch"), pytest.importorskip("array_api_strict")
    arrays = normalisation()
    arrays |= {"X": torch.asarray(arrays["X"]), "μ": xp.asarray(arrays["μ"])}
    with pytest.raises(boxdot.DataError, match="several libraries"):
        boxdot.compile(NORMALISE)(arrays)


def test_tensors_are_written_into():
    torch = pytest.importorskip("torch")
    arrays = {name: torch.asarray(array) for name, array in normalisation().items()}
    out = torch.empty((4, 3, 5))
    assert boxdot.compile(NORMALISE)(arrays, out=out) is out
    assert torch.equal(out, boxdot.compile(NORMALISE)(arrays))


def test_dask_stays_lazy_and_refuses_what_it_cannot():
    da = pytest.importorskip("dask.array")
    x = da.ones((10**6, 10**6), chunks=10**4)
    assert boxdot.compile("𝒫_2(X ⊡ X)", "X ∈ R^{I×J}")(X=x).shape == (10**6, 1)
    with pytest.raises(boxdot.UnsupportedError, match="block by block"):
        boxdot.compile("det(X)", "X ∈ R^{I×I}")(X=x)


def run_in(folder, **environment):
    code = "import boxdot, numpy as np; print(boxdot.compile('x ⊡ x', 'x ∈ R^N')(x=np.ones(3)))"
    environment = {**os.environ, "BOXDOT_KERNELS": str(folder), **environment}
    run = subprocess.run(
        [sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True
    )
    assert run.stdout == "[1. 1. 1.]\n"


def test_kernels_are_kept(tmp_path):
    run_in(tmp_path / "kernels")
    kept = sorted(path.name for path in (tmp_path / "kernels").rglob("*.nb?"))
    assert kept
    assert (tmp_path / "kernels").stat().st_mode & 0o077 == 0
    run_in(tmp_path / "kernels")
    assert kept == sorted(path.name for path in (tmp_path / "kernels").rglob("*.nb?"))


def test_a_folder_that_others_can_write_is_not_used(tmp_path):
    (tmp_path / "open").mkdir()
    (tmp_path / "open").chmod(0o777)
    run_in(tmp_path / "open")
    assert list((tmp_path / "open").iterdir()) == []


def test_a_folder_that_cannot_be_made_is_no_error(tmp_path):
    (tmp_path / "file").write_text("")
    run_in(tmp_path / "file" / "kernels")


def test_a_changed_kernel_is_written_anew(tmp_path, monkeypatch):
    text = storing.text_of([], ["return np.int64(7)"], cached=False)
    monkeypatch.setattr(storing, "folder", lambda: tmp_path)
    assert storing.load(text)(0, 0, 0) == 7
    (path,) = tmp_path.glob("*.py")
    path.write_text(text.replace("7", "8"))
    storing.load.cache_clear()
    assert storing.load(text)(0, 0, 0) == 7


def test_no_text_of_the_user_is_in_a_kernel():
    f = boxdot.compile("Evil ⊡ payload", "Evil, payload ∈ R^Q")
    assert not {"Evil", "payload", "Q"} & set(f.source.replace(",", " ").split())


@pytest.mark.parametrize("kind", ["u1", "i1", "i2", "b1", "f4"])
def test_norms_of_small_numbers_do_not_wrap_around(kind):
    x = np.full(40, 100).astype(kind)
    found = boxdot.compile("‖x‖_F", "x ∈ R^N")(x=x)
    np.testing.assert_allclose(found, np.linalg.norm(x.astype(float)), rtol=1e-6)


def test_half_precision_is_left_to_numpy():
    x = np.linspace(0, 60000, 50).astype(np.float16)
    found = boxdot.compile("mean(x)", "x ∈ R^N")(x=x)
    assert (found.dtype, found) == (np.float16, x.mean())


def test_computed_subscripts():
    f = boxdot.compile("H_{ij} = t_{i+j-1}", "t ∈ R^5; H ∈ R^{3×3}")
    np.testing.assert_array_equal(f(t=np.arange(5.0)), np.add.outer(np.arange(3), np.arange(3)))


def test_a_tensor_that_wants_a_gradient_is_refused():
    torch = pytest.importorskip("torch")
    f, x = boxdot.compile("x ⊞ 1", "x ∈ R^N"), torch.ones(3, requires_grad=True)
    with pytest.raises(boxdot.DataError, match="x wants a gradient"):
        f(x=x)
    with torch.no_grad():
        assert f(x=x).tolist() == [2, 2, 2]


def test_lengths_that_dask_does_not_know_are_refused():
    da = pytest.importorskip("dask.array")
    x = da.from_array(np.arange(10.0), chunks=5)
    with pytest.raises(boxdot.DataError, match="lengths of x"):
        boxdot.compile("x ⊞ 1", "x ∈ R^N")(x=x[x > 3])
    assert float(boxdot.compile("mean(x)", "x ∈ R^N")(x=x).compute()) == 4.5

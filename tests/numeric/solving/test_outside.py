"""Formulas on data that are not in memory: the same numbers, and the data are never kept."""

from __future__ import annotations

import tracemalloc

import numpy as np
import pytest

import boxdot
from boxdot.numeric import slabs
from boxdot.numeric.decomposition import large
from boxdot.numeric.leastsquares import passes
from boxdot.numeric.solving import lazily, outside

RNG = np.random.default_rng(7)
I, J, K = 6, 7, 8  # noqa: E741
SHAPES = (
    "Y, X, M, E ∈ R^{I×J×K}; A ∈ R^{I×J×1}; B ∈ R^{I×1×K}; C, Z ∈ R^{1×J×K}; V ∈ R^{K×J}; "
    "W, G ∈ R^{1×1×K}; b ∈ R^J; a ∈ R^K"
)
HELD = {
    "Z": RNG.normal(size=(1, J, K)),
    "a": RNG.normal(size=K),
    "G": np.arange(K).reshape(1, 1, K) % 3 > 0,
}
OUTSIDE = {
    "Y": RNG.random((I, J, K)) + 0.5,
    "X": RNG.integers(-5, 5, (I, J, K)),
    "M": RNG.random((I, J, K)),
    "E": (RNG.random((I, J, K)) < 0.8).astype(np.uint8),
    "V": RNG.normal(size=(K, J)),
    "W": RNG.random((1, 1, K)) + 0.5,
}


class Slices:
    """What is in a file (HDF5, Zarr): a shape, a type, and slices; it notes the largest."""

    def __init__(self, array):
        self.array, self.shape, self.dtype, self.most = array, array.shape, array.dtype, 0

    def __getitem__(self, where):
        assert len(where) == len(self.shape)
        assert all(type(part) is slice for part in where)
        part = self.array[where]
        self.most = max(self.most, part.nbytes)
        return part


def as_map(array, folder):
    path = folder / f"{len(list(folder.iterdir()))}.npy"
    np.save(path, array)
    return np.lib.format.open_memmap(path, mode="r")


def as_dask(array, folder):
    da = pytest.importorskip("dask.array")
    return da.from_array(array, chunks=tuple(max(1, n // 2) for n in array.shape))


def as_slices(array, folder):
    return Slices(array)


wraps = pytest.mark.parametrize("wrap", [as_map, as_dask, as_slices])


@pytest.fixture(autouse=True)
def nothing_is_small(monkeypatch):
    monkeypatch.setattr(outside, "SMALL", 1)


def moved(wrap, folder, **changes):
    """Return the data with all that may be outside there."""
    arrays = {**OUTSIDE, **changes}
    return {**HELD, **{name: wrap(array, folder) for name, array in arrays.items()}}


def same(found, wanted, rtol=1e-9):
    assert list(found) == list(wanted)
    for name, array in wanted.items():
        assert type(found[name]) is np.ndarray
        np.testing.assert_allclose(found[name], array, rtol=rtol, atol=1e-12)
    np.testing.assert_allclose(found.error, wanted.error, rtol=1e-7)
    np.testing.assert_allclose(found.norm, wanted.norm, rtol=1e-12)


LINEAR = [
    "min_A ‖Y − A ⊡ Z‖_F²",
    "min_A ‖A ⊡ Z + Y‖_F²",
    "min_A ‖X − A ⊡ Z‖_F²",  # whole numbers
    "min_A ‖M ⊙ (Y − A ⊡ Z)‖²",
    "min_A ‖Y − (X − A ⊡ Z)‖²",  # two tensors are fitted together
    "min_A ‖W ⊟ A ⊡ Y‖²",  # what is fitted is stretched
    "min_A ‖2 Y − X − A ⊡ Z‖²",  # an expression
    "log(Y) ≈ A ⊡ Z",
    "Y ⊡ M ≈ A ⊡ Z",
    "min_A ‖sqrt(M) ⊙ (Y − A ⊡ Z)‖²",
    "min_b ‖V − a bᵀ‖²",
    "min_b ‖Vᵀ − b aᵀ‖²",  # transposed axes
]


@wraps
@pytest.mark.parametrize("text", LINEAR)
def test_least_squares(text, wrap, tmp_path):
    data = moved(wrap, tmp_path)
    same(boxdot.solve(text, data, SHAPES), boxdot.solve(text, {**HELD, **OUTSIDE}, SHAPES))


@wraps
@pytest.mark.parametrize(
    "options",
    [
        {"mask": "E"},
        {"weights": "M"},
        {"mask": "E", "weights": "M"},
        {"mask": "G"},
        {"weights": "W"},
    ],
    ids=str,
)
@pytest.mark.parametrize("text", ["Y ≈ A ⊡ Z", "min_A ‖M ⊙ (Y − A ⊡ Z)‖²"])
def test_masks_and_weights(text, wrap, options, tmp_path):
    holes = np.where(RNG.random((I, J, K)) < 0.2, np.nan, OUTSIDE["Y"])
    data = moved(wrap, tmp_path, Y=holes)
    wanted = boxdot.solve(text, {**HELD, **OUTSIDE, "Y": holes}, SHAPES, **options)
    same(boxdot.solve(text, data, SHAPES, **options), wanted)
    in_memory = {**data, "Y": holes}  # only what stands beside is outside
    same(boxdot.solve(text, in_memory, SHAPES, **options), wanted)


STARTS = {
    "A": RNG.random((I, J, 1)) + 0.1,
    "B": RNG.random((I, 1, K)) + 0.1,
    "C": RNG.random((1, J, K)) + 0.1,
    "a": RNG.random(K),
    "b": RNG.random(J),
}


@wraps
@pytest.mark.filterwarnings("ignore::boxdot.numeric.DecompositionWarning")
@pytest.mark.parametrize(
    ("text", "options"),
    [
        ("Y ≈ A ⊡ B ⊡ C", {}),
        ("Y ≈ A ⊡ B ⊡ C", {"mask": "E"}),
        ("Y ≈ A ⊡ B ⊡ C", {"mask": "G", "weights": "E"}),
        ("min_{A,B} ‖Y − A ⊡ B ⊡ Z‖²", {"mask": "E", "weights": "E"}),
        ("min_{A,B,C} ‖Y + A ⊡ B ⊡ C‖²", {}),
        ("Y − X ≈ A ⊡ B ⊡ C", {}),
        ("Vᵀ ≈ b aᵀ", {}),
    ],
)
def test_decompositions(text, options, wrap, tmp_path):
    holes = np.where(RNG.random((I, J, K)) < 0.1, np.nan, OUTSIDE["Y"])
    names = {"Y", "X", "E", "V", "G"} | ({"Z"} if "Z" in text else set())
    arrays = {**HELD, **OUTSIDE, "Y": holes}
    data = moved(wrap, tmp_path, Y=holes)
    sweeps = {"init": STARTS, "max_iterations": 4, "algorithm": "hals", "tolerance": 0}
    wanted, found = (
        boxdot.decompose(text, {n: a[n] for n in names}, SHAPES, **options, **sweeps)
        for a in (arrays, data)
    )
    same(found, wanted, rtol=1e-6)
    np.testing.assert_allclose(found.errors, wanted.errors, rtol=1e-7)


@wraps
def test_leading_axes_of_the_other_convention(wrap, tmp_path):
    formula = boxdot.parse("min_A ‖Y − A ⊡ V‖²", "Y ∈ R^{1×K×J}; A ∈ R^{K×1}; V ∈ R^{K×J}",
                           convention="C")  # fmt: skip
    mask = RNG.random(J) < 0.7
    arrays = {"Y": RNG.normal(size=(K, J)), "V": OUTSIDE["V"], "E": mask}
    wanted = boxdot.solve(formula, arrays, mask="E")
    data = {**arrays, "Y": wrap(arrays["Y"], tmp_path), "E": wrap(mask, tmp_path)}
    same(boxdot.solve(formula, data, mask="E"), wanted)


# --- memory ---------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def tensor(tmp_path_factory):
    """A tensor of 48 MB and a mask of 6 MB in files, and factors of 1.2 MB that give it."""
    folder, rng = tmp_path_factory.mktemp("large"), np.random.default_rng(0)
    A, B, C = (rng.random(s) + 0.5 for s in ((768, 64, 1), (768, 1, 128), (1, 64, 128)))
    np.save(folder / "Y.npy", A * B * C)
    np.save(folder / "E.npy", np.arange(A.size * 128).reshape(768, 64, 128) % 256 > 9)
    return {"Y": folder / "Y.npy", "E": folder / "E.npy"}, {"A": A, "B": B, "C": C}


class File(Slices):
    """What Dask reads, chunk by chunk; a memory map it would copy."""

    ndim = 3


def as_lazy(array):
    return pytest.importorskip("dask.array").from_array(File(array), (8, 64, 128), name=False)


def peak_of(run, least):
    """Return what is found, and the peak of memory; of threads that of the best of five runs."""
    for _ in range(5):  # when Dask lets a chunk go is a matter of luck
        tracemalloc.start()
        found = run()
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        if peak < least:
            break
    return found, peak


@pytest.mark.parametrize(
    "wrap", [lambda array: array, as_lazy, Slices], ids="map dask file".split()
)
@pytest.mark.parametrize(
    ("text", "options"),
    [
        ("min_A ‖Y + A ⊡ C‖²", {"mask": "E"}),
        ("Y ≈ A ⊡ B ⊡ C", {}),
        ("Y ≈ A ⊡ B ⊡ C", {"mask": "E"}),
    ],
)
def test_the_data_are_never_kept(tensor, wrap, options, text, monkeypatch):
    for module in (slabs, passes, lazily):
        monkeypatch.setattr(module, "SLAB", 2**18)
    monkeypatch.setattr(large, "SAMPLE_BYTES", 2**18)
    paths, factors = tensor
    maps = {name: np.lib.format.open_memmap(path, mode="r") for name, path in paths.items()}

    def run(rows):
        data = {name: wrap(array[:rows]) for name, array in maps.items()}
        if "B" not in text:
            return boxdot.solve(text, {**data, "C": factors["C"]}, SHAPES, **options)
        start = {name: array[:rows] for name, array in factors.items()}
        return boxdot.decompose(text, data, SHAPES, **options, init=start, max_iterations=1)

    run(8)  # compiled loops are loaded
    _, part = peak_of(lambda: run(192), maps["Y"].nbytes)  # what a graph and a sample take as well
    more = 0.75 * maps["Y"].nbytes
    found, peak = peak_of(lambda: run(768), part + 0.2 * more)
    assert peak < part + 0.2 * more
    assert set(found) == (set("ABC") if "B" in text else {"A"})
    assert found.relative_error < (1e-12 if "B" in text else 0.5)


def test_expressions_of_dask_arrays_are_computed_chunk_by_chunk(tensor):
    paths, factors = tensor
    Y = np.lib.format.open_memmap(paths["Y"], mode="r")
    run = lambda Y: boxdot.solve("log(Y) ≈ A ⊡ C", {"Y": Y, "C": factors["C"]}, SHAPES)  # noqa: E731
    same(run(as_lazy(Y)), run(np.array(Y)))
    assert peak_of(lambda: run(as_lazy(Y)), 0.2 * Y.nbytes)[1] < 0.2 * Y.nbytes


def test_files_too_large_to_be_computed_with_go_through_dask(tmp_path, monkeypatch):
    pytest.importorskip("dask")
    for module in ("outside", "computing"):
        monkeypatch.setattr(f"boxdot.numeric.solving.{module}.most_read", lambda: 100)
    for wrap in (as_map, as_slices):
        data = moved(wrap, tmp_path)
        wanted = boxdot.solve("log(Y) ≈ A ⊡ Z", {**HELD, **OUTSIDE}, SHAPES)
        same(boxdot.solve("log(Y) ≈ A ⊡ Z", data, SHAPES), wanted)


# --- refusals -------------------------------------------------------------------------------


@pytest.mark.parametrize("dask", [True, False], ids=["dask", "no dask"])
def test_what_would_have_to_be_in_memory_is_named(tmp_path, monkeypatch, dask):
    for module in ("outside", "computing"):
        monkeypatch.setattr(f"boxdot.numeric.solving.{module}.most_read", lambda: 100)
    if dask:
        pytest.importorskip("dask")
    else:
        monkeypatch.setattr("boxdot.numeric.solving.computing.find_spec", lambda name: None)
    data = moved(as_slices, tmp_path, V=RNG.normal(size=(K, K)))
    shapes = f"{SHAPES}; V ∈ R^{{K×K}}"
    text = "inv(V) ≈ a bᵀ" if dask else "log(Y) ≈ A ⊡ Z"
    message = r"(V\^-1|V⁻¹|inv\(V\)|log\(Y\)) would be computed in memory from [VY]: .* GB"
    with pytest.raises(boxdot.DataError, match=message) as raised:
        boxdot.solve(text, {**data, "a": np.ones(K)}, shapes.replace("b ∈ R^J", "b ∈ R^K"))
    assert "store " in raised.value.hint
    assert ("pip install" in raised.value.hint) is not dask


def test_factors_are_in_memory(tmp_path, monkeypatch):
    data = {**moved(as_slices, tmp_path), "Z": Slices(HELD["Z"])}
    same(
        boxdot.solve("Y ≈ A ⊡ Z", data, SHAPES),
        boxdot.solve("Y ≈ A ⊡ Z", {**HELD, **OUTSIDE}, SHAPES),
    )
    monkeypatch.setattr(outside, "most_read", lambda: 100)
    with pytest.raises(boxdot.DataError, match="Z would have to be in memory"):
        boxdot.solve("Y ≈ A ⊡ Z", data, SHAPES)


def test_chunks_of_unknown_sizes():
    da = pytest.importorskip("dask.array")
    V = da.from_array(OUTSIDE["V"], chunks=2)
    data = {"V": V[V[:, 0] > 0], "a": HELD["a"]}
    for shapes in (SHAPES, "b ∈ R^7"):
        with pytest.raises(boxdot.DataError, match="V is a Dask array with chunks of unknown"):
            boxdot.solve("min_b ‖V − a bᵀ‖²", data, shapes)


@wraps
@pytest.mark.parametrize(
    ("changes", "options", "message"),
    [
        ({"Y": np.full((I, J, K), np.inf)}, {}, "Y (has entries that are|holds) infinite"),
        ({"Y": np.ones((I, J, K, 2))}, {}, "Y is declared I×J×K, but has the shape"),
        ({"Y": np.ones((I, J, K), object)}, {}, "Y must hold numbers"),
        ({"E": 2 * np.ones((I, J, K))}, {"mask": "E"}, "E is no mask"),
        ({"E": np.ones((I, 2, K))}, {"mask": "E"}, "E has the shape .* does not stretch"),
        ({"E": np.full((I, J, K), "1")}, {"mask": "E"}, "E is no mask"),
    ],
    ids=["infinite", "shape", "objects", "mask", "small mask", "text"],
)
def test_bad_data(wrap, changes, options, message, tmp_path):
    if wrap is as_map and changes[next(iter(changes))].dtype == object:
        pytest.skip("objects are not mapped")
    data = moved(wrap, tmp_path, **changes)
    with pytest.raises(boxdot.DataError, match=message):
        boxdot.solve("Y ≈ A ⊡ Z", data, SHAPES, **options)
    held = {name: array for name, array in data.items() if name in {"Y", "E"}}
    with pytest.raises(boxdot.DataError, match=message):
        boxdot.decompose("Y ≈ A ⊡ B ⊡ C", held, SHAPES, seed=0, **options)


@wraps
def test_bad_weights(wrap, tmp_path):
    negative = moved(wrap, tmp_path, M=-OUTSIDE["M"])
    with pytest.raises(boxdot.DataError, match="M must not be negative"):
        boxdot.solve("Y ≈ A ⊡ Z", negative, SHAPES, weights="M")
    held = {name: array for name, array in negative.items() if name in {"Y", "M"}}
    with pytest.raises(boxdot.DataError, match="weights of 0 and 1 only"):
        boxdot.decompose("Y ≈ A ⊡ B ⊡ C", held, SHAPES, seed=0, weights="M")

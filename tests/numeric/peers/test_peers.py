"""The comparison with CP, Tucker and the tensor ring: counts, noise, and that BD finds a BD."""

from __future__ import annotations

import sys
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pytest

import boxdot
from boxdot.numeric import peers

sys.path.insert(0, str(Path(__file__).parents[3]))  # benchmarks are no part of the package

needs_tensorly = pytest.mark.skipif(
    find_spec("tensorly") is None, reason="TensorLy, an optional package, is not installed"
)
SHAPE = (6, 7, 8)


def truth(seed=0):
    rng = np.random.default_rng(seed)
    shapes = ((6, 7, 1), (6, 1, 8), (1, 7, 8))
    A, B, C = (rng.normal(size=shape) for shape in shapes)
    return A * B * C


@pytest.mark.parametrize(
    ("model", "rank", "count"),
    [
        ("BD", (2,), 2 * (6 * 7 + 6 * 8 + 7 * 8)),
        ("CP", (5,), 5 * (6 + 7 + 8)),
        ("Tucker", (2, 3, 4), 2 * 3 * 4 + 6 * 2 + 7 * 3 + 8 * 4),
        ("TR", (2, 2, 2), 4 * (6 + 7 + 8)),
    ],
)
def test_parameters(model, rank, count):
    assert peers.MODELS[model].parameters(SHAPE, rank) == count


@pytest.mark.parametrize("model", peers.MODELS)
@pytest.mark.parametrize("budget", [1, 60, 146, 1000])
def test_the_nearest_rank_is_the_nearest(model, budget):
    chosen = peers.MODELS[model]
    rank = chosen.nearest(SHAPE, budget)
    least = min(
        abs(chosen.parameters(SHAPE, one) - budget)
        for _, one in zip(range(200), chosen.ranks(SHAPE), strict=False)
    )
    assert abs(chosen.parameters(SHAPE, rank) - budget) == least


def test_noise_has_the_strength_asked_for():
    clean = truth()
    observed = peers.noisy(clean, 17.5, np.random.default_rng(1))
    misses = clean - observed
    decibels = 10 * np.log10((clean**2).sum() / (misses**2).sum())
    np.testing.assert_allclose([decibels, peers.snr(clean, observed)], 17.5)
    assert peers.snr(clean, clean) == np.inf


@needs_tensorly
@pytest.mark.parametrize("model", peers.MODELS)
def test_more_parameters_fit_better(model):
    """Fits to the noisy tensor itself: each model nests its lower ranks."""
    clean = truth()
    low, high = list(peers.compare(clean, ranks=[1, 2], models=[model], starts=2))
    assert high.parameters > low.parameters
    assert high.fit > low.fit


@needs_tensorly
def test_a_broadcast_product_is_found_by_its_own_model():
    found = {fit.model: fit for fit in peers.compare(truth(3), ranks=[1], starts=2)}
    assert found["BD"].snr > 30
    assert all(found["BD"].snr > fit.snr + 3 for name, fit in found.items() if name != "BD")


@needs_tensorly
def test_a_cp_tensor_is_found_by_cp():
    """The comparison can also be lost: three outer products are no single broadcast product."""
    rng = np.random.default_rng(2)
    clean = np.einsum("ir,jr,kr->ijk", *(rng.normal(size=(n, 3)) for n in SHAPE))
    found = {f.model: f for f in peers.compare(clean, ranks=[1], models=["BD", "CP"], starts=3)}
    assert found["CP"].snr > found["BD"].snr + 3


def test_a_missing_package_is_named(monkeypatch):
    monkeypatch.setattr("boxdot.numeric.peers.models.find_spec", lambda name: None)
    with pytest.raises(boxdot.UnsupportedError, match=r"boxdot\[peers\]"):
        next(peers.compare(truth(), ranks=[1]))


@pytest.mark.parametrize("name", peers.TENSORS)
def test_tensors(name):
    source = peers.TENSORS[name]
    if not source.is_there:
        pytest.skip(f"{source.package}, an optional package, is not installed")
    tensor = peers.load_tensor(name)
    shape = source.title.rpartition(", ")[2]
    assert "×".join(map(str, tensor.shape)) == shape
    assert np.isfinite(tensor).all()
    assert tensor.std() > 0


def test_the_command(capsys, tmp_path):
    figure5 = pytest.importorskip("benchmarks.figure5")
    pytest.importorskip("matplotlib")
    picture = tmp_path / "f.svg"
    figure5.main(["--only", "uniform", "--ranks", "1", "--draws", "1", "--starts", "1",
                  "--figure", str(picture)])  # fmt: skip
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "uniform BD, 32×32×32:"
    assert lines[1].startswith("  BD")
    assert "3072:" in lines[1]
    assert b"<svg" in picture.read_bytes()

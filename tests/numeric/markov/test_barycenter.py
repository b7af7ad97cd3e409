"""The example trains: its gradient is the slope of its loss, and a few steps lower the loss."""

from __future__ import annotations

import runpy
from pathlib import Path

import numpy as np
import pytest
from markov_chains import slope

EXAMPLE = Path(__file__).parents[3] / "examples" / "barycenter.py"


@pytest.fixture(scope="module")
def example():
    return runpy.run_path(str(EXAMPLE))


def test_the_gradient_is_the_slope_of_the_loss(example):
    rng = np.random.default_rng(0)
    given = example["rings"](rng, count=2)
    free, places = rng.standard_normal((4, 4)), rng.standard_normal((4, 2))
    solved = example["loss_and_gradients"]
    _, by_free, by_places = solved(free, places, given)

    def loss(free, places):
        return solved(free, places, given)[0].distance.mean()

    for gradient, at, function in (
        (by_free, free, lambda v: loss(v, places)),
        (by_places, places, lambda v: loss(free, v)),
    ):
        along = rng.standard_normal(at.shape)
        expected = slope(function, at, along, 5e-3)
        assert (gradient * along).sum() == pytest.approx(expected, rel=1e-3)


def test_a_few_steps_lower_the_loss(example, tmp_path, capsys):
    pytest.importorskip("matplotlib")
    losses = example["main"](["--steps", "6", "--save", str(tmp_path / "figure.svg")])
    assert losses[-1] < 0.9 * losses[0]
    assert "after 6 steps" in capsys.readouterr().out
    assert (tmp_path / "figure.svg").read_text("utf-8").startswith("<?xml")

"""Reference cases, computed in long double; see `tests/data/numeric/ot/README.md`."""

from __future__ import annotations

import warnings
from pathlib import Path

import numpy as np
import pytest
from random_chains import off

from boxdot.numeric.markov.discounted import discounted_wl

CASES = sorted((Path(__file__).parents[3] / "data/numeric/ot").glob("*.npz"))
WAYS = [
    {},
    {"backend": "numpy"},
    {"method": "kernel"},
    {"method": "pairs"},
    {"method": "pairs", "backend": "numpy"},
    {"threads": 2},
]


def test_there_are_cases():
    assert len(CASES) >= 6


@pytest.mark.parametrize("way", WAYS, ids=str)
@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_cases(path, way):
    with np.load(path) as file, warnings.catch_warnings():
        case = dict(file)
        warnings.simplefilter("error")
        solved = discounted_wl(
            case["mX"], case["mY"], case["C"], float(case["eps"]), float(case["delta"]), **way
        )
        found = solved.backward(case["grad_out"])
    assert solved.converged
    assert off(solved.cost, case["Cinf"]) < 1e-8
    assert abs(solved.cost - case["Cinf"]).max() <= solved.error_bound + 1e-9
    assert off(found.mX, case["GX"]) < 1e-8
    assert off(found.mY, case["GY"]) < 1e-8
    assert off(found.C, case["GC"]) < 1e-8


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_single_precision(path):
    with np.load(path) as case:
        arrays = [case[name].astype(np.float32) for name in ("mX", "mY", "C")]
        solved = discounted_wl(*arrays, float(case["eps"]), float(case["delta"]))
        found = solved.backward(case["grad_out"])
        assert solved.converged
        assert solved.cost.dtype == found.mX.dtype == found.C.dtype == np.float32
        assert off(solved.cost, case["Cinf"]) < 1e-4
        assert off(found.mX, case["GX"]) < 2e-3
        assert off(found.mY, case["GY"]) < 2e-3
        assert off(found.C, case["GC"]) < 1e-3

"""The benchmark of the sweeps runs, and its literal sweep is that of the paper."""

import sys
from pathlib import Path

import literal_sweeps as literal
import numpy as np

sys.path.insert(0, str(Path(__file__).parents[3]))  # benchmarks are no part of the package
from benchmarks import decomposition, files


def test_every_row_is_measured():
    rows = decomposition.measured(8, "float32", 1, "")
    assert {"sweep", "masked sweep", "HALS, a component of 4"} <= {name for name, *_ in rows}
    assert all(ratio > 0 for _, ratio, _ in rows)


def test_two_threads_stand_beside_one():
    rows = decomposition.measured(8, "float64", 1, "sweep in a fit")
    notes = {name: note for name, _, note in rows}
    assert notes["a sweep in a fit, two threads"].endswith("× one")
    assert notes["a sweep in a fit"] == ""


def test_a_file_is_decomposed():
    rows = files.from_file(8, 1)
    assert rows[0][0] == "memory map"
    assert all(ratio > 0 and note.endswith("of Y in memory") for _, ratio, note in rows)


def test_the_literal_sweep_is_literal():
    Y = np.random.default_rng(0).random((3, 4, 5))
    shapes = [(3, 4, 1), (3, 1, 5), (1, 4, 5)]
    sweep, factors = decomposition.literal(Y, shapes)
    start = [factor[None].copy() for factor in factors]
    sweep()
    for one, other in zip(factors, literal.hals(Y, start, 1)[0], strict=True):
        np.testing.assert_allclose(one, other[0])

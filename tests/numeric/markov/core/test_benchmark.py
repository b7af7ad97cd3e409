"""The benchmark of the OT gradient runs, and solves the problem that it says."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).parents[4]))  # benchmarks are no part of the package
from benchmarks import markov


def test_work_prints_seconds_and_megabytes(capsys):
    markov.work("ours", 6, "f8", 0.1, 1)
    clock, processor, memory = json.loads(capsys.readouterr().out)
    assert clock > 0
    assert processor > 0
    assert memory >= 0


def test_tables(capsys):
    markov.print_sweeps(6)
    markov.print_rates([12])
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].startswith("n = 6, δ = 0.4: ")
    assert lines[2].endswith("%")


def test_problems_are_chains():
    mX, mY, C, G = markov.problem(5)
    assert np.allclose(mX.sum(axis=1), 1)
    assert np.allclose(mY.sum(axis=1), 1)
    assert C.shape == G.shape == (5, 5)

"""The benchmark runs and prints a ratio for every line."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[3]))  # benchmarks are no part of the package
from benchmarks import leastsquares


def test_every_line_has_a_ratio(capsys, monkeypatch):
    monkeypatch.setenv("BOXDOT_NUM_THREADS", "1")  # the benchmark sets it for itself
    leastsquares.main(["--sizes", "8", "--seconds", "0.1", "--large"])
    lines = capsys.readouterr().out.splitlines()
    assert sum(line.endswith(" reads") for line in lines) >= 20
    assert any("memory map" in line for line in lines)

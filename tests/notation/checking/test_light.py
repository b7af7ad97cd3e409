"""Checking plain symbols loads neither SymPy nor NumPy."""

from __future__ import annotations

import subprocess
import sys

import pytest

SCRIPT = """
import sys
from boxdot.notation.checking import check, report
from boxdot.notation.reading.formulas import read
formula = read({text!r}, {declared!r})
report(check(formula), formula)
print(sorted({{"sympy", "numpy", "numba"}} & set(sys.modules)))
"""


@pytest.mark.parametrize(
    ("text", "declared"),
    [
        ("Y = X ⊡ B", "X, Y ∈ R^{H×W×3}; B ∈ R^{H×W}"),
        ("x ⊡ y ⊙ x", "x ∈ R^I; y ∈ R^J"),
        ("H W + b", "H ∈ R^{n×2h}; W ∈ R^{2h×q}; b ∈ R^{1×q}"),
    ],
)
def test_nothing_heavy_is_loaded(text, declared):
    script = SCRIPT.format(text=text, declared=declared)
    command = [sys.executable, "-c", script]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"

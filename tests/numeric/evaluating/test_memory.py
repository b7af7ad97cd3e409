"""What would not fit in memory is refused before anything is made."""

from __future__ import annotations

import tracemalloc

import numpy as np
import pytest

from boxdot.grammar.errors import DataError
from boxdot.notation.reading import read
from boxdot.numeric.evaluating import evaluate

HUGE = 10**18


@pytest.mark.parametrize(
    ("text", "declarations", "arrays"),
    [
        (f"𝟏_{{{HUGE}}}", "", {}),
        (f"𝟎_{{{HUGE},{HUGE}}}", "", {}),
        (f"𝑰_{{{HUGE}}}", "", {}),
        (f"Σ_{{k=1}}^{{{HUGE}}} k", "", {}),
        ("x ⊡ yᵀ", "x ∈ R^m; y ∈ R^n", {"x": np.ones(2**20), "y": np.ones(2**20)}),
        (f"x ⊡ (y 𝟏_{{{HUGE}}}ᵀ)", "x, y ∈ R^2", {"x": [1, 2], "y": [1, 2]}),
    ],
)
def test_huge_values(text, declarations, arrays):
    formula = read(text, declarations)
    tracemalloc.start()
    with pytest.raises(DataError, match="would take"):
        evaluate(formula, arrays, max_bytes=2**32)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 2**24


def test_sizes_that_nothing_tells():
    with pytest.raises(DataError, match="the size n is not known") as error:
        evaluate(read("𝟏_n"), {})
    assert "-s n=4" in str(error.value)
    assert evaluate(read("𝟏_n", sizes={"n": 2}), {}).tolist() == [1, 1]


def test_arrays_are_let_go_when_nothing_needs_them():
    x = np.ones(2**17)
    formula = read(" ⊡ ".join(["x"] * 40), "x ∈ R^n")
    tracemalloc.start()
    evaluate(formula, {"x": x})
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 8 * x.nbytes

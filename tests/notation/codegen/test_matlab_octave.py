"""MATLAB code run in GNU Octave: everything that has a value agrees with the reference."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import pytest
from agreement import same
from octave import Job, needs_octave, run_all
from valued import (
    FUNCTIONS,
    PRIMES,
    Valued,
    conversions,
    equations,
    interpreted,
    random_expressions,
    table,
    valued,
    with_single_axes,
)

from boxdot.notation.codegen.convert import convert
from boxdot.notation.reading import read

pytestmark = needs_octave

TABLE = Path(__file__).with_name("numpy.tsv")
OWN = Path(__file__).with_name("columnmajor.tsv")
RANDOM = int(os.environ.get("BOXDOT_RANDOM", "60"))
"""How many random expressions are tried: 500 for a release."""

SQUARE = dict.fromkeys(PRIMES, 3)
"""Square shapes are where a wrong alignment goes unnoticed."""


def check_all(cases: Sequence[Valued], folder: Path) -> int:
    """Run every case as lines and as a function; return how many there were."""
    jobs: list[tuple[Valued, Job]] = []
    for case in cases:
        for function in (None, "f"):
            code = convert(case.formula, "matlab", function).code
            jobs.append((case, Job(code, case.arrays, case.sizes)))
    found = run_all([job for _, job in jobs], folder)
    wrong = [
        f"{case.name}\n{job.code}\n{value}"
        for (case, job), value in zip(jobs, found, strict=True)
        if isinstance(value, str) or not same(value, case.value)
    ]
    assert not wrong, "\n\n".join(wrong[:5])
    return len(jobs)


@pytest.mark.parametrize(
    ("cases", "least"),
    [
        pytest.param(lambda: table(TABLE, PRIMES), 170, id="table"),
        pytest.param(lambda: table(TABLE, SQUARE), 170, id="table, square"),
        pytest.param(lambda: table(OWN, PRIMES), 40, id="column-major"),
        pytest.param(lambda: table(OWN, SQUARE), 40, id="column-major, square"),
        pytest.param(lambda: with_single_axes(TABLE), 160, id="table, length 1"),
        pytest.param(lambda: with_single_axes(OWN), 60, id="column-major, length 1"),
        pytest.param(lambda: interpreted(FUNCTIONS, PRIMES), 20, id="functions"),
        pytest.param(conversions, 80, id="conversion cases"),
        pytest.param(equations, 400, id="equations"),
        pytest.param(lambda: random_expressions(RANDOM), 2 * RANDOM, id="random"),
    ],
)
def test_values(cases: Callable[[], list[Valued]], least: int, tmp_path: Path):
    assert check_all(cases(), tmp_path) >= least


BLENDING = ("X ⊡ A + Y ⊡ (𝟏 − A)", "X, Y ∈ R^{N×H×W×C}; A ∈ R^{1×H×W}")


def test_wrong_code_is_noticed(tmp_path):
    """The comparison can fail: other code gives other values, and errors are reported."""
    case = valued("blending", read(*BLENDING), PRIMES)
    jobs = [Job(code, case.arrays) for code in ("X .* A", "X * A", "X .* A + Y .* (1 - A)")]
    other, error, right = run_all(jobs, tmp_path)
    assert not same(other, case.value)
    assert isinstance(error, str)
    assert error.startswith("error")
    assert same(right, case.value)


@pytest.mark.parametrize(
    ("x", "b", "said"),
    [
        ((4, 5), (4, 5), "X must be H×W×3, not [4 5]"),
        ((4, 5, 2), (4, 5), "X must be H×W×3, not [4 5 2]"),
        ((4, 5, 3), (5, 5), "B must be H×W, not [5 5]"),
        ((4, 5, 3, 2), (4, 5), "X must be H×W×3, not [4 5 3 2]"),
    ],
)
def test_functions_check_their_arguments(x, b, said, tmp_path):
    formula = read("Y = X ⊡ B", "X ∈ R^{H×W×3}; B ∈ R^{H×W}")
    code = convert(formula, "matlab", "f").code
    (found,) = run_all([Job(code, {"X": np.ones(x), "B": np.ones(b)})], tmp_path)
    assert said in str(found)


def test_one_channel_has_no_axis_of_its_own(tmp_path):
    """MATLAB drops axes of length 1 at the end: the check must not miss them."""
    formula = read("X ⊡ B", "X ∈ R^{H×W×C}; B ∈ R^{H×W}")
    code = convert(formula, "matlab", "f").code
    (found,) = run_all([Job(code, {"X": np.ones((2, 3)), "B": np.full((2, 3), 2.0)})], tmp_path)
    assert np.array_equal(found, np.full((2, 3), 2.0))

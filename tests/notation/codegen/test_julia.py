"""Julia code, parsed by a Julia grammar and run by the interpreter of the tests (julia.py)."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from agreement import same
from valued import (
    FUNCTIONS,
    PRIMES,
    Valued,
    conversions,
    equations,
    interpreted,
    random_expressions,
    table,
    with_single_axes,
)

from boxdot.notation.codegen.convert import convert
from boxdot.notation.codegen.languages.julia.names import julia_identifiers
from boxdot.notation.reading import read

pytest.importorskip("tree_sitter_julia")
julia = pytest.importorskip("julia")

TABLE = Path(__file__).with_name("numpy.tsv")
OWN = Path(__file__).with_name("columnmajor.tsv")
RANDOM = int(os.environ.get("BOXDOT_RANDOM", "60"))
SQUARE = dict.fromkeys(PRIMES, 3)


def run(case: Valued, function: str | None) -> tuple[str, np.ndarray | str]:
    """Return the code and its value, or what is wrong with it."""
    code = convert(case.formula, "julia", function)
    names = julia_identifiers([*case.arrays, *(n for n in case.sizes if n not in case.arrays)])
    given = {names[n]: np.array(size) for n, size in case.sizes.items()}
    given |= {names[n]: array for n, array in case.arrays.items()}
    try:
        return code.code, julia.run(code.code, code.imports, given)
    except Exception as error:  # whatever the interpreter finds is the code's fault
        return code.code, f"{type(error).__name__}: {error}"


@pytest.mark.parametrize(
    ("cases", "least"),
    [
        pytest.param(lambda: table(TABLE, PRIMES), 85, id="table"),
        pytest.param(lambda: table(TABLE, SQUARE), 85, id="table, square"),
        pytest.param(lambda: table(OWN, PRIMES), 30, id="column-major"),
        pytest.param(lambda: table(OWN, SQUARE), 30, id="column-major, square"),
        pytest.param(lambda: with_single_axes(TABLE), 80, id="table, length 1"),
        pytest.param(lambda: with_single_axes(OWN), 30, id="column-major, length 1"),
        pytest.param(lambda: interpreted(FUNCTIONS, PRIMES), 10, id="functions"),
        pytest.param(conversions, 40, id="conversion cases"),
        pytest.param(equations, 200, id="equations"),
        pytest.param(lambda: random_expressions(RANDOM), RANDOM, id="random"),
    ],
)
@pytest.mark.parametrize("function", [None, "f"], ids=["lines", "function"])
def test_values(cases: Callable[[], list[Valued]], least: int, function: str | None):
    found = cases()
    assert len(found) >= least
    wrong = []
    for case in found:
        code, value = run(case, function)
        if isinstance(value, str) or not same(value, case.value):
            wrong.append(f"{case.name}\n{code}\n{value}")
    assert not wrong, f"{len(wrong)} wrong\n" + "\n\n".join(wrong[:6])


def test_transposing_does_not_conjugate():
    formula = read("Aᵀ x", "A ∈ C^{m×n}; x ∈ C^m")
    assert convert(formula, "julia").code == "transpose(A) * x"
    assert convert(read("xᵀ x", "x ∈ C^m"), "julia").code == "transpose(x) * x"
    assert convert(read("Aᵀ x", "A ∈ R^{m×n}; x ∈ R^m"), "julia").code == "A' * x"


def test_functions_check_their_arguments():
    formula = read("Y = X ⊡ B", "X ∈ R^{H×W×3}; B ∈ R^{H×W}")
    code = convert(formula, "julia", "f")
    for x, b, said in (
        ((4, 5, 2), (4, 5), r"X must have the size \(H, W, 3\), not \(4, 5, 2\)"),
        ((4, 5, 3), (5, 5), r"B must have the size \(H, W\), not \(5, 5\)"),
    ):
        with pytest.raises(ValueError, match=said):
            julia.run(code.code, code.imports, {"X": np.ones(x), "B": np.ones(b)})


@pytest.mark.parametrize(
    "code", ["X .* ", "x + X", "exp(x)", "X * X * X'", "x .+ I", "x[0]", "X[1]", "x * x"]
)
def test_the_interpreter_is_no_more_lenient_than_julia(code):
    with pytest.raises((AssertionError, TypeError, ValueError)):
        julia.run(code, (), {"x": np.ones(2), "X": np.ones((2, 3))})

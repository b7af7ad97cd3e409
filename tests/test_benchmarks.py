"""The benchmark of the identities; the other tools in it prove nothing false."""

from __future__ import annotations

import sys
import time
from pathlib import Path

import pytest

from boxdot.notation.reading import read

sys.path.insert(0, str(Path(__file__).parents[1]))  # benchmarks are no part of the package
from benchmarks import conversion, identities
from benchmarks.rivals import with_sympy
from benchmarks.rivals.answers import Answer, OutOfTime, limited

SHAPES = "X, Y ∈ R^{I×J}; A, B ∈ R^{n×n}; x, y ∈ R^n; u ∈ R^I"
TRUE = ["X ⊡ u = diag(u) X", "tr(A B) = tr(B A)", "(A B)ᵀ = Bᵀ Aᵀ"]
FALSE = [
    "X ⊡ u = X",
    "A B = B A",
    "diag(x) A = A diag(x)",
    "A ⊡ x = A ⊡ xᵀ",
    "tr(A B) = tr(A) tr(B)",
    "x yᵀ = y xᵀ",
    "X ⊙ Y = X + Y",
    "‖A‖_F² = tr(A A)",
    "(A B)ᵀ = Aᵀ Bᵀ",
    "A ⊗ B = B ⊗ A",
    "A ⊡ (B + x xᵀ) = A ⊡ B + x xᵀ",
]


@pytest.fixture(params=["boxdot", "SymPy matrices", "SymPy arrays", "egglog"])
def tool(request):
    if request.param == "egglog":
        pytest.importorskip("egglog")
    return {"boxdot": identities.boxdot, **identities.tools()}[request.param]


@pytest.mark.parametrize("text", FALSE)
def test_nothing_false_is_proved(tool, text):
    assert tool(read(text, SHAPES)) is not Answer.PROVED


@pytest.mark.parametrize("text", TRUE)
def test_something_true_is_proved(text):
    for tool in (identities.boxdot, lambda formula: with_sympy.answer(formula, "matrix")):
        assert tool(read(text, SHAPES)) is Answer.PROVED


@pytest.mark.parametrize("text", TRUE)
def test_rules_of_egglog_prove_something(text):
    pytest.importorskip("egglog")
    assert identities.tools()["egglog"](read(text, SHAPES)) is Answer.PROVED


@pytest.mark.parametrize("make", [identities.product_of_sums, identities.sums])
def test_what_grows_is_proved(make):
    assert identities.boxdot(make(3)) is Answer.PROVED
    assert make(12).text.count("}") > make(3).text.count("}")


def test_every_identity_is_a_case():
    assert {name for name, *_ in identities.cases()} == set(identities.IDENTITIES)


def test_time_is_limited():
    with pytest.raises(OutOfTime), limited(0.05):
        time.sleep(5)


def test_slope():
    assert identities.slope([(1, 2), (2, 4), (3, 6)]) == 2


def test_conversions_are_timed(monkeypatch, capsys):
    few = list(conversion.cases())[:6]
    monkeypatch.setattr(conversion, "cases", lambda: few)
    monkeypatch.setattr(sys, "argv", ["conversion", "--runs", "1", "--only", "numpy", "from numpy"])
    conversion.main()
    lines = capsys.readouterr().out.splitlines()
    assert [line[:14].strip() for line in lines] == ["target", "numpy", "from numpy"]
    assert all(float(line.split()[-5]) > 0 for line in lines[1:] if "within" in line)


def test_what_has_no_code_is_not_timed():
    case = conversion.Case("", "argmin_A ‖Y − A‖²", "Y, A ∈ R^{2×2}")
    assert conversion.milliseconds("numpy", case, 1) is None

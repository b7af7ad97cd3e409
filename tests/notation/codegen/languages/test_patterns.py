"""einsum, einops and einx, run on every formula that has a value: they agree or are refused."""

from __future__ import annotations

import importlib.util
import os
import re
import warnings
from collections import Counter
from dataclasses import replace
from functools import cache
from pathlib import Path

import numpy as np
import pytest
from agreement import run_code, same
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from random_formulas import formulas, sums_of_products
from valued import PRIMES, Valued, conversions, equations, random_expressions, table, valued

from boxdot.grammar.errors import UnsupportedError
from boxdot.notation.codegen.convert import convert
from boxdot.notation.reading import read

FULL = os.environ.get("BOXDOT_TESTS") == "full"
COUNT = 500 if FULL else 60
"""``BOXDOT_TESTS=full`` runs all random formulas; otherwise a share of them is run."""

MOST_REFUSED = {"einsum": 0.25, "einops": 0.01, "einx": 0.01}
"""The share of the formulas that a target may refuse."""

each_target = pytest.mark.parametrize(
    "target",
    [
        pytest.param(
            name,
            marks=pytest.mark.skipif(
                importlib.util.find_spec(package) is None, reason=f"{package} is not installed"
            ),
        )
        for name, package in (("einsum", "numpy"), ("einops", "einops"), ("einx", "einx"))
    ],
)


def agrees(target: str, case: Valued) -> bool:
    """Return whether a formula was converted; assert that its lines and its function are right."""
    arrays = dict(case.arrays)
    formula = case.formula
    for function in (None, "f"):
        try:
            code = convert(formula, target, function)
            if any("must be given" in warning for warning in code.warnings):
                formula = replace(formula, sizes=case.sizes)
                code = convert(formula, target, function)
        except UnsupportedError:
            return False
        with warnings.catch_warnings():
            warnings.simplefilter("error", DeprecationWarning)
            found = run_code(code, arrays)
        assert same(found, case.value), (case.name, code.code, found, case.value)
    return True


NUMPY_FORMULAS = Path(__file__).parents[1] / "numpy.tsv"
SOURCES = {
    "equations": equations,
    "conversions": conversions,
    "formulas": lambda: table(NUMPY_FORMULAS, PRIMES),
    "random": lambda: random_expressions(COUNT),
}


@cache
def cases(source: str) -> list[Valued]:
    return SOURCES[source]()


@each_target
@pytest.mark.parametrize("source", SOURCES)
def test_agreement(source, target):
    counts = Counter(agrees(target, case) for case in cases(source))
    print(f"{target}, {source}: {counts[True]} converted and right, {counts[False]} refused")
    assert counts[True] > 10
    assert counts[False] <= MOST_REFUSED[target] * len(cases(source))


SLOW = settings(
    max_examples=500 if FULL else 40, deadline=None, suppress_health_check=list(HealthCheck)
)


@each_target
@SLOW
@given(formulas(), st.integers(0, 2**16))
def test_random_formulas(target, formula, seed):
    text, declared = formula
    agrees(target, valued(text, read(text, declared), {}, seed))


@each_target
@SLOW
@given(sums_of_products(), st.integers(0, 2**16))
def test_random_sums(target, formula, seed):
    text, declared, sizes = formula
    assert agrees(target, valued(text, read(text, declared), sizes, seed))


LAYERS = {
    "blending (32)": ("X ⊡ A + Y ⊡ (𝟏 − A)", "X, Y ∈ R^{H×W×3}; A ∈ R^{H×W}"),
    "statistics (34)": ("μ = 𝒫_1(𝒫_3(𝒫_4(X))) / 8", "X ∈ R^{N×C×H×W}"),
    "normalisation (36)": (
        "((X ⊟ μ) ⧄ σ) ⊡ γ ⊞ β",
        "X ∈ R^{N×C×H×W}; μ, σ, γ, β ∈ R^{1×C×1×1}",
    ),
    "FiLM (37)": ("F ⊡ γ ⊞ β", "F ∈ R^{N×C×H×W}; γ, β ∈ R^{N×C}"),
    "least squares (39)": ("𝒫_3(Y ⊡ Z) ⧄ 𝒫_3(Z ⊡ Z)", "Y ∈ R^{I×J×K}; Z ∈ R^{1×J×K}"),
}


@each_target
@pytest.mark.parametrize("name", LAYERS)
def test_the_examples_of_the_paper(name, target):
    formula = read(*LAYERS[name])
    assert agrees(target, valued(name, formula, PRIMES))


TEXTS = [
    ("X ⊡ B", 'np.einsum("ijk,ij->ijk", X, B)'),
    ("A x", 'np.einsum("ij,j->i", A, x)'),
    ("diag(y) A diag(x)", 'np.einsum("i,ij,j->ij", y, A, x)'),
    ("A ⧄ y", 'np.einsum("ij,i->ij", A, 1 / y)'),
    ("A ⊞ y", "A + y[:, None]"),
    ("‖A ⊡ y‖_F²", 'np.einsum("ij,i,ij,i->", A, y, A, y, optimize=True)'),
    ("tr(A Aᵀ)", 'np.einsum("ij,ij->", A, A)'),
    ("2 A x", '2 * np.einsum("ij,j->i", A, x)'),
]
DECLARED = "X ∈ R^{H×W×3}; B ∈ R^{H×W}; A ∈ R^{I×J}; x ∈ R^J; y ∈ R^I; M ∈ R^{N×N}"


@pytest.mark.parametrize(("formula", "code"), TEXTS)
def test_einsum_text(formula, code):
    assert convert(read(formula, DECLARED), "einsum").code == code


PATTERNS = [
    (
        "X ⊡ B",
        'X * einops.rearrange(B, "h w -> h w 1")',
        'einx.multiply("h w c, h w -> h w c", X, B)',
    ),
    ("A x", 'einops.einsum(A, x, "i j, j -> i")', 'einx.dot("i j, j -> i", A, x)'),
    ("Aᵀ", 'einops.rearrange(A, "i j -> j i")', 'einx.id("i j -> j i", A)'),
    ("𝒫_1(A)", 'einops.reduce(A, "i j -> 1 j", "sum")', 'einx.sum("([i]) j", A)'),
    ("vec(A)", 'einops.rearrange(A, "i j -> (j i)")', 'einx.id("i j -> (j i)", A)'),
    ("M M", 'einops.einsum(M, M, "n n2, n2 n3 -> n n3")', 'einx.dot("n n2, n2 n3 -> n n3", M, M)'),
    ("exp(A)", "np.exp(A)", "np.exp(A)"),
    (
        "X_(2)",
        'einops.rearrange(X, "h w c -> w (c h)")',
        'einx.id("h w c -> w (c h)", X)',
    ),
    (
        "M ⊙_KR M",
        'einops.rearrange(einops.einsum(M, M, "n n2, n3 n2 -> n n3 n2"), "n n2 n3 -> (n n2) n3")',
        'einx.id("n n2 n3 -> (n n2) n3", einx.multiply("n n2, n3 n2 -> n n3 n2", M, M))',
    ),
    ("A ⊞ y", 'A + einops.rearrange(y, "i -> i 1")', 'einx.add("i j, i -> i j", A, y)'),
]


@pytest.mark.parametrize(("formula", "einops", "einx"), PATTERNS)
def test_pattern_text(formula, einops, einx):
    for target, text in (("einops", einops), ("einx", einx)):
        assert unbroken(convert(read(formula, DECLARED), target).code) == text


def unbroken(code: str) -> str:
    """Return code without the line breaks that long lines get."""
    return re.sub(r",?\n\s*(?=\))", "", re.sub(r"(?<=\()\n\s*", "", code)).replace("\n", "")


@pytest.mark.parametrize("formula", ["exp(A)", "M⁻¹ M", "det(M)", "max(A, 0)", "M⁻²", "M⁹"])
def test_einsum_refuses_what_is_no_sum_of_products(formula):
    with pytest.raises(UnsupportedError) as error:
        convert(read(formula, DECLARED), "einsum")
    assert "--to numpy" in str(error.value)


def test_names_of_symbols_never_hide_the_library():
    code = convert(read("einops Aᵀ", "einops ∈ R^{I×I}; A ∈ R^{I×I}"), "einops")
    arrays = {"einops": np.eye(2), "A": np.arange(4.0).reshape(2, 2)}
    assert np.array_equal(run_code(code, arrays), arrays["A"].T)

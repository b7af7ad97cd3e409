"""The notes as notation: their equations are read, checked and proved; evaluated, they are G^X."""

from __future__ import annotations

import csv
import tomllib
from pathlib import Path

import numpy as np
import pytest
from markov_chains import chain

import boxdot
from boxdot.numeric import markov

DATA = Path(__file__).parents[2] / "data"
ENTRIES = tomllib.loads((DATA / "equations.toml").read_text("utf-8"))["entry"]
LINES = (DATA / "numeric" / "notes.tsv").read_text("utf-8").splitlines()[1:]
ROWS = list(csv.reader(LINES, delimiter="\t", quoting=csv.QUOTE_NONE))


def test_every_equation_of_the_notes_has_a_row():
    notes = {entry["id"] for entry in ENTRIES if entry["id"].startswith("otgrad-")}
    assert len(notes) == 22
    assert notes <= {row[0] for row in ROWS}


@pytest.mark.parametrize(("entry", "statement", "declarations", "verdict"), ROWS)
def test_statement(entry, statement, declarations, verdict):
    formula = boxdot.parse(statement, declarations)
    assert boxdot.check(formula).verdict == "holds"
    assert boxdot.prove(formula).verdict == verdict


DERIVATIVES = (
    "Δ ∈ R^{n×m×n×m}; Γ ∈ R^{n×m×n×n}; Θ ∈ R^{n×m×m×m}; C, C^{ε,δ,(∞)}, G^C, G^O ∈ R^{n×m}; "
    "G^X, m^X ∈ R^{n×n}; G^Y, m^Y ∈ R^{m×m}; loss ∈ R"
)
FLATTENED = (
    "G^C, G^O, L ∈ R^{n m}; G^X ∈ R^{n n}; G^Y ∈ R^{m m}; Δ, K, P ∈ R^{n m×n m}; "
    "Γ, F ∈ R^{n m×n n}; Θ, G ∈ R^{n m×m m}; δ ∈ R"
)
ENTRYWISE = "G^X ∈ R^{n×n}; G^Y ∈ R^{m×m}; f ∈ R^{n×m×n}; g ∈ R^{n×m×m}; L ∈ R^{n×m}; δ ∈ R"
BROADCAST = (
    "G^X, 𝓖^X ∈ R^{n×1×n}; G^Y, 𝓖^Y ∈ R^{1×m×m}; f, 𝓕 ∈ R^{n×m×n}; g, 𝓖 ∈ R^{n×m×m}; "
    "L ∈ R^{n×m}; δ ∈ R"
)
AS_PRINTED = {
    **dict.fromkeys(range(5, 12), (DERIVATIVES, "")),
    **dict.fromkeys((1, *range(12, 19)), (FLATTENED, "")),
    19: (ENTRYWISE, "_corrected"),
    20: (ENTRYWISE, ""),
    **dict.fromkeys((21, 22), (BROADCAST, "")),
}
"""What is to be declared for an equation as it is printed, and whether its correction is meant.

Lines 2 to 4 name the ranges of their indices: they are read as LaTeX prints them, and say that an
array has its entries; the Unicode text of the data abbreviates the ranges.
"""
FAMILIES = (2, 3, 4)


@pytest.mark.parametrize("spelling", ["unicode", "latex"])
@pytest.mark.parametrize("number", AS_PRINTED)
def test_as_printed(number, spelling):
    (entry,) = (entry for entry in ENTRIES if entry["id"] == f"otgrad-{number}")
    declarations, version = AS_PRINTED[number]
    formula = boxdot.parse(entry[spelling + version], declarations)
    assert boxdot.check(formula).verdict == "holds"
    assert boxdot.check(formula).problems == ()
    assert boxdot.prove(formula).verdict == "defined"


@pytest.mark.parametrize("number", FAMILIES)
def test_families_are_read_as_printed(number):
    (entry,) = (entry for entry in ENTRIES if entry["id"] == f"otgrad-{number}")
    formula = boxdot.parse(entry["latex"], DERIVATIVES)
    assert boxdot.check(formula).verdict == "holds"
    assert boxdot.prove(formula).verdict == "proved"


@pytest.fixture(scope="module")
def solved():
    """A fixed point with its gradient, and the potentials and couplings found without the core."""
    rng = np.random.default_rng(0)
    mX, mY, C = chain(rng, 4, 0.3), chain(rng, 5, 0.3), rng.random((4, 5))
    outer = rng.standard_normal((4, 5))
    found = markov.discounted_wl(mX, mY, C, 0.1, 0.4, tol=1e-12)
    pairs = markov.sinkhorn_distance(mX[:, None], mY[None], found.cost, 0.1, tol=1e-13)
    return found.backward(outer), pairs, outer


def centred(rows):
    return rows - rows.mean(axis=-1, keepdims=True)


@pytest.mark.parametrize(
    ("side", "text", "declarations"),
    [
        ("X", "(1 − δ) 𝒫_2(f ⊡ L)", "f ∈ R^{n×m×n}; L ∈ R^{n×m}; δ ∈ R"),
        ("Y", "(1 − δ) 𝒫_1(f ⊡ L)", "f ∈ R^{n×m×m}; L ∈ R^{n×m}; δ ∈ R"),
    ],
)
def test_the_broadcast_product_is_the_gradient(solved, side, text, declarations):
    gradient, pairs, _ = solved
    formula = boxdot.parse(text, declarations)
    given = {"f": pairs.f if side == "X" else pairs.g, "L": gradient.C / 0.4, "δ": 0.4}
    expected = gradient.mX if side == "X" else gradient.mY
    assert boxdot.evaluate(formula, **given).shape == ((4, 1, 4) if side == "X" else (1, 5, 5))
    scope = {"delta": 0.4, **given}
    code = boxdot.convert(formula, to="numpy")
    for value in (
        boxdot.evaluate(formula, **given),
        boxdot.compile(formula)(**given),
        eval(code.code, {"np": np, **scope}),
    ):
        assert centred(np.squeeze(value)) == pytest.approx(expected, abs=1e-9)


def test_l_solves_the_equation_of_the_notes(solved):
    """Kᵀ L = G^O with K of explicit couplings, and G^C = δ L."""
    gradient, pairs, outer = solved
    formula = boxdot.parse(
        "(𝑰_{n m} − (1 − δ) P)ᵀ vec(Lᵀ) − vec(Oᵀ)",  # vec goes by columns, the pairs by rows
        "P ∈ R^{n m×n m}; L, O ∈ R^{n×m}; δ ∈ R",
    )
    given = {"P": pairs.plan.reshape(20, 20), "L": gradient.C / 0.4, "O": outer, "δ": 0.4}
    rest = boxdot.evaluate(formula, **given)
    assert rest.shape == (20,)
    assert np.abs(rest).max() < 1e-8

"""Every equation of the conformance corpus gets the verdict that it states, through ``prove``."""

from __future__ import annotations

import tomllib
from dataclasses import replace
from pathlib import Path

import pytest

from boxdot.grammar.errors import NotationError
from boxdot.notation.algebra import product
from boxdot.notation.equality import prove
from boxdot.notation.expressions.symbols import Declaration
from boxdot.notation.reading import read
from boxdot.notation.shapes.conventions import Convention

DATA = Path(__file__).parents[2] / "data" / "equations.toml"
ENTRIES = {entry["id"]: entry for entry in tomllib.loads(DATA.read_text("utf-8"))["entry"]}
KINDS = {
    *("identity", "inequality", "reshape", "optimisation", "update-rule", "definition"),
    *("invalid", "numeric-example", "shape-example"),
}

GLYPH = "an operator by itself, no expression"
SETS = "a statement about sets or spaces, not about tensors"
INDICES = "index arithmetic with … and cases"
FLAT = "matrix notation that flattens tensors without saying so, or names that are not declared"
ORDER3 = "the values are of order 3, for which there is no literal"
CAPTION = "the permutation is described by the caption only"

NOT_EXPRESSIONS = {
    **dict.fromkeys([f"proposed-{n}" for n in range(1, 8)], GLYPH),
    **dict.fromkeys([f"cmd-{n}" for n in range(1, 5)], GLYPH),
    **dict.fromkeys(["def-fconv", "def-cconv", "def-bcond"], SETS),
    **dict.fromkeys(["eq-66", "eq-67", "eq-68", "eq-72", "def-marg-shape", "def-size"], SETS),
    **dict.fromkeys(["def-bc", "eq-6", "eq-7", "def-marg"], INDICES),
    **dict.fromkeys(["otgrad-2", "otgrad-3", "otgrad-4"], "the Unicode text writes ranges as 1..n"),
    **dict.fromkeys([f"otgrad-{n}" for n in range(12, 20)], FLAT),
    **dict.fromkeys(["eq-5", "fig-1", "eq-9", "eq-10", "eq-11", "eq-18", "eq-19"], ORDER3),
    "fig-7-superdiag": CAPTION,
    "eq-29": "𝑰_k is a slice of 𝓘 there, not an identity",
    "eq-8": "Y stands for the declared y",
    "eq-63": "a_j is declared by the name a, which makes it an entry",
    "boxslash-zero": "wrong by a value (a zero divisor), not by a shape",
    "hals-residual": "the members of its family are not declared",
}

BEFORE = {
    "l0-correct": "Y = X ⊡ B",
    "eq-49": "Ã_{i1r} = A_{ir}; B̃_{1jr} = B_{jr}",
    "eq-62": "Y_j := Y_{:j:}; a_j := A_{:j1}; z_j := Z_{1j:}",
}
"""Definitions of other entries, put before those that use them."""

SAYS_NOTHING_EXACT = {"eq-40", "eq-44"}
DEFINITIONS_ONLY = {
    *("eq-34", "eq-35", "eq-36", "eq-36-short", "ln-cnn-stats", "ln-cnn", "ln-transformer-stats"),
    *("ln-transformer", "in-stats", "instance-norm", "adain", "eq-37", "eq-39", "eq-41", "eq-42"),
    *("eq-43", "eq-45", "eq-46", "eq-51", "eq-61", "ls-slices", "eq-64", "eq-65", "eq-69", "eq-70"),
    *("eq-71", "d2-sets", "d2-X-permuted", "d2-W-permuted", "d2-H-permuted", "d2-Y", "d2-A"),
    *("d2-Z", *(f"otgrad-{n}" for n in (1, *range(5, 12), 20, 21, 22))),
}

CASES = [
    name
    for name, entry in ENTRIES.items()
    if entry["kind"] in KINDS and name not in NOT_EXPRESSIONS
]


def declarations(entry):
    for name, sizes in entry.get("declare", {}).items():
        yield Declaration(name, tuple(map(_size, sizes)))


def _size(size):
    factors = size.split("*") if isinstance(size, str) else [size]
    return product(int(f) if str(f).isdigit() else f for f in factors)


def given(entry):
    """Yield ``x = [1; 2]`` for the values that an entry gives."""
    for name, value in entry.get("check", {}).get("given", {}).items():
        rows = value if isinstance(value[0], list) else [[v] for v in value]
        if isinstance(rows[0][0], list):
            continue  # of order 3
        text = "; ".join(" ".join(map(str, row)) for row in rows)
        yield f"{name} = [{text}]"


def formula_of(entry, text):
    before = [BEFORE.get(entry["id"], "")] + (
        list(given(entry)) if entry["kind"] == "numeric-example" else []
    )
    statements = "; ".join([*filter(None, before), text])
    return read(statements, declarations(entry), convention=Convention(entry["convention"]))


def expected(entry):
    kind = entry["expect"].partition(":")[0]
    if kind in ("invalid", "fails"):
        return {"ill-shaped"}
    if kind == "false":
        return {"conditional"} if "exact" in entry else {"refuted"}
    if entry["id"] in SAYS_NOTHING_EXACT:
        return {"unknown"}
    return {"defined"} if entry["id"] in DEFINITIONS_ONLY else {"proved"}


@pytest.mark.parametrize("name", CASES)
def test_verdict(name):
    entry = ENTRIES[name]
    formula = formula_of(entry, entry["unicode"])
    if "ill-shaped" not in expected(entry) and all(len(c.sides) == 1 for c in formula.statements):
        with pytest.raises(NotationError, match="there is nothing to prove"):
            prove(formula)
        return
    proof = prove(formula)
    assert proof.verdict in expected(entry), proof
    assert (proof.counterexample is not None) == (proof.verdict in ("refuted", "conditional"))
    if proof.verdict == "conditional":
        assert proof.condition.replace(" ", "") == entry["exact"]


CORRECTED = [n for n, e in ENTRIES.items() if "unicode_corrected" in e and n not in NOT_EXPRESSIONS]


@pytest.mark.parametrize("name", CORRECTED)
def test_corrected_form_is_proved(name):
    entry = ENTRIES[name]
    assert prove(formula_of(entry, entry["unicode_corrected"])).verdict == "proved"


def test_every_exception_is_an_entry():
    assert {*NOT_EXPRESSIONS, *BEFORE, *SAYS_NOTHING_EXACT, *DEFINITIONS_ONLY} <= set(ENTRIES)


SHAPES_28 = "X ∈ R^{I×J×K}; Y ∈ R^{I×J}"
ORDERS_28 = [
    ("X ⊡ Y = X ⊙ fold_1(𝟏_Kᵀ ⊗ Y)", False, "proved"),
    ("X ⊡ Y = X ⊙ fold_1(𝟏_Kᵀ ⊗ Y)", True, "conditional"),
    ("X ⊡ Y = X ⊙ fold_1(Y ⊗ 𝟏_Kᵀ)", True, "proved"),
    ("X ⊡ Y = X ⊙ fold_1(Y ⊗ 𝟏_Kᵀ)", False, "conditional"),
    ("X ⊡ Y = fold_3(X_(3) diag(vec(Y)))", False, "proved"),
    ("X ⊡ Y = fold_3(X_(3) diag(vec(Y)))", True, "proved"),
]


@pytest.mark.parametrize(("text", "row_major", "verdict"), ORDERS_28)
def test_equation_28_in_both_orders(text, row_major, verdict):
    assert prove(replace(read(text, SHAPES_28), row_major=row_major)).verdict == verdict


@pytest.mark.parametrize("name", ["eq-56", "eq-31"])
def test_denominators_are_assumed_not_to_vanish(name):
    entry = ENTRIES[name]
    assert "Y ≠ 0 in every entry" in prove(formula_of(entry, entry["unicode"])).assumptions

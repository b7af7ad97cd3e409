"""Julia and MATLAB mean what their manuals say: proved against the notation written by hand."""

from __future__ import annotations

import csv
import re
from pathlib import Path

import pytest

import boxdot
from boxdot.notation.expressions.nodes import Chain, Relation

DATA = Path(__file__).resolve().parents[2] / "data" / "dotted_code.tsv"
with DATA.open(encoding="utf-8") as file:
    CASES = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


@pytest.mark.parametrize("case", CASES, ids=[f"{c['language']}: {c['code']}" for c in CASES])
def test_code_is_what_is_meant(case):
    decoded = boxdot.from_code(case["code"], case["language"], case["declare"])
    *before, last = decoded.formula.statements
    meant = boxdot.parse(case["meant"], case["declare"]).statements[0].sides[0]
    goal = Chain((last.sides[-1], meant), (Relation.EQUAL,))
    from dataclasses import replace

    proof = boxdot.prove(replace(decoded.formula, text="", statements=(*before, goal)))
    assert proof.verdict == "proved", decoded.text("unicode")


@pytest.mark.parametrize(
    ("language", "code", "told"),
    [
        ("julia", "X .* D", "raises DimensionMismatch"),
        ("julia", "X + y", "need equal shapes"),
        ("julia", "exp(X)", "write exp.(…)"),
        ("julia", "f(X)", "f has no notation"),
        ("julia", "Q .* X", "the shape of Q is not known"),
        ("julia", "X .* (", "operand is expected"),
        ("julia", "[X for i in 1:3]", "for"),
        ("matlab", "for i=1:3", "is expected here"),
        ("matlab", "X § y", "not understood"),
        ("matlab", "norm(X)", "largest singular value"),
        ("matlab", "(" * 500, "nested too deeply"),
        ("matlab", "", "no code"),
    ],
)
def test_what_cannot_be_read(language, code, told):
    declare = "X ∈ R^{m×n}; y ∈ R^{m×1}; D ∈ R^{n×k}; i ∈ R"
    with pytest.raises(boxdot.BoxdotError, match=r".") as error:
        boxdot.from_code(code, language, declare)
    assert told in str(error.value)


@pytest.mark.parametrize(
    ("language", "code", "expected"),
    [
        ("julia", "m, n = size(X)\nX .- sum(X, dims=2) ./ n", "X ⊟ 𝒫_2(X) / n where X ∈ ℝ^{m×n}"),
        ("julia", "@assert size(A) == (n, n)\nA .* ones(n)", "A ⊡ 𝟏_n where A ∈ ℝ^{n×n}"),
        ("matlab", "[m, n] = size(X);\nX - mean(X, 2)", "X ⊟ mean_2(X) where X ∈ ℝ^{m×n}"),
        (
            "matlab",
            "n = size(X, 1); k = size(X, 2);\nX.' * ones(n, 1)",
            "Xᵀ 𝟏_{n,1} where X ∈ ℝ^{n×k}",
        ),
        ("matlab", "norm(ones(n, k), 'fro')", "‖𝟏_{n,k}‖_F"),
        ("julia", "sum(abs2, ones(n))", "sum(𝟏_n²)"),
    ],
)
def test_shapes_that_the_code_tells(language, code, expected):
    assert boxdot.from_code(code, language).text("unicode") == expected


LINES = [
    ("julia", "Y =\n    X .+\n    X", "Y = X + X"),
    ("julia", "Y = sum(\n    X .* X;\n    dims=2,\n)", "Y = 𝒫_2(X ⊙ X)"),
    ("matlab", "Y = sum( ...\n    X .* X, ...\n    2);", "Y = 𝒫_2(X ⊙ X)"),
]


@pytest.mark.parametrize(("language", "code", "text"), LINES)
def test_lines_that_go_on(language, code, text):
    """Brackets and operators take in the line that follows."""
    found = boxdot.from_code(code, language, "X ∈ R^{m×n}").text("unicode")
    flat = boxdot.from_code(re.sub(r"( \.\.\.)?\n *", " ", code), language, "X ∈ R^{m×n}")
    assert found == flat.text("unicode") == text

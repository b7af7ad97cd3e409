"""Julia and MATLAB mean what their manuals say: proved against the notation written by hand."""

from __future__ import annotations

import csv
import re
import tomllib
from pathlib import Path

import numpy as np
import pytest
import snippet_arrays as snippets
from octave import Job, needs_octave, run_all

import boxdot
from boxdot.notation.expressions.nodes import Chain, Relation

DATA = Path(__file__).resolve().parents[2] / "data" / "dotted_code.tsv"
with DATA.open(encoding="utf-8") as file:
    CASES = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


VALUED = DATA.with_name("dotted_snippets.toml")
SNIPPETS = tomllib.loads(VALUED.read_text(encoding="utf-8"))["snippet"]


@pytest.mark.parametrize("case", CASES, ids=[f"{c['language']}: {c['code']}" for c in CASES])
def test_code_is_what_is_meant(case):
    decoded = boxdot.from_code(case["code"], case["language"], case["declare"])
    *before, last = decoded.formula.statements
    meant = boxdot.parse(case["meant"], case["declare"]).statements[0].sides[0]
    goal = Chain((last.sides[-1], meant), (Relation.EQUAL,))
    from dataclasses import replace

    proof = boxdot.prove(replace(decoded.formula, text="", statements=(*before, goal)))
    assert proof.verdict == "proved", decoded.text("unicode")


def _drawn(snippet, seed):
    """Return a snippet read, its sizes and random arrays; labels count from 1."""
    declare, sizes = snippet["declare"], snippet.get("sizes", {})
    decoded = boxdot.from_code(snippet["code"], snippet["language"], declare, sizes=sizes)
    sizes = snippets.lengths(decoded, sizes)
    data = snippets.arrays(decoded, sizes, seed, declare)
    labels = [n for n, one in decoded.formula.symbols.items() if one.entries == "ℤ"]
    return decoded, sizes, data | {name: data[name] + 1 for name in labels}


def _named(arrays):
    return {GREEK.get(name, name): array for name, array in arrays.items()}


GREEK = {"λ": "lam", "γ": "gamma", "β": "beta"}


@pytest.mark.parametrize("snippet", SNIPPETS, ids=[one["name"] for one in SNIPPETS])
def test_the_notation_has_the_value_that_is_meant(snippet):
    for seed in range(2):
        decoded, sizes, data = _drawn(snippet, seed)
        text, declare = decoded.text("unicode"), snippet["declare"]
        for spelling in ("unicode", "latex"):
            again = boxdot.parse(decoded.text(spelling), declare)
            assert again.statements == decoded.formula.statements, spelling
        formula = boxdot.parse(text, declare, sizes=snippet.get("sizes", {}))
        value = boxdot.evaluate(formula, data)
        told = np.asarray(eval(snippet["numpy"], {"np": np, **sizes, **_named(data)}))
        assert snippets.squeezed(value.shape) == snippets.squeezed(told.shape), text
        np.testing.assert_allclose(value.reshape(told.shape), told, rtol=1e-6, err_msg=text)


@needs_octave
def test_octave_computes_the_same(tmp_path):
    """The NumPy beside each MATLAB snippet, which the notation is compared with, is Octave's."""
    matlab = [one for one in SNIPPETS if one["language"] == "matlab"]
    chosen = [one for one in matlab if "function" not in one["code"]]
    jobs, told = [], []
    for snippet in chosen:
        _, sizes, data = _drawn(snippet, 0)
        lines = _as_lines(snippet["code"])
        jobs.append(Job(lines, _ascii(data), {k: v for k, v in sizes.items() if k not in data}))
        told.append(np.asarray(eval(snippet["numpy"], {"np": np, **sizes, **_named(data)})))
    for snippet, value, meant in zip(chosen, run_all(jobs, tmp_path), told, strict=True):
        assert not isinstance(value, str), (snippet["name"], value)
        np.testing.assert_allclose(
            np.squeeze(value), np.squeeze(meant), rtol=1e-6, err_msg=snippet["name"]
        )


def _ascii(arrays):
    return {{"λ": "lambda"}.get(name, name): array for name, array in arrays.items()}


def _as_lines(code):
    """Return code whose last statement stands on the last line, as the runner wants it."""
    lines = [line for line in code.strip().splitlines() if not line.lstrip().startswith("%")]
    *before, last = re.split(r";\s*", lines[-1].strip().removesuffix(";"))
    last = f"{last};" if re.match(r"\w+ = ", last) else last
    return "\n".join([*lines[:-1], *(f"{one};" for one in before), last])


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
        ("matlab", "for i=1:3", "a loop has no notation"),
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

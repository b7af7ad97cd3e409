"""Notation becomes code, code becomes notation again, and the two prove equal."""

from __future__ import annotations

import csv
import tomllib
from dataclasses import replace
from pathlib import Path

import pytest

import boxdot
from boxdot.notation.expressions.nodes import Chain, Index, Relation, Symbol
from boxdot.notation.expressions.walking import descendants

DATA = Path(__file__).resolve().parents[2] / "data"
EQUATIONS = tomllib.loads((DATA / "equations.toml").read_text(encoding="utf-8"))["entry"]
with (DATA / "convert_cases.tsv").open(encoding="utf-8") as file:
    CASES = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))

FORMULAS = [
    ("X ⊡ B", "X ∈ R^{H×W×3}; B ∈ R^{H×W}"),
    ("X ⊡ Bᵀ ⊞ B", "X, B ∈ R^{n×n}"),
    ("((X ⊟ μ) ⧄ σ) ⊡ γ ⊞ β", "X ∈ R^{N×C×H×W}; μ, σ, γ, β ∈ R^{1×C}"),
    ("𝒫_3(Y ⊡ Z) ⧄ 𝒫_3(Z ⊡ Z)", "Y ∈ R^{m×n×k}; Z ∈ R^{1×n×k}"),
    ("A x ⊞ xᵀ", "A ∈ R^{n×n}; x ∈ R^n"),
    ("diag(y) X diag(z)", "X ∈ R^{m×n}; y ∈ R^m; z ∈ R^n"),
    ("permute_{2,1,3}(X) ⊡ y", "X ∈ R^{m×n×k}; y ∈ R^n"),
    ("vec(X) ⊟ vec(Y)", "X, Y ∈ R^{m×n}"),
    ("tr(A B) 𝑰_n + A", "A, B ∈ R^{n×n}"),
    ("softmax_2(X) ⊡ x", "X ∈ R^{m×n}; x ∈ R^m"),
    ("exp(−X) ⧄ (1 ⊞ ‖x‖²)", "X ∈ R^{m×n}; x ∈ R^m"),
    ("X ×_2 A", "X ∈ R^{m×n×k}; A ∈ R^{h×n}"),
    ("A ⊗ B − B ⊗ A", "A, B ∈ R^{n×n}"),
    ("[A, B; B, A] x", "A, B ∈ R^{n×n}; x ∈ R^{2n}"),
    ("X_{:,1} ⊞ X_{2,:}ᵀ", "X ∈ R^{m×n}"),
    ("mean_1(X) ⊞ var_2(X)", "X ∈ R^{m×n}"),
    ("(Xᵀ X)⁻¹ Xᵀ y", "X ∈ R^{m×n}; y ∈ R^m"),
    ("max(X, 0) ⊙ σ(X)", "X ∈ R^{m×n}"),
    ("y ⊡ Zᵀ ⊡ X", "X ∈ R^{m×n}; Z ∈ R^{n×1}; y ∈ R^m"),
]


def round_trip(text, declare, language="numpy", **options):
    """Return the proof that code of a formula says the formula again."""
    formula = boxdot.parse(text, declare, **options)
    code = boxdot.convert(formula, to=language).code
    again = boxdot.from_code(code, language, declare, sizes=options.get("sizes"))
    last = again.formula.statements[-1].sides[-1]
    goal = Chain((formula.statements[-1].sides[-1], last), (Relation.EQUAL,))
    whole = replace(formula, text="", statements=(*again.formula.statements[:-1], goal))
    return code, boxdot.prove(whole)


@pytest.mark.parametrize("language", ["numpy", "torch", "jax"])
@pytest.mark.parametrize(("text", "declare"), FORMULAS, ids=[text for text, _ in FORMULAS])
def test_code_says_the_formula_again(text, declare, language):
    code, proof = round_trip(text, declare, language)
    assert proof.verdict == "proved", code


def sides_of(text, declare, **options):
    """Return each side of a chain that has a value, as a formula of its own."""
    formula = boxdot.parse(text, declare, **options)
    if len(formula.statements) != 1:
        return []
    return [replace(formula, statements=(Chain((side,)),)) for side in formula.statements[0].sides]


def declared(entry):
    shapes = entry.get("declare", {})
    return "; ".join(
        f"{name} ∈ R^{{{'×'.join(map(str, shape))}}}" if shape else f"{name} ∈ R"
        for name, shape in shapes.items()
    )


def attempt(formula):
    """Return the verdict of a round trip, or None for what has no code at all."""
    try:
        result = boxdot.check(formula)
    except boxdot.NotationError:  # a side that only defines a symbol
        return None
    if result.verdict != "holds" or result.shape is None or result.problems:
        return None  # with a warning (∘ of matrices) the sign means two things
    if any("(r)" in name for name in formula.symbols):
        return None  # the code takes a family such as A^(r) as one array
    try:
        code = boxdot.convert(formula).code
    except boxdot.BoxdotError:
        return None
    try:
        again = boxdot.from_code(code, "numpy", formula.symbols)
    except boxdot.UnsupportedError as error:
        return f"refused: {error.message} in {code}"
    last = again.formula.statements[-1].sides[-1]
    goal = Chain((formula.statements[-1].sides[-1], last), (Relation.EQUAL,))
    whole = replace(formula, text="", statements=(*again.formula.statements[:-1], goal))
    try:
        return f"{boxdot.prove(whole).verdict}: {code}"
    except boxdot.UnsupportedError as error:
        return f"refused: {error.message} in {code}"


def has_free_indices(formula):
    """Return whether entries are taken at named indices, so that the side alone has no shape."""
    return any(
        isinstance(part, Index) and any(isinstance(one, Symbol) for one in part.subscripts)
        for statement in formula.statements
        for part in descendants(statement)
    )


def test_most_sides_say_the_formula_again():
    found = [attempt(param.values[0]) for param in every_side()]
    coded = [one for one in found if one is not None]
    proved = [one for one in coded if one.startswith("proved")]
    assert len(proved) >= LEAST, len(proved)
    assert len(proved) / len(coded) > 0.9


LEAST = 200


def every_side():
    texts = [(entry["id"], entry["unicode"], declared(entry), {}) for entry in EQUATIONS]
    texts += [
        (case["id"], case["unicode"], case["shapes"].partition(" (")[0].replace(": ", " ∈ "), {})
        for case in CASES
    ]
    for name, text, declare, options in texts:
        try:
            sides = sides_of(text, declare, **options)
        except boxdot.BoxdotError:
            continue
        for n, side in enumerate(sides):
            yield pytest.param(side, id=f"{name}-{n}")


@pytest.mark.parametrize("side", every_side())
def test_each_side_of_the_equations_that_has_code(side):
    found = attempt(side)
    if found is None:
        pytest.skip("it has no code")
    if found.startswith("refused"):
        pytest.skip(found)
    if found.startswith("ill-shaped") and has_free_indices(side):
        pytest.skip("entries at free indices: the other side of the equation orders the axes")
    assert found.startswith("proved"), found

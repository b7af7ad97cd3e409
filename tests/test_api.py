"""The Python API does what the contract says, for formulas and for plain text."""

from __future__ import annotations

import numpy as np
import pytest

import boxdot

SIZES = {"N": 2, "C": 3, "H": 4, "W": 5}
NORM = "((X ⊟ μ) ⧄ σ) ⊡ γ ⊞ β"
NORM_SHAPES = "X ∈ R^{N×C×H×W}; μ, σ, γ, β ∈ R^{1×C}"


@pytest.fixture
def layer():
    """Random data for the normalisation layer, and what NumPy written by hand makes of it."""
    random = np.random.default_rng(0)
    data = {"X": random.normal(size=tuple(SIZES.values()))}
    data |= {name: random.uniform(1, 2, size=(1, 3)) for name in "μσγβ"}
    X, μ, σ, γ, β = (data["X"], *(data[n].reshape(1, 3, 1, 1) for n in "μσγβ"))
    return data, ((X - μ) / σ) * γ + β


def test_parse_check_convert_evaluate(layer):
    data, expected = layer
    e = boxdot.parse(NORM, NORM_SHAPES)
    assert boxdot.check(e).verdict == "holds"
    assert np.allclose(boxdot.evaluate(e, **data), expected)
    code = boxdot.convert(e, to="numpy", function="normalise")
    namespace = {}
    exec("\n".join([*code.imports, code.code]), namespace)
    assert np.allclose(namespace["normalise"](**data), expected)


def test_text_serves_for_a_formula():
    assert boxdot.check("X ⊡ y", "X ∈ R^{I×J}; y ∈ R^I").verdict == "holds"
    assert "*" in boxdot.convert("X ⊡ y", "X ∈ R^{I×J}; y ∈ R^I").code
    assert boxdot.evaluate("x ⊡ x", {"x": [1, 2]}, "x ∈ R^2").tolist() == [1, 4]


def test_declarations_belong_to_the_text():
    e = boxdot.parse("x ⊡ x", "x ∈ R^2")
    with pytest.raises(TypeError, match="parse"):
        boxdot.check(e, "x ∈ R^3")


@pytest.mark.parametrize("convention", ["F", boxdot.Convention.F])
def test_convention_by_name_or_member(convention):
    assert boxdot.parse("x", "x ∈ R^2", convention=convention).convention is boxdot.Convention.F


@pytest.mark.parametrize("option", [{"slices": "middle"}, {"convention": "G"}, {"syntax": "tex"}])
def test_unknown_choices_are_refused(option):
    with pytest.raises(ValueError, match=str(*option.values())):
        boxdot.parse("x", "x ∈ R^2", **option)


@pytest.mark.parametrize("use", [boxdot.convert, lambda e: boxdot.evaluate(e, A=[1, 2])])
def test_ill_shaped_is_an_error_with_the_result(use):
    e = boxdot.parse("X ⊙ B", "X ∈ R^{H×W×3}; B ∈ R^{H×W}")
    with pytest.raises(boxdot.IllShapedError, match="hadamard-mismatch") as caught:
        use(e)
    assert caught.value.result.problems[0].axis == 3
    assert caught.value.formula is e


def test_errors_share_one_class():
    for error in (boxdot.NotationError, boxdot.DataError, boxdot.IllShapedError):
        assert issubclass(error, boxdot.BoxdotError)
    with pytest.raises(boxdot.NotationError):
        boxdot.parse("X ⊡")
    with pytest.raises(boxdot.DataError):
        boxdot.evaluate("x ⊡ y", {"x": [1, 2]}, "x, y ∈ R^2")


def test_lint_reads_a_configuration_if_it_shall(tmp_path):
    paper = tmp_path / "paper.md"
    paper.write_text(r"$1 - X$, $X \in \mathbb{R}^{n\times d}$", encoding="utf-8")
    (tmp_path / "boxdot.toml").write_text('ignore = ["scalar-add"]', encoding="utf-8")
    other = tmp_path / "other.toml"
    other.write_text('select = ["scalar-add"]', encoding="utf-8")
    names = [
        [finding.name for finding in boxdot.lint(paper, **options)]
        for options in (
            {},
            {"config": True},
            {"config": other},
            {"config": other, "ignore": "scalar-add"},
            {"config": True, "select": "BX2"},
        )
    ]
    assert names == [["scalar-add"], [], ["scalar-add"], [], ["scalar-add"]]

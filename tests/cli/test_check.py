"""``boxdot check``: verdicts, exit codes, the keys of the contract, and every way to declare."""

from __future__ import annotations

import pytest

MASK = "X, Y ∈ R^{H×W×3}; B ∈ R^{H×W}"

VERDICTS = (
    # expression, declarations, verdict, exit code
    ("Y = X ⊡ B", MASK, "holds", 0),
    ("Y = X ⊙ B", MASK, "fails", 1),
    ("X ⊡ y", "X ∈ R^{I×J}; y ∈ R^K", "conditional", 1),
    ("x ⊡ yᵀ", "x ∈ R^I; y ∈ R^J", "holds", 0),
)


@pytest.mark.parametrize(("expression", "declared", "verdict", "code"), VERDICTS)
def test_verdict_is_the_exit_code(boxdot_command, expression, declared, verdict, code):
    done = boxdot_command("check", expression, "-d", declared, "--json")
    assert done.json["verdict"] == verdict
    assert done.code == code
    assert done.err == ""


def test_json_has_the_keys_of_the_contract(boxdot_command):
    document = boxdot_command("check", "Y = X ⊙ B", "-d", MASK, "--json").json
    assert {"verdict", "shape", "sides", "condition", "problems"} <= document.keys()
    (problem,) = document["problems"]
    keys = {"code", "name", "severity", "message", "axis", "span", "fix"}
    assert keys <= problem.keys()
    assert problem["axis"] == 3


def test_shapes_are_lists_of_strings(boxdot_command):
    document = boxdot_command("check", "Y = X ⊡ B", "-d", MASK, "--json").json
    assert document["shape"] == ["H", "W", "3"]
    assert document["sides"] == [["H", "W", "3"], ["H", "W", "3"]]


def test_text_shows_the_operator_and_a_fix(boxdot_command):
    done = boxdot_command("check", "Y = X ⊙ B", "-d", MASK)
    lines = done.out.splitlines()
    carets = next(i for i, line in enumerate(lines) if line.strip() == "^")
    assert lines[carets - 1][lines[carets].index("^")] == "⊙"
    assert "X ⊡ B" in done.out


@pytest.mark.parametrize(
    "arguments",
    [
        ("X ⊡ B", "-d", "X ∈ R^{H×W×3}", "-d", "B ∈ R^{H×W}"),
        ("X ⊡ B where X ∈ R^{H×W×3}, B ∈ R^{H×W}",),
        ("X ⊡ B with X ∈ R^{H×W×3}; B ∈ R^{H×W}",),
        ("X ⊡ B, X ∈ R^{H×W×3}, B ∈ R^{H×W}",),
        ("X .* B", "-d", "X in R^{H x W x 3}; B in R^{H x W}"),
        (r"\bm{X} \boxdot B", "-d", r"X \in \mathbb{R}^{H\times W\times 3}; B \in \R^{H\times W}"),
    ],
    ids=["repeated", "where", "with", "comma", "ascii", "latex"],
)
def test_every_way_to_declare(boxdot_command, arguments):
    done = boxdot_command("check", *arguments, "--json")
    assert (done.code, done.json["shape"]) == (0, ["H", "W", "3"])


def test_dash_reads_standard_input(boxdot_command):
    text = "X ⊡ B where X ∈ R^{H×W×3}, B ∈ R^{H×W}\n".encode()
    assert boxdot_command("check", "-", "--json", stdin=text).json["verdict"] == "holds"


def test_sizes_bind_names(boxdot_command):
    arguments = ("check", "X ⊡ y", "-d", "X ∈ R^{I×J}; y ∈ R^K", "--json", "-s")
    assert boxdot_command(*arguments, "I=4,K=4").json["verdict"] == "holds"
    assert boxdot_command(*arguments, "I=4,K=3").json["verdict"] == "fails"


def test_convention_moves_the_free_axes(boxdot_command):
    arguments = ("check", "X ⊡ c", "-d", "X ∈ R^{2×3}; c ∈ R^3", "--json", "--convention")
    assert boxdot_command(*arguments, "F").json["verdict"] == "fails"
    assert boxdot_command(*arguments, "C").json["verdict"] == "holds"


def test_strict_makes_warnings_errors(boxdot_command):
    arguments = ("check", "X ⊘ y", "-d", "X ∈ R^{I×J}; y ∈ R^I", "--json")
    assert boxdot_command(*arguments).json["problems"][0]["severity"] == "warning"
    strict = boxdot_command(*arguments, "--strict")
    assert (strict.code, strict.json["problems"][0]["severity"]) == (1, "error")


def test_slices_choose_the_axis(boxdot_command):
    arguments = ("check", "X_k", "-d", "X ∈ R^{I×J×K}", "--json", "--slices")
    assert boxdot_command(*arguments, "last").json["shape"] == ["I", "J"]
    assert boxdot_command(*arguments, "first").json["shape"] == ["J", "K"]

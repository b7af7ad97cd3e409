"""``boxdot prove``: verdicts, exit codes and the keys of the contract."""

from __future__ import annotations

import pytest

ROWS = "X ∈ R^{I×J}; y ∈ R^I"

VERDICTS = (
    # statement, declarations, verdict, exit code
    ("X ⊡ y = diag(y) X", ROWS, "proved", 0),
    ("Y = X ⊡ y", f"{ROWS}; Y ∈ R^{{I×J}}", "defined", 0),
    ("x + y = x", "x, y ∈ R^I", "refuted", 1),
    ("A B = B A", "A, B ∈ R^{n×n}", "conditional", 1),
    ("X ⊙ y = X", ROWS, "ill-shaped", 1),
)


@pytest.mark.parametrize(("statement", "declared", "verdict", "code"), VERDICTS)
def test_verdict_is_the_exit_code(boxdot_command, statement, declared, verdict, code):
    done = boxdot_command("prove", statement, "-d", declared, "--json")
    assert (done.json["verdict"], done.code) == (verdict, code)
    assert {"verdict", "condition", "assumptions", "counterexample"} <= done.json.keys()


def test_text_says_the_verdict_first(boxdot_command):
    done = boxdot_command("prove", "X ⊡ y = diag(y) X", "-d", ROWS)
    assert (done.code, done.out) == (0, "proved\n")


def test_counterexample(boxdot_command):
    document = boxdot_command("prove", "x + y = x", "-d", "x, y ∈ R^I", "--json").json
    example = document["counterexample"]
    assert set(example) == {"sizes", "values", "left", "right", "entry"}
    assert example["left"] != example["right"]


@pytest.mark.parametrize("statement", ["X ⊡ y", "X ⊡ = y"])
def test_bad_input(boxdot_command, statement):
    done = boxdot_command("prove", statement, "-d", ROWS)
    assert (done.code, done.out) == (2, "")

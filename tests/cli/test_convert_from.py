"""``boxdot convert --from`` and ``boxdot check --hazards`` on the command line."""

from __future__ import annotations

import json

import pytest

from boxdot.cli.running import run

SHAPES = "X ∈ R^{H×W×3}; B ∈ R^{H×W}; A ∈ R^{n×n}; y ∈ R^n"


def test_latex_is_the_default(capsys):
    assert run(["convert", "X * B[:, :, None]", "--from", "numpy", "-d", SHAPES]) == 0
    assert capsys.readouterr().out == "X \\boxdot B\n"


def test_json(capsys):
    assert run(["convert", "A * y", "--from", "numpy", "-d", SHAPES, "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["code"] == "A \\boxdot y^{\\top}"
    assert found["imports"] == [] == found["declarations"]
    assert "other values" in found["warnings"][0]


def test_to_another_language(capsys):
    assert run(["convert", "X .* B", "--from", "julia", "--to", "numpy", "-d", SHAPES]) == 0
    assert "X * B[:, :, None]" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("code", "exit_code"), [("X * B", 1), ("X * Q", 2), ("X *", 2), ("{q for q in X}", 2)]
)
def test_exit_codes(capsys, code, exit_code):
    assert run(["convert", code, "--from", "numpy", "-d", SHAPES]) == exit_code
    streams = capsys.readouterr()
    assert streams.out == ""
    assert streams.err.startswith("error: ")


def test_unknown_language(capsys):
    assert run(["convert", "X", "--from", "fortran", "-d", SHAPES]) == 2
    assert "choose one of numpy" in capsys.readouterr().err


def test_hazards(capsys):
    assert run(["check", "A ⊡ y", "--hazards", "--json", "-d", SHAPES]) == 0
    (hazard,) = json.loads(capsys.readouterr().out)["hazards"]
    assert (hazard["numpy"], hazard["julia"]) == ("other values", "agrees")

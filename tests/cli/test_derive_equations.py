"""The paper's optimisation problems through the command line, as they are printed there."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from boxdot.notation.shapes.spelling import set_text

DATA = Path(__file__).parents[1] / "data" / "equations.toml"
ENTRIES = {e["id"]: e for e in tomllib.loads(DATA.read_text(encoding="utf-8"))["entry"]}

PROBLEMS = [
    # problem, unknown ("" for the one that its argmin names), the entry that solves it, equation
    ("eq-38", "", "eq-39", "eq. 39"),
    ("eq-61", "", "eq-39", "eq. 39"),
    ("eq-65", "", "eq-72", "eq. 72"),
    ("eq-40", "A", "eq-41", "eq. 41"),
    ("eq-40", "B", "eq-42", "eq. 42"),
    ("eq-40", "C", "eq-43", "eq. 43"),
    ("bd-objective", "A", "eq-41", "eq. 41"),
    ("bd-objective", "B", "eq-42", "eq. 42"),
    ("bd-objective", "C", "eq-43", "eq. 43"),
]
LAST_SIDE = {"unicode": ("=", "←"), "latex": ("=", r"\leftarrow")}


def shapes_of(identifier):
    declared = ENTRIES[identifier]["declare"]
    return "; ".join(f"{name} ∈ {set_text(tuple(shape))}" for name, shape in declared.items())


def side_of(identifier, spelling):
    """The last side of an entry, with its set of modes named."""
    text = ENTRIES[identifier][spelling]
    for relation in LAST_SIDE[spelling]:
        text = text.rpartition(relation)[2]
    return text.replace("𝒫_ℛ", "𝒫_{3,6}").replace(r"\mathcal{P}_{\mathcal{R}}", "𝒫_{3,6}")


@pytest.mark.parametrize("spelling", ["unicode", "latex"])
@pytest.mark.parametrize(("problem", "unknown", "solution", "equation"), PROBLEMS)
def test_solution(boxdot_command, problem, unknown, solution, equation, spelling):
    shapes = shapes_of(problem)
    option = ["--minimise", unknown] if unknown else []
    done = boxdot_command("derive", ENTRIES[problem][spelling], *option, "-d", shapes, "--json")
    assert (done.code, done.json["proved"]) == (0, True)
    assert "vanishes" in done.json["condition"]
    numbers = {step["rule"]: step["equation"] for step in done.json["steps"]}
    assert numbers["solution"] == equation
    stated = side_of(solution, "unicode")
    proof = boxdot_command("prove", f"{done.json['result']} = {stated}", "-d", shapes)
    assert (proof.code, proof.out.splitlines()[0]) == (0, "proved")


@pytest.mark.parametrize("solution", ["eq-39", "eq-41", "eq-42", "eq-43", "eq-72"])
def test_solution_in_latex(boxdot_command, solution):
    problem, unknown, *_ = next(case for case in PROBLEMS if case[2] == solution)
    shapes = shapes_of(problem)
    option = ["--minimise", unknown] if unknown else []
    text = ENTRIES[problem]["latex"]
    done = boxdot_command("derive", text, *option, "-d", shapes, "--to", "latex", "--json")
    stated = side_of(solution, "latex").replace("𝒫_{3,6}", r"\mathcal{P}_{3,6}")
    proof = boxdot_command("prove", f"{done.json['result']} = {stated}", "-d", shapes)
    assert (proof.code, proof.out.splitlines()[0]) == (0, "proved")


@pytest.mark.parametrize("spelling", ["unicode", "latex"])
def test_a_column_of_the_solution(boxdot_command, spelling):
    """Equation 63 minimises over a symbol with an index."""
    shapes = "Y_j ∈ R^{I×K}; a_j ∈ R^I; z_j ∈ R^K"
    text = ENTRIES["eq-63"][spelling]
    done = boxdot_command("derive", text, "-d", shapes, "--json")
    assert (done.code, done.json["proved"]) == (0, True)
    assert done.json["result"] == "Y_j z_j / (z_jᵀ z_j)"
    proof = boxdot_command("prove", f"{done.json['result']} = Y_j z_j (z_jᵀ z_j)⁻¹", "-d", shapes)
    assert proof.code == 0


GRADIENTS = [case[:3] for case in PROBLEMS if case[1]]


@pytest.mark.parametrize(("problem", "unknown", "solution"), GRADIENTS)
def test_the_gradient_vanishes_at_what_is_stated(boxdot_command, problem, unknown, solution):
    shapes = shapes_of(problem)
    objective = ENTRIES["bd-objective"]["unicode"]
    gradient = boxdot_command("derive", objective, "--wrt", unknown, "-d", shapes, "--json")
    at = gradient.json["result"].replace(unknown, f"({side_of(solution, 'unicode')})")
    proof = boxdot_command("prove", f"{at} = 𝟎", "-d", shapes)
    assert proof.code == 0, proof.out

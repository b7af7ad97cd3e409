"""``boxdot derive``: gradients and minimisers, exit codes and the keys of the contract."""

from __future__ import annotations

import pytest

OBJECTIVE = "‖Y − A ⊡ Z‖_F²"
SHAPES = "Y ∈ R^{I×J×K}; A ∈ R^{I×J×1}; Z ∈ R^{1×J×K}"


def test_gradient(boxdot_command):
    done = boxdot_command("derive", OBJECTIVE, "--wrt", "A", "-d", SHAPES)
    assert (done.code, done.out) == (0, "2 𝒫_3((A ⊡ Z − Y) ⊡ Z)\n")


def test_minimiser_comes_with_its_condition(boxdot_command):
    done = boxdot_command("derive", OBJECTIVE, "--minimise", "A", "-d", SHAPES)
    assert done.out.splitlines() == [
        "𝒫_3(Y ⊡ Z) ⧄ 𝒫_3(Z ⊡ Z)",
        "condition: 𝒫_3(Z ⊡ Z) has no zero entry: no fibre of Z along mode 3 vanishes",
        "optimal: proved",
    ]


@pytest.mark.parametrize("option", ["--wrt", "--minimise", "--minimize"])
def test_json_has_the_keys_of_the_contract(boxdot_command, option):
    done = boxdot_command("derive", OBJECTIVE, option, "A", "-d", SHAPES, "--json")
    assert {"result", "condition", "steps"} <= done.json.keys()
    assert {"rule", "equation", "before", "after"} == done.json["steps"][0].keys()


def test_steps_are_shown_on_request(boxdot_command):
    done = boxdot_command("derive", f"argmin_A {OBJECTIVE}", "-d", SHAPES, "--steps")
    assert "solution (eq. 39):\n  𝒫_3(Z ⊡ Z) ⊡ A = 𝒫_3(Y ⊡ Z)\n  ⟺ A = 𝒫_3(Y ⊡ Z)" in done.out


def test_result_in_latex(boxdot_command):
    done = boxdot_command("derive", OBJECTIVE, "--wrt", "A", "-d", SHAPES, "--to", "latex")
    assert done.out == "2 \\mathcal{P}_{3}((A \\boxdot Z - Y) \\boxdot Z)\n"


def test_several_symbols(boxdot_command):
    done = boxdot_command("derive", OBJECTIVE, "--wrt", "A,Z", "-d", SHAPES)
    assert done.out.splitlines() == [
        "A:",
        "  2 𝒫_3((A ⊡ Z − Y) ⊡ Z)",
        "Z:",
        "  2 𝒫_1((A ⊡ Z − Y) ⊡ A)",
    ]
    apart = boxdot_command("derive", OBJECTIVE, "--wrt", "A", "--wrt", "Z", "-d", SHAPES)
    assert apart.out == done.out


def test_several_symbols_in_json(boxdot_command):
    done = boxdot_command("derive", OBJECTIVE, "--wrt", "A, Z", "-d", SHAPES, "--json")
    assert list(done.json["result"]) == ["A", "Z"]
    assert {"condition", "steps", "gradients"} <= done.json.keys()
    assert done.json["gradients"]["Z"]["result"] == "2 𝒫_1((A ⊡ Z − Y) ⊡ A)"


def test_a_subscript_keeps_its_comma(boxdot_command):
    shapes = "W_{1,2} ∈ R^{m×n}; x ∈ R^n"
    done = boxdot_command("derive", "‖W_{1,2} x‖²", "--wrt", "W_{1,2},x", "-d", shapes, "--json")
    assert list(done.json["result"]) == ["W_{1,2}", "x"]


def test_jacobian(boxdot_command):
    done = boxdot_command("derive", "tanh(A x)", "--wrt", "x", "-d", "A ∈ R^{m×n}; x ∈ R^n")
    assert done.out == "diag(𝟏 − tanh(A x) ⊙ tanh(A x)) A\n"


WRONG = [
    # arguments, exit code, what stderr says
    ((OBJECTIVE,), 2, "name it: --minimise A"),
    ((OBJECTIVE, "--wrt", "A", "--minimise", "A"), 2, "either --wrt or --minimise"),
    ((OBJECTIVE, "--wrt", "Q"), 2, "Q does not occur"),
    (("Y − A ⊡ Z", "--wrt", "A"), 2, "has the shape I×J×K"),
    (("‖Y ⊙ A‖_F²", "--wrt", "A"), 1, "hadamard-mismatch"),
    (("sum(gelu(A))", "--wrt", "A"), 2, "no rule to differentiate"),
    (("‖exp(A)‖_F²", "--minimise", "A"), 2, "not quadratic"),
]


@pytest.mark.parametrize(("arguments", "code", "said"), WRONG)
def test_bad_input(boxdot_command, arguments, code, said):
    done = boxdot_command("derive", *arguments, "-d", SHAPES)
    assert (done.code, done.out) == (code, "")
    assert said in done.err

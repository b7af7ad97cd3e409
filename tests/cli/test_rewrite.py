"""``boxdot rewrite``, ``boxdot identities``: results, keys of the contract, exit codes."""

from __future__ import annotations

import pytest

ROWS = "X ∈ R^{I×J}; y ∈ R^I"


def test_json_has_the_keys_of_the_contract(boxdot_command):
    done = boxdot_command("rewrite", "X ⊡ y", "--to", "linear-algebra", "-d", ROWS, "--json")
    assert (done.code, done.err) == (0, "")
    assert done.json["result"] == "diag(y) X"
    (step,) = done.json["steps"]
    assert step == {
        "rule": "row-scaling",
        "equation": "eq. 25",
        "before": "X ⊡ y",
        "after": "diag(y) X",
    }


def test_text_is_an_aligned_chain(boxdot_command):
    done = boxdot_command(
        "rewrite", "X ⊡ y ⊞ zᵀ", "--to", "linear-algebra", "-d", f"{ROWS}; z ∈ R^J"
    )
    assert done.out.splitlines() == [
        "  X ⊡ y ⊞ zᵀ",
        "= diag(y) X ⊞ zᵀ        by (25) row-scaling",
        "= diag(y) X + 𝟏_I zᵀ    by (60) row-added",
    ]


def test_latex_derivation(boxdot_command):
    done = boxdot_command(
        "rewrite", "X ⊡ y", "--only", "eq-25", "-d", ROWS, "--derivation", "latex"
    )
    assert done.out.startswith(r"\begin{align*}")
    assert r"&= \mathrm{diag}(y) X && \text{by (25), row-scaling}" in done.out


def test_result_alone(boxdot_command):
    done = boxdot_command(
        "rewrite", "diag(y) X", "--to", "broadcast", "-d", ROWS, "--derivation", "none"
    )
    assert done.out == "X ⊡ y\n"


@pytest.mark.parametrize("key", ["eq-25", "row-scaling"])
def test_only_applies_in_either_direction(boxdot_command, key):
    there = boxdot_command("rewrite", "X ⊡ y", "--only", key, "-d", ROWS, "--json").json["result"]
    back = boxdot_command("rewrite", there, "--only", key, "-d", ROWS, "--json").json["result"]
    assert (there, back) == ("diag(y) X", "X ⊡ y")


def test_nothing_applies(boxdot_command):
    done = boxdot_command("rewrite", "diag(y) X", "--only", "eq-26", "-d", ROWS, "--json")
    assert done.code == 1
    assert "eq-26 does not apply to diag(y) X" in done.err
    assert "result" not in done.json


def test_the_target_is_not_reached(boxdot_command):
    declared = "X ∈ R^{I×J×1}; Y ∈ R^{I×1×K}"
    done = boxdot_command("rewrite", "X_□ ⊙ Y_□", "--to", "linear-algebra", "-d", declared)
    assert (done.code, done.out) == (1, "")
    assert "no identity leads from Y_□" in done.err


def test_ill_shaped_has_no_result(boxdot_command):
    done = boxdot_command("rewrite", "X ⊙ y", "--to", "hadamard", "-d", ROWS, "--json")
    assert done.code == 1
    assert "hadamard-mismatch" in done.err
    assert "result" not in done.json


@pytest.mark.parametrize(
    "arguments",
    [
        ("X ⊡ y", "-d", ROWS),
        ("X ⊡ y", "-d", ROWS, "--to", "prose"),
        ("X ⊡ y", "-d", ROWS, "--only", "eq-99"),
        ("X ⊡ y", "-d", ROWS, "--only", "eq-25", "--to", "normal"),
        ("X ⊡", "-d", ROWS, "--to", "normal"),
        ("X ⊡ w", "-d", ROWS, "--to", "normal"),
    ],
)
def test_bad_input(boxdot_command, arguments):
    done = boxdot_command("rewrite", *arguments)
    assert (done.code, done.out) == (2, "")
    assert done.err


def test_identities_are_listed(boxdot_command):
    lines = boxdot_command("identities").out.splitlines()
    assert len(lines) > 60
    assert any(line.split()[0] == "row-scaling" and "X ⊡ y = diag(y) X" in line for line in lines)


def test_identities_as_json(boxdot_command):
    listed = boxdot_command("identities", "--json").json
    keys = {"name", "equation", "left", "right", "shapes", "guard", "sentence"}
    assert all(entry.keys() >= keys for entry in listed)


def test_one_identity_in_full(boxdot_command):
    done = boxdot_command("identities", "eq-47")
    assert done.out.splitlines()[:3] == [
        "penetrating-product (eq. 47)",
        "  X ⊙_PF Y = X ⊡ Y",
        "  where X ∈ R^{I×J}; Y ∈ R^{I×J×K}",
    ]


def test_no_such_identity(boxdot_command):
    done = boxdot_command("identities", "eq-99")
    assert (done.code, done.out) == (2, "")


def test_a_name_that_is_nearly_right(boxdot_command):
    done = boxdot_command("identities", "row-scalling")
    assert done.code == 2
    assert "did you mean row-scaling" in done.err
    done = boxdot_command("rewrite", "X ⊡ y", "-d", ROWS, "--only", "row-scalling")
    assert done.code == 2
    assert "did you mean row-scaling" in done.err


def test_identities_are_searched(boxdot_command):
    found = boxdot_command("identities", "--search", "kronecker vec", "--json").json
    assert "vec-of-product" in [identity["name"] for identity in found]
    assert all("kronecker" in str(identity).lower() or "⊗" in str(identity) for identity in found)
    nothing = boxdot_command("identities", "--search", "quaternion")
    assert (nothing.code, nothing.out) == (2, "")
    assert "quaternion" in nothing.err

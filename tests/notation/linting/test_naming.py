"""Names taken apart, and which declarations tell the shape of another name."""

from __future__ import annotations

import pytest

from boxdot.notation.linting.naming import Name, answers_for, hangs_on_index, is_label, split


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("X", Name("X")),
        ("𝐂̃_t", Name("𝐂̃", ("t",))),
        ("X_t−1", Name("X", ("t−1",))),
        ("X_{t−1}", Name("X", ("t−1",))),
        ("z_(p,t)^(0)", Name("z", ("(p,t)",), ("(0)",))),
        ("E_{s_τ}", Name("E", ("s_τ",))),
        ("X_{u,v}^{a,b}", Name("X", ("u,v",), ("a,b",))),
    ],
)
def test_split(name: str, parts: Name) -> None:
    assert split(name) == parts


@pytest.mark.parametrize(
    ("declared", "used"),
    [
        ("H_t", "H_t−1"),
        ("H_t", "H_t+1"),
        ("H_t", "H_0"),
        ("H_t", "H_T"),
        ("H_{t−1}", "H_t"),
        ("H^(l)", "H^(l−1)"),
        ("H_t^(l)", "H_t−1^(l−1)"),
        ("x_i", "x_1"),
        ("z_(p,t)", "z_(p,t−1)"),
    ],
)
def test_one_family(declared: str, used: str) -> None:
    assert answers_for(declared, used)


@pytest.mark.parametrize(
    ("declared", "used", "why"),
    [
        ("W_q", "W_k", "labels that are no indices"),
        ("W_xi", "W_hi", "words"),
        ("H", "H_t", "a part, or something else"),
        ("H_t", "H", "the whole, or something else"),
        ("H_t", "H_s", "another index"),
        ("H_t", "𝐇_t", "another letter"),
        ("H_1", "H_2", "two numbers may name two things"),
        ("H_T", "H_t", "the last one does not tell the others"),
        ("H^(l)", "H^(0)", "the first layer is often the input"),
        ("H_t", "H_t^(l)", "a label more"),
        ("H^(l)", "H_l", "a label elsewhere"),
        ("z_(p,t)", "z_[p,t]", "other brackets"),
    ],
)
def test_two_families(declared: str, used: str, why: str) -> None:
    assert not answers_for(declared, used), why


@pytest.mark.parametrize(
    "name", ["x^2", "W^T", "X^⊤", "A^−1", "A^{−1}", "x^{1/2}", "x^□", "X_□", "X"]
)
def test_no_label(name: str) -> None:
    assert not is_label(name)


@pytest.mark.parametrize("name", ["x^(2)", "W^q", "X_t", "X_2", "A^†", "h_t^l"])
def test_label(name: str) -> None:
    assert is_label(name)


def test_shapes_that_hang_on_the_index() -> None:
    assert hangs_on_index("W_l", ("d_l", "d_{l−1}"))
    assert hangs_on_index("q_k", ("k",))
    assert not hangs_on_index("H_t", ("n", "d_h"))
    assert not hangs_on_index("X", ("n", "d"))

"""Bad input: the place, what was expected, and what to try."""

from __future__ import annotations

import time

import pytest

from boxdot.grammar.errors import BoxdotError, NotationError, UnsupportedError
from boxdot.notation.reading import read


@pytest.mark.parametrize(
    ("text", "message", "column"),
    [
        ("X ⊡ € Y", "'€' (EURO SIGN) is not part of the notation", 4),
        ("(X ⊡ Y", "this ( is never closed", 0),
        ("X ⊡ Y)", "this ) closes nothing", 5),
        ("(X ⊡ Y]", "does not close the (", 0),
        ("‖X ⊡ Y", "this ‖ is never closed", 0),
        (r"\left\| X", "this ‖ is never closed", 5),
        ("X ⊡", "the formula ends where an operand", 2),
        ("X ⊡ ⊡ Y", "an operand or an operator is expected here, not '⊡'", 4),
        ("[1 2; 3]", "different numbers of columns", 0),
        ("X_", "nothing follows '_'", 1),
        (r"\frac{a}", "an argument is missing", 0),
        (r"\foo X", r"the command \foo is not known", 0),
        (r"\begin{cases} a \end{cases}", "the environment 'cases' is not part", 0),
        ("{X", "this { is never closed", 0),
        (r"\frac{X}{", "never closed", 8),
        ("X ∈ Foo", "says no shape", 0),
        ("⟨a⟩", "an inner product has two operands", 0),
    ],
)
def test_message_and_place(text: str, message: str, column: int) -> None:
    with pytest.raises(BoxdotError) as caught:
        read(text)
    error = caught.value
    assert message in str(error)
    assert error.span is not None
    assert error.span.start == column
    assert "^" in str(error).splitlines()[2]


@pytest.mark.parametrize(
    "text",
    [
        "(" * 10_000 + "X" + ")" * 10_000,
        "{" * 10_000 + "X" + "}" * 10_000,
        r"\frac{" * 10_000,
        "x" * 10_000_000,
        "X+" * 5_000 + "X",
        "X^{" * 500 + "2" + "}" * 500,
        "−" * 3_000 + "X",
        "‖" * 5_000,
        r"\sqrt" * 5_000 + "x",
        "X_" * 2_000 + "1",
    ],
    ids=lambda text: text[:8],
)
def test_depth_and_length_are_bounded(text: str) -> None:
    begin = time.monotonic()
    with pytest.raises(BoxdotError) as caught:
        read(text)
    assert len(str(caught.value)) < 1000
    assert time.monotonic() - begin < 5


def test_empty_text() -> None:
    for text in ("", "   ", "\n"):
        with pytest.raises(BoxdotError, match="there is no formula here"):
            read(text)


@pytest.mark.parametrize("formula", ["mean(X, 1)", "log(X, y)", "tr(X, X)", "sum(X, (1, 2))"])
def test_no_argument_is_left_out_unseen(formula: str) -> None:
    with pytest.raises(UnsupportedError, match="takes one argument, not 2"):
        read(formula, "X ∈ R^{n×n}; y ∈ R^n")


def test_a_declared_function_takes_what_it_declares() -> None:
    declared = "mean: R^n × R^n → R; x, y ∈ R^n"
    assert read("mean(x, y)", declared).statements


@pytest.mark.parametrize("size", [0, -1, 2.5, "3", None, True])
def test_sizes_are_bound_to_whole_numbers(size: object) -> None:
    with pytest.raises(NotationError, match="the size n is bound to"):
        read("X", "X ∈ R^n", sizes={"n": size})  # type: ignore[dict-item]  # what is asked

"""Texts that were once read as something else than they say."""

import pytest

from boxdot.grammar.errors import NotationError, UnsupportedError
from boxdot.notation.expressions.nodes import Apply, Norm, Number, Symbol
from boxdot.notation.inference import infer
from boxdot.notation.printing import to_text
from boxdot.notation.reading import read

SYMBOLS = "X, A ∈ R^{m×n}; B ∈ R^{m×k}; P ∈ R^{n×n}; x ∈ R^n; y ∈ R^k; p ∈ R"


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("‖X‖_{2,1}", "2,1"),
        (r"\|X\|_{2,1}", "2,1"),
        ("‖X‖_*", "*"),
        (r"\|X\|_{*}", "*"),
        (r"\|X\|_{\mathrm{op}}", "op"),
        ("‖X‖_{1,∞}", "1,∞"),
    ],
)
def test_norms_are_their_own(text, kind):
    (norm,) = read(text, SYMBOLS).statements[0].sides
    assert norm == Norm(norm.operand, kind)
    for spelling in ("unicode", "latex", "ascii"):
        again = read(to_text(norm, spelling), SYMBOLS, syntax=spelling)
        assert again.statements[0].sides == (norm,)


def test_a_matrix_weighs_a_norm():
    (norm,) = read("‖x‖_P", SYMBOLS).statements[0].sides
    assert norm.weight is not None


def test_an_unknown_norm_is_refused():
    with pytest.raises(UnsupportedError, match="this norm is not known"):
        read("‖X‖_{2,1,3}", SYMBOLS)


@pytest.mark.parametrize(
    ("text", "same"),
    [
        ("½ x", "(1/2) x"),
        ("¾ + x", "3/4 + x"),
        (r"½ \alpha", r"\frac12 \alpha"),
        ("abs(X) ^ p", "abs(X)^p"),
        ("X _ {i,j}", "X_{i,j}"),
    ],
)
def test_same(text, same):
    syntax = "latex" if "\\" in text else "unicode"
    assert read(text, SYMBOLS, syntax=syntax).statements == read(same, SYMBOLS).statements


def test_products_in_a_matrix_are_offered():
    problem = infer(read("[A x; B y]", SYMBOLS)).problems[0]
    assert problem.fix == "[(A x); (B y)]"
    with pytest.raises(NotationError) as error:
        read("[A x; y]", SYMBOLS)
    assert "write a product as" in str(error.value)


@pytest.mark.parametrize("text", ["f_1′(x)", r"f_1'(x)"])
def test_a_prime_behind_a_subscript(text):
    syntax = "latex" if "'" in text else "auto"
    (call,) = read(text, SYMBOLS, syntax=syntax).statements[0].sides
    assert call == Apply("f^′", (Symbol("x"),), (Number("1"),))

"""Where the denominator behind a ``/`` ends: what is declared decides too."""

import pytest

from boxdot.notation.printing import to_text
from boxdot.notation.reading import read

SYMBOLS = "x, w ∈ R^n; A, X ∈ R^{m×n}; a, b, c, σ ∈ R"


def same(first, second):
    one, other = (read(text, SYMBOLS) for text in (first, second))
    return one.statements == other.statements


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("1/n x", "(1/n) x"),
        ("1/n A x", "((1/n) A) x"),
        ("1/a b", "1/(a b)"),
        ("1/a b x", "(1/(a b)) x"),
        ("1/x_i x_j", "1/(x_i x_j)"),
        ("1/a A_i", "(1/a) A_i"),
        ("1/a x² b", "((1/a) x²) b"),
        ("X ⊡ 1/2 x", "X ⊡ ((1/2) x)"),
        ("1/2 x/3 w", "(((1/2) x)/3) w"),
        (r"1/N \sum_i x_i", "(1/N) Σ_i x_i"),
        (r"1/\sqrt{d} A x", "((1/√d) A) x"),
        ("1/n 𝔼[x]", "(1/n) 𝔼 x"),
    ],
)
def test_a_denominator_ends_before_a_tensor(text, meant):
    assert to_text(read(text, SYMBOLS)) == to_text(read(meant, SYMBOLS))
    assert same(to_text(read(text, SYMBOLS)), text)

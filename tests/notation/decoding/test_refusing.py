"""What is not read is shown with its place; nothing of the code is ever run."""

from __future__ import annotations

import pytest

import boxdot

DECLARED = "X ∈ R^{H×W×3}; B ∈ R^{H×W}; A ∈ R^{n×n}; y ∈ R^n; a ∈ R"


@pytest.mark.parametrize(
    ("code", "told"),
    [
        ("X * Q", "the shape of Q is not known"),
        ("[row for row in A]", "a comprehension has no notation"),
        ("for i in range(3):\n    A = A @ A\nA", "a loop has no notation"),
        ("while True:\n    pass", "a loop has no notation"),
        ("foo(A)", "foo is not a function that is known here"),
        ("np.linalg.svd(A)", "numpy.linalg.svd has no notation"),
        ("A[A > 0] * 2", "how many entries a mask chooses"),
        ("A[np.array([2, 0, 1])]", "entries at places that an array holds"),
        ("A[::2]", "depends on the rest of n/2"),
        ("A[0] = y", "only what a mask chooses is assigned"),
        ("np.sum(A, axis=0, where=A > 0)", "where is not understood"),
        ("A @", "this is not Python"),
        ("", "there is no code here"),
        ("import os", "computes no array"),
        ("1j * A", "only real numbers"),
        ("A.cumprod(axis=0)", "cumprod has no notation"),
        ("A if a else y", "a choice between"),
        ("np.where(A, 1, 0)", "a condition is needed"),
        ("(" * 300 + "A" + ")" * 300, "nested"),
        ("-" * 3000 + "A", "deep"),
        ("A" + " + A" * 20000, "longer than"),
        ("def f(x):\n    return f(x)\nf(A)", "too deeply"),
    ],
)
def test_refused(code, told):
    with pytest.raises(boxdot.BoxdotError, match=r".") as error:
        boxdot.from_code(code, "numpy", DECLARED)
    assert told in str(error.value)


@pytest.mark.parametrize(
    "code",
    ["X * B", "A @ X[0, :, 0]", "np.einsum('ij,jk->ik', A, B)", "A.reshape(7)", "y[None, 0, 0]"],
)
def test_code_that_raises_itself(code):
    with pytest.raises(boxdot.CodeError):
        boxdot.from_code(code, "numpy", DECLARED)


def test_the_place_is_shown():
    with pytest.raises(boxdot.UnsupportedError) as error:
        boxdot.from_code("A + 1\nμ = A @ Q", "numpy", DECLARED)
    assert "  μ = A @ Q\n          ^" in str(error.value)


def test_nothing_is_run(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for code in (
        "__import__('os').system('touch owned')",
        "open('owned', 'w')",
        "exec('x = 1')",
        "A + (lambda: open('owned', 'w'))()",
        "().__class__.__bases__[0].__subclasses__()",
    ):
        with pytest.raises(boxdot.BoxdotError):
            boxdot.from_code(code, "numpy", DECLARED)
    assert list(tmp_path.iterdir()) == []


def test_shapes_of_higher_order_are_permuted():
    found = boxdot.from_code("np.swapaxes(X, 0, 1)", "numpy", DECLARED)
    assert found.text("unicode") == "permute_{2,1,3}(X)"

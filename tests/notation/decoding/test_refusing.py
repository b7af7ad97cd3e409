"""What is not read is shown with its place; nothing of the code is ever run."""

from __future__ import annotations

import pytest

import boxdot

DECLARED = "X ∈ R^{H×W×3}; B ∈ R^{H×W}; A ∈ R^{n×n}; y ∈ R^n; a ∈ R"


@pytest.mark.parametrize(
    ("code", "told"),
    [
        ("X * Q", "the shape of Q is not known"),
        ("{row for row in A}", "a set has no notation"),
        ("for i in range(n):\n    A = A @ A\nA", "a recurrence has no notation"),
        ("h = np.zeros(n)\nfor i in range(n):\n    h[i] = h[i - 1] + y[i]\nh", "a recurrence"),
        ("for i in range(n):\n    s = y[i]\ns", "what the last turn of the loop makes it"),
        (
            "C = 0 * A\nfor i in range(n):\n    for j in range(i):\n        C[i, j] = 1\nC",
            "in part",
        ),
        ("while True:\n    pass", "a loop that runs until something holds"),
        ("foo(A)", "foo is not a function that is known here"),
        ("foo(A)", '-d "foo: R → R"'),
        ("np.linalg.svd(A)", "numpy.linalg.svd has no notation"),
        ("A[A > 0].max()", "how many entries a mask chooses"),
        ("y[(A @ y).round()]", "round has no notation"),
        ("A[::2]", "depends on the rest of n over 2"),
        ("A[y > 0] = A", "put a number there"),
        ("np.max(A, axis=0, where=A > 0)", "where is not understood"),
        ("A @", "this is not Python"),
        ("", "there is no code here"),
        ("import os", "computes no array"),
        ("1j * A", "only real numbers"),
        ("np.median(A, axis=0)", "median has no notation"),
        ("A if a > 0 else y", "a choice by a > 0"),
        ("def f(x):\n    if x.sum() > 0:\n        return x\n    return -x\nf(y)", "x.sum() > 0"),
        ("np.where(A, 1, 0)", "a condition is needed"),
        ("np.where(A > 0, A, -np.inf) * y", "a large negative number"),
        ("np.where(A > 0, A, -np.inf).max(axis=1)", "within exp, softmax and logsumexp"),
        ("b = A[0]\nb += 1\nA", "A shares its memory with an array that was changed"),
        ("def f(x):\n    x *= 2\n    return x\nf(y) + y", "y shares its memory"),
        ("self.W @ y", "what self holds as W is not known"),
        ("(" * 300 + "A" + ")" * 300, "nested"),
        ("-" * 3000 + "A", "deep"),
        ("A" + " + A" * 20000, "longer than"),
        ("def f(x):\n    return f(x)\nf(A)", "too deeply"),
        ("def f(*x):\n    return x\nf(A)", "any number of arguments"),
        ("with open('f') as f:\n    y", "a block with this context"),
        ("try:\n    y\nexcept ValueError:\n    y", "handling of errors"),
    ],
)
def test_refused(code, told):
    with pytest.raises(boxdot.BoxdotError, match=r".") as error:
        boxdot.from_code(code, "numpy", DECLARED)
    assert told in str(error.value)


@pytest.mark.parametrize(
    "code",
    [
        "X * B",
        "A @ X[0, :, 0]",
        "np.einsum('ij,jk->ik', A, B)",
        "A.reshape(7)",
        "y[None, 0, 0]",
        "y += A",
        "assert X.shape[2] == 4\nX",
        "if X.ndim != 2:\n    raise ValueError\nX",
        "np.split(X, [1, 2], axis=3)",
        "(lambda u, v: u + v)(y)",
    ],
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

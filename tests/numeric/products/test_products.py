"""The products beside ⊡, held to the paper's equations and to their defining sums."""

from __future__ import annotations

import tomllib

import numpy as np
import pytest

import boxdot
from boxdot.numeric import products

RNG = np.random.default_rng(7)


def random(*shape):
    return RNG.normal(size=shape)


@pytest.fixture(scope="module")
def equations(request):
    path = request.config.rootpath / "tests" / "data" / "equations.toml"
    return {entry["id"]: entry for entry in tomllib.loads(path.read_text("utf-8"))["entry"]}


@pytest.mark.parametrize("number", [47, 48, 49])
def test_equations(equations, number):
    """Every side of the equation, evaluated as notation, is what the function returns."""
    entry = equations[f"eq-{number}"]
    text = entry.get("unicode_corrected", entry["unicode"]).partition(" ∈ ")[0]
    sizes = {"I": 3, "J": 4, "K": 2, "R": 5}
    shapes = {name: [sizes.get(s, s) for s in shape] for name, shape in entry["declare"].items()}
    data = {name: random(*shape) for name, shape in shapes.items()}
    if number == 49:
        data["Ã"], data["B̃"] = data["A"][:, None, :], data["B"][None, :, :]
    declared = "; ".join(f"{n} ∈ R^{{{'×'.join(map(str, s))}}}" for n, s in shapes.items())
    if number == 47:
        value = products.penetrating_face_product(data["X"], data["Y"])
    else:
        value = products.khatri_rao_product(data["B"], data["A"])
    sides = text.split(" = ") if number != 48 else text.split(" = ")[:1]
    for side in sides:
        np.testing.assert_allclose(boxdot.evaluate(side, data, declared), value, rtol=1e-14)
    if number == 48:  # the columns that the equation lists
        columns = [np.kron(data["B"][:, r], data["A"][:, r]) for r in range(5)]
        np.testing.assert_allclose(value, np.stack(columns, 1), rtol=1e-14)


def test_penetrating_face_is_a_matrix_of_blocks():
    X, Y = random(3, 4), random(3, 4, 2)
    unfolded = products.penetrating_face_product(X, Y).reshape(3, -1, order="F")
    np.testing.assert_array_equal(unfolded, np.hstack([X * Y[:, :, 0], X * Y[:, :, 1]]))


def test_rows_and_columns_mirror_each_other():
    A, B, C = random(4, 2), random(4, 3), random(4, 5)
    np.testing.assert_array_equal(
        products.face_splitting_product(A, B, C), products.khatri_rao_product(A.T, B.T, C.T).T
    )


def test_three_matrices_associate():
    A, B, C = random(2, 4), random(3, 4), random(5, 4)
    left = products.khatri_rao_product(products.khatri_rao_product(A, B), C)
    np.testing.assert_allclose(products.khatri_rao_product(A, B, C), left, rtol=1e-14)
    columns = [np.kron(np.kron(A[:, r], B[:, r]), C[:, r]) for r in range(4)]
    np.testing.assert_allclose(left, np.stack(columns, 1), rtol=1e-14)


def test_khatri_rao_and_kronecker_meet_in_the_mixed_product():
    A, B, C, D = random(2, 3), random(4, 5), random(3, 6), random(5, 6)
    left = products.kronecker_product(A, B) @ products.khatri_rao_product(C, D)
    np.testing.assert_allclose(left, products.khatri_rao_product(A @ C, B @ D), rtol=1e-12)


@pytest.mark.parametrize("mode", [1, 2, 3])
def test_mode_product_is_a_sum_over_the_mode(mode):
    X, A = random(2, 3, 4), random(5, mode + 1)
    spec = {1: "ijk,ai->ajk", 2: "ijk,aj->iak", 3: "ijk,ak->ija"}[mode]
    np.testing.assert_allclose(products.mode_product(X, A, mode), np.einsum(spec, X, A), rtol=1e-13)


def test_mode_product_as_notation():
    X, A = random(2, 3, 4), random(5, 3)
    value = boxdot.evaluate("X ×_2 A", {"X": X, "A": A}, "X ∈ R^{2×3×4}; A ∈ R^{5×3}")
    np.testing.assert_allclose(products.mode_product(X, A, 2), value, rtol=1e-13)


def test_modes_of_length_one_may_be_missing():
    assert products.mode_product(random(2, 3), random(4, 1), 3).shape == (2, 3, 4)


def test_several_modes_as_kronecker_products():
    X, A, B = random(2, 3), random(4, 2), random(5, 3)
    value = products.multi_mode_product(X, [A, B])
    vec = products.kronecker_product(B, A) @ X.reshape(-1, order="F")
    np.testing.assert_allclose(value.reshape(-1, order="F"), vec, rtol=1e-12)


@pytest.mark.parametrize(
    ("shapes", "joint"),
    [
        (((3, 2), (3, 1)), (3, 2)),
        (((5, 4, 3), (5, 4)), (5, 4, 3)),
        (((1, 2, 5), (3, 1, 5)), (3, 2, 5)),
        (((2,), (1, 3), (1, 1, 4)), (2, 3, 4)),
        (((), (2, 3)), (2, 3)),
    ],
)
def test_broadcast_product(shapes, joint):
    assert products.broadcast_product(*(random(*shape) for shape in shapes)).shape == joint


def test_one_operand_is_copied():
    X = random(2, 2)
    assert not np.shares_memory(products.broadcast_product(X), X)


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: products.khatri_rao_product(random(2, 3), random(2, 4)), "4 columns"),
        (lambda: products.face_splitting_product(random(2, 3), random(3, 3)), "3 rows"),
        (lambda: products.khatri_rao_product(random(2, 3, 4)), "expected order 2"),
        (lambda: products.khatri_rao_product(), "at least one"),
        (lambda: products.penetrating_face_product(random(2, 3), random(2, 4, 5)), "columns"),
        (lambda: products.mode_product(random(2, 3), random(4, 5), 1), "columns"),
        (lambda: products.mode_product(random(2, 3), random(4, 2), 0), "from 1"),
        (lambda: products.multi_mode_product(random(2, 3), [random(4, 2)], [1, 2]), "2 modes"),
        (lambda: products.broadcast_product(random(3, 2), random(4, 2, 5)), "axis 1"),
        (lambda: products.broadcast_product(np.array(["a"])), "expected numbers"),
        (lambda: products.broadcast_product(np.ma.masked_array([1.0], [True])), "masked entries"),
        (lambda: products.broadcast_product([[1, 2], [3]]), "no array"),
        (lambda: products.broadcast_product(), "at least one"),
    ],
)
def test_what_does_not_fit_is_named(call, message):
    with pytest.raises(boxdot.DataError, match=message):
        call()


def test_empty_axes():
    assert products.khatri_rao_product(random(0, 3), random(2, 3)).shape == (0, 3)
    assert products.face_splitting_product(random(0, 3), random(0, 2)).shape == (0, 6)

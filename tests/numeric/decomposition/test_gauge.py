"""The canonical gauge: balanced norms, the same product, one representative."""

import numpy as np
import pytest
from literal_sweeps import fitted

from boxdot.numeric import broadcast_decomposition
from boxdot.numeric.decomposition import balanced

PAIRWISE = [(4, 5, 1), (4, 1, 6), (1, 5, 6)]


def pairwise(rng, rank=1):
    return [rng.normal(size=(rank, *shape)) for shape in PAIRWISE]


def test_norms_are_equal_wherever_factors_meet():
    A, B, C = (one[0] for one in balanced(pairwise(np.random.default_rng(0))))
    norm = np.linalg.norm
    np.testing.assert_allclose(norm(A, axis=(1, 2)), norm(B, axis=(1, 2)), rtol=1e-12)
    np.testing.assert_allclose(norm(A, axis=(0, 2)), norm(C, axis=(0, 2)), rtol=1e-12)
    np.testing.assert_allclose(norm(B, axis=(0, 1)), norm(C, axis=(0, 1)), rtol=1e-12)


@pytest.mark.parametrize("rank", [1, 2])
def test_two_gauges_have_one_representative(rank):
    rng = np.random.default_rng(1)
    A, B, C = pairwise(rng, rank)
    f, g, h = (rng.normal(size=(rank, n)) for n in (4, 5, 6))
    other = [
        A * f[:, :, None, None] * g[:, None, :, None],
        B / f[:, :, None, None] * h[:, None, None, :],
        C / g[:, None, :, None] / h[:, None, None, :],
    ]
    np.testing.assert_allclose(fitted(other), fitted([A, B, C]))
    for one, same in zip(balanced([A, B, C]), balanced(other[::1]), strict=True):
        np.testing.assert_allclose(one, same, rtol=1e-11)
    np.testing.assert_allclose(fitted(balanced(other)), fitted([A, B, C]), rtol=1e-11)


def test_factors_that_share_two_modes():
    """A gauge is a function on all modes that two factors share, not on each."""
    rng = np.random.default_rng(2)
    one, other = rng.normal(size=(1, 3, 4, 1)), rng.normal(size=(1, 3, 4, 5))
    scale = rng.uniform(0.1, 9, (1, 3, 4, 1))
    left, right = balanced([one, other]), balanced([one * scale, other / scale])
    for a, b in zip(left, right, strict=True):
        np.testing.assert_allclose(a, b, rtol=1e-12)


def test_balanced_is_least():
    factors = pairwise(np.random.default_rng(3))
    least = sum(np.sum(one**2) for one in balanced(factors))
    assert least < sum(np.sum(one**2) for one in factors)


def test_signs_of_nonnegative_factors_stay():
    rng = np.random.default_rng(4)
    factors = [np.abs(rng.normal(size=(1, 3, 1))), rng.normal(size=(1, 3, 4))]
    found = balanced(factors, (True, False))
    assert found[0].min() >= 0
    np.testing.assert_allclose(fitted(found), fitted(factors))


def test_zero_slabs_stay():
    A, B, C = pairwise(np.random.default_rng(5))
    A[:, 1] = 0
    found = balanced([A, B, C])
    assert all(np.isfinite(one).all() for one in found)
    np.testing.assert_allclose(fitted(found), fitted([A, B, C]), atol=1e-12)


def test_starts_that_boxdot_chose_end_balanced():
    rng = np.random.default_rng(6)
    Y = fitted([rng.random((1, *shape)) for shape in PAIRWISE])
    A, B, _ = broadcast_decomposition(Y, PAIRWISE, random_state=0).factors
    norm = np.linalg.norm
    np.testing.assert_allclose(norm(A, axis=(1, 2)), norm(B, axis=(1, 2)), rtol=1e-10)
    plain = broadcast_decomposition(Y, PAIRWISE, random_state=0, gauge="none")
    assert not np.allclose(norm(plain.factors[0]), norm(plain.factors[1]), rtol=1e-10)

"""Sums along any axes, of arrays and into arrays that lie in memory in any order."""

from itertools import permutations, product

import numpy as np
import pytest

from boxdot.notation.reading import read
from boxdot.numeric.compiling import Compiled

pytest.importorskip("numba")

AXES = ((1,), (2,), (3,), (1, 2), (1, 3), (2, 3))


def laid_out(array, order):
    """Return the array with its axes in memory in an order, the outermost first."""
    back = np.argsort(order)
    return np.ascontiguousarray(array.transpose(order)).transpose(back)


@pytest.mark.parametrize("shape", [(2, 2, 2), (5, 3, 4), (70, 60, 50)])
@pytest.mark.parametrize("axes", AXES)
def test_sums_along_axes_in_any_order_of_memory(axes, shape):
    X = np.random.default_rng(0).standard_normal(shape)
    text = ",".join(map(str, axes))
    f = Compiled(read(f"𝒫_{{{text}}}(X)", "X ∈ R^{I×J×K}"))
    wanted = X.sum(axis=tuple(axis - 1 for axis in axes)).reshape(f(X=X).shape)
    orders = list(permutations(range(3)))
    for order, target in product(orders, orders if wanted.ndim == 3 else [None]):
        given = laid_out(X, order)
        np.testing.assert_allclose(f(X=given), wanted, rtol=1e-12, atol=1e-12)
        out = np.full(wanted.shape, np.nan, order="F")
        if target is not None:
            out = laid_out(out, target)
        assert f({"X": given}, out=out) is out
        np.testing.assert_allclose(out, wanted, rtol=1e-12, atol=1e-12)


@pytest.mark.parametrize("step", [1, -1, 2])
def test_sums_into_reversed_arrays(step):
    X = np.asfortranarray(np.random.default_rng(0).standard_normal((4, 5, 600)))
    f = Compiled(read("𝒫_3(X)", "X ∈ R^{I×J×K}"))
    wanted = X.sum(axis=2).reshape(f(X=X).shape)
    large = np.full(tuple(2 * n for n in wanted.shape), np.nan)
    out = large[tuple(slice(None, n if step == 1 else None, step) for n in wanted.shape)]
    out = out[tuple(slice(0, n) for n in wanted.shape)]
    f({"X": X}, out=out)
    np.testing.assert_allclose(out, wanted, rtol=1e-12)

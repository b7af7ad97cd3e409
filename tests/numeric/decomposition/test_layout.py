"""Merged modes: signatures, averages, and factors that come back in their own shapes."""

import numpy as np
import pytest

from boxdot.numeric.decomposition.layout import lay_out


@pytest.mark.parametrize(
    ("shape", "shapes", "modes"),
    [
        ((4, 5, 6), [(4, 5, 1), (4, 1, 6), (1, 5, 6)], (4, 5, 6)),
        ((2, 3, 4, 5), [(2, 1, 4, 1), (1, 3, 1, 5)], (8, 15)),
        ((2, 3, 4, 5), [(2, 3, 4, 5)], (120,)),
        ((2, 3, 4), [(1, 1, 1)], (1,)),
        ((2, 1, 4), [(2, 1, 1), (1, 1, 4)], (2, 4)),
    ],
)
def test_modes_with_one_signature_merge(shape, shapes, modes):
    layout = lay_out(shape, shapes)
    assert layout.modes == modes
    rng = np.random.default_rng(0)
    for number, one in enumerate(shapes):
        factor = rng.random((2, *one))
        merged = layout.merge_factor(factor, number)
        assert merged.shape[1:] == layout.merged_shape(number)
        np.testing.assert_array_equal(layout.split_factor(merged, number), factor)


def test_merging_commutes_with_broadcasting():
    rng = np.random.default_rng(1)
    shapes = [(2, 3, 1, 1, 2), (1, 3, 4, 1, 1), (2, 1, 4, 1, 2)]
    layout = lay_out((2, 3, 4, 3, 2), shapes)
    factors = [rng.random((1, *shape)) for shape in shapes]
    whole = np.broadcast_to(factors[0] * factors[1] * factors[2], (1, 2, 3, 4, 3, 2))[0]
    merged = [layout.merge_factor(one, n) for n, one in enumerate(factors)]
    product = (merged[0] * merged[1] * merged[2])[0]
    np.testing.assert_allclose(layout.merge_data(whole), product * layout.copies)


@pytest.mark.parametrize("order", [(0, 1, 2), (2, 1, 0), (1, 0, 2)])
def test_three_pairwise_factors_are_read_once(order):
    pairs = [(4, 5, 1), (4, 1, 6), (1, 5, 6)]
    layout = lay_out((4, 5, 6), [pairs[n] for n in order])
    assert layout.members == ((True, True, False), (True, False, True), (False, True, True))

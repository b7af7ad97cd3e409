"""Data, masks and factors of other libraries are read, or refused by name."""

import numpy as np
import pytest

from boxdot import DataError
from boxdot.numeric import BroadcastDecomposition, broadcast_decomposition

SHAPES = [(4, 5, 1), (4, 1, 6), (1, 5, 6)]
RNG = np.random.default_rng(0)
PLAIN = RNG.random((4, 5, 6))
START = [RNG.random(shape) for shape in SHAPES]
HELD = np.ma.masked_array(PLAIN, PLAIN > 0.8)


def decompose(Y, **options):
    return broadcast_decomposition(
        Y, SHAPES, **{"init": START, "n_iter_max": 2, "tol": 0} | options
    )


def lazily(Y):
    return pytest.importorskip("dask.array").from_array(Y, chunks=2)


@pytest.mark.parametrize("read", [lambda Y: Y, lazily], ids=["numpy", "dask"])
def test_masked_data_are_refused(read):
    Y = read(HELD)
    with pytest.raises(DataError, match="Y has masked entries") as caught:
        decompose(Y)
    assert "Y.filled(np.nan)" in str(caught.value)
    model = BroadcastDecomposition(SHAPES, random_state=0, n_iter_max=50).fit(PLAIN)
    with pytest.raises(DataError, match="Y has masked entries"):
        model.score(Y)


def test_what_the_hint_on_masked_data_says():
    one, other = decompose(HELD.filled(np.nan)), decompose(HELD.data, mask=~HELD.mask)
    np.testing.assert_array_equal(one.reconstruct(), other.reconstruct())
    assert one.norm == pytest.approx(np.linalg.norm(HELD.compressed()))


def test_masked_arrays_without_masked_entries_are_plain():
    found = decompose(np.ma.masked_array(PLAIN, PLAIN > 2))
    np.testing.assert_array_equal(found.reconstruct(), decompose(PLAIN).reconstruct())


def test_masks_and_factors_with_masked_entries_are_refused():
    with pytest.raises(DataError, match="mask has masked entries"):
        decompose(PLAIN, mask=HELD > 0.1)
    with pytest.raises(DataError, match=r"init\[0\] has masked entries"):
        decompose(PLAIN, init=[np.ma.masked_less(START[0], 0.5), *START[1:]])


def test_masks_may_be_lists():
    mask = PLAIN > 0.3
    wanted = decompose(PLAIN, mask=mask).reconstruct()
    np.testing.assert_array_equal(decompose(PLAIN, mask=mask.tolist()).reconstruct(), wanted)
    lazy = decompose(lazily(PLAIN), mask=mask.tolist())
    np.testing.assert_allclose(lazy.reconstruct(), wanted)


def test_lengths_that_dask_does_not_know():
    Y = lazily(PLAIN)
    unknown = Y[Y[:, 0, 0] > -1]
    with pytest.raises(DataError, match="Y has axes of unknown length") as caught:
        decompose(unknown)
    assert "compute_chunk_sizes()" in str(caught.value)
    with pytest.raises(DataError, match="mask has axes of unknown length"):
        decompose(PLAIN, mask=unknown > 0)
    known = decompose(unknown.compute_chunk_sizes())
    np.testing.assert_allclose(known.reconstruct(), decompose(PLAIN).reconstruct())


def test_dask_arrays_of_words():
    with pytest.raises(DataError, match="Y holds <U1 entries, expected numbers"):
        decompose(lazily(np.full((4, 5, 6), "a")))


def test_tensors_are_read_where_they_are():
    torch = pytest.importorskip("torch")
    mask = PLAIN > 0.3
    options = {"mask": torch.tensor(mask), "init": [torch.tensor(one) for one in START]}
    found = decompose(torch.tensor(PLAIN), **options)
    wanted = decompose(PLAIN, mask=mask)
    np.testing.assert_array_equal(found.reconstruct(), wanted.reconstruct())
    model = BroadcastDecomposition(SHAPES, init=START, fixed=True).fit(torch.tensor(PLAIN))
    assert model.score(torch.tensor(PLAIN)) == model.score(PLAIN)
    with pytest.raises(DataError, match="Y wants a gradient"):
        decompose(torch.tensor(PLAIN, requires_grad=True))
    with pytest.raises(DataError, match="Y is on meta"):
        decompose(torch.tensor(PLAIN, device="meta"))


def test_factors_to_sum_up_are_arrays():
    model = BroadcastDecomposition(SHAPES)
    with pytest.raises(DataError, match=r"factors\[1\] is no array of numbers"):
        model.inverse_transform([START[0], [[1], [1, 2]], START[2]])

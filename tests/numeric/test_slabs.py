"""Pieces of arrays cover them once, wherever the arrays are; functions run where the pieces are."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from boxdot.grammar.errors import DataError
from boxdot.numeric import chunks
from boxdot.numeric.slabs import cut, map_slabs, regions, slabs


def together(pieces, shape):
    """Return the array that the pieces make, and how often each entry was met."""
    whole, met = np.zeros(shape), np.zeros(shape, int)
    for region, block in pieces:
        whole[region] = block
        met[region] += 1
    return whole, met


@settings(max_examples=50, deadline=None)
@given(
    st.lists(st.integers(0, 5), min_size=0, max_size=4), st.integers(1, 200), st.sampled_from("CF")
)
def test_pieces_cover_an_array_once(shape, most, order):
    array = np.random.default_rng(0).standard_normal(shape).copy(order=order)
    whole, met = together(slabs(array, most=most), shape)
    assert np.array_equal(whole, array)
    assert (met == 1).all()
    if shape:
        limit = max(most, 8)
        assert all(block.nbytes <= limit for _, block in slabs(array, most=most))


def test_pieces_are_whole_along_other_axes():
    array = np.zeros((4, 5, 6))
    assert {block.shape for _, block in slabs(array, axes=[1], most=1)} == {(4, 1, 6)}
    assert [r[1].start for r in regions(array, axes=[-2], most=1)] == [0, 1, 2, 3, 4]


def test_an_array_in_memory_is_one_view():
    array = np.zeros((3, 4))
    ((_, block),) = slabs(array)
    assert np.shares_memory(block, array)


def test_a_memory_map_is_read_from_the_first_byte_to_the_last(tmp_path):
    path = tmp_path / "Y"
    np.arange(60.0).tofile(path)
    mapped = np.memmap(path, dtype=float, mode="r", shape=(3, 4, 5), order="F")
    pieces = list(slabs(mapped, most=100))
    firsts = [block.flat[0] for _, block in pieces]
    assert firsts == sorted(firsts)
    assert np.array_equal(together(pieces, mapped.shape)[0], mapped)


class Sliced:
    """What HDF5 and Zarr look like: a shape, a data type, and slices."""

    def __init__(self, array):
        self.array, self.shape, self.dtype = array, array.shape, array.dtype

    def __getitem__(self, region):
        return self.array[region]


def test_anything_that_slices():
    array = np.arange(12.0).reshape(4, 3)
    assert np.array_equal(together(slabs(Sliced(array), most=24), (4, 3))[0], array)


def scaled(region, block, mask, factor):
    return block * mask * factor


def test_arrays_beside_are_cut_alike():
    Y, mask = np.ones((4, 3)), np.arange(3)[None, :] > 0
    found = map_slabs(scaled, Y, mask, state=2.0, most=16, axes=[0, 1])
    assert np.array_equal(together(found, (4, 3))[0], Y * mask * 2)
    assert cut(None, (slice(0, 1),)) is None


@pytest.fixture(params=["threads", "synchronous"])
def scheduler(request):
    dask = pytest.importorskip("dask")
    with dask.config.set(scheduler=request.param):
        yield request.param


def test_dask_goes_chunk_by_chunk(scheduler):
    da = pytest.importorskip("dask.array")
    array = np.random.default_rng(0).standard_normal((7, 5))
    lazy = da.from_array(array, chunks=(3, 2))
    whole, met = together(slabs(lazy), (7, 5))
    assert np.array_equal(whole, array)
    assert (met == 1).all()
    assert {block.shape[1] for _, block in slabs(lazy, axes=[0])} == {5}
    mask = array > 0
    for beside in (mask, da.from_array(mask, chunks=(7, 1)), mask[:1], da.from_array(mask[:1])):
        found = map_slabs(scaled, lazy, beside, state=np.float64(2))
        assert np.array_equal(together(found, (7, 5))[0], array * np.asarray(beside) * 2)


def test_dask_computes_what_is_shared_once(scheduler):
    da = pytest.importorskip("dask.array")
    calls = []
    counted = da.from_array(np.ones((8, 2)), chunks=(8, 2)).map_blocks(
        lambda block: calls.append(block.shape) or block, dtype=float, meta=np.ones((0, 0))
    )
    assert len(list(slabs(counted.rechunk((2, 2))))) == 4
    assert calls.count((8, 2)) == 1


def test_dask_may_be_left_in_the_middle(scheduler):
    da = pytest.importorskip("dask.array")
    pieces = slabs(da.ones((64, 2), chunks=(1, 2)))
    assert next(pieces)[1].shape == (1, 2)
    pieces.close()


def failing(region, block):
    raise ZeroDivisionError(f"at {region[0].start}")


def test_errors_of_dask_come_through(scheduler):
    da = pytest.importorskip("dask.array")
    with pytest.raises(ZeroDivisionError, match="at 0"):
        list(map_slabs(failing, da.ones((4, 2), chunks=(4, 2))))


def test_unknown_chunks_are_refused():
    da = pytest.importorskip("dask.array")
    array = da.from_array(np.arange(6), chunks=3)
    with pytest.raises(DataError, match="unknown sizes"):
        list(slabs(array[array > 2]))


def test_every_part_of_the_graph_is_there():
    da, dask = pytest.importorskip("dask.array"), pytest.importorskip("dask")
    calls = chunks._calls(da.from_array(np.ones((6, 2)), chunks=(1, 2)), [])
    for _ in range(400):  # parts make their graphs anew, where others lay a moment before
        tail = [dask.delayed(float(n), pure=False, traverse=False) for n in range(8)]
        graph, names = chunks._graph(print, calls, tail)
        assert {*names, *(part.key for part in tail)} <= set(graph)

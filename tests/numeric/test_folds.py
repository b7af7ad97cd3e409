"""Folds take every piece once, in order as far as pieces come so, and few sums are kept."""

from __future__ import annotations

from threading import Event, Thread

import numpy as np
import pytest

from boxdot.numeric.folds import Folding
from boxdot.numeric.turns import EARLY, Turns


class Firsts:
    """Keeps the first number of each piece."""

    made = 0

    def __init__(self, factor):
        type(self).made += 1
        self.factor, self.found = factor, []

    def take(self, region, block, mask):
        self.found.append(float(block[0, 0]) * self.factor * mask[0, 0])

    def result(self):
        return self.found


Y = np.arange(24.0).reshape(12, 2)
TWICE = [2 * n for n in Y[:, 0].tolist()]


def test_what_is_here_has_one_fold(tmp_path):
    np.save(tmp_path / "Y.npy", Y)
    file = np.load(tmp_path / "Y.npy", mmap_mode="r")
    mask = np.ones((12, 1), bool)
    read = Folding(file, mask, axes=[0], most=16)
    assert list(read(Firsts, 2)) == list(read(Firsts, 2)) == [TWICE]


@pytest.mark.parametrize("rows", [1, 5])
@pytest.mark.parametrize(
    ("options", "folds"),
    [
        ({"scheduler": "threads", "num_workers": 3}, 3),
        ({"scheduler": "threads", "num_workers": 99}, 12),
        ({"scheduler": "synchronous"}, 1),
    ],
)
def test_each_thread_of_dask_has_a_fold(options, folds, rows):
    dask = pytest.importorskip("dask")
    da = pytest.importorskip("dask.array")
    mask = da.ones((12, 1), chunks=rows)  # chunks of 5 make Dask go through the rows in odd ways
    lazy = da.from_array(Y, chunks=(1, 2))
    Firsts.made = 0
    with dask.config.set(**options):
        read = Folding(lazy, mask, axes=[0])
        runs = [list(read(Firsts, 2)) for _ in range(2)]
        runs.append(list(Folding(lazy, mask, axes=[0])(Firsts, 2)))
    assert Firsts.made == 3 * folds
    assert runs[0] == runs[1] == runs[2]
    assert sorted(n for one in runs[0] for n in one) == TWICE
    if rows == 1:
        assert runs[0] == [TWICE[n::folds] for n in range(folds)]


def test_processes_have_a_fold_for_each_chunk():
    dask = pytest.importorskip("dask")
    da = pytest.importorskip("dask.array")
    with dask.config.set(scheduler="processes", num_workers=1):
        lazy = da.from_array(Y[:3], chunks=(1, 2))
        found = list(Folding(lazy, np.ones((3, 1)), axes=[0])(Firsts, 2))
    assert found == [[n] for n in TWICE[:3]]


def test_a_cache_of_dask_does_not_keep_what_was_found():
    """Dask's opportunistic cache knows results by the names of tasks."""
    dask = pytest.importorskip("dask")
    da = pytest.importorskip("dask.array")

    class Keeps(dask.callbacks.Callback):
        def __init__(self):
            self.kept = {}

        def _start_state(self, graph, state):
            state["cache"].update({k: v for k, v in self.kept.items() if k in graph})

        def _finish(self, graph, state, failed):
            self.kept.update(state["cache"])

    read = Folding(da.from_array(Y, chunks=(1, 2)), np.ones((12, 1)), axes=[0])
    with dask.config.set(scheduler="synchronous"), Keeps():
        assert list(read(Firsts, 2)) == list(read(Firsts, 2)) == [TWICE]


class Numbers:
    """Keeps what it is given; the first piece may be held."""

    def __init__(self):
        self.found, self.held, self.begun = [], None, Event()

    def take(self, region, *blocks):
        self.found.append(region[0].start)
        self.begun.set()
        if self.held is not None:
            self.held.wait()

    def result(self):
        return self.found


def place(n):
    return (slice(n, n + 1),)


def test_early_pieces_wait_for_their_turn():
    turns = Turns(Numbers())
    for n in (1, 2, 0, 3):
        turns.take(n, place(n))
    assert turns.result() == [0, 1, 2, 3]


def test_few_pieces_wait_whatever_their_order(monkeypatch):
    monkeypatch.setattr("boxdot.numeric.turns.PATIENCE", 0.01)
    turns = Turns(Numbers())
    for n in range(9, -1, -1):
        turns.take(n, place(n))
        assert len(turns.waiting) <= EARLY
    assert sorted(turns.result()) == list(range(10))


def test_who_comes_while_a_piece_is_taken_leaves_his_own():
    numbers = Numbers()
    numbers.held = Event()
    turns = Turns(numbers)
    first = Thread(target=turns.take, args=(0, place(0)))
    first.start()
    numbers.begun.wait()
    for n in (2, 1):
        turns.take(n, place(n))  # returns at once
    late = Thread(target=turns.take, args=(3, place(3)))
    late.start()
    late.join(0.05)
    assert late.is_alive()  # too many lie there
    numbers.held.set()
    first.join()
    late.join()
    assert turns.result() == [0, 1, 2, 3]


class Failing(Numbers):
    def take(self, region, *blocks):
        if region[0].start == 1:
            raise ZeroDivisionError("at 1")
        super().take(region)


def test_an_error_comes_through_and_nobody_waits():
    turns = Turns(Failing())
    turns.take(0, place(0))
    with pytest.raises(ZeroDivisionError, match="at 1"):
        turns.take(1, place(1))
    turns.take(2, place(2))
    assert turns.result() == [0, 2]

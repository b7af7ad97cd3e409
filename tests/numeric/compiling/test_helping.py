"""Threads that share compiled loops: each piece runs once, whoever comes late, dies or forks."""

import ctypes
import os
import subprocess
import sys
import threading
import time

import numpy as np
import pytest

pytest.importorskip("numba")

from boxdot.notation.reading import read
from boxdot.numeric.compiling import Compiled, helping, launching, places, storing

COUNTING = ["for i in range(lo, hi):", "    put_i8(p, i, get_i8(p, i) + 1)", "return lo"]


def counted(count, step, threads):
    """Return how often each place of a range was met."""
    kernel = storing.load(storing.text_of(["p"], COUNTING, cached=False))
    places = np.zeros(count, np.int64)
    given = (ctypes.c_int64 * threads)(*[places.ctypes.data] * threads)
    loop = helping.Loop(storing.entry(kernel), count, step, ctypes.addressof(given), 1)
    return places, helping.run(loop, threads)


@pytest.mark.parametrize("threads", [2, 3, 8])
@pytest.mark.parametrize(("count", "step"), [(1, 1), (7, 2), (1000, 13), (5, 100), (64, 1)])
def test_every_piece_runs_once(count, step, threads):
    for _ in range(50):
        places, flags = counted(count, step, threads)
        np.testing.assert_array_equal(places, 1)
        assert flags == np.bitwise_or.reduce(np.arange(0, count, step))


def test_helpers_that_lie_down_are_woken():
    for _ in range(5):
        time.sleep(0.02)
        places, _ = counted(100_000, 100, 3)
        np.testing.assert_array_equal(places, 1)


def test_several_threads_of_the_user_at_once():
    f = Compiled(read("exp(X) ⊡ s", "X ∈ R^{N×C}; s ∈ R^N"))
    rng = np.random.default_rng(0)
    data = [(rng.random((300, 1000)), rng.random(300)) for _ in range(4)]
    wrong = []

    def use(X, s):
        for _ in range(20):
            if not np.allclose(f(X=X, s=s), np.exp(X) * s[:, None]):
                wrong.append(1)

    users = [threading.Thread(target=use, args=pair) for pair in data]
    for user in users:
        user.start()
    for user in users:
        user.join()
    assert not wrong


def test_as_many_threads_as_the_user_says(monkeypatch):
    f, X = Compiled(read("softmax(X)", "X ∈ R^{N×C}")), np.random.default_rng(0).random((300, 1000))
    one = None
    for threads in ("1", "2", "5"):
        monkeypatch.setenv("BOXDOT_NUM_THREADS", threads)
        found = f(X=X)
        one = found if one is None else one
        np.testing.assert_array_equal(found, one)  # rows do not depend on threads


@pytest.mark.skipif(not hasattr(os, "fork"), reason="the system has no fork")
def test_a_fork_begins_its_own_helpers():
    program = """
import os, warnings, numpy as np, boxdot
warnings.simplefilter("ignore")
f, x = boxdot.compile("x ⊞ 1", "x ∈ R^N"), np.zeros(2**20)
f(x=x)
child = os.fork()
ok = bool((f(x=x) == 1).all())
if child == 0:
    os._exit(0 if ok else 1)
print(os.waitpid(child, 0)[1], ok)
"""
    environment = {**os.environ, "BOXDOT_NUM_THREADS": "3"}
    run = subprocess.run(
        [sys.executable, "-c", program], env=environment, capture_output=True, text=True, timeout=60
    )
    assert run.stdout.split() == ["0", "True"], run.stderr


def test_no_more_threads_is_no_error(monkeypatch):
    def refused(self):
        raise RuntimeError("can't start new thread")

    monkeypatch.setattr(helping.threading.Thread, "start", refused)
    helping._team.cache_clear()
    places, _ = counted(1000, 10, 4)
    np.testing.assert_array_equal(places, 1)
    helping._team.cache_clear()


def test_small_loops_run_alone(monkeypatch):
    monkeypatch.setenv("BOXDOT_NUM_THREADS", "4")
    monkeypatch.setattr(helping, "run", lambda loop, threads: pytest.fail("threads were woken"))
    side = int(launching.ALONE**0.5) - 1
    f = Compiled(read("X ⊞ 1", "X ∈ R^{N×N}"))
    np.testing.assert_array_equal(f(X=np.zeros((side, side))), 1)


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells where a thread runs")
def test_a_thread_steps_aside():
    allowed = os.sched_getaffinity(0)
    here = places.processor()
    assert here in allowed
    places.step_aside(here)
    assert os.sched_getaffinity(0) == allowed
    assert len(allowed) == 1 or places.processor() in allowed
    places.step_aside(-1)

"""Checkpoints, callbacks, the progress line, and when sweeps stop."""

import io
import warnings

import numpy as np
import pytest

from boxdot import DataError
from boxdot.numeric import BroadcastDecomposition, DecompositionWarning, broadcast_decomposition
from boxdot.numeric.decomposition import Checkpoint
from boxdot.numeric.decomposition.progress import Progress

SHAPES = [(7, 6, 1), (7, 1, 8), (1, 6, 8)]
Y = np.random.default_rng(0).normal(size=(7, 6, 8))


@pytest.mark.parametrize("backend", ["numpy", "auto"])
@pytest.mark.parametrize(("rank", "algorithm"), [(1, "hals"), (2, "hals"), (2, "als")])
def test_going_on_gives_the_same_iterates(tmp_path, backend, rank, algorithm):
    options = {"tol": 0, "algorithm": algorithm, "backend": backend, "init": "random"}
    whole = broadcast_decomposition(Y, SHAPES, rank, n_iter_max=9, random_state=3, **options)
    path = tmp_path / "run.npz"
    broadcast_decomposition(
        Y, SHAPES, rank, n_iter_max=4, random_state=3, checkpoint=path, **options
    )
    rest = broadcast_decomposition(Y, SHAPES, rank, n_iter_max=9, checkpoint=path, **options)
    assert rest.errors == whole.errors
    for one, other in zip(rest.factors, whole.factors, strict=True):
        np.testing.assert_array_equal(one, other)


def test_a_killed_run_goes_on(tmp_path):
    class Killed(Exception):
        pass

    def kill(sweep, factors, error):
        if sweep == 5:
            raise Killed

    file = Checkpoint(tmp_path / "run.npz", every=2)
    options = {"tol": 0, "n_iter_max": 8, "random_state": 1, "init": "random"}
    with pytest.raises(Killed):
        broadcast_decomposition(Y, SHAPES, checkpoint=file, callback=kill, **options)
    rest = broadcast_decomposition(Y, SHAPES, checkpoint=file, **options)
    assert rest.errors == broadcast_decomposition(Y, SHAPES, **options).errors
    assert [one.name for one in tmp_path.iterdir()] == ["run.npz"]


def test_checkpoints_of_other_problems_are_refused(tmp_path):
    path = tmp_path / "run.npz"
    broadcast_decomposition(Y, SHAPES, n_iter_max=2, tol=0, checkpoint=path)
    for other, shapes in ((Y + 1, SHAPES), (Y, SHAPES[:2])):
        with pytest.raises(DataError, match="belongs to other data, shapes or options"):
            broadcast_decomposition(other, shapes, checkpoint=path)
    path.write_bytes(b"nothing")
    with pytest.raises(DataError, match="cannot be read"):
        broadcast_decomposition(Y, SHAPES, checkpoint=path)
    assert path.read_bytes() == b"nothing"


def test_callbacks_see_each_sweep_and_may_stop():
    seen = []

    def tell(sweep, factors, error):
        fit = factors[0] * factors[1] * factors[2]
        np.testing.assert_allclose(np.linalg.norm(Y - fit), error, rtol=1e-9)
        seen.append(sweep)
        return sweep == 3

    found = broadcast_decomposition(Y, SHAPES, tol=0, callback=tell)
    assert seen == [1, 2, 3]
    assert found.n_iter == 3


def test_errors_fall_and_the_sweeps_stop():
    model = BroadcastDecomposition(SHAPES, tol=1e-4, random_state=0).fit(Y)
    assert model.converged_
    assert len(model.errors_) == model.n_iter_ < 500
    assert (np.diff(model.errors_) <= 0).all()


def test_a_run_that_did_not_settle_warns():
    with pytest.warns(DecompositionWarning, match="still fell after 3 sweeps"):
        model = BroadcastDecomposition(SHAPES, n_iter_max=3, init="random").fit(Y)
    assert not model.converged_


def test_a_best_decomposition_that_does_not_exist():
    cube = np.ones((2, 2, 2))
    cube[0, 0, 0] = cube[1, 1, 1] = 0
    shapes = [(2, 2, 1), (2, 1, 2), (1, 2, 2)]
    with pytest.warns(DecompositionWarning, match="a best decomposition may not exist"):
        found = broadcast_decomposition(cube, shapes, random_state=0)
    assert found.n_iter == 500
    assert 0 < found.errors[-1] < 0.1
    assert np.isfinite(found.reconstruct()).all()
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert broadcast_decomposition(cube, shapes, ridge=0.01, n_iter_max=5000).converged


class Terminal(io.StringIO):
    def isatty(self):
        return True


def test_the_progress_line_is_for_terminals():
    stream, file = Terminal(), io.StringIO()
    for target in (stream, file):
        line = Progress(True, 2, target)
        line.sweep(1, 0.5)
        line.sweep(2, 0.25)
        line.end()
    assert "sweep 2/2, error 0.25" in stream.getvalue()
    assert stream.getvalue().endswith("\n")
    assert file.getvalue() == ""
    assert not Progress(False, 2, stream).shown

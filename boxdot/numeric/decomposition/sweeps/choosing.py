"""The one place that decides who sweeps: compiled loops, NumPy, or proportional fitting."""

from __future__ import annotations

from importlib.util import find_spec

from boxdot.grammar.errors import DataError
from boxdot.numeric.decomposition.data import Data
from boxdot.numeric.decomposition.iterating import Sweeps
from boxdot.numeric.decomposition.layout import Layout
from boxdot.numeric.decomposition.options import Options
from boxdot.numeric.decomposition.sweeps.divergence import DivergenceSweeper
from boxdot.numeric.decomposition.sweeps.sweeper import Sweeper


def choose_sweeps(
    data: Data,
    layout: Layout,
    options: Options,
    algorithm: str,
    rank: int,
    loss: str,
    backend: str,
    threads: int | None,
) -> Sweeps:
    """Return what sweeps over the data fastest with what is installed."""
    if backend == "numba" and find_spec("numba") is None:
        raise DataError("backend is 'numba', which is not installed", hint="pip install numba")
    if loss == "kl":
        return DivergenceSweeper(data, layout, options, rank)
    return Sweeper(data, layout, options, algorithm, rank)

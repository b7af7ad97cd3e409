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

PAIRWISE = ((True, True, False), (True, False, True), (False, True, True))
"""Which of three merged modes each of three pairwise factors varies along."""


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
    if not compiled(backend) or data.values.dtype.kind == "c":
        return Sweeper(data, layout, options, algorithm, rank)
    threads = threads or usable_threads()
    if _pairwise(data, layout, options, algorithm, rank):
        from boxdot.numeric.decomposition.sweeps.pairwise import PairwiseSweeper  # loads Numba

        return PairwiseSweeper(data, layout, options, rank, threads)
    from boxdot.numeric.decomposition.kernels.projector import Projector  # loads Numba

    whole = max(data.values.nbytes, 1)
    return Sweeper(data, layout, options, algorithm, rank, Projector(threads, data.dtype), whole)


def compiled(backend: str) -> bool:
    """Return whether compiled loops are there and wanted."""
    return backend != "numpy" and find_spec("numba") is not None


def _pairwise(data: Data, layout: Layout, options: Options, algorithm: str, rank: int) -> bool:
    """Return whether three factors share two modes each, with nothing missing or fixed."""
    return (
        layout.members == PAIRWISE
        and data.weights is None
        and not any(options.fixed)
        and (rank == 1 or algorithm == "hals")
    )


def usable_threads() -> int:
    """Return how many threads Numba would use."""
    import numba

    return int(numba.get_num_threads())

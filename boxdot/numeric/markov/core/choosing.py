"""Which engine and which element-wise kernels a problem is solved with, decided in one place."""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec
from typing import Any

import numpy.typing as npt

from boxdot.grammar.errors import DataError
from boxdot.numeric.markov.core.kernel import KernelEngine
from boxdot.numeric.markov.core.pairs import PairsEngine

Array = npt.NDArray[Any]

BACKENDS = ("auto", "numpy", "numba")
METHODS = ("auto", "kernel", "pairs")
_MODULES = {
    ("kernel", "numpy"): "plain",
    ("kernel", "numba"): "fused",
    ("pairs", "numpy"): "newton_plain",
    ("pairs", "numba"): "newton",
}


SETUP, DEARER = 1500.0, 60.0
"""The work of one problem alone, and of its entries, in entries of a matrix product."""


def backend_of(asked: str) -> str:
    """Return ``numpy`` or ``numba``: as asked, else Numba where it is installed.

    >>> backend_of("fortran")
    Traceback (most recent call last):
    boxdot.grammar.errors.DataError: backend must be one of auto, numpy, numba, but is 'fortran'
    """
    _one_of("backend", asked, BACKENDS)
    if asked == "numba" and find_spec("numba") is None:
        raise DataError("backend 'numba' needs Numba", hint="pip install 'boxdot[fast]'")
    if asked == "auto":
        return "numba" if find_spec("numba") is not None else "numpy"
    return asked


def method_of(asked: str) -> str:
    """Return the method asked for.

    >>> method_of("exact")
    Traceback (most recent call last):
    boxdot.grammar.errors.DataError: method must be one of auto, kernel, pairs, but is 'exact'
    """
    _one_of("method", asked, METHODS)
    return asked


def kernel_engine(A: Array, B: Array, epsilon: float, backend: str, threads: int) -> KernelEngine:
    """Return the engine of matrix products."""
    return KernelEngine(A, B, epsilon, kernels=_module("kernel", backend), threads=threads)


def pairs_engine(A: Array, B: Array, epsilon: float, backend: str, threads: int) -> PairsEngine:
    """Return the engine that solves one problem after another."""
    return PairsEngine(A, B, epsilon, kernels=_module("pairs", backend), threads=threads)


def sparse(A: Array, B: Array) -> bool:
    """Return whether rows have so few entries that problems are better solved one by one.

    >>> import numpy as np
    >>> sparse(np.eye(100), np.eye(100)), sparse(np.ones((100, 100)), np.ones((100, 100)))
    (True, False)
    """
    states = A.shape[1] * B.shape[1]
    entries = float((A > 0).sum(axis=1).mean() * (B > 0).sum(axis=1).mean())
    return bool(SETUP + DEARER * entries < states)


def _module(method: str, backend: str) -> Any:
    return import_module(f"boxdot.numeric.markov.core.{_MODULES[method, backend]}")


def _one_of(name: str, asked: str, known: tuple[str, ...]) -> None:
    if asked not in known:
        raise DataError(f"{name} must be one of {', '.join(known)}, but is {asked!r}")

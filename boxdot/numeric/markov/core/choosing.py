"""Which engine and which element-wise kernels a problem is solved with, decided in one place."""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec
from typing import Any

import numpy.typing as npt

from boxdot.grammar.errors import DataError
from boxdot.numeric.markov.core.kernel import KernelEngine

Array = npt.NDArray[Any]

BACKENDS = ("auto", "numpy", "numba")
METHODS = ("auto", "kernel")
_KERNELS = {"numpy": "plain", "numba": "fused"}


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
    boxdot.grammar.errors.DataError: method must be one of auto, kernel, but is 'exact'
    """
    _one_of("method", asked, METHODS)
    return asked


def kernel_engine(A: Array, B: Array, epsilon: float, backend: str, threads: int) -> Any:
    """Return the engine of matrix products."""
    kernels = import_module(f"boxdot.numeric.markov.core.{_KERNELS[backend]}")
    return KernelEngine(A, B, epsilon, kernels=kernels, threads=threads)


def _one_of(name: str, asked: str, known: tuple[str, ...]) -> None:
    if asked not in known:
        raise DataError(f"{name} must be one of {', '.join(known)}, but is {asked!r}")

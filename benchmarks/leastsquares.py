"""How fast least squares run, as ratios to one plain read of the data: interleaved minima.

The plain read is the fastest of three sums over the data. Beside ours stand the literal eq. 39 and
`numpy.einsum`, which tell neither residual nor rank.
"""

from __future__ import annotations

import argparse
import os
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from boxdot.numeric import solve_least_squares
from boxdot.numeric.threads import blas_threads

Function = Callable[[], Any]


def main(arguments: Sequence[str] | None = None) -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="*", default=[64, 128, 256, 400])
    parser.add_argument("--seconds", type=float, default=10, help="how long each table takes")
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--kind", default="float64", choices=["float32", "float64"])
    parser.add_argument(
        "--clock", default="wall", choices=["wall", "cpu"], help="cpu: of the thread"
    )
    parser.add_argument("--large", action="store_true", help="also a memory map and Dask")
    options = parser.parse_args(arguments)
    os.environ["BOXDOT_NUM_THREADS"] = str(options.threads)
    clock = time.perf_counter if options.clock == "wall" else time.thread_time
    with blas_threads(options.threads):  # a plain read may be one of BLAS
        measure(options, clock)


def measure(options: argparse.Namespace, clock: Callable[[], float]) -> None:
    """Print a table for each size, then one for data in a file."""
    for size in options.sizes:
        data = np.random.default_rng(0).standard_normal((size,) * 3).astype(options.kind)
        functions = {**reads(data), **ours(data), **others(data)}
        print_table(f"{size}³ {options.kind}", data, minima(functions, options.seconds, clock))
    if options.large:
        size = max(options.sizes)
        with tempfile.TemporaryDirectory() as folder:
            data = np.random.default_rng(0).standard_normal((size,) * 3).astype(options.kind)
            functions = {**reads(data), **larger(data, Path(folder))}
            print_table(f"{size}³ in a file", data, minima(functions, options.seconds, clock))


def reads(data: Any) -> dict[str, Function]:
    """Return plain reads of the data; the fastest is the measure of all."""
    flat = data.reshape(-1)
    found = {"read: sum": flat.sum, "read: dot": lambda: np.dot(flat, flat)}
    try:
        from numba import njit
    except ImportError:
        return found
    loop = njit(fastmath=True, nogil=True)(_sum)
    return {**found, "read: loop": lambda: loop(flat)}


def _sum(data: Any) -> float:
    total = 0.0
    for n in range(data.size):
        total += data[n]
    return total


def ours(data: Any) -> dict[str, Function]:
    """Return our calls: eq. 38, other positions of the summed mode, weights, mask, NaN, exact."""
    n, rng = data.shape[0], np.random.default_rng(1)

    def known(*shape: int) -> Any:
        return rng.standard_normal(shape).astype(data.dtype)

    Z = known(1, n, n)
    mask, weights = rng.random(data.shape) > 0.1, rng.random((1, 1, n))
    missing = np.where(mask, data, np.nan)
    exact = (known(n, n, 1) * Z).astype(data.dtype)
    return {
        "eq. 38: IJ1, 1JK": lambda: solve_least_squares(data, Z, (n, n, 1)),
        "I1K, 1JK": lambda: solve_least_squares(data, Z, (n, 1, n)),
        "1JK, IJ1": _call(data, known(n, n, 1), (1, n, n)),
        "1JK, I1K": _call(data, known(n, 1, n), (1, n, n)),
        "I11, 1JK": lambda: solve_least_squares(data, Z, (n, 1, 1)),
        "11K, IJ1": _call(data, known(n, n, 1), (1, 1, n)),
        "111, IJ1": _call(data, known(n, n, 1), (1, 1, 1)),
        "eq. 38, Fortran order": _call(data.copy("F"), Z, (n, n, 1)),
        "eq. 38, weights 11K": lambda: solve_least_squares(data, Z, (n, n, 1), weights=weights),
        "eq. 38, mask": lambda: solve_least_squares(data, Z, (n, n, 1), mask=mask),
        "eq. 38, NaN": lambda: solve_least_squares(missing, Z, (n, n, 1)),
        "eq. 38, exact fit": lambda: solve_least_squares(exact, Z, (n, n, 1)),
    }


def _call(data: Any, known: Any, shape: tuple[int, ...]) -> Function:
    return lambda: solve_least_squares(data, known, shape)


def others(data: Any) -> dict[str, Function]:
    """Return the same by hand, without residual and rank."""
    n = data.shape[0]
    Z = np.random.default_rng(1).standard_normal((1, n, n)).astype(data.dtype)
    return {
        "eq. 39 literally": lambda: (data * Z).sum(2) / (Z * Z).sum(2),
        "eq. 39 by einsum": lambda: np.einsum("ijk,jk->ij", data, Z[0]) / (Z * Z).sum(2),
    }


def larger(data: Any, folder: Path) -> dict[str, Function]:
    """Return calls on a memory map (in the page cache) and on Dask arrays of its slabs."""
    n = data.shape[0]
    Z = np.random.default_rng(1).standard_normal((1, n, n)).astype(data.dtype)
    data.tofile(folder / "X")
    mapped = np.memmap(folder / "X", dtype=data.dtype, mode="r", shape=data.shape)
    found: dict[str, Function] = {
        "memory map": lambda: solve_least_squares(mapped, Z, (n, n, 1)),
        "memory map, I1K": lambda: solve_least_squares(mapped, Z, (n, 1, n)),
    }
    try:
        import dask.array as da
    except ImportError:
        return found
    lazy = da.from_array(data, chunks=(max(n // 8, 1), n, n))  # type: ignore[no-untyped-call]
    return {**found, "Dask, 8 chunks": lambda: solve_least_squares(lazy, Z, (n, n, 1))}


def minima(
    functions: Mapping[str, Function], seconds: float, clock: Callable[[], float]
) -> dict[str, float]:
    """Return the least time of each function, called in turn until the time is over."""
    for function in functions.values():
        function()
    least = dict.fromkeys(functions, float("inf"))
    end = time.perf_counter() + seconds
    while time.perf_counter() < end:
        for name, function in functions.items():
            start = clock()
            function()
            least[name] = min(least[name], clock() - start)
    return least


def print_table(title: str, data: Any, least: Mapping[str, float]) -> None:
    """Print ratios to the fastest plain read."""
    read = min(seconds for name, seconds in least.items() if name.startswith("read"))
    print(f"\n{title}: one read is {1e3 * read:.2f} ms, {data.nbytes / read / 1e9:.1f} GB/s")
    for name, seconds in least.items():
        print(f"  {name:24} {seconds / read:6.2f} reads", flush=True)


if __name__ == "__main__":
    main()

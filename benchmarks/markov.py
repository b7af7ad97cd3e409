"""How fast the OT gradient is: forward and backward, beside ot-markov-distances (PyTorch).

Each figure of time or memory comes from a process of its own with one thread, warmed on a small
problem; the least processor time of the interleaved runs is taken. The other package runs at its
own tolerance (costs off by about 4e-3), ours at 1e-9.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from functools import partial
from typing import Any

import numpy as np
import numpy.typing as npt

from benchmarks.rivals import with_ot_markov_distances as peer
from boxdot.numeric.markov import discounted_wl

Array = npt.NDArray[Any]

EPSILON, DELTA = 0.1, 0.4
ONE_THREAD = {f"{name}_NUM_THREADS": "1" for name in ("OPENBLAS", "OMP", "MKL", "NUMBA")}


def problem(n: int, kind: str = "f8") -> list[Array]:
    """Return two random dense chains, a cost and a gradient by the fixed point."""
    rng = np.random.default_rng(0)
    chains = [rng.random((n, n)) for _ in range(2)]
    arrays = [m / m.sum(axis=1, keepdims=True) for m in chains]
    return [array.astype(kind) for array in (*arrays, rng.random((n, n)), rng.random((n, n)))]


def ours(
    mX: Array, mY: Array, C: Array, G: Array, epsilon: float, delta: float, threads: int = 1
) -> tuple[Array, ...]:
    """Return the cost and the gradients in mX, mY and C."""
    solved = discounted_wl(mX, mY, C, epsilon, delta, threads=threads)
    found = solved.backward(G)
    return solved.cost, found.mX, found.mY, found.C


SOLVERS: dict[str, Callable[..., tuple[Array, ...]]] = {"ours": ours, "peer": peer.solve}


def work(who: str, n: int, kind: str, epsilon: float, threads: int) -> None:
    """Solve one problem here; print its seconds by the clock, of the processor, and its memory."""
    solve = SOLVERS[who]
    more = {"threads": threads} if who == "ours" else {}
    for size in (8, 12):
        solve(*problem(size, kind), epsilon, DELTA, **more)
    given, before = problem(n, kind), _peak()
    times = []
    for _ in range(5 if n < 128 and who == "ours" else 1):
        start = time.perf_counter(), time.process_time()
        solve(*given, epsilon, DELTA, **more)
        times.append([time.perf_counter() - start[0], time.process_time() - start[1]])
    least = [min(figures) for figures in zip(*times, strict=True)]
    print(json.dumps([*least, _peak() - before]))


def _peak() -> float:
    """Return the most memory of this process so far, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3


def measured(who: str, n: int, kind: str = "f8", epsilon: float = EPSILON, threads: int = 1) -> Any:
    """Return seconds (clock, processor) and megabytes of one run in a process of its own."""
    words = ["--work", who, str(n), kind, str(epsilon), str(threads)]
    line = [sys.executable, "-m", "benchmarks.markov", *words]
    run = subprocess.run(
        line, env={**os.environ, **ONE_THREAD}, capture_output=True, text=True, check=True
    )
    return json.loads(run.stdout)


def compare(sizes: list[int], runs: int) -> None:
    """Print ours beside the other package."""
    if not peer.installed():
        print("ot-markov-distances is not installed: no comparison")
        return
    for n in sizes:
        found: dict[str, list[Any]] = {"ours": [], "peer": []}
        for _ in range(runs):
            for who, figures in found.items():
                figures.append(measured(who, n))
        (_, fast, small), (_, slow, large) = (
            map(min, zip(*found[who], strict=True)) for who in ("ours", "peer")
        )
        print(
            f"n = {n:3}: ours {1e3 * fast:8.2f} ms, peer {1e3 * slow:9.1f} ms: {slow / fast:5.0f} x"
            f" | memory above the base {small:6.1f} and {large:6.1f} MB: "
            f"{large / max(small, 0.1):4.0f} x",
            flush=True,
        )


def alone(sizes: list[int]) -> None:
    """Print ours on larger problems, with one thread and with two."""
    for n in sizes:
        for threads in (1, 2):
            clock, processor, memory = measured("ours", n, threads=threads)
            print(
                f"n = {n:3}, {threads} threads: {clock:7.2f} s by the clock, {processor:7.2f} s of "
                f"processors, {memory:6.0f} MB",
                flush=True,
            )


def print_rates(sizes: list[int]) -> None:
    """Print how fast a bare sweep is as a share of matrix products of the same shapes."""
    from boxdot.numeric.markov.core import choosing
    from boxdot.numeric.threads import blas_threads

    for n in sizes:
        A, B, C, _ = problem(n)
        engine = choosing.kernel_engine(A, B, EPSILON, choosing.backend_of("auto"), 1)
        engine.cuts = engine.cuts[:2]  # short calls: their minima are free of interruptions
        engine.set_cost(DELTA * C)
        first, last = engine.cuts[0]
        out = np.empty(((last - first) * n, n))

        def products(engine: Any = engine, out: Array = out, n: int = n) -> None:
            for first, last in engine.cuts:
                rows = engine.V[first:last].reshape(-1, n)
                np.matmul(rows, engine.E.T, out=out[: len(rows)])
                np.matmul(rows, engine.E, out=out[: len(rows)])

        calls: tuple[Callable[[], Any], ...] = (products, partial(engine.sweep, value=False))
        least = [np.inf, np.inf]
        with blas_threads(1):
            for _ in range(60):
                for k, call in enumerate(calls):
                    start = time.process_time()
                    call()
                    least[k] = min(least[k], time.process_time() - start)
        flops = 4 * engine.cuts[-1][1] * n**3 / 1e9
        print(
            f"n = {n:3}: products {flops / least[0]:.1f} GF, bare sweep {flops / least[1]:.1f} GF: "
            f"{100 * least[0] / least[1]:.0f} %",
            flush=True,
        )


def print_sweeps(n: int) -> None:
    """Print how the number of sweeps depends on the discount."""
    for delta in (0.4, 0.05):
        mX, mY, C, _ = problem(n)
        solved = discounted_wl(mX, mY, C, EPSILON, delta)
        print(f"n = {n}, δ = {delta}: {solved.sweeps} sweeps, {solved.products} products")


def print_small_epsilon(n: int) -> None:
    """Print what small ε cost."""
    for epsilon in (1e-2, 3e-3, 1e-3, 1e-4):
        mX, mY, C, _ = problem(n)
        solved = discounted_wl(mX, mY, C, epsilon, DELTA, threads=1)
        _, seconds, _ = measured("ours", n, epsilon=epsilon)
        print(
            f"n = {n}, ε = {epsilon:g}: {seconds:.2f} s, converged: {solved.converged}, residual/δ "
            f"{solved.error_bound:.1e}, marginal error {solved.marginal_error:.1e}, {solved.method}"
        )


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="*", default=[16, 32, 64])
    parser.add_argument("--alone", type=int, nargs="*", default=[128, 256, 384])
    parser.add_argument("--runs", type=int, default=3, help="how often each is run, interleaved")
    parser.add_argument("--work", nargs=5, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.work:
        who, n, kind, epsilon, threads = options.work
        work(who, int(n), kind, float(epsilon), int(threads))
        return
    compare(options.sizes, options.runs)
    print_sweeps(32)
    print_small_epsilon(32)
    print_rates([size for size in (64, 128, 256) if size <= max(options.alone, default=64)])
    alone(options.alone)


if __name__ == "__main__":
    main()

"""How fast compiled formulas run, beside the same written by hand and one plain pass over the data.

Times are medians (or minima) of interleaved calls (of rows of them where they are quick), each
after a pause in which the threads of the call before it come to rest: those of OpenMP go on turning
for a while and would slow down the next one. Arrays are from the cache up to four times its last
level.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
import timeit
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np

import boxdot
from benchmarks.rivals.kernels import RIVALS
from boxdot.numeric.compiling import reusing

Function = Callable[..., Any]

PAUSE = 0.05
"""How many seconds threads have to come to rest."""
ROW = 0.01
"""How many seconds of quick calls are timed in a row: one alone meets cold caches and threads."""


@dataclass(frozen=True, slots=True)
class Case:
    """A formula with its symbols, and arrays for a number of entries of the largest one."""

    formula: str
    declarations: str
    arrays: Callable[[int, np.random.Generator], dict[str, Any]]


def _images(count: int, rng: np.random.Generator) -> Any:
    return rng.random((max(count // (64 * 28 * 28), 1), 64, 28, 28))


def _normalisation(count: int, rng: np.random.Generator) -> dict[str, Any]:
    small = {name: rng.uniform(1, 2, (1, 64, 1, 1)) for name in "msgb"}
    return {"X": _images(count, rng), **small}


def _film(count: int, rng: np.random.Generator) -> dict[str, Any]:
    F = _images(count, rng)
    return {"F": F, "g": rng.random((len(F), 64, 1, 1)), "b": rng.random((len(F), 64, 1, 1))}


def _blending(count: int, rng: np.random.Generator) -> dict[str, Any]:
    shape = (max(count // 3000, 1), 1000)
    return {"X": rng.random((*shape, 3)), "Y": rng.random((*shape, 3)), "A": rng.random(shape)}


def _softmax(count: int, rng: np.random.Generator) -> dict[str, Any]:
    return {"X": rng.standard_normal((max(count // 1000, 1), 1000))}


def _distances(count: int, rng: np.random.Generator) -> dict[str, Any]:
    side = max(int((count // 8) ** 0.5), 2)
    return {"X": rng.random((side, 16)), "Y": rng.random((side, 16))}


def _products(count: int, rng: np.random.Generator) -> dict[str, Any]:
    return {"Y": rng.random((max(count // 12_800, 1), 100, 128)), "Z": rng.random((100, 128))}


CASES: Mapping[str, Case] = {
    "batch norm": Case(
        "((X ⊟ m) ⧄ s) ⊡ g ⊞ b", "X ∈ R^{N×C×H×W}; m, s, g, b ∈ R^{1×C×1×1}", _normalisation
    ),
    "FiLM": Case("F ⊡ g ⊞ b", "F ∈ R^{N×C×H×W}; g, b ∈ R^{N×C×1×1}", _film),
    "blending": Case("X ⊡ A + Y ⊡ (𝟏 − A)", "X, Y ∈ R^{H×W×3}; A ∈ R^{H×W}", _blending),
    "softmax": Case("softmax(X)", "X ∈ R^{N×C}", _softmax),
    "distances": Case("Σ_k (X_{ik} − Y_{jk})²", "X ∈ R^{N×D}; Y ∈ R^{M×D}", _distances),
    "batch statistics": Case(
        "(X ⊟ mean_{1,3,4}(X)) ⧄ sqrt(var_{1,3,4}(X) ⊞ 1)",
        "X ∈ R^{N×C×H×W}",
        lambda count, rng: {"X": _images(count, rng)},
    ),
    "sum of products": Case("Σ_k Y_{ijk} Z_{jk}", "Y ∈ R^{I×J×K}; Z ∈ R^{J×K}", _products),
}


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=5, help="how often each line runs")
    parser.add_argument("--megabytes", type=float, nargs="*", help="sizes of the largest array")
    parser.add_argument("--only", help="the name of one computation")
    parser.add_argument("--rivals", nargs="*", default=list(RIVALS), choices=list(RIVALS))
    parser.add_argument("--minima", action="store_true", help="the least of the runs, no medians")
    parser.add_argument(
        "--small", action="store_true", help="only what a call on few numbers costs"
    )
    options = parser.parse_args()
    if options.small:
        print_small()
        return
    typical = min if options.minima else statistics.median
    last = last_level_cache()
    sizes = options.megabytes or [0.5, 8, last / 4e6, 4 * last / 1e6]
    print(f"last level of cache: {last / 1e6:.0f} MB; {options.runs} interleaved runs")
    for name, case in CASES.items():
        if options.only in (None, name):
            for size in sizes:
                compare(name, case, int(size * 1e6 / 8), options.runs, options.rivals, typical)
    print_small()
    print_latency()


def last_level_cache() -> float:
    """Return the bytes of the last level of cache, as the system tells them."""
    paths = Path("/sys/devices/system/cpu/cpu0/cache").glob("index*/size")
    sizes = [int(text[:-1]) * {"K": 2**10, "M": 2**20}[text[-1]] for text in map(_read, paths)]
    return max(sizes, default=32 * 2**20)


def _read(path: Path) -> str:
    return path.read_text().strip()


def compare(
    name: str,
    case: Case,
    count: int,
    runs: int,
    rivals: Sequence[str] = tuple(RIVALS),
    typical: Callable[[list[float]], float] = statistics.median,
) -> None:
    """Time all on one size, interleaved, and print a line."""
    arrays = case.arrays(count, np.random.default_rng(0))
    ours = boxdot.compile(case.formula, case.declarations)
    wanted = ours(arrays)
    functions: dict[str, Function] = {"boxdot": lambda: ours(arrays)}
    memory = _memory(ours, arrays, wanted.nbytes)
    out = np.zeros_like(wanted)
    out.fill(0)  # a page is there when it is written to
    functions["out="] = lambda: ours(arrays, out=out)
    for rival in rivals:
        function = RIVALS[rival]().get(name)
        if function is not None:
            mine = _converted(rival, arrays)
            np.testing.assert_allclose(np.asarray(function(**mine)), wanted, rtol=1e-8, atol=1e-12)
            functions[rival] = lambda f=function, a=mine: f(**a)
    largest = max(arrays.values(), key=lambda array: array.nbytes)
    target = np.zeros_like(largest)
    target.fill(0)
    functions["pass"] = lambda: np.copyto(target, largest)
    found = _times(functions, runs, typical)
    moved = sum(array.nbytes for array in arrays.values()) + wanted.nbytes
    bandwidth = 2 * largest.nbytes / found["pass"]
    print_line(name, largest.nbytes, found, moved / bandwidth, memory)


def _times(
    functions: Mapping[str, Function], runs: int, typical: Callable[[list[float]], float]
) -> dict[str, float]:
    """Return the seconds that a call of each function takes; quick ones are called in a row."""
    numbers = {key: _number(function) for key, function in functions.items()}
    times: dict[str, list[float]] = {key: [] for key in functions}
    for _ in range(runs):
        for key, function in functions.items():
            time.sleep(PAUSE)
            times[key].append(timeit.timeit(function, number=numbers[key]) / numbers[key])
    return {key: typical(values) for key, values in times.items()}


def _number(function: Function) -> int:
    """Return how many calls take as long as threads need to wake up many times over."""
    return max(int(ROW / timeit.timeit(function, number=1)), 1)


def _converted(rival: str, arrays: Mapping[str, Any]) -> dict[str, Any]:
    if rival != "JAX":
        return dict(arrays)
    import jax.numpy as jnp

    return {name: jnp.asarray(array) for name, array in arrays.items()}


def _memory(function: Function, arrays: Mapping[str, Any], result: int) -> float:
    """Return the most memory that a call takes beyond its arguments, as a ratio to the result.

    What the process holds is asked of the system, which counts what is kept for later results too.
    """
    status, reset = Path("/proc/self/status"), Path("/proc/self/clear_refs")
    if not reset.exists():
        return float("nan")
    reusing.forget()
    reset.write_text("5")  # the peak is what is held now
    before = _kilobytes(status, "VmRSS")
    function(arrays)
    return 1024 * (_kilobytes(status, "VmHWM") - before) / result


def _kilobytes(status: Path, name: str) -> int:
    line = next(line for line in status.read_text().splitlines() if line.startswith(name))
    return int(line.split()[1])


def print_small() -> None:
    """Print what a call on few numbers costs, beside NumPy by hand."""
    numpy = RIVALS["NumPy"]()
    for side in (10, 100):
        rng = np.random.default_rng(0)
        X, g = rng.random((side, side)), rng.random(side)
        affine = boxdot.compile("X ⊡ g ⊞ g", "X ∈ R^{N×C}; g ∈ R^N")
        softmax = boxdot.compile("softmax(X)", "X ∈ R^{N×C}")
        pairs = {
            "X ⊡ g ⊞ g": (partial(affine, X=X, g=g), partial(_affine, X, g[:, None])),
            "softmax": (partial(softmax, X=X), partial(numpy["softmax"], X=X)),
        }
        for name, (ours, theirs) in pairs.items():
            ours()
            found = [
                1e6 * min(timeit.repeat(f, number=100, repeat=20)) / 100 for f in (ours, theirs)
            ]
            print(f"{side} × {side} {name:12} {found[0]:6.1f} µs | NumPy {found[1]:6.1f} µs")


def _affine(X: Any, g: Any) -> Any:
    return X * g + g


def print_line(
    name: str, size: int, found: Mapping[str, float], limit: float, memory: float
) -> None:
    """Print times as ratios to ours: above 1 the other one is slower."""
    ours = found["boxdot"]
    others = "  ".join(
        f"{key} {seconds / ours:5.2f} x"
        for key, seconds in found.items()
        if key not in ("boxdot", "pass", "out=")
    )
    print(
        f"{name:16} {size / 1e6:8.1f} MB {1e3 * ours:9.2f} ms | {others} | time/pass "
        f"{ours / limit:5.2f}, with out= {found['out='] / limit:5.2f}"
        f" | memory {memory:4.2f} x result",
        flush=True,
    )


LATENCY = """
import sys, time
import numpy as np, numba, boxdot
import boxdot.api, boxdot.numeric.compiling, boxdot.numeric.compiling.runtime
x = np.ones((50, 40))
start = time.perf_counter()
from numba.core.registry import cpu_target
cpu_target.target_context.refresh()
cpu_target.typing_context.refresh()
print(time.perf_counter() - start)
start = time.perf_counter()
boxdot.compile("softmax(X)", "X ∈ R^{N×C}")(X=x)
print(time.perf_counter() - start)
"""


def print_latency() -> None:
    """Print what the first call costs: with nothing kept, and with kernels of an earlier run."""
    with tempfile.TemporaryDirectory() as folder:
        environment = {**os.environ, "BOXDOT_KERNELS": folder}
        for what in ("first call ever", "first call of a process, kernels kept"):
            line = [sys.executable, "-c", LATENCY]
            run = subprocess.run(line, env=environment, capture_output=True, text=True, check=True)
            numba, ours = map(float, run.stdout.split())
            print(
                f"{what}: {ours:.2f} s above the imports, beside {numba:.2f} s for the "
                "modules that Numba imports with its first kernel"
            )
    boxdot.convert("X ⊡ y", "X ∈ R^{I×J}; y ∈ R^I", to="numpy")  # the first one loads the tables
    start = time.perf_counter()
    for case in CASES.values():
        boxdot.convert(case.formula, case.declarations, to="numpy")
    print(f"conversion: {1e3 * (time.perf_counter() - start) / len(CASES):.1f} ms an expression")


if __name__ == "__main__":
    main()

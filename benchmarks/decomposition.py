"""Sweeps of broadcast decompositions, as ratios to one plain reading of the data."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from importlib.util import find_spec

import numpy as np

from benchmarks.files import from_file
from benchmarks.fits import Array, Fit, Job, interleaved, reader
from boxdot.numeric.decomposition.data import prepare
from boxdot.numeric.decomposition.layout import lay_out
from boxdot.numeric.decomposition.options import read_options
from boxdot.numeric.decomposition.sweeps.choosing import choose_sweeps
from boxdot.numeric.threads import blas_threads

TWO = ", two threads"


def main() -> None:
    """Measure what the command line asks for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=[64, 128, 256, 400])
    parser.add_argument("--types", nargs="+", default=["float64", "float32"])
    parser.add_argument("--runs", type=int, default=15, help="interleaved runs, the least counts")
    parser.add_argument("--only", default="", help="measure rows that contain this word")
    parser.add_argument("--large", action="store_true", help="a file, through Dask, instead")
    options = parser.parse_args()
    print("ratios to one plain reading of the data, one thread unless it says two; least of runs")
    if options.large:
        for size in options.sizes:
            print(f"\n{size}³ float64 in a file")
            for name, ratio, note in from_file(size, options.runs):
                print(f"  {name:34s}{ratio:8.2f}  {note}")
        return
    for kind in options.types:
        for size in options.sizes:
            print(f"\n{size}³ {kind}")
            for name, ratio, note in measured(size, kind, options.runs, options.only):
                print(f"  {name:34s}{ratio:8.2f}  {note}")


def measured(size: int, kind: str, runs: int, only: str) -> list[tuple[str, float, str]]:
    """Return (name, ratio to a reading, note) of every row."""
    rng = np.random.default_rng(0)
    Y = rng.random((size, size, size), dtype=np.float64).astype(kind)
    jobs = {name: (job, each) for name, job, each in rows(Y) if only in name}
    slow = {"literal NumPy sweep", "TensorLy parafac sweep, rank 1"}
    with blas_threads(1):
        least = interleaved(
            {"read": reader(Y), **{name: job for name, (job, _) in jobs.items()}}, runs, slow
        )
    base = least.pop("read")
    found = [("one plain reading", 1.0, f"{base * 1e9 / Y.size:.3f} ns an entry")]
    alone = {f"{name}{TWO}": t for name, t in {"plain reading": base, **least}.items()}
    return found + [
        (name, t / base / jobs[name][1], f"{alone[name] / t:.2f} × one" if name in alone else "")
        for name, t in least.items()
    ]


def rows(Y: Array) -> list[tuple[str, Job, float]]:
    """Return (name, job, the readings' divisor) of what is measured."""
    size = len(Y)
    three = [(size, size, 1), (size, 1, size), (1, size, size)]
    side = round(size**0.75 / 2)
    deep = Y.reshape(-1)[: side**4].reshape((side,) * 4)
    four = [(side, side, 1, side), (side, 1, side, 1), (1, side, side, side)]
    mask = np.random.default_rng(1).random(Y.shape) < 0.9
    start = literal(Y, three)[1]
    found: list[tuple[str, Job, float]] = [
        (f"plain reading{TWO}", reader(Y, 2), 1),
        ("sweep", sweeps(Y, three), 1),
        (f"sweep{TWO}", sweeps(Y, three, threads=2), 1),
        ("a sweep in a fit", Fit(Y, start), 1),
        (f"a sweep in a fit{TWO}", Fit(Y, start, 2), 1),
        ("sweep, NumPy alone", sweeps(Y, three, backend="numpy"), 1),
        ("HALS, a component of 2", sweeps(Y, three, rank=2), 2),
        (f"HALS, a component of 2{TWO}", sweeps(Y, three, rank=2, threads=2), 2),
        ("HALS, a component of 4", sweeps(Y, three, rank=4), 4),
        ("block ALS, a component of 2", sweeps(Y, three, rank=2, algorithm="als"), 2),
        ("masked sweep", sweeps(Y, three, mask=mask), 1),
        (f"masked sweep{TWO}", sweeps(Y, three, mask=mask, threads=2), 1),
        ("literal NumPy sweep", literal(Y, three)[0], 1),
    ]
    if side > 1:
        job = sweeps(deep, four)
        found.append((f"4-way sweep of {side}⁴", job, deep.size / Y.size))
    if find_spec("tensorly") is not None:
        found.append(("TensorLy parafac sweep, rank 1", parafac(Y), 1))
    return found


def sweeps(
    Y: Array,
    shapes: Sequence[tuple[int, ...]],
    *,
    rank: int = 1,
    mask: Array | None = None,
    algorithm: str = "hals",
    backend: str = "auto",
    threads: int = 1,
) -> Job:
    """Return a sweep over the data."""
    layout = lay_out(Y.shape, shapes)
    options = read_options(len(shapes), False, (), 0, 0)
    data = prepare(Y, mask, layout)
    found = choose_sweeps(data, layout, options, algorithm, rank, "frobenius", backend, threads)
    rng = np.random.default_rng(2)
    factors = [
        rng.random((rank, *layout.merged_shape(n))).astype(Y.dtype) for n in range(len(shapes))
    ]
    return lambda: found.sweep(factors)


def literal(Y: Array, shapes: Sequence[tuple[int, ...]]) -> tuple[Job, list[Array]]:
    """Return eqs. 41-43 as they stand, and the factors that they change."""
    rng = np.random.default_rng(3)
    factors = [rng.random(shape).astype(Y.dtype) for shape in shapes]

    def sweep() -> None:
        A, B, C = factors
        A = (Y * B * C).sum(2, keepdims=True) / (B * B * C * C).sum(2, keepdims=True)
        B = (Y * A * C).sum(1, keepdims=True) / (A * A * C * C).sum(1, keepdims=True)
        C = (Y * A * B).sum(0, keepdims=True) / (A * A * B * B).sum(0, keepdims=True)
        factors[:] = A, B, C

    return sweep, factors


def parafac(Y: Array) -> Job:
    """Return a sweep of TensorLy's CP decomposition, as its difference for one sweep more."""
    import tensorly
    from tensorly.decomposition import parafac as decompose

    rng = np.random.default_rng(4)
    start = tensorly.cp_tensor.CPTensor(
        (None, [rng.random((size, 1)).astype(Y.dtype) for size in Y.shape])
    )

    def sweep() -> None:
        decompose(Y, 1, n_iter_max=1, init=start, tol=0, normalize_factors=False)

    return sweep


if __name__ == "__main__":
    main()

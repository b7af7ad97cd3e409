"""How long a command takes to start, as a ratio to ``python -c pass``, and what it imports."""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import time

CHECK = ["check", "Y = X ⊡ B", "-d", "X, Y ∈ R^{H×W×3}; B ∈ R^{H×W}"]

LINES = {
    "python -c pass": [sys.executable, "-c", "pass"],
    "boxdot --version": [sys.executable, "-m", "boxdot", "--version"],
    "boxdot --help": [sys.executable, "-m", "boxdot", "--help"],
    "boxdot check (plain symbols)": [sys.executable, "-m", "boxdot", *CHECK],
}
"""What is timed; the first line is the unit."""

ENVIRONMENT = {**os.environ, "PYTHONUTF8": "1"}


def main() -> None:
    """Time every line, interleaved, and print medians and ratios."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=15, help="how often each line runs")
    runs = parser.parse_args().runs
    times: dict[str, list[float]] = {name: [] for name in LINES}
    for _ in range(runs + 1):  # the first round only warms the caches
        for name, line in LINES.items():
            times[name].append(seconds(line))
    unit = statistics.median(times["python -c pass"][1:])
    print(f"medians of {runs} interleaved runs")
    for name, measured in times.items():
        median = statistics.median(measured[1:])
        print(f"{name:30} {1000 * median:7.1f} ms   {median / unit:5.2f} x")


def seconds(line: list[str]) -> float:
    """Return the wall time of one run of a command line."""
    start = time.perf_counter()
    subprocess.run(line, stdout=subprocess.DEVNULL, env=ENVIRONMENT, check=True)
    return time.perf_counter() - start


if __name__ == "__main__":
    main()

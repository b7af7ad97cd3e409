"""How long a command takes to start, as a ratio to ``python -c pass``, and what it imports."""

from __future__ import annotations

import argparse
import os
import sys

from benchmarks.processes import Run, median, timed

CHECK = ["check", "Y = X ⊡ B", "-d", "X, Y ∈ R^{H×W×3}; B ∈ R^{H×W}"]

LINES = {
    "python -c pass": [sys.executable, "-c", "pass"],
    "boxdot --version": [sys.executable, "-m", "boxdot", "--version"],
    "boxdot --help": [sys.executable, "-m", "boxdot", "--help"],
    "boxdot check (plain symbols)": [sys.executable, "-m", "boxdot", *CHECK],
    "boxdot lint (an empty paper)": [
        sys.executable,
        "-m",
        "boxdot",
        "lint",
        "--no-cache",
        os.devnull,
    ],
}
"""What is timed; the first line is the unit."""


def main() -> None:
    """Time every line, interleaved, and print medians and ratios."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=15, help="how often each line runs")
    runs = parser.parse_args().runs
    times: dict[str, list[Run]] = {name: [] for name in LINES}
    for _ in range(runs + 1):  # the first round only warms the caches
        for name, line in LINES.items():
            times[name].append(timed(line))
    unit = median(times["python -c pass"][1:]).seconds
    print(f"medians of {runs} interleaved runs")
    for name, measured in times.items():
        seconds = median(measured[1:]).seconds
        print(f"{name:30} {1000 * seconds:7.1f} ms   {seconds / unit:5.2f} x")


if __name__ == "__main__":
    main()

"""How fast papers are linted, beside chktex and pylatexenc on the same files, in one run."""

from __future__ import annotations

import argparse
import math
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path

from benchmarks.processes import ENVIRONMENT, Run, gain_of_two, median, timed
from benchmarks.texts import CORPUS, generated, megabytes, papers_in

LINT = [sys.executable, "-m", "boxdot", "lint"]
PYLATEXENC = """
import sys
from pylatexenc.latexwalker import LatexWalker
for path in sys.argv[1:]:
    with open(path, encoding="utf-8", errors="replace") as file:
        LatexWalker(file.read(), tolerant_parsing=True).get_latex_nodes()
"""
"""What pylatexenc does with a paper here: the tree of its commands, without any meaning."""


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=3, help="how often each line runs")
    parser.add_argument("--sections", type=int, default=200, help="of the generated paper")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        print(f"medians of {options.runs} interleaved runs; MB/s of text")
        if CORPUS.is_dir():
            compare("corpus", papers_in(CORPUS), options.runs, folder)
        else:
            print("corpus: not here")
        compare("generated", [generated(folder, options.sections)], options.runs, folder)
        print(f"two processes that only count get {gain_of_two():.2f} x done here: the most for 2")
        print_chapter(folder, options.runs)
        print_growth(folder)


def compare(name: str, papers: list[Path], runs: int, folder: Path) -> None:
    """Time each tool on the papers, interleaved, and print a table."""
    size, files = megabytes(papers), list(map(str, papers))
    tools = dict(_tools(files))
    environment = ENVIRONMENT | {"BOXDOT_CACHE_DIR": str(folder / ".boxdot_cache")}
    results: dict[str, list[Run]] = {tool: [] for tool in tools}
    for _ in range(runs + 1):  # the first round only fills the caches
        for tool, line in tools.items():
            results[tool].append(timed(line, environment))
    cold = median(results["boxdot, cold"][1:])
    print(f"\n{name}: {len(papers)} files, {size:.2f} MB")
    for tool, found in results.items():
        run = median(found[1:])
        rate, ratio = size / run.seconds, cold.seconds / run.seconds
        work, share = size / run.processor, cold.processor / run.processor
        print(
            f"  {tool:24} {rate:7.2f} MB/s {ratio:6.2f} x cold  {run.seconds:6.2f} s by the clock"
            f"  {work:7.2f} MB/s {share:6.2f} x cold  {run.processor:6.2f} s processor"
            f"  {run.memory:5.0f} MB"
        )
    for tool in _missing():
        print(f"  {tool:24} not installed")


def _tools(files: list[str]) -> Iterator[tuple[str, list[str]]]:
    yield "boxdot, cold", [*LINT, "--no-cache", "--jobs", "1", *files]
    yield "boxdot, 2 processes", [*LINT, "--no-cache", "--jobs", "2", *files]
    yield "boxdot, warm", [*LINT, "--jobs", "1", *files]
    if shutil.which("chktex"):
        yield "chktex", ["chktex", "-q", *files]
    if find_spec("pylatexenc"):
        line = [sys.executable, "-c", PYLATEXENC, *files]
        yield f"pylatexenc {version('pylatexenc')}", line


def _missing() -> list[str]:
    found = {"chktex": shutil.which("chktex"), "pylatexenc": find_spec("pylatexenc")}
    return [tool for tool, place in found.items() if not place]


def print_chapter(folder: Path, runs: int) -> None:
    """Print what a chapter of 100 kB costs, as a ratio to the bare start-up of the command."""
    empty = folder / "empty.tex"
    empty.touch()
    chapter = generated(folder, 78)
    lines = [[*LINT, "--no-cache", str(paper)] for paper in (empty, chapter)]
    both = [[timed(line) for line in lines] for _ in range(2 * runs + 1)][1:]
    bare, full = (median(list(found)) for found in zip(*both, strict=True))
    kilobytes = 1e3 * megabytes([chapter])
    print(
        f"a chapter of {kilobytes:.0f} kB: {full.processor:.2f} s of the processor,"
        f" {full.processor / bare.processor:.2f} x the bare start-up"
        f" (by the clock {full.seconds:.2f} s, {full.seconds / bare.seconds:.2f} x)"
    )


def print_growth(folder: Path) -> None:
    """Print how the cost, without the start-up, grows with a paper, and the exponent that fits."""
    empty = folder / "empty.tex"
    empty.touch()
    bare = median([timed([*LINT, "--no-cache", str(empty)]) for _ in range(3)]).processor
    print("\n     MB   processor      MB/s    memory")
    points: list[tuple[float, float]] = []
    for sections in (39, 78, 155, 390, 775, 1550, 2330):
        paper = generated(folder, sections)
        size, run = megabytes([paper]), timed([*LINT, "--no-cache", str(paper)])
        seconds = run.processor - bare
        print(f"{size:7.2f}   {seconds:7.2f} s   {size / seconds:7.2f}  {run.memory:5.0f} MB")
        points.append((math.log(size), math.log(seconds)))
    print(f"the cost grows as the size to the power of {slope(points):.2f}")


def slope(points: list[tuple[float, float]]) -> float:
    """Return the slope of the line that fits best.

    >>> slope([(0, 1), (1, 3), (2, 5)])
    2.0
    """
    x, y = (sum(values) / len(points) for values in zip(*points, strict=True))
    rise = math.fsum((a - x) * (b - y) for a, b in points)
    return rise / math.fsum((a - x) * (a - x) for a, _ in points)


if __name__ == "__main__":
    os.chdir(Path(__file__).resolve().parent.parent)  # the command line is that of this checkout
    main()

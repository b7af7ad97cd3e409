"""How long does the conversion of an expression take? ``python -m benchmarks.conversion``.

Processor time of the process, which other programs on the machine do not change; the median and the
slowest of all expressions of ``equations.toml`` and ``convert_cases.tsv`` that a target can say,
each the fastest of a few runs. Reading the text and its declarations is part of it.
"""

from __future__ import annotations

import argparse
import csv
import re
import statistics
import time
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from boxdot.grammar.errors import BoxdotError
from boxdot.notation.codegen.convert import TARGETS, convert
from boxdot.notation.decoding import decode
from boxdot.notation.expressions.formula import Formula
from boxdot.notation.reading import read

DATA = Path(__file__).resolve().parents[1] / "tests" / "data"
AIM = 5.0
"""Milliseconds an expression."""


class Case(NamedTuple):
    """A formula as it is written."""

    name: str
    text: str
    declarations: str
    first_slices: bool = False

    def formula(self) -> Formula:
        """Read it."""
        return read(self.text, self.declarations, first_slices=self.first_slices)


def cases() -> Iterator[Case]:
    """Yield the equations and the conversion cases."""
    for entry in tomllib.loads((DATA / "equations.toml").read_text("utf-8"))["entry"]:
        shapes = "; ".join(
            f"{name} ∈ R^{{{'×'.join(map(str, shape))}}}" if shape else f"{name} ∈ R"
            for name, shape in entry.get("declare", {}).items()
        )
        yield Case(entry["id"], entry["unicode"], shapes)
    with (DATA / "convert_cases.tsv").open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream, delimiter="\t", quoting=csv.QUOTE_NONE):
            shapes = re.sub(r"\([^()]*(slice|row)[^()]*\)", "", row["shapes"]).replace(":", " ∈")
            first = shapes != row["shapes"].replace(":", " ∈")
            yield Case(row["id"], row["unicode"], shapes, first)


def milliseconds(target: str, case: Case, runs: int) -> float | None:
    """Return the processor time of one conversion, the fastest of some; None if there is none."""
    best = float("inf")
    for _ in range(runs):
        start = time.process_time()
        try:
            _converted(target, case)
        except BoxdotError:
            return None
        best = min(best, time.process_time() - start)
    return 1000 * best


def _converted(target: str, case: Case) -> None:
    formula = case.formula()
    if target == "from numpy":
        decode(convert(formula).code, "numpy", formula.symbols)
    else:
        convert(formula, target)


def main() -> None:
    """Print a line for each target."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--runs", type=int, default=3, help="of each expression; the fastest counts"
    )
    parser.add_argument("--only", nargs="*", default=[*TARGETS, "from numpy"], metavar="TARGET")
    parser.add_argument("--slowest", type=int, default=0, help="show so many of each target")
    options = parser.parse_args()
    every = list(cases())
    for case in every:  # what is loaded late is loaded now
        milliseconds("numpy", case, 1)
    print(f"{'target':>14} {'said':>5} {'median':>8} {'90 %':>8} {'slowest':>8}   ms of processor")
    for target in options.only:
        found = {case: ms for case in every if (ms := milliseconds(target, case, options.runs))}
        ordered = sorted(found.values())
        median, most = statistics.median(ordered), ordered[-1]
        late = ordered[int(0.9 * len(ordered))]
        within = sum(ms <= AIM for ms in ordered) / len(ordered)
        print(
            f"{target:>14} {len(ordered):>5} {median:>8.2f} {late:>8.2f} {most:>8.2f}"
            f"   {within:.0%} within {AIM:g} ms"
        )
        for case in sorted(found, key=lambda case: -found[case])[: options.slowest]:
            print(f"{'':>20} {found[case]:>8.2f}   {case.name}: {case.text}")


if __name__ == "__main__":
    main()

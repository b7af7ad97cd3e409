"""How fast the identities are proved, beside other tools, and what products and sums cost."""

from __future__ import annotations

import argparse
import math
import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from benchmarks.rivals import with_sympy
from benchmarks.rivals.answers import Answer, OutOfTime, limited
from boxdot.notation.equality import prove
from boxdot.notation.expressions.formula import Formula
from boxdot.notation.reading import read
from boxdot.notation.rewriting import IDENTITIES

try:
    from benchmarks.rivals import with_egglog
except ImportError:
    with_egglog = None  # type: ignore[assignment]  # an optional extra: pip install boxdot[bench]

Tool = Callable[[Formula], Answer]
LIMIT = 5.0
"""How many seconds a tool gets for one identity."""


@dataclass(frozen=True, slots=True)
class Case:
    """One identity with its shapes, and what it took."""

    name: str
    formula: Formula
    answer: Answer = Answer.UNSAID
    seconds: float = 0.0


def main() -> None:
    """Print the times of boxdot, those of others on what they prove, and growth."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=5, help="how often boxdot proves each")
    parser.add_argument("--alone", action="store_true", help="leave the other tools out")
    options = parser.parse_args()
    ours = proved_by_boxdot(options.runs)
    if not options.alone:
        compare(ours)
    growth("products of sums: ∏ (A_n + B_n), both orders", range(1, 11), product_of_sums)
    growth("sums of products: Σ n X_n ⊡ Y, both orders", (1, 2, 5, 10, 20, 50, 100, 200), sums)


# --- boxdot ---------------------------------------------------------------------------------


def cases() -> list[tuple[str, str, str]]:
    """Return the name, equation and declarations of every identity with every list of shapes."""
    return [
        (identity.name, identity.equation, shapes)
        for identity in IDENTITIES.values()
        for shapes in (identity.shapes, *identity.also)
    ]


def proved_by_boxdot(runs: int) -> list[Case]:
    """Prove everything and print the total, the median, the slowest."""
    found = cases()
    start = time.perf_counter()
    formulas = [(name, read(equation, shapes)) for name, equation, shapes in found]
    reading = time.perf_counter() - start
    first = [timed(Case(name, formula), boxdot) for name, formula in formulas]
    again = [[timed(case, boxdot).seconds for case in first] for _ in range(runs)]
    medians = [statistics.median(times) for times in zip(*again, strict=True)]
    proved = sum(case.answer is Answer.PROVED for case in first)
    print(f"{len(IDENTITIES)} identities, {len(found)} lists of shapes: {proved} proved")
    print(f"  reading them all       {1000 * reading:8.1f} ms")
    print_times("first time", [case.seconds for case in first])
    print_times(f"median of {runs} more", medians)
    for case in sorted(first, key=lambda case: -case.seconds)[:3]:
        print(f"  slowest: {1000 * case.seconds:7.2f} ms  {case.name}")
    return [
        Case(case.name, case.formula, case.answer, median)
        for case, median in zip(first, medians, strict=True)
    ]


def boxdot(formula: Formula) -> Answer:
    """Prove an equation."""
    return Answer.PROVED if prove(formula).verdict == "proved" else Answer.OPEN


def print_times(what: str, seconds: Sequence[float]) -> None:
    """Print a total, a median and a maximum in milliseconds."""
    total, median, most = sum(seconds), statistics.median(seconds), max(seconds)
    print(
        f"  {what:22} {1000 * total:8.1f} ms in all, {1000 * median:6.2f} ms at the median,"
        f" {1000 * most:7.2f} ms at most"
    )


def timed(case: Case, tool: Tool) -> Case:
    """Return the case with the answer and the time of a tool."""
    start = time.perf_counter()
    try:
        with limited(LIMIT):
            answer = tool(case.formula)
    except OutOfTime:
        answer = Answer.LATE
    return Case(case.name, case.formula, answer, time.perf_counter() - start)


# --- others ---------------------------------------------------------------------------------


def tools() -> dict[str, Tool]:
    """Return the other tools that are installed."""
    found: dict[str, Tool] = {
        "SymPy matrices": lambda formula: with_sympy.answer(formula, "matrix"),
        "SymPy arrays": lambda formula: with_sympy.answer(formula, "array"),
    }
    if with_egglog is None:
        print("egglog is not installed (pip install 'boxdot[bench]'): left out")
    else:
        found["egglog"] = with_egglog.answer
    return found


def compare(ours: Sequence[Case]) -> None:
    """Print how many each tool states and proves, and its time as a ratio to that of boxdot."""
    print(f"{'':16} stated  proved  late   time of those proved (ratio to boxdot: median, all)")
    for name, tool in tools().items():
        for case in ours[:3]:
            timed(case, tool)  # the first runs load things
        theirs = [timed(case, tool) for case in ours]
        pairs = [(a, b) for a, b in zip(theirs, ours, strict=True) if a.answer is Answer.PROVED]
        stated = sum(case.answer is not Answer.UNSAID for case in theirs)
        late = sum(case.answer is Answer.LATE for case in theirs)
        line = f"{name:16} {stated:6}  {len(pairs):6}  {late:4}"
        if pairs:
            ratio = statistics.median(a.seconds / b.seconds for a, b in pairs)
            total = sum(a.seconds for a, _ in pairs)
            whole = total / sum(b.seconds for _, b in pairs)
            line += f"   {1000 * total:9.1f} ms   {ratio:7.1f} x   {whole:7.1f} x"
        print(line)


# --- growth ---------------------------------------------------------------------------------


def product_of_sums(count: int) -> Formula:
    """Return the product of sums of two, equal to that in the opposite order."""
    parts = [f"(A_{{{k}}} + B_{{{k}}})" for k in range(1, count + 1)]
    names = ", ".join(f"A_{{{k}}}, B_{{{k}}}" for k in range(1, count + 1))
    return read(f"{' ⊡ '.join(parts)} = {' ⊡ '.join(reversed(parts))}", f"{names} ∈ R^{{I×J}}")


def sums(count: int) -> Formula:
    """Return a sum of products, in groups of ten, equal to that in the opposite order."""
    terms = [f"{k} X_{{{k}}} ⊡ y" for k in range(1, count + 1)]
    names = ", ".join(f"X_{{{k}}}" for k in range(1, count + 1))
    sides = (_grouped(terms), _grouped(list(reversed(terms))))
    return read(" = ".join(sides), f"{names} ∈ R^{{I×J}}; y ∈ R^I")


def _grouped(terms: list[str]) -> str:
    groups = [terms[k : k + 10] for k in range(0, len(terms), 10)]
    return " + ".join(f"({' + '.join(group)})" for group in groups)


def growth(title: str, counts: Sequence[int], make: Callable[[int], Formula]) -> None:
    """Print the time for each count, and the exponents of a power and of an exponential law."""
    print(title)
    times = []
    for count in counts:
        case = min((timed(Case("", make(count)), boxdot) for _ in range(3)), key=_seconds)
        times.append(case.seconds)
        print(f"  {count:4}  {1000 * case.seconds:9.2f} ms  {case.answer.value}")
    half = len(times) // 2  # the first ones measure the overhead
    ends = list(zip(counts, times, strict=True))[half:]
    power = slope([(math.log(count), math.log(seconds)) for count, seconds in ends])
    base = math.exp(slope([(float(count), math.log(seconds)) for count, seconds in ends]))
    print(f"  second half: time ~ count^{power:.2f}, or ~ {base:.3f}^count")


def _seconds(case: Case) -> float:
    return case.seconds


def slope(points: Sequence[tuple[float, float]]) -> float:
    """Return the slope of the least-squares line.

    >>> slope([(0, 1), (1, 3), (2, 5)])
    2.0
    """
    x, y = (statistics.fmean(values) for values in zip(*points, strict=True))
    over = sum((a - x) * (b - y) for a, b in points)
    return over / sum((a - x) ** 2 for a, _ in points)


if __name__ == "__main__":
    main()

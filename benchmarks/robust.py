"""Whether odd text stops the linter: papers cut off anywhere, and formulas with parts exchanged."""

from __future__ import annotations

import argparse
import random
import re
import time
import traceback
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from boxdot.grammar.papers import discover, read_document
from boxdot.notation.linting import LintReport, lint_document
from boxdot.notation.linting.rules.table import chosen_rules

CORPUS = Path(__file__).resolve().parents[2] / "shared" / "corpus" / "papers"
LIMIT = 1.0
"""How many seconds one formula may take."""
PIECES = (
    "{", "}", "(", ")", "[", "]", "|", r"\|", "^", "_", "&", r"\\", "=", "+", "-", ",", ";", ":",
    ".", "'", "%", "~", "#", "$", " ", "\n", "0", "1", "x", "X", "²", "ᵀ", "⊙", "∈", "，", "é",
    r"\left", r"\right", r"\left\{", r"\right.", r"\frac", r"\sqrt", r"\sum", r"\int", r"\lim",
    r"\mathbf", r"\mathrm{", r"\text{if }", r"\boxdot", r"\odot", r"\oslash", r"\in", r"\mathbb{R}",
    r"\top", r"\partial", r"\max", r"\argmin", r"\underset{", r"\underbrace{", r"\begin{cases}",
    r"\end{cases}", r"\begin{bmatrix}", r"\end{bmatrix}", r"\begin{array}{c}", r"\end{array}",
    r"\hat", r"\not", r"\foo{", r"\foo", r"\cdots", r"\cdot", r"\mid", r"\binom", r"\substack{",
    r"\mathbf{1}", r"\times_", r"\odot_", "_{<t}", "^{-1}", "_{:,j}", r"_{\square}",
)  # fmt: skip
_RULES, _EVERY_RULE = chosen_rules(), chosen_rules(["ALL"])
_PART = re.compile(r"\\[A-Za-z]+|\s+|.", re.DOTALL)


@dataclass(slots=True)
class Outcome:
    """How many texts were linted, what went wrong, and how long the slowest formula took."""

    linted: int = 0
    findings: int = 0
    slowest: float = 0.0
    slowest_text: str = ""
    failures: Counter[str] = field(default_factory=Counter)
    examples: dict[str, str] = field(default_factory=dict)

    def try_text(self, text: str, name: str, *, thorough: bool = False) -> None:
        """Lint a text and note what goes wrong; ``thorough``: every formula, by every rule."""
        self.linted += 1
        try:
            report = linted(text, name, thorough=thorough)
            slowest = report.statistics.slowest
            if slowest > LIMIT:  # again: other programs may have had the processor
                slowest = min(slowest, linted(text, name, thorough=thorough).statistics.slowest)
        except Exception as error:  # whatever it is: this is what is looked for
            where = traceback.extract_tb(error.__traceback__)[-1]
            self.fail(f"{type(error).__name__} at {Path(where.filename).name}:{where.lineno}", text)
            return
        self.findings += len(report.findings)
        for place in report.statistics.internal:
            self.fail(place.split(": ", 1)[-1][:120], text)
        if slowest > self.slowest:
            self.slowest, self.slowest_text = slowest, text
        if slowest > LIMIT:
            self.fail("slower than the limit", text)

    def fail(self, what: str, text: str) -> None:
        """Note a failure, and the first text that led to it."""
        self.failures[what] += 1
        self.examples.setdefault(what, text)

    def join(self, other: Outcome) -> None:
        """Add the outcome of other texts."""
        self.linted += other.linted
        self.findings += other.findings
        self.failures += other.failures
        self.examples = {**other.examples, **self.examples}
        if other.slowest > self.slowest:
            self.slowest, self.slowest_text = other.slowest, other.slowest_text


def linted(text: str, name: str, *, thorough: bool) -> LintReport:
    """Return what the linter says of a text."""
    report, rules = LintReport(), _EVERY_RULE if thorough else _RULES
    lint_document(read_document(name, text=text), report, rules, thorough=thorough)
    return report


def truncated(path: Path, *, count: int, seed: int) -> Outcome:
    """Lint a paper whole, and cut off at random places."""
    outcome, text = Outcome(), path.read_text(encoding="utf-8", errors="replace")
    chance = random.Random(f"{seed} {path.name} {len(text)}")
    outcome.try_text(text, path.name)
    for _ in range(count):
        outcome.try_text(text[: chance.randrange(len(text) + 1)], path.name)
    return outcome


def mutated(path: Path, *, count: int, seed: int) -> Outcome:
    """Lint formulas of a paper with parts exchanged, each behind declarations of the paper."""
    outcome, document = Outcome(), read_document(path)
    texts = [formula.text for formula in document.formulas] or ["X + b"]
    declaring = [text for text in texts if r"\in" in text and len(text) < 200][:8]
    preamble = " ".join(f"${text}$" for text in declaring)
    chance = random.Random(f"{seed} {path.name} {len(texts)}")
    for number in range(count):
        formula = mutate(chance.choice(texts), chance.choice(texts), chance)
        opening, closing = (r"\[", r"\]") if number % 2 else ("$$\n", "\n$$")
        outcome.try_text(
            f"{preamble}\n{opening}{formula}{closing}\n", f"a{path.suffix}", thorough=True
        )
    return outcome


def mutate(text: str, other: str, chance: random.Random) -> str:
    r"""Exchange, drop, repeat, nest and insert parts of a formula.

    >>> mutate(r"\mathbf{X} + b", "x_1", random.Random(1)) == r"\mathbf{X} + b"
    False
    """
    parts, others = _PART.findall(text), _PART.findall(other)
    for _ in range(chance.randrange(1, 6)):
        at, length = chance.randrange(len(parts) + 1), chance.randrange(4)
        kept = parts[at : at + length]
        start = chance.randrange(len(others))
        parts[at : at + length] = chance.choice(
            [
                [],
                [*kept, *kept],
                kept[::-1],
                [chance.choice(PIECES)],
                [*kept, chance.choice(PIECES)],
                others[start : start + 6],
                ["{", *kept, "}"],
                [r"\left(", *kept, r"\right)"],
            ]
        )
    return "".join(parts)


def main() -> None:
    """Lint odd texts and print what went wrong, with the texts that show it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("paths", nargs="*", type=Path, default=[CORPUS])
    parser.add_argument("--truncations", type=int, default=200, help="of each paper")
    parser.add_argument("--mutations", type=int, default=100_000, help="of formulas, in all")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--jobs", type=int, default=2)
    options = parser.parse_args()
    papers = discover(options.paths)
    share = -(-options.mutations // len(papers)) if options.mutations else 0
    works = [
        ("truncated papers", partial(truncated, count=options.truncations, seed=options.seed)),
        ("mutated formulas", partial(mutated, count=share, seed=options.seed)),
    ]
    for name, work in works:
        start = time.perf_counter()
        outcome = Outcome()
        with ProcessPoolExecutor(options.jobs) as pool:
            for part in pool.map(work, papers):
                outcome.join(part)
        print("\n".join(described(name, outcome, time.perf_counter() - start)), flush=True)


def described(name: str, outcome: Outcome, seconds: float) -> Iterator[str]:
    """Yield the lines that tell an outcome."""
    yield (
        f"{name}: {outcome.linted} texts, {outcome.findings} findings, "
        f"{outcome.failures.total()} failures, slowest formula {outcome.slowest:.3f} s, "
        f"{seconds:.0f} s"
    )
    for what, count in outcome.failures.most_common():
        yield f"  {count} × {what}"
        yield f"    {outcome.examples[what][-300:]!r}"
    yield f"  slowest: {outcome.slowest_text[-300:]!r}"


if __name__ == "__main__":
    main()

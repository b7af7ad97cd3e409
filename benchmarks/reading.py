"""How many formulas of papers are read: of all, and of those that hold an operator or a ∈."""

from __future__ import annotations

import argparse
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from boxdot.grammar.papers import discover
from boxdot.notation.linting.examining import Examined, examine
from boxdot.notation.linting.gathering import gather
from boxdot.notation.linting.linter import read_papers
from boxdot.notation.linting.scoping import Scopes
from boxdot.notation.shapes.conventions import Convention

CORPUS = Path(__file__).resolve().parents[2] / "shared" / "corpus" / "papers"
OPERATOR = re.compile(
    r"[-+−/*=<>≤≥≈∈⊙⊘⊡⊞⊟⧄⊗×·∑∏|]|\\(?:in|[dt]?frac|sum|prod|odot|oslash|box(?:dot|plus|minus|slash)"
    r"|otimes|oplus|times|cdot|circ|ast|star|div|pm|mp|approx|sim|leq?|geq?|neq?|top|sqrt|int"
    r"|to|mapsto|(?:right|left)arrow|propto|coloneqq|nabla|partial|lim|cup|cap|mid)(?![A-Za-z])"
)
"""What makes a formula more than a name: an operator, a relation or a membership."""


@dataclass(slots=True)
class Share:
    """How many formulas there are, how many hold an operator, and how many of these are read.

    ``reasons`` has the formulas that are not, under the first reason.
    """

    formulas: int = 0
    operators: int = 0
    read: int = 0
    reasons: dict[str, list[Examined]] = field(default_factory=dict)

    def add(self, examined: Examined) -> None:
        """Count one formula."""
        self.formulas += 1
        if not holds_operator(examined.source.text):
            return
        self.operators += 1
        if examined.errors:
            self.reasons.setdefault(examined.errors[0].message, []).append(examined)
        else:
            self.read += 1

    @property
    def percent(self) -> float:
        """The share that is read of the formulas that hold an operator."""
        return 100 * self.read / max(self.operators, 1)


def holds_operator(text: str) -> bool:
    r"""Tell whether a formula holds an operator, a relation or a declaration.

    >>> [holds_operator(text) for text in (r"\mathbf{x}_t", "x+y", r"x \in A")]
    [False, True, True]
    """
    return OPERATOR.search(text) is not None


def examined_formulas(paths: Sequence[Path]) -> Iterator[Examined]:
    """Read every formula of papers as the linter does."""
    for document in read_papers(discover(paths)):
        scopes = Scopes(gather(document), document)
        for formula in document.formulas:
            yield examine(formula, scopes.symbols(formula.section), Convention.F)


def share_of(paths: Sequence[Path]) -> Share:
    """Count the formulas of papers that are read."""
    share = Share()
    for examined in examined_formulas(paths):
        share.add(examined)
    return share


def main() -> None:
    """Print the share that is read, and why the rest is not."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("paths", nargs="*", type=Path, default=[CORPUS])
    parser.add_argument("--show", type=int, default=0, help="how many formulas of each reason")
    options = parser.parse_args()
    share = share_of(options.paths)
    print(f"{share.formulas} formulas, {share.operators} with an operator or a declaration")
    print(f"{share.read} of these are read: {share.percent:.2f} %")
    counts = Counter({reason: len(found) for reason, found in share.reasons.items()})
    for reason, count in counts.most_common():
        print(f"{count:6} × {reason}")
        for examined in share.reasons[reason][: options.show]:
            source = examined.source
            line, column = source.line_and_column(0)
            print(f"         {source.path.name}:{line}:{column}: {source.text!r}")


if __name__ == "__main__":
    main()

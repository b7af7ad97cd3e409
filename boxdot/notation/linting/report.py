"""What linting gives: the findings and the statistics."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from boxdot.notation.linting.findings import Finding
from boxdot.notation.linting.statistics import Statistics


@dataclass(slots=True)
class LintReport:
    """The findings, in the order of files and places, and what was linted."""

    findings: list[Finding] = field(default_factory=list)
    statistics: Statistics = field(default_factory=Statistics)

    def __iter__(self) -> Iterator[Finding]:
        return iter(self.findings)

    def __len__(self) -> int:
        return len(self.findings)

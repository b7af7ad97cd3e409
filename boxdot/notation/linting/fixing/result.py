"""What fixing gives: the new texts, what was repaired, and why the rest was not."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from pathlib import Path

from boxdot.notation.linting.findings import Finding
from boxdot.notation.linting.report import LintReport


@dataclass(frozen=True, slots=True)
class FixedFile:
    """A file that changes: its path as it was given, the text that was read, and the new one."""

    path: Path
    before: str = field(repr=False)
    after: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Left:
    """A finding that remains, and why."""

    finding: Finding
    reason: str


@dataclass(slots=True)
class Fixes:
    """What was done to papers.

    Parameters
    ----------
    files
        The files that change; nothing is written.
    fixed
        The findings that are gone, with the places that they had when they were repaired.
    left
        Those that remain.
    report
        What linting says of the new texts.
    notes
        What the author must do: packages that cannot be loaded for them.
    """

    files: list[FixedFile] = field(default_factory=list)
    fixed: list[Finding] = field(default_factory=list)
    left: list[Left] = field(default_factory=list)
    report: LintReport = field(default_factory=LintReport)
    notes: list[str] = field(default_factory=list)

    def add(self, file: FixedFile) -> None:
        """Take in a file that changes; if it changed before, from what it was at first."""
        for at, earlier in enumerate(self.files):
            if earlier.path.resolve() == file.path.resolve():
                self.files[at] = replace(earlier, after=file.after)
                return
        self.files.append(file)

    def join(self, other: Fixes) -> None:
        """Take in what was done to other papers."""
        for file in other.files:
            self.add(file)
        self.fixed += other.fixed
        self.left += other.left
        self.notes += other.notes
        self.report.findings += other.report.findings
        self.report.statistics.add(other.report.statistics)

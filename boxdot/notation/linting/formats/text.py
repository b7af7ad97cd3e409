"""A report for people: each finding with its line, a caret under the operator, and the way out."""

from __future__ import annotations

from collections.abc import Iterator

from boxdot.grammar.source import Span, caret
from boxdot.notation.linting.findings import Finding
from boxdot.notation.linting.report import LintReport
from boxdot.notation.linting.statistics import Statistics


def as_text(report: LintReport) -> str:
    """Return the findings and a last line that counts them.

    >>> print(as_text(LintReport()))
    All checks passed: 0 files, 0 formulas.
    """
    return "\n".join([*(f"{finding_text(f)}\n" for f in report.findings), summary(report)])


def finding_text(finding: Finding) -> str:
    """Return one finding: place, code and message, the source line with carets, the help."""
    head = f"{place_text(finding)}: {finding.code} [{finding.name}] {finding.message}"
    lines = [head, *_excerpt(finding)]
    if finding.fix is not None:
        lines.append(f"  help: {finding.fix.description}")
    return "\n".join(lines)


def place_text(finding: Finding) -> str:
    """Return file, line and column; in a notebook those of the JSON, and of the cell behind."""
    place = f"{finding.file}:{finding.line}:{finding.column}"
    cell = finding.cell
    return place if cell is None else f"{place}: cell {cell.cell}:{cell.line}:{cell.column}"


def _excerpt(finding: Finding) -> Iterator[str]:
    """Yield the source line with carets, cut where it is long."""
    text = finding.source.text
    stop = text.find("\n", finding.span.start)
    end = finding.span.end if stop < 0 else min(finding.span.end, stop)
    shown = Span(finding.span.start, max(end, finding.span.start + 1))
    number = str(finding.line)
    source, carets = caret(text, shown, context=70).split("\n")
    yield f"  {number} | {source}"
    yield f"  {' ' * len(number)} | {carets}"


def summary(report: LintReport) -> str:
    """Return the last line: how many findings in how many files."""
    counts = report.statistics
    linted = f"{_counted(counts.files, 'file')}, {_counted(counts.formulas, 'formula')}"
    if not report.findings:
        return f"All checks passed: {linted}."
    files = len({finding.file for finding in report.findings})
    found = _counted(len(report.findings), "finding")
    return f"Found {found} in {_counted(files, 'file')} ({linted})."


def statistics_text(statistics: Statistics) -> str:
    """Return the counts of ``--statistics``, one a line, reasons below.

    >>> print(statistics_text(Statistics(files=1, formulas=2)).splitlines()[0])
    1 file, 0 characters, 2 formulas, 0 declarations
    """
    head = ", ".join([
        _counted(statistics.files, "file"),
        _counted(statistics.characters, "character"),
        _counted(statistics.formulas, "formula"),
        _counted(statistics.declarations, "declaration"),
    ])  # fmt: skip
    lines = [
        head,
        f"{_counted(statistics.examined, 'formula')} examined: "
        f"{_counted(statistics.statements, 'statement')} read, "
        f"{sum(statistics.unreadable.values())} not",
    ]
    for title, counts in (
        ("not read", statistics.unreadable),
        ("passed over", statistics.passed),
        ("skipped", statistics.skipped),
    ):
        lines += [f"  {title}: {count} × {reason}" for reason, count in counts.most_common()]
    lines.append(f"{_counted(len(statistics.internal), 'internal error')}")
    lines += [f"  {place}" for place in statistics.internal]
    return "\n".join([*lines, _speed(statistics)])


def _speed(statistics: Statistics) -> str:
    rate = statistics.characters / 1e6 / statistics.seconds if statistics.seconds else 0.0
    return f"{statistics.seconds:.2f} s, {rate:.2f} MB/s"


def _counted(count: int, noun: str) -> str:
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"

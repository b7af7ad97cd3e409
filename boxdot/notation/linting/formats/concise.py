"""A report with one line for each finding, as compilers write it and editors read it."""

from __future__ import annotations

from boxdot.notation.linting.findings import Finding
from boxdot.notation.linting.formats.text import place_text, summary
from boxdot.notation.linting.report import LintReport


def as_concise(report: LintReport) -> str:
    """Return a line for each finding, and one that counts them.

    >>> print(as_concise(LintReport()))
    All checks passed: 0 files, 0 formulas.
    """
    return "\n".join([*map(headline, report.findings), summary(report)])


def headline(finding: Finding) -> str:
    """Return the place of a finding, its code and name, and the message, on one line."""
    message = " ".join(finding.message.split())
    return f"{place_text(finding)}: {finding.code} [{finding.name}] {message}"

"""A report as workflow commands, from which GitHub makes annotations."""

from __future__ import annotations

from boxdot.notation.linting.findings import Finding
from boxdot.notation.linting.report import LintReport

_DATA = str.maketrans({"%": "%25", "\r": "%0D", "\n": "%0A"})
_PROPERTY = str.maketrans({"%": "%25", "\r": "%0D", "\n": "%0A", ":": "%3A", ",": "%2C"})
_LEVELS = {"error": "error", "warning": "warning", "info": "notice"}


def as_github(report: LintReport) -> str:
    """Return one workflow command for each finding; nothing for a clean report.

    >>> as_github(LintReport())
    ''
    """
    return "\n".join(map(_command, report.findings))


def _command(finding: Finding) -> str:
    properties = {"title": f"boxdot ({finding.code})", "file": finding.file} | _place(finding)
    written = ",".join(f"{key}={str(v).translate(_PROPERTY)}" for key, v in properties.items())
    level = _LEVELS[finding.severity]
    message = f"{finding.file}:{finding.line}:{finding.column}: {finding.code} "
    message += f"[{finding.name}] {finding.message}"
    if finding.fix is not None:
        message += f"\nhelp: {finding.fix.description}"
    return f"::{level} {written}::{message.translate(_DATA)}"


def _place(finding: Finding) -> dict[str, int]:
    """Return the place; columns only on one line, as GitHub drops an annotation that has both."""
    lines = {"line": finding.line, "endLine": finding.end_line}
    if finding.line != finding.end_line:
        return lines
    # GitHub counts the last column in, ours is the one after it.
    return lines | {"col": finding.column, "endColumn": max(finding.end_column - 1, finding.column)}

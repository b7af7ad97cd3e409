"""A report as GitLab's code quality document."""

from __future__ import annotations

import json
from typing import Any

from boxdot.notation.linting.findings import Finding
from boxdot.notation.linting.formats.fingerprints import fingerprints
from boxdot.notation.linting.report import LintReport

_SEVERITIES = {"error": "major", "warning": "minor"}


def as_gitlab(report: LintReport) -> str:
    """Return a JSON list with an issue for each finding.

    >>> as_gitlab(LintReport())
    '[]'
    """
    marks = fingerprints(report.findings)
    issues = [_issue(finding, mark) for finding, mark in zip(report.findings, marks, strict=True)]
    return json.dumps(issues, ensure_ascii=False, indent=2)


def _issue(finding: Finding, fingerprint: str) -> dict[str, Any]:
    return {
        "description": f"{finding.code} [{finding.name}] {finding.message}",
        "check_name": finding.name,
        "fingerprint": fingerprint,
        "severity": _SEVERITIES.get(finding.severity, "info"),
        "location": {
            "path": finding.file.replace("\\", "/"),
            "positions": {
                "begin": {"line": finding.line, "column": finding.column},
                "end": {"line": finding.end_line, "column": finding.end_column},
            },
        },
    }

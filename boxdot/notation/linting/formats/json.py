"""A report as one JSON document: the list of the findings."""

from __future__ import annotations

import json

from boxdot.notation.linting.report import LintReport


def as_json(report: LintReport) -> str:
    """Return the findings as a JSON list.

    >>> as_json(LintReport())
    '[]'
    """
    return json.dumps([f.as_json() for f in report.findings], ensure_ascii=False, indent=2)

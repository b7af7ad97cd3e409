"""How a report is written: a table of formats, one file each."""

from __future__ import annotations

from collections.abc import Callable

from boxdot.notation.linting.formats.concise import as_concise
from boxdot.notation.linting.formats.github import as_github
from boxdot.notation.linting.formats.gitlab import as_gitlab
from boxdot.notation.linting.formats.json import as_json
from boxdot.notation.linting.formats.junit import as_junit
from boxdot.notation.linting.formats.sarif import as_sarif
from boxdot.notation.linting.formats.text import as_text
from boxdot.notation.linting.report import LintReport

FORMATS: dict[str, Callable[[LintReport], str]] = {
    "text": as_text,
    "concise": as_concise,
    "json": as_json,
    "github": as_github,
    "gitlab": as_gitlab,
    "sarif": as_sarif,
    "junit": as_junit,
}
"""Format to the function that writes a report in it."""

"""How a report is written: a table of formats, one file each."""

from __future__ import annotations

from collections.abc import Callable

from boxdot.notation.linting.formats.json import as_json
from boxdot.notation.linting.formats.text import as_text
from boxdot.notation.linting.report import LintReport

FORMATS: dict[str, Callable[[LintReport], str]] = {"text": as_text, "json": as_json}
"""Format to the function that writes a report in it."""

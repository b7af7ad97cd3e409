"""A report as SARIF 2.1.0: rules with their manual pages, places, and fixes as replacements."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any
from urllib.parse import quote

from boxdot._version import __version__
from boxdot.grammar.papers import SourceFile
from boxdot.notation.linting.findings import Edit, Finding, Fix
from boxdot.notation.linting.formats.fingerprints import fingerprints
from boxdot.notation.linting.report import LintReport
from boxdot.notation.linting.rules.rule import Rule
from boxdot.notation.linting.rules.table import RULES

_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
_LEVELS = {"error": "error", "warning": "warning"}


def as_sarif(report: LintReport) -> str:
    """Return the SARIF log with one run.

    >>> json.loads(as_sarif(LintReport()))["version"]
    '2.1.0'
    """
    marks = fingerprints(report.findings)
    run = {
        "tool": {"driver": _driver()},
        "columnKind": "unicodeCodePoints",
        "results": [_result(f, mark) for f, mark in zip(report.findings, marks, strict=True)],
    }
    log = {"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}
    return json.dumps(log, ensure_ascii=False, indent=2)


def _driver() -> dict[str, Any]:
    rules = [_rule(rule) for rule in RULES.values()]
    return {"name": "boxdot", "version": __version__, "rules": rules}


def _rule(rule: Rule) -> dict[str, Any]:
    manual = rule.manual.strip()
    return {
        "id": rule.code,
        "name": rule.name,
        "shortDescription": {"text": rule.summary},
        "fullDescription": {"text": rule.summary},
        "help": {"text": manual, "markdown": f"# {rule.name} ({rule.code})\n\n{manual}"},
    }


def _result(finding: Finding, fingerprint: str) -> dict[str, Any]:
    result: dict[str, Any] = {
        "ruleId": finding.code,
        "level": _LEVELS.get(finding.severity, "note"),
        "message": {"text": finding.message},
        "locations": [{"physicalLocation": _location(finding)}],
        "partialFingerprints": {"boxdot/v1": fingerprint},
    }
    if finding.code in RULES:
        result["ruleIndex"] = list(RULES).index(finding.code)
    if finding.fix is not None and finding.fix.edits:
        result["fixes"] = [_fix(finding, finding.fix)]
    return result


def _location(finding: Finding) -> dict[str, Any]:
    region = _region(finding.source, finding.span.start, finding.span.end)
    region["snippet"] = {"text": finding.span.of(finding.source.text)}
    return {"artifactLocation": {"uri": _uri(finding.file)}, "region": region}


def _region(source: SourceFile, start: int, end: int) -> dict[str, Any]:
    (line, column), (end_line, end_column) = map(source.line_and_column, (start, end))
    return {
        "startLine": line,
        "startColumn": column,
        "endLine": end_line,
        "endColumn": end_column,
    }


def _fix(finding: Finding, fix: Fix) -> dict[str, Any]:
    change = {
        "artifactLocation": {"uri": _uri(finding.file)},
        "replacements": [_replacement(finding.source, edit) for edit in fix.edits],
    }
    return {"description": {"text": fix.description}, "artifactChanges": [change]}


def _replacement(source: SourceFile, edit: Edit) -> dict[str, Any]:
    return {
        "deletedRegion": _region(source, edit.start, edit.end),
        "insertedContent": {"text": edit.text},
    }


def _uri(file: str) -> str:
    """Return the path as a reference: relative as it was given, absolute with its scheme.

    >>> _uri("part one/a.tex")
    'part%20one/a.tex'
    """
    path = Path(file)
    return path.as_uri() if path.is_absolute() else quote(path.as_posix())

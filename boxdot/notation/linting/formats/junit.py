"""A report as JUnit's XML, which most continuous integration services show as failed tests."""

from __future__ import annotations

import re
from itertools import groupby

from boxdot.notation.linting.findings import Finding
from boxdot.notation.linting.formats.text import finding_text
from boxdot.notation.linting.report import LintReport

# What XML 1.0 cannot hold, not even escaped.
_UNWRITABLE = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def as_junit(report: LintReport) -> str:
    """Return a suite for each file with findings, and a case with a failure for each finding.

    >>> "No findings" in as_junit(LintReport())
    True
    """
    ordered = sorted(report.findings, key=lambda finding: finding.file)
    suites = [_suite(file, list(found)) for file, found in groupby(ordered, lambda f: f.file)]
    if not suites:
        suites = [_opened("testsuite", "boxdot", 1, 0), '    <testcase name="No findings"/>']
        suites.append("  </testsuite>")
    count = len(ordered)
    head = f'<testsuites name="boxdot" tests="{max(count, 1)}" failures="{count}" errors="0">'
    return "\n".join(['<?xml version="1.0" encoding="UTF-8"?>', head, *suites, "</testsuites>"])


def _opened(element: str, name: str, tests: int, failures: int) -> str:
    counts = f'tests="{tests}" failures="{failures}" errors="0" skipped="0"'
    return f"  <{element} name={_attribute(name)} {counts}>"


def _suite(file: str, findings: list[Finding]) -> str:
    head = _opened("testsuite", file, len(findings), len(findings))
    return "\n".join([head, *map(_case, findings), "  </testsuite>"])


def _case(finding: Finding) -> str:
    from xml.sax.saxutils import escape  # late: it loads urllib and ssl

    name = _attribute(f"{finding.code} {finding.name} ({finding.line}:{finding.column})")
    place = f'line="{finding.line}" column="{finding.column}"'
    kind = _attribute(finding.code)
    return (
        f"    <testcase name={name} classname={_attribute(finding.file)} "
        f"file={_attribute(finding.file)} {place}>\n"
        f"      <failure type={kind} message={_attribute(finding.message)}>"
        f"{escape(_writable(finding_text(finding)))}</failure>\n"
        "    </testcase>"
    )


def _attribute(text: str) -> str:
    from xml.sax.saxutils import quoteattr

    return quoteattr(_writable(text), {"\n": "&#10;", "\r": "&#13;", "\t": "&#9;"})


def _writable(text: str) -> str:
    return _UNWRITABLE.sub("\N{REPLACEMENT CHARACTER}", text)

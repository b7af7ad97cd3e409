"""What stays the same of a finding when the lines around it move: its fingerprint."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Sequence

from boxdot.notation.linting.findings import Finding


def fingerprints(findings: Sequence[Finding]) -> list[str]:
    """Return a mark for each finding: of its file, rule, equation and message, never of its line.

    Findings that agree in all of these are told apart by their order.
    """
    seen: Counter[tuple[str, ...]] = Counter()
    marks = []
    for finding in findings:
        facts = (
            finding.file.replace("\\", "/"),
            finding.code,
            " ".join(finding.equation.split()),
            finding.message,
        )
        marks.append(_digest(*facts, str(seen[facts])))
        seen[facts] += 1
    return marks


def _digest(*facts: str) -> str:
    return hashlib.sha256("\0".join(facts).encode("utf-8", "surrogatepass")).hexdigest()[:40]

"""Rules about inferred shapes on real papers: how much they find, and how much of it is true."""

from __future__ import annotations

from pathlib import Path

import pytest

from boxdot.notation.linting import LintReport, lint_paths
from tests.notation.linting.test_corpus import PAPERS, at, labels

pytestmark = pytest.mark.skipif(
    not PAPERS.is_dir(), reason="the corpus is not beside the repository"
)
READ = Path(__file__).parent / "inferred.expected"


@pytest.fixture(scope="module")
def report() -> LintReport:
    return lint_paths([PAPERS], select=["BX1", "BX2", "BX3", "BX4", "BX5", "BXI"])


def test_most_wrong_rows_are_found(report: LintReport) -> None:
    """Of all rows that are wrong, whatever the evidence, at least 60 %; none that is right."""
    wrong = [row for row in labels() if row["verdict"] == "wrong"]
    right = [row for row in labels() if row["verdict"] == "right"]
    found = [row for row in wrong if row["rule"] in {finding.name for finding in at(report, row)}]
    flagged = [(row["file"], row["line"]) for row in right if at(report, row)]
    print(
        f"{len(found)} of {len(wrong)} wrong rows found, {len(flagged)} of {len(right)} right ones"
    )
    assert len(found) >= 0.6 * len(wrong)
    assert flagged == []


def test_all_that_is_inferred_has_been_read(report: LintReport) -> None:
    """Every inferred finding was read by hand: at least 80 % are true; a new one must be read."""
    lines = READ.read_text(encoding="utf-8").splitlines()
    verdicts = dict(line.rsplit(" ", 1) for line in lines)
    found = [
        f"{Path(f.file).relative_to(PAPERS)}:{f.line}:{f.column} {f.code} {f.name}"
        for f in report
        if f.code.startswith("BXI")
    ]
    assert sorted(found) == sorted(verdicts)
    true = sum(verdict == "true" for verdict in verdicts.values())
    assert true >= 0.8 * len(verdicts)


def test_inferred_rules_change_no_other_finding() -> None:
    chapter = PAPERS / "d2l-ai+d2l-en" / "chapter_recurrent-modern"
    plain, inferred = lint_paths([chapter]), lint_paths([chapter], select=["BX1", "BX2", "BXI"])
    declared = [f.as_json() for f in inferred if not f.code.startswith("BXI")]
    assert declared == [f.as_json() for f in plain]
    assert declared

"""Real papers, where they lie beside the repository: what must be found and what must not."""

from __future__ import annotations

import csv
import gc
from collections.abc import Iterator
from pathlib import Path

import pytest

from boxdot.notation.linting import Finding, LintReport, lint_paths

ROOT = Path(__file__).resolve().parents[3]
CORPUS = ROOT.parent / "shared" / "corpus"
PAPERS = CORPUS / "papers"

pytestmark = pytest.mark.skipif(
    not PAPERS.is_dir(), reason="the corpus is not beside the repository"
)


@pytest.fixture(scope="module")
def report() -> Iterator[LintReport]:
    gc.freeze()  # what other tests keep is no part of a formula's time
    yield lint_paths([PAPERS])
    gc.unfreeze()


def labels() -> Iterator[dict[str, str]]:
    with open(CORPUS / "labels.tsv", encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE):
            owner, repository, *path = row["file"].split("/")
            row["path"] = str(PAPERS.joinpath(f"{owner}+{repository}", *path))
            if Path(row["path"]).exists():
                yield row


def at(report: LintReport, row: dict[str, str]) -> list[Finding]:
    return [f for f in report if f.file == row["path"] and f.line == int(row["line"])]


def test_nothing_breaks(report: LintReport) -> None:
    counts = report.statistics
    assert counts.internal == []
    assert counts.files >= 247
    assert counts.slowest < 1


def test_every_declared_wrong_row_is_found(report: LintReport) -> None:
    rows = [r for r in labels() if (r["verdict"], r["evidence"]) == ("wrong", "declared")]
    missed = [
        (row["file"], row["line"], row["rule"])
        for row in rows
        if row["rule"] not in {finding.name for finding in at(report, row)}
    ]
    assert len(rows) >= 19
    assert missed == []


def test_no_right_row_is_flagged(report: LintReport) -> None:
    rows = [row for row in labels() if row["verdict"] == "right"]
    flagged = [(row["file"], row["line"]) for row in rows if at(report, row)]
    assert len(rows) >= 31
    assert flagged == []


def test_lstm(report: LintReport) -> None:
    """The row bias of each gate is found at its ``+``, and nothing on the ``⊙`` of the cell."""
    found = [f for f in report if f.file.endswith("lstm.md")]
    assert [(f.line, f.name) for f in found] == [
        (line, "implicit-broadcast-add") for line in (140, 141, 142, 166)
    ]
    for finding in found:
        before = finding.source.text[: finding.span.start].rstrip()
        after = finding.source.text[finding.span.start :]
        assert before.endswith("}")
        assert after.startswith(r"+ \mathbf{b}_\textrm{")
        assert finding.shapes == (("n", "h"), (1, "h"))


def test_all_that_is_found_has_been_read(report: LintReport) -> None:
    """Every finding was read by hand and is true; a new one must be read too."""
    read = (Path(__file__).parent / "corpus.expected").read_text(encoding="utf-8").splitlines()
    found = [f"{Path(f.file).relative_to(PAPERS)}:{f.line}:{f.column} {f.name}" for f in report]
    assert found == read

"""Models of all kinds, as papers write them: what must be found on each line, and nothing else.

``%! name`` at the end of a line tells what declared shapes prove there, ``%? name`` what inferred
shapes do; a line without a mark must be silent.
"""

from __future__ import annotations

import re
from collections import defaultdict
from pathlib import Path

import pytest

from boxdot.notation.linting import lint_paths
from boxdot.notation.linting.rules.table import DEFAULT

MODELS = sorted((Path(__file__).parent / "models").iterdir())
MARK = re.compile(r"%([!?])((?: [a-z-]+)+)\s*$")

Found = dict[tuple[int, bool], list[str]]


def expected(text: str) -> Found:
    marks = ((n, MARK.search(line)) for n, line in enumerate(text.split("\n"), start=1))
    return {(n, mark[1] == "?"): sorted(mark[2].split()) for n, mark in marks if mark}


@pytest.mark.parametrize("path", MODELS, ids=lambda path: path.name)
def test_model(path: Path) -> None:
    report = lint_paths([path], select=[*DEFAULT, "BXI"])
    found: Found = defaultdict(list)
    for finding in report:
        found[finding.line, finding.code.startswith("BXI")].append(finding.name)
    assert {key: sorted(names) for key, names in found.items()} == expected(path.read_text())
    assert report.statistics.internal == []


def test_there_are_many() -> None:
    assert len(MODELS) >= 40

"""Papers of our own with the findings that they must and must not have, as data files."""

from __future__ import annotations

from pathlib import Path

import pytest

from boxdot.notation.linting import lint_paths

FIXTURES = Path(__file__).parent / "fixtures"


def papers() -> list[str]:
    return sorted(path.stem for path in FIXTURES.glob("*.expected"))


def main_file(name: str) -> Path:
    candidates = (f"{name}.tex", f"{name}.md", f"{name}/main.tex")
    return next(FIXTURES / c for c in candidates if (FIXTURES / c).exists())


@pytest.mark.parametrize("name", papers())
def test_fixture(name: str) -> None:
    report = lint_paths([main_file(name)])
    found = [
        f"{Path(f.file).relative_to(FIXTURES).as_posix()}:{f.line}:{f.column} {f.name}"
        for f in report
    ]
    expected = (FIXTURES / f"{name}.expected").read_text(encoding="utf-8").split("\n")
    assert found == [line for line in expected if line]
    assert report.statistics.internal == []


def test_parts_are_linted_within_their_paper() -> None:
    """In a folder, a file that another one includes is no paper of its own."""
    whole, alone = lint_paths([FIXTURES / "inputs"]), lint_paths([main_file("inputs")])
    assert whole.findings == alone.findings
    assert whole.statistics.files == alone.statistics.files

"""``boxdot lint --add-ignore``: comments that ignore the findings of today, written into papers."""

from __future__ import annotations

from collections.abc import Iterable

from boxdot.cli.output import complain
from boxdot.cli.replacing import replace_texts
from boxdot.configuration import Project
from boxdot.notation.linting import LintReport, lint_prepared, read_papers
from boxdot.notation.linting.adding import with_ignores
from boxdot.notation.linting.fixing import FixedFile, Fixes


def add_ignores(projects: Iterable[Project]) -> int:
    """Write the comments, file by file, and tell how many findings they ignore."""
    changes, count = Fixes(), 0
    done = set()
    for project in projects:
        for paper in read_papers(project.papers, project.prepared.macros):
            report = LintReport()
            lint_prepared(paper, report, project.prepared)
            for file in (paper.file, *paper.included):
                found = [
                    one for one in report if one.source is file and one.name != "unused-ignore"
                ]
                if found and file.path.resolve() not in done:
                    done.add(file.path.resolve())
                    count += len(found)
                    after = with_ignores(file, found, paper)
                    changes.add(FixedFile(file.path, file.text, after))
    replace_texts(changes.files)
    files = len(changes.files)
    complain(
        f"Ignored {count} finding{'' if count == 1 else 's'} "
        f"in {files} file{'' if files == 1 else 's'}."
    )
    return 0

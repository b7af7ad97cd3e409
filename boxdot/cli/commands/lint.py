"""``boxdot lint``: what is wrong with the formulas of papers."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from boxdot.cli.fixing import Fixing, exit_code, fixes_papers, repair, repair_text
from boxdot.cli.linting.options import configured
from boxdot.cli.linting.reporting import Reporting, reports
from boxdot.cli.options import no_color, standard_input
from boxdot.cli.output import complain

if TYPE_CHECKING:
    from boxdot.configuration import Project, Wishes
    from boxdot.notation.linting import LintReport


@click.command
@click.argument("paths", nargs=-1, required=True, metavar="PATH…")
@configured
@reports
@fixes_papers
@click.option("--add-ignore", is_flag=True, help="Write a comment that ignores each finding.")
@click.option("--statistics", is_flag=True, help="Read every formula and tell what was not read.")
@click.option(
    "--stdin-filename",
    default="<stdin>",
    metavar="NAME",
    help="What the paper on standard input is called; .tex or .md tells its format.",
)
@click.option("--no-cache", is_flag=True, help="Lint also what has not changed since the last run.")
@click.option(
    "--jobs",
    type=click.IntRange(min=1),
    metavar="N",
    help="Lint with N processes (by default one for each core where that pays).",
)
@no_color
def command(
    fixing: Fixing,
    paths: tuple[str, ...],
    *,
    wishes: Wishes,
    reporting: Reporting,
    add_ignore: bool,
    statistics: bool,
    stdin_filename: str,
    no_cache: bool,
    jobs: int | None,
) -> int:
    """Find what is wrong with the formulas of papers: .tex and .md files, and folders of them.

    The shapes are those that a paper declares itself; ``-`` reads standard input. A formula that
    cannot be read is passed over, and counted by --statistics. With findings the exit code is 1.
    Options also stand in boxdot.toml, or in pyproject.toml under [tool.boxdot].

    \b
    boxdot lint paper.tex
    boxdot lint chapters/ --select BX1,BX2 --ignore hadamard-scalar
    boxdot lint paper.md --json --statistics
    boxdot lint 2301.00001.tar.gz --output-format concise
    pandoc notes.docx -t latex | boxdot lint -
    """
    from boxdot.cli.linting import archived, ignored, projects  # late: they load the linter
    from boxdot.cli.linting.keeping import Run
    from boxdot.cli.linting.running import lint_projects
    from boxdot.configuration import project_around

    if "-" in paths:
        project = project_around(Path(stdin_filename), wishes)
        return _standard_input(project, paths, stdin_filename, fixing, reporting)
    with archived.unpacked(paths, changing=bool(fixing) or add_ignore) as (opened, renamed):
        found = projects.projects_of(opened, wishes, renamed)
        run = Run(found, wishes)
        cached = not (no_cache or renamed or statistics or fixing)
        if add_ignore:
            return ignored.add_ignores(found)
        if fixing:
            fixes = repair(fixing, found)
            if fixing.diff or fixing.only:
                return exit_code(fixing, fixes)
            report = fixes.report
        else:
            report = lint_projects(
                found, thorough=statistics, cached=cached, jobs=jobs or 0, seen=run.note
            )
        report = archived.with_names(report, renamed)
    written = reporting.write(report, found[0].options.output_format if found else "text")
    code = _said(report, statistics, reporting)
    if cached:
        run.keep(written, code)
    return code


def _standard_input(
    project: Project, paths: tuple[str, ...], name: str, fixing: Fixing, reporting: Reporting
) -> int:
    """Lint the text of standard input, by itself, as if it stood in the file of that name."""
    from boxdot.grammar.papers import read_document
    from boxdot.notation.linting import LintReport, lint_prepared

    if len(paths) > 1:
        raise click.UsageError("'-' (standard input) stands alone, without other paths")
    text = standard_input()
    if fixing:
        return exit_code(fixing, repair_text(fixing, text, name, project.prepared))
    report = LintReport()
    lint_prepared(
        read_document(name, text=text, macros=project.prepared.macros), report, project.prepared
    )
    reporting.write(report, project.options.output_format)
    return _said(report, False, reporting)


def _said(report: LintReport, statistics: bool, reporting: Reporting) -> int:
    """Say what else there is to say of a run, and return its exit code."""
    from boxdot.notation.linting import statistics_text

    if statistics:
        complain(statistics_text(report.statistics))
    elif report.statistics.internal:
        complain("error: this is a bug of boxdot: a formula was passed over; see --statistics")
    return int(bool(report.findings) and not reporting.exit_zero)

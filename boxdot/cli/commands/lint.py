"""``boxdot lint``: what is wrong with the formulas of papers."""

from __future__ import annotations

import click

import boxdot
from boxdot.cli.fixing import Fixing, exit_code, fixes_papers, repair, repair_text
from boxdot.cli.options import as_json, no_color, standard_input
from boxdot.cli.output import complain, emit, emit_json

FORMATS = ("text", "concise", "json", "github", "gitlab", "sarif", "junit")


@click.command
@click.argument("paths", nargs=-1, required=True, metavar="PATH…")
@click.option(
    "--output-format",
    type=click.Choice(FORMATS),
    default="text",
    show_default=True,
    help="How findings are written.",
)
@click.option("--select", multiple=True, metavar="CODES", help="Only these rules: BX2,scalar-add.")
@click.option("--ignore", multiple=True, metavar="CODES", help="Not these rules.")
@click.option(
    "--convention",
    type=click.Choice(["F", "C"]),
    default="F",
    show_default=True,
    help="Where length-1 axes are free: trailing (F) or leading (C).",
)
@click.option("--statistics", is_flag=True, help="Read every formula and tell what was not read.")
@click.option(
    "--stdin-filename",
    default="<stdin>",
    metavar="NAME",
    help="What the paper on standard input is called; .tex or .md tells its format.",
)
@as_json
@no_color
@fixes_papers
def command(
    fixing: Fixing,
    paths: tuple[str, ...],
    output_format: str,
    select: tuple[str, ...],
    ignore: tuple[str, ...],
    convention: str,
    statistics: bool,
    stdin_filename: str,
    as_json: bool,
) -> int:
    """Find what is wrong with the formulas of papers: .tex and .md files, and folders of them.

    The shapes are those that a paper declares itself; ``-`` reads standard input. A formula that
    cannot be read is passed over, and counted by --statistics. With findings the exit code is 1.

    \b
    boxdot lint paper.tex
    boxdot lint chapters/ --select BX1,BX2 --ignore hadamard-scalar
    boxdot lint paper.md --json --statistics
    pandoc notes.docx -t latex | boxdot lint -
    """
    from boxdot.notation import linting  # late: the list of commands need not load the linter

    chosen = {"select": select or None, "ignore": ignore or None}
    if "-" in paths:
        text = _alone(paths)
        if fixing:
            fixes = repair_text(fixing, text, stdin_filename, **chosen, convention=convention)
            return exit_code(fixing, fixes)
        report = boxdot.lint_text(text, stdin_filename, **chosen, convention=convention)
    elif fixing:
        fixes = repair(fixing, paths, **chosen, convention=convention)
        if fixing.diff or fixing.only:
            return exit_code(fixing, fixes)
        report = fixes.report
    else:
        report = boxdot.lint(*paths, **chosen, convention=convention, thorough=statistics)
    if as_json or output_format == "json":
        emit_json([finding.as_json() for finding in report])
    else:
        emit(linting.FORMATS[output_format](report))
    if statistics:
        complain(linting.statistics_text(report.statistics))
    elif report.statistics.internal:
        complain("error: this is a bug of boxdot: a formula was passed over; see --statistics")
    return 1 if report.findings else 0


def _alone(paths: tuple[str, ...]) -> str:
    """Return the text of standard input, which is linted by itself."""
    if len(paths) > 1:
        raise click.UsageError("'-' (standard input) stands alone, without other paths")
    return standard_input()

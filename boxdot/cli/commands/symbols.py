"""``boxdot symbols``: every symbol of papers, its shape, and where it is declared."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

import click

from boxdot.cli.linting.options import configured
from boxdot.cli.options import as_json, no_color
from boxdot.cli.output import emit, emit_json

if TYPE_CHECKING:
    from boxdot.configuration import Project, Wishes
    from boxdot.notation.linting.inventory import Entry

HEAD = ("symbol", "shape", "evidence", "used", "where, or why its shape is not known")


@click.command
@click.argument("paths", nargs=-1, required=True, metavar="PATH…")
@click.option("--unknown", is_flag=True, help="Only symbols whose shape is not known.")
@configured
@as_json
@no_color
def command(paths: tuple[str, ...], unknown: bool, as_json: bool, *, wishes: Wishes) -> int:
    """List the symbols of papers: shape, place of the declaration, or why the shape is unknown.

    \b
    boxdot symbols paper.tex
    boxdot symbols chapters/ --unknown
    boxdot symbols paper.md --json
    """
    from boxdot.cli.linting.projects import projects_of  # late: it loads the linter

    entries = _entries(projects_of(paths, wishes))
    if unknown:
        entries = [entry for entry in entries if entry.reason is not None]
    if as_json:
        emit_json([entry.as_json() for entry in entries])
    elif entries:
        emit(_table(entries))
    return 0


def _entries(projects: Iterable[Project]) -> list[Entry]:
    from boxdot.notation.linting import read_papers
    from boxdot.notation.linting.inventory import list_symbols

    return [
        entry
        for project in projects
        for paper in read_papers(project.papers, project.prepared.macros)
        for entry in list_symbols(
            paper,
            project.prepared.symbols,
            project.prepared.convention,
            project.prepared.notation,
        )
    ]


def _table(entries: Iterable[Entry]) -> str:
    """Return the entries in columns."""
    rows = [HEAD, *(_row(entry) for entry in entries)]
    widths = [max(len(row[column]) for row in rows) for column in range(4)]
    lines = ("  ".join(map(str.ljust, row, [*widths, 0])) for row in rows)
    return "\n".join(line.rstrip() for line in lines)


def _row(entry: Entry) -> tuple[str, ...]:
    where = entry.reason or str(entry.declared or "configuration")
    shape = entry.shown if entry.reason is None else "?"
    return entry.name, shape, entry.evidence, str(entry.used), where

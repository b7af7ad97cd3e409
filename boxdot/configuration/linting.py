"""Lints papers with the options of the projects in which they lie."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from time import perf_counter

from boxdot.configuration.projects import Project, finder, project_of
from boxdot.configuration.wishes import Wishes
from boxdot.grammar.papers import discover
from boxdot.notation.linting import LintReport, lint_prepared, read_papers
from boxdot.notation.linting.globbing import matches
from boxdot.notation.linting.preparing import relative


def projects_of(
    paths: Iterable[str | Path], wishes: Wishes, place: Callable[[Path], Path] = lambda path: path
) -> list[Project]:
    """Return the papers that paths stand for, by project, in the order of the paths.

    A path that is given itself is linted though its configuration excludes it. ``place`` tells
    where a paper lies whose configuration is looked for.

    Raises
    ------
    BoxdotError
        A path is missing, a folder holds no paper, or a configuration cannot be used.
    """
    given = [Path(path) for path in paths]
    find = finder(wishes)
    projects: dict[Path | None, Project] = {}
    for paper in discover(given):
        configuration = find(place(paper))
        project = projects.get(configuration.file)
        if project is None:
            project = projects[configuration.file] = project_of(configuration, wishes)
        excluded = matches(relative(paper, project.folder), project.options.exclude)
        if not excluded or paper in given:
            project.papers.append(paper)
    return [project for project in projects.values() if project.papers]


def lint_configured(
    paths: Iterable[str | Path], wishes: Wishes, *, thorough: bool = False
) -> LintReport:
    """Lint papers as the command does, in this process and without its cache."""
    start = perf_counter()
    report = LintReport()
    for project in projects_of(paths, wishes):
        for document in read_papers(project.papers, project.prepared.macros):
            lint_prepared(document, report, project.prepared, thorough=thorough)
    report.statistics.seconds = perf_counter() - start
    return report

"""Which papers are linted, and with which options: those of the project in which each lies."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from types import MappingProxyType

from boxdot.cli.linting.archived import named
from boxdot.configuration import Project, Wishes, finder, project_of
from boxdot.grammar.papers import discover
from boxdot.notation.linting.globbing import matches
from boxdot.notation.linting.preparing import relative


def projects_of(
    paths: Iterable[str | Path], wishes: Wishes, names: Mapping[Path, Path] = MappingProxyType({})
) -> list[Project]:
    """Return the papers that paths stand for, by project, in the order of the paths.

    A path that is given itself is linted though its configuration excludes it. ``names`` are
    folders and the archives from which they come, in whose project they are.

    Raises
    ------
    BoxdotError
        A path is missing, a folder holds no paper, or a configuration cannot be used.
    """
    given = [Path(path) for path in paths]
    find = finder(wishes)
    projects: dict[Path | None, Project] = {}
    for paper in discover(given):
        configuration = find(named(paper, names))
        project = projects.get(configuration.file)
        if project is None:
            project = projects[configuration.file] = project_of(configuration, wishes)
        excluded = matches(relative(paper, project.folder), project.options.exclude)
        if not excluded or paper in given:
            project.papers.append(paper)
    return [project for project in projects.values() if project.papers]

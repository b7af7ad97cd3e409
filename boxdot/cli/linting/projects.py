"""Which papers are linted, and with which options: those of the project in which each lies."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from types import MappingProxyType

from boxdot import configuration
from boxdot.cli.linting.archived import named
from boxdot.configuration import Project, Wishes


def projects_of(
    paths: Iterable[str | Path], wishes: Wishes, names: Mapping[Path, Path] = MappingProxyType({})
) -> list[Project]:
    """Return the papers that paths stand for, by project, in the order of the paths.

    ``names`` are folders and the archives from which they come, in whose project they are.
    """
    return configuration.projects_of(paths, wishes, lambda paper: named(paper, names))

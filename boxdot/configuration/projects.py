"""A project: a configuration with what the user wishes besides, made ready for linting."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path

from boxdot.configuration.finding import (
    Configuration,
    at_line,
    configuration_at,
    configuration_for,
)
from boxdot.configuration.wishes import Wishes
from boxdot.notation.linting import LintOptions, OptionError, Prepared, prepare
from boxdot.notation.shapes.conventions import Convention


def over(wishes: Wishes, options: LintOptions) -> LintOptions:
    """Return the options of a file with the wishes of the command line."""
    if wishes.select:
        options = replace(options, select=wishes.select, extend_select=(), ignore=())
    return replace(
        options,
        extend_select=(*options.extend_select, *wishes.extend_select),
        ignore=(*options.ignore, *wishes.ignore),
        exclude=(*options.exclude, *wishes.exclude),
        convention=Convention(wishes.convention or options.convention),
        notation=(*options.notation, *wishes.notation),
    )


def finder(wishes: Wishes) -> Callable[[Path], Configuration]:
    """Return the function that tells the configuration of a paper."""
    if wishes.isolated:
        return lambda _: Configuration()
    if wishes.file is not None:
        chosen = configuration_at(wishes.file)
        return lambda _: chosen
    known: dict[Path, Configuration] = {}
    return lambda paper: configuration_for(paper, known)


@dataclass(frozen=True, slots=True)
class Project:
    """Papers with the same options, made ready; ``folder`` is that of the configuration."""

    options: LintOptions
    prepared: Prepared
    folder: Path | None
    papers: list[Path] = field(default_factory=list)


def project_around(path: Path, wishes: Wishes) -> Project:
    """Return the project in which a file would lie."""
    return project_of(finder(wishes)(path), wishes)


def project_of(configuration: Configuration, wishes: Wishes) -> Project:
    """Return the project of a configuration, still without papers."""
    options = over(wishes, configuration.options)
    try:
        prepared = prepare(options, configuration.folder)
    except OptionError as error:
        if configuration.file is None:
            raise
        raise at_line(configuration.file, error) from None
    return Project(options, prepared, configuration.folder)

"""Which configuration rules a paper: the nearest one, from its folder upwards."""

from __future__ import annotations

from collections.abc import MutableMapping
from dataclasses import dataclass, field
from pathlib import Path

from boxdot.configuration.toml import line_of, read_table
from boxdot.grammar.errors import BoxdotError
from boxdot.notation.linting import LintOptions, OptionError, options_from

NAMES = ("boxdot.toml", "pyproject.toml")
"""The files in which a folder is asked for a configuration, the first one first."""


@dataclass(frozen=True, slots=True)
class Configuration:
    """The options of a project, and the file that says them; None where there is none."""

    options: LintOptions = field(default_factory=LintOptions)
    file: Path | None = None

    @property
    def folder(self) -> Path | None:
        """The folder from which paths and patterns count."""
        return None if self.file is None else self.file.parent


def configuration_at(file: Path) -> Configuration:
    """Return what a file says.

    Raises
    ------
    BoxdotError
        It cannot be read, or says something that is no option.
    """
    return located(file, read_table(file) or {})


def configuration_for(
    paper: Path, known: MutableMapping[Path, Configuration] | None = None
) -> Configuration:
    """Return the configuration of the nearest folder above a paper that has one.

    ``known`` keeps what was found, folder by folder, for the next paper.

    Raises
    ------
    BoxdotError
        The configuration cannot be used.
    """
    known = {} if known is None else known
    passed: list[Path] = []
    found = Configuration()
    for folder in _upwards(paper):
        if folder in known:
            found = known[folder]
            break
        passed.append(folder)
        here = _of_folder(folder)
        if here is not None:
            found = here
            break
    known.update(dict.fromkeys(passed, found))
    return found


def _upwards(paper: Path) -> tuple[Path, ...]:
    paper = paper.absolute()
    return (paper, *paper.parents) if paper.is_dir() else tuple(paper.parents)


def _of_folder(folder: Path) -> Configuration | None:
    for name in NAMES:
        file = folder / name
        if file.is_file() and (table := read_table(file)) is not None:
            return located(file, table)
    return None


def located(file: Path, table: dict[str, object]) -> Configuration:
    """Return the configuration of a table; what is wrong in it is told with file and line."""
    try:
        return Configuration(options_from(table), file)
    except OptionError as error:
        raise at_line(file, error) from None


def at_line(file: Path, error: OptionError) -> BoxdotError:
    """Return the error with the place in the file that it is about."""
    line = line_of(file, error.path)
    place = file if line is None else f"{file}:{line}"
    return BoxdotError(f"{place}: {error.message}", hint=error.hint)

"""The options of ``boxdot lint`` that say what is linted, and with which rules."""

from __future__ import annotations

import functools
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click


def _codes(name: str, said: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    return click.option(name, multiple=True, metavar="CODES", help=said)


_AXES = ("F", "C")
# Those of notation.linting.declaring.wanted, which would load the linter; a test compares them.
NOTATIONS = (
    "implicit-broadcasting",
    "explicit-broadcasting",
    "bold-letters",
    "plain-letters",
    "row-vectors",
)

_OPTIONS = (
    _codes("--select", "Only these rules: BX2,scalar-add; ALL."),
    _codes("--extend-select", "These rules besides."),
    _codes("--ignore", "Not these rules."),
    click.option("--exclude", multiple=True, metavar="PATTERN", help="Not these files or folders."),
    click.option(
        "--convention",
        type=click.Choice([*_AXES, *NOTATIONS]),
        multiple=True,
        help="Where length-1 axes are free: trailing (F, the default) or leading (C); or what the"
        " paper means without saying so.",
    ),
    click.option(
        "--config",
        type=click.Path(path_type=Path),
        metavar="FILE",
        help="Options from this file, not from the nearest boxdot.toml or pyproject.toml.",
    ),
    click.option("--isolated", is_flag=True, help="Read no configuration."),
)


def configured(command: Callable[..., int]) -> Callable[..., int]:
    """Give the command the wishes of the command line, as one value."""

    @functools.wraps(command)
    def wrapper(
        select: tuple[str, ...],
        extend_select: tuple[str, ...],
        ignore: tuple[str, ...],
        exclude: tuple[str, ...],
        convention: tuple[str, ...],
        config: Path | None,
        isolated: bool,
        **others: Any,  # those of the command itself
    ) -> int:
        from boxdot.configuration import Wishes  # late: it loads the linter

        if config is not None and isolated:
            raise click.UsageError("--config and --isolated exclude each other")
        axes = [one for one in convention if one in _AXES]
        notation = tuple(one for one in convention if one not in _AXES)
        last = axes[-1] if axes else None
        wishes = Wishes(select, extend_select, ignore, exclude, last, config, isolated, notation)
        return command(wishes=wishes, **others)

    decorated: Callable[..., int] = wrapper
    for decorate in reversed(_OPTIONS):
        decorated = decorate(decorated)
    return decorated

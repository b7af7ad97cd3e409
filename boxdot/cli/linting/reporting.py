"""How ``boxdot lint`` reports: the format, the file, and the exit code."""

from __future__ import annotations

import functools
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from boxdot.cli.options import as_json as as_json_option
from boxdot.cli.output import emit, emit_plain, jsonable, laid_out
from boxdot.cli.saving import written_whole

if TYPE_CHECKING:
    from boxdot.notation.linting import LintReport

FORMATS = ("text", "concise", "json", "github", "gitlab", "sarif", "junit")
FOR_PEOPLE = ("text", "concise")

_OPTIONS = (
    click.option(
        "--output-format",
        type=click.Choice(FORMATS),
        help="How findings are written (text, unless the configuration says otherwise).",
    ),
    click.option(
        "-o",
        "--output-file",
        type=click.Path(path_type=Path, dir_okay=False),
        metavar="FILE",
        help="Write the report into a file.",
    ),
    click.option("--exit-zero", is_flag=True, help="Exit with 0 though there are findings."),
    as_json_option,
)


@dataclass(frozen=True, slots=True)
class Reporting:
    """Where the report goes, and how it looks."""

    output_format: str | None
    file: Path | None
    exit_zero: bool

    def write(self, report: LintReport, default: str) -> str | None:
        """Write a report, in the format that was asked for, or the default of the project.

        Returns what stands on stdout then, None if the report went into a file.
        """
        chosen = self.output_format or default
        text = rendered(report, chosen)
        if self.file is None:
            if text:
                (emit if chosen in FOR_PEOPLE else emit_plain)(text)
            return click.unstyle(text) + "\n" * bool(text)
        with written_whole(self.file) as stream:
            stream.write((text + "\n" * bool(text)).encode("utf-8", "backslashreplace"))
        return None


def rendered(report: LintReport, output_format: str) -> str:
    """Return a report in a format; JSON laid out as all commands do."""
    from boxdot.notation.linting.formats import FORMATS as writers

    if output_format == "json":
        return laid_out(jsonable([finding.as_json() for finding in report]))
    return writers[output_format](report)


def reports(command: Callable[..., int]) -> Callable[..., int]:
    """Give the command the options of reporting, as one value."""

    @functools.wraps(command)
    def wrapper(
        output_format: str | None,
        output_file: Path | None,
        exit_zero: bool,
        as_json: bool,
        **others: Any,  # those of the command itself
    ) -> int:
        chosen = "json" if as_json else output_format
        return command(reporting=Reporting(chosen, output_file, exit_zero), **others)

    decorated: Callable[..., int] = wrapper
    for decorate in reversed(_OPTIONS):
        decorated = decorate(decorated)
    return decorated

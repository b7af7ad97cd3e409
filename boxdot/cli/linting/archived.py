"""Archives among the paths: unpacked into a private folder, and named as what they are."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from functools import cache
from pathlib import Path

import click

from boxdot.grammar.papers import SourceFile
from boxdot.grammar.papers.archives import is_archive, unpack
from boxdot.notation.linting import LintReport

Names = Mapping[Path, Path]
"""The folder into which an archive was unpacked, and the archive."""


@contextmanager
def unpacked(paths: Sequence[str], *, changing: bool) -> Iterator[tuple[list[Path], Names]]:
    """Give the paths with folders in the place of archives, which are gone afterwards."""
    given = [Path(path) for path in paths]
    archives = [path for path in given if is_archive(path) and path.is_file()]
    if archives and changing:
        raise click.UsageError(f"{archives[0]} is an archive: unpack it to change what is in it")
    if not archives:
        yield given, {}
        return
    with tempfile.TemporaryDirectory(prefix="boxdot-") as private:
        names: dict[Path, Path] = {}
        for number, archive in enumerate(archives):
            folder = Path(private, str(number), "source")
            folder.mkdir(parents=True)
            unpack(archive, folder)
            names[folder] = archive
        folders = {archive: folder for folder, archive in names.items()}
        yield [folders.get(path, path) for path in given], names


def with_names(report: LintReport, names: Names) -> LintReport:
    """Return the report with the archives in the place of the folders."""
    if not names:
        return report

    @cache
    def renamed(file: SourceFile) -> SourceFile:
        return SourceFile(named(file.path, names), file.text)

    findings = [replace(one, source=renamed(one.source)) for one in report.findings]
    for folder, archive in names.items():
        internal = report.statistics.internal
        internal[:] = [place.replace(str(folder), str(archive)) for place in internal]
    return LintReport(findings, report.statistics)


def named(path: Path, names: Names) -> Path:
    """Return a path as the user knows it: ``paper.tar.gz/main.tex``."""
    for folder, archive in names.items():
        if path.is_relative_to(folder):
            return archive / path.relative_to(folder)
    return path

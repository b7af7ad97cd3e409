"""Keeps what a run of ``boxdot lint`` wrote, with all that it was made of, to be recalled."""

from __future__ import annotations

import os
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

import click

from boxdot.cli.linting.caching import cache_folder, prepare
from boxdot.cli.linting.papers import PaperResult
from boxdot.cli.linting.recalling import remembered
from boxdot.cli.saving import written_whole
from boxdot.configuration import Project, Wishes
from boxdot.grammar.papers.discovering import folders_below


class Run:
    """One run: the files of which it is made, and whether it is worth keeping."""

    def __init__(self, projects: Sequence[Project], wishes: Wishes) -> None:
        self._folder = projects[0].folder if projects else None
        self._whole = bool(projects)
        self._inputs = {paper for project in projects for paper in project.papers}
        for project in projects:
            home = project.folder or Path()
            self._inputs |= {home / file for file in project.options.macro_files}
        if wishes.file is not None:
            self._inputs.add(wishes.file)

    def note(self, result: PaperResult) -> None:
        """Count the files of a result among those of the run."""
        self._inputs |= set(result.inputs)
        self._whole = self._whole and result.whole

    def keep(self, text: str | None, code: int) -> None:
        """Keep what was written on stdout, if the same files would give it again."""
        if text is None or not self._whole:
            return
        arguments = click.get_current_context().obj
        folder = cache_folder(self._folder)
        inputs = list(map(str, self._inputs))
        searched = [one for path in filter(os.path.isdir, arguments) for one in folders_below(path)]
        with suppress(OSError):
            file, data = remembered(str(folder), arguments, inputs, searched, text, code)
            prepare(folder)
            with written_whole(Path(file)) as stream:
                stream.write(data)

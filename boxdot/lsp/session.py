"""What the server knows at each moment: open texts, settings, and the papers made of them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

from boxdot.lsp.buffers import Buffer, Buffers
from boxdot.lsp.settings import Settings

if TYPE_CHECKING:
    from boxdot.lsp.papers import Paper


class Superseded(BaseException):
    """The text has changed since: nobody waits for this result any more.

    No ``Exception``, so that a linter that survives its own errors does not survive this.
    """


class Session:
    """The open texts and the settings; the papers of the present moment."""

    def __init__(self) -> None:
        self.buffers = Buffers()
        self.settings = Settings()
        self.folders: list[Path] = []
        self.closing = False
        self._moment: Moment | None = None

    @property
    def moment(self) -> Moment:
        """The present moment."""
        if self._moment is None:
            self._moment = Moment(self)
        return self._moment

    def changed(self) -> None:
        """Note that a text, a setting or a file on disk is another one from now on."""
        self._moment = None

    def is_current(self, paper: Paper) -> bool:
        """Tell whether the open texts of a paper are still those that it was made of."""
        return not self.closing and all(
            buffer.text is paper.texts[buffer.path]
            for buffer in self.buffers
            if buffer.path in paper.texts
        )

    def pulse(self, paper: Paper) -> Callable[[], None]:
        """Return what stops the linter when the paper has changed."""

        def beat() -> None:
            if not self.is_current(paper):
                raise Superseded

        return beat

    def around(self, path: Path) -> Path | None:
        """Return the folder of the workspace in which a file lies."""
        return next((folder for folder in self.folders if path.is_relative_to(folder)), None)


class Moment:
    """One state of the session: what is made of it is made once."""

    def __init__(self, session: Session) -> None:
        self._around = session.around
        self.settings = session.settings
        self.texts = session.buffers.texts()
        self._papers: dict[Path, Paper | None] = {}
        self._lock = Lock()

    def paper(self, buffer: Buffer) -> Paper | None:
        """Return the paper to which a text belongs; None if its project excludes it.

        Raises
        ------
        BoxdotError
            The configuration cannot be used.
        """
        from boxdot.lsp.papers import read_paper  # late: it loads the linter

        with self._lock:
            if buffer.path not in self._papers:
                within = self._around(buffer.path)
                paper = read_paper(buffer.path, self.texts, self.settings, within)
                paths = [buffer.path] if paper is None else paper.files
                self._papers.update(dict.fromkeys(paths, paper))
            return self._papers[buffer.path]

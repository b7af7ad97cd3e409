"""Rounds of linting: after a silence, the papers of texts that changed, in their newest state."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING

from lsprotocol import types

from boxdot.grammar.errors import BoxdotError
from boxdot.lsp.buffers import Buffer
from boxdot.lsp.session import Moment, Superseded

if TYPE_CHECKING:
    from boxdot.lsp.papers import Paper
    from boxdot.lsp.server import Server


@dataclass(frozen=True, slots=True)
class Result:
    """What linting a paper gave: what is wrong in open texts, and what went wrong itself."""

    paper: Paper | None = None
    found: list[tuple[Buffer, list[types.Diagnostic]]] = field(default_factory=list)
    complaint: str = ""
    bugs: list[str] = field(default_factory=list)


class Rounds:
    """Lints what is due, and sends the findings if the texts are still the same then."""

    def __init__(self, server: Server) -> None:
        self._server = server
        self._due: set[str] = set()
        self._timer: asyncio.TimerHandle | None = None
        self._lock = asyncio.Lock()
        self._tasks: set[asyncio.Task[None]] = set()
        self._complaint = ""

    def due(self, uris: Iterable[str], delay: float = 0.0) -> None:
        """Lint the papers of some open texts after a silence."""
        self._due.update(uris)
        if self._timer is not None:
            self._timer.cancel()
        self._timer = asyncio.get_running_loop().call_later(delay, self._start)

    def all_due(self) -> None:
        """Lint all that is open."""
        self.due(buffer.uri for buffer in self._server.session.buffers)

    def _start(self) -> None:
        task = asyncio.get_running_loop().create_task(self._round())
        self._tasks.add(task)  # the loop itself keeps no hold of it
        task.add_done_callback(self._tasks.discard)

    async def _round(self) -> None:
        async with self._lock:
            while self._due:
                buffer = self._server.session.buffers.get(self._due.pop())
                if buffer is not None and buffer.is_paper:
                    await self._lint(buffer)

    async def _lint(self, buffer: Buffer) -> None:
        session = self._server.session
        moment = session.moment
        result = await self._server.lint(partial(self._result, buffer, moment))
        if result is None:
            return
        self._complain(result.complaint)
        for bug in result.bugs:
            self._server.log(f"a formula was passed over: {bug}", types.MessageType.Warning)
        if result.paper is None or session.is_current(result.paper):
            for one, diagnostics in result.found:
                if session.moment is moment:  # else it is due again, for other settings or files
                    self._due.discard(one.uri)
                self._server.publish(one, diagnostics)

    def _result(self, buffer: Buffer, moment: Moment) -> Result:
        """Return what is wrong in the open texts of a paper; nothing if they have changed."""
        from boxdot.lsp.diagnostics import diagnostics  # late: it loads the linter

        session = self._server.session
        try:
            paper = moment.paper(buffer)
            if paper is None:
                return Result(found=[(buffer, [])])
            report = paper.lint(session.pulse(paper))
        except Superseded:
            return Result()
        except BoxdotError as error:
            return Result(complaint=str(error))
        found = [
            (one, diagnostics(paper, one, session.buffers, related=self._server.shows_related))
            for one in session.buffers
            if one.path in paper.texts and one.text is paper.texts[one.path]
        ]
        return Result(paper, found, bugs=report.statistics.internal)

    def _complain(self, complaint: str) -> None:
        """Show what is wrong with the configuration, once until it is right."""
        if complaint and complaint != self._complaint:
            self._server.window_show_message(
                types.ShowMessageParams(types.MessageType.Error, f"boxdot: {complaint}")
            )
        self._complaint = complaint

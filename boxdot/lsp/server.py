"""The server: what the editor asks and tells, and the threads in which the answers are made."""

from __future__ import annotations

import asyncio
import traceback
from collections.abc import Callable, Generator
from concurrent.futures import ThreadPoolExecutor
from importlib import import_module
from typing import Any, TypeVar

from lsprotocol import types
from pygls.lsp.server import LanguageServer
from pygls.protocol import LanguageServerProtocol, lsp_method

from boxdot._version import __version__
from boxdot.grammar.errors import BoxdotError
from boxdot.lsp.buffers import Buffer
from boxdot.lsp.session import Session

Result = TypeVar("Result")


class Protocol(LanguageServerProtocol):
    """The protocol, with the open texts left to us.

    The lines of pygls end wherever Python's do, at a form feed too; those of editors do not.
    """

    @lsp_method(types.TEXT_DOCUMENT_DID_OPEN)
    def lsp_text_document__did_open(self, params: types.DidOpenTextDocumentParams) -> Any:
        """Hand on that a text is opened."""
        yield from self._handed_on(types.TEXT_DOCUMENT_DID_OPEN, params)

    @lsp_method(types.TEXT_DOCUMENT_DID_CHANGE)
    def lsp_text_document__did_change(self, params: types.DidChangeTextDocumentParams) -> Any:
        """Hand on that a text has changed."""
        yield from self._handed_on(types.TEXT_DOCUMENT_DID_CHANGE, params)

    @lsp_method(types.TEXT_DOCUMENT_DID_CLOSE)
    def lsp_text_document__did_close(self, params: types.DidCloseTextDocumentParams) -> Any:
        """Hand on that a text is closed."""
        yield from self._handed_on(types.TEXT_DOCUMENT_DID_CLOSE, params)

    def _handed_on(self, method: str, params: Any) -> Generator[Any, Any, None]:
        yield self.fm.features[method], (params,), None


class Server(LanguageServer):
    """A server with one session.

    Questions are answered in one thread and papers are linted in another, so that messages are
    read while both work.
    """

    def __init__(self) -> None:
        super().__init__("boxdot", __version__, protocol_cls=Protocol)
        self.session = Session()
        self.ended = False
        self._answering = ThreadPoolExecutor(1, "boxdot-answers")
        self._linting = ThreadPoolExecutor(1, "boxdot-lint")

    @property
    def shows_related(self) -> bool:
        """Tell whether the editor shows places that belong to a diagnostic."""
        text = self.client_capabilities.text_document
        published = text.publish_diagnostics if text is not None else None
        return bool(published and published.related_information)

    async def ask(self, uri: str, name: str, *arguments: Any) -> Any:
        """Return what a function of ``answers`` says of the paper of an open text."""
        buffer = self.session.buffers.get(uri)
        if buffer is None or not buffer.is_paper:
            return None
        moment, buffers = self.session.moment, self.session.buffers

        def work() -> Any:
            paper = moment.paper(buffer)
            answers = import_module("boxdot.lsp.answers")  # late: it loads the linter
            return paper and getattr(answers, name)(paper, buffer, buffers, *arguments)

        return await self._in_thread(self._answering, work)

    async def lint(self, work: Callable[[], Result]) -> Result | None:
        """Return what some work of linting gives; None if it fails, which is logged."""
        return await self._in_thread(self._linting, work)

    async def _in_thread(
        self, pool: ThreadPoolExecutor, work: Callable[[], Result]
    ) -> Result | None:
        try:
            return await asyncio.get_running_loop().run_in_executor(pool, work)
        except BoxdotError as error:
            self.log(str(error), types.MessageType.Warning)
        except Exception as error:  # a bug of ours: the editor goes on without this answer
            self.log("".join(traceback.format_exception(error)), types.MessageType.Error)
        return None

    def log(self, message: str, kind: types.MessageType = types.MessageType.Log) -> None:
        """Write a line into the editor's log of this server."""
        self.window_log_message(types.LogMessageParams(type=kind, message=message))

    def report_server_error(self, error: Exception, source: Any) -> None:
        """Log what goes wrong between messages; no window is opened for it."""
        self.log(f"{type(error).__name__}: {error}", types.MessageType.Error)

    def publish(self, buffer: Buffer, found: list[types.Diagnostic]) -> None:
        """Send what is wrong in a text."""
        params = types.PublishDiagnosticsParams(buffer.uri, found, buffer.version)
        self.text_document_publish_diagnostics(params)

    def close(self) -> None:
        """Let go of the threads; what is at work there stops at the next formula."""
        self.session.closing = True
        self.session.changed()
        for pool in (self._answering, self._linting):
            pool.shutdown(wait=False, cancel_futures=True)

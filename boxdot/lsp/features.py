"""The messages of the protocol that the server answers, each with its handler: a table."""

from __future__ import annotations

from functools import partial
from typing import Any

from lsprotocol import types

from boxdot.lsp.buffers import path_of
from boxdot.lsp.kinds import FIX_ALL
from boxdot.lsp.rounds import Rounds
from boxdot.lsp.server import Server
from boxdot.lsp.settings import settings_from

WATCHED = ("**/boxdot.toml", "**/pyproject.toml", "**/*.{tex,ltx,sty,cls,md,markdown}")
"""The files whose change on disk changes what is found."""


def serve(server: Server) -> Server:
    """Return the server with all handlers in place."""
    handlers = Handlers(server)
    for method, (name, options) in FEATURES.items():
        # A partial, since pygls writes marks on its handlers and a bound method takes none.
        server.feature(method, options)(partial(getattr(handlers, name)))
    return server


class Handlers:
    """What the server does at each message."""

    def __init__(self, server: Server) -> None:
        self._server = server
        self._session = server.session
        self._rounds: Rounds | None = None

    @property
    def rounds(self) -> Rounds:
        """The rounds of linting, in the loop that is running."""
        if self._rounds is None:
            self._rounds = Rounds(self._server)
        return self._rounds

    # --- the beginning and the end ---------------------------------------------------------------

    def initialize(self, params: types.InitializeParams) -> None:
        """Take what the editor says of itself, of the workspace and of the user's wishes."""
        encoding = self._server.workspace.position_encoding
        self._session.buffers.encoding = encoding or types.PositionEncodingKind.Utf16
        uris = [folder.uri for folder in params.workspace_folders or ()]
        uris = uris or [uri for uri in (params.root_uri,) if uri]
        self._session.folders = [path_of(uri) for uri in uris]
        self._set(params.initialization_options)

    async def initialized(self, _: types.InitializedParams) -> None:
        """Ask for the settings, and to be told of files that change on disk."""
        workspace = self._server.client_capabilities.workspace
        watching = workspace.did_change_watched_files if workspace else None
        if watching is not None and watching.dynamic_registration:
            await self._watch()
        await self._pull_settings()

    def shutdown(self, _: Any) -> None:
        """Note that the editor leaves, and stop what is at work."""
        self._server.ended = True
        self._session.closing = True

    # --- texts -----------------------------------------------------------------------------------

    def opened(self, params: types.DidOpenTextDocumentParams) -> None:
        """Lint a text that is opened, at once."""
        buffer = self._session.buffers.open(params.text_document)
        self._session.changed()
        self.rounds.due([buffer.uri])

    def changed(self, params: types.DidChangeTextDocumentParams) -> None:
        """Lint a text that has changed, after a silence."""
        document = params.text_document
        self._session.buffers.change(document.uri, document.version, params.content_changes)
        self._session.changed()
        self.rounds.due([document.uri], self._session.settings.delay)

    def saved(self, _: types.DidSaveTextDocumentParams) -> None:
        """Lint all that is open: a saved file may be a part of it."""
        self._session.changed()
        self.rounds.all_due()

    def closed(self, params: types.DidCloseTextDocumentParams) -> None:
        """Take back what was said of a text; what is on disk counts again."""
        buffer = self._session.buffers.get(params.text_document.uri)
        self._session.buffers.close(params.text_document.uri)
        self._session.changed()
        if buffer is not None and buffer.is_paper:
            self._server.publish(buffer, [])
        self.rounds.all_due()

    # --- settings and files ----------------------------------------------------------------------

    async def configured(self, params: types.DidChangeConfigurationParams) -> None:
        """Take new settings: those that are sent, else those that are there to be asked for."""
        if params.settings:
            self._set(params.settings)
        else:
            await self._pull_settings()
        self._all_changed()

    def watched(self, _: types.DidChangeWatchedFilesParams) -> None:
        """Lint all that is open: a configuration or a part of a paper is another one."""
        self._all_changed()

    def folders(self, params: types.DidChangeWorkspaceFoldersParams) -> None:
        """Take other folders of the workspace."""
        gone = {path_of(folder.uri) for folder in params.event.removed}
        kept = [folder for folder in self._session.folders if folder not in gone]
        self._session.folders = kept + [path_of(folder.uri) for folder in params.event.added]
        self._all_changed()

    def _all_changed(self) -> None:
        self._session.changed()
        self.rounds.all_due()

    def _set(self, given: object) -> None:
        self._session.settings, wrong = settings_from(given)
        self._session.changed()
        for complaint in wrong:
            message = types.ShowMessageParams(types.MessageType.Warning, complaint)
            self._server.window_show_message(message)

    async def _pull_settings(self) -> None:
        workspace = self._server.client_capabilities.workspace
        if workspace is None or not workspace.configuration:
            return
        wanted = types.ConfigurationParams([types.ConfigurationItem(section="boxdot")])
        found = await self._server.workspace_configuration_async(wanted)
        if found and found[0]:
            self._set(found[0])
            self._all_changed()

    async def _watch(self) -> None:
        watchers = [types.FileSystemWatcher(glob_pattern=pattern) for pattern in WATCHED]
        options = types.DidChangeWatchedFilesRegistrationOptions(watchers)
        method = types.WORKSPACE_DID_CHANGE_WATCHED_FILES
        registration = types.Registration("boxdot-files", method, options)
        await self._server.client_register_capability_async(
            types.RegistrationParams([registration])
        )

    # --- questions -------------------------------------------------------------------------------

    async def hover(self, params: types.HoverParams) -> Any:
        """Tell the shape under the cursor."""
        return await self._ask("hover", params)

    async def definition(self, params: types.DefinitionParams) -> Any:
        """Tell where the symbol under the cursor is declared."""
        return await self._ask("definition", params)

    async def symbols(self, params: types.DocumentSymbolParams) -> Any:
        """Tell the symbols that a file declares."""
        return await self._ask("symbols", params)

    async def hints(self, params: types.InlayHintParams) -> Any:
        """Tell shapes within formulas, if the user wants them."""
        return await self._ask("hints", params) if self._session.settings.hints else None

    async def actions(self, params: types.CodeActionParams) -> Any:
        """Tell what can be done about findings."""
        workspace = self._server.client_capabilities.workspace
        edits = workspace.workspace_edit if workspace else None
        return await self._ask("actions", params, bool(edits and edits.document_changes))

    async def _ask(self, name: str, params: Any, *arguments: Any) -> Any:
        return await self._server.ask(params.text_document.uri, name, params, *arguments)


_ACTIONS = types.CodeActionOptions([types.CodeActionKind.QuickFix, FIX_ALL])

FEATURES: dict[str, tuple[str, Any]] = {
    types.INITIALIZE: ("initialize", None),
    types.INITIALIZED: ("initialized", None),
    types.SHUTDOWN: ("shutdown", None),
    types.TEXT_DOCUMENT_DID_OPEN: ("opened", None),
    types.TEXT_DOCUMENT_DID_CHANGE: ("changed", None),
    types.TEXT_DOCUMENT_DID_SAVE: ("saved", types.SaveOptions(include_text=False)),
    types.TEXT_DOCUMENT_DID_CLOSE: ("closed", None),
    types.WORKSPACE_DID_CHANGE_CONFIGURATION: ("configured", None),
    types.WORKSPACE_DID_CHANGE_WATCHED_FILES: ("watched", None),
    types.WORKSPACE_DID_CHANGE_WORKSPACE_FOLDERS: ("folders", None),
    types.TEXT_DOCUMENT_HOVER: ("hover", None),
    types.TEXT_DOCUMENT_DEFINITION: ("definition", None),
    types.TEXT_DOCUMENT_DECLARATION: ("definition", None),
    types.TEXT_DOCUMENT_DOCUMENT_SYMBOL: ("symbols", None),
    types.TEXT_DOCUMENT_INLAY_HINT: ("hints", None),
    types.TEXT_DOCUMENT_CODE_ACTION: (
        "actions",
        types.CodeActionOptions([types.CodeActionKind.QuickFix, FIX_ALL]),
    ),
}
"""Each message, the name of its handler, and what the editor is told of it."""

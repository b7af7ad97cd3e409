"""A real client of the language server, and a paper of several files on disk."""

from __future__ import annotations

import asyncio
import sys

import pytest

pytest.importorskip("pygls", reason="the language server needs pygls: pip install 'boxdot[lsp]'")
pytest.importorskip("pytest_lsp", reason="the client of these tests is pytest-lsp")

import pytest_asyncio
from lsprotocol import types
from pytest_lsp.client import make_test_lsp_client

COMMAND = (sys.executable, "-m", "boxdot", "lsp", "--stdio")
PATIENCE = 30


class Editor:
    """What an editor does, in few words; positions are in the units that were agreed on."""

    def __init__(self, client, folder):
        self.client = client
        self.folder = folder
        self.capabilities = None
        self.versions = {}

    async def start(self, *, encodings=None, options=None, **capabilities):
        general = types.GeneralClientCapabilities(position_encodings=encodings)
        published = types.PublishDiagnosticsClientCapabilities(related_information=True)
        text = types.TextDocumentClientCapabilities(publish_diagnostics=published)
        params = types.InitializeParams(
            capabilities=types.ClientCapabilities(
                general=general if encodings else None, text_document=text, **capabilities
            ),
            workspace_folders=[types.WorkspaceFolder(self.folder.as_uri(), "paper")],
            initialization_options=options,
        )
        self.capabilities = (await self.client.initialize_session(params)).capabilities
        return self

    def uri(self, name):
        return (self.folder / name).as_uri()

    async def open(self, name, text=None, language="latex"):
        """Open a file and return what is wrong in it."""
        if text is None:
            text = (self.folder / name).read_bytes().decode()
        item = types.TextDocumentItem(self.uri(name), language, 1, text)
        self.versions[name] = 1
        self.client.text_document_did_open(types.DidOpenTextDocumentParams(item))
        return await self.told(name)

    def change(self, name, *changes):
        """Change a text: whole texts, or pairs of a range and what stands there then."""
        self.versions[name] += 1
        events = [
            types.TextDocumentContentChangeWholeDocument(change)
            if isinstance(change, str)
            else types.TextDocumentContentChangePartial(change[0], change[1])
            for change in changes
        ]
        document = types.VersionedTextDocumentIdentifier(self.versions[name], self.uri(name))
        self.client.text_document_did_change(types.DidChangeTextDocumentParams(document, events))

    async def told(self, name, version=None):
        """Return what is wrong in a text, as soon as it is told of this version."""
        version = version or self.versions[name]
        seen = self.client.published
        uri = self.uri(name)
        async with asyncio.timeout(PATIENCE):
            while not any(one.uri == uri and one.version == version for one in seen):
                await asyncio.sleep(0.02)
        return list(self.client.diagnostics[uri])

    async def becomes(self, name, *codes):
        """Wait until these are the codes of what is wrong in a text."""
        async with asyncio.timeout(PATIENCE):
            while [one.code for one in self.client.diagnostics.get(self.uri(name), ())] != [*codes]:
                await asyncio.sleep(0.02)

    async def spoken(self, messages=1):
        """Wait until so many messages were shown to the user."""
        async with asyncio.timeout(PATIENCE):
            while len(self.client.messages) < messages:
                await asyncio.sleep(0.02)

    async def quiet(self, seconds=0.6):
        """Wait, and return all that was told meanwhile."""
        before = len(self.client.published)
        await asyncio.sleep(seconds)
        return self.client.published[before:]

    async def hover(self, name, line, character):
        params = types.HoverParams(self.document(name), types.Position(line, character))
        found = await self.client.text_document_hover_async(params)
        return found and found.contents.value

    async def definition(self, name, line, character):
        params = types.DefinitionParams(self.document(name), types.Position(line, character))
        return await self.client.text_document_definition_async(params)

    async def actions(self, name, place, only=None):
        context = types.CodeActionContext(diagnostics=[], only=only)
        params = types.CodeActionParams(self.document(name), place, context)
        return await self.client.text_document_code_action_async(params) or []

    def document(self, name):
        return types.TextDocumentIdentifier(self.uri(name))


def made_client():
    """Return a client that keeps all that is published, in order."""
    client = make_test_lsp_client()
    client.published = []
    publish = client.protocol.fm.features[types.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS]

    def noted(params):
        publish(params)
        client.published.append(params)

    client.protocol.fm.features[types.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS] = noted
    return client


@pytest_asyncio.fixture(loop_scope="module")
async def editor(tmp_path):
    """An editor whose server runs in a process of its own; the test starts it as it wants."""
    client = made_client()
    await client.start_io(*COMMAND)
    yield Editor(client, tmp_path.resolve())
    if client.capabilities is not None and not client.error:
        await asyncio.wait_for(client.shutdown_session(), PATIENCE)


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def running(tmp_path_factory):
    """A server that the tests of a module share: starting one takes longer than most of them."""
    client = made_client()
    await client.start_io(*COMMAND)
    editor = await Editor(client, tmp_path_factory.mktemp("workspace").resolve()).start()
    yield editor
    await asyncio.wait_for(client.shutdown_session(), PATIENCE)


@pytest_asyncio.fixture(loop_scope="module")
async def desk(running, tmp_path):
    """A running editor in a fresh folder; what it opens is closed afterwards."""
    editor = Editor(running.client, tmp_path.resolve())
    yield editor
    for name in editor.versions:
        running.client.text_document_did_close(
            types.DidCloseTextDocumentParams(editor.document(name))
        )

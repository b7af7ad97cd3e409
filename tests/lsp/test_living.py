"""The server's life: settings, configuration, errors, and the ways in which it ends."""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys

import pytest
from lsprotocol import types

from boxdot.lsp import running
from boxdot.lsp.server import Server

COMMAND = [sys.executable, "-m", "boxdot", "lsp"]
TEXT = "$z \\in \\mathbb{R}^{h}$, $X \\in \\mathbb{R}^{n\\times h}$: $1 - z$ and $X + z^\\top$\n"


def codes(found):
    return [one.code for one in found]


@pytest.mark.asyncio(loop_scope="module")
async def test_configuration_of_the_project_and_its_change(editor):
    file = editor.folder / "pyproject.toml"
    file.write_text('[tool.boxdot]\nignore = ["BX202"]\n')
    await editor.start()
    assert codes(await editor.open("a.tex", TEXT)) == ["BX201"]
    file.write_text('[tool.boxdot]\nselect = ["BX202"]\n')
    event = types.FileEvent(file.as_uri(), types.FileChangeType.Changed)
    editor.client.workspace_did_change_watched_files(types.DidChangeWatchedFilesParams([event]))
    await editor.becomes("a.tex", "BX202")


@pytest.mark.asyncio(loop_scope="module")
async def test_what_a_project_excludes_is_left_alone(editor):
    (editor.folder / "boxdot.toml").write_text('exclude = ["old"]\n')
    (editor.folder / "old").mkdir()
    await editor.start()
    assert await editor.open("old/a.tex", TEXT) == []


@pytest.mark.asyncio(loop_scope="module")
async def test_settings_of_the_editor_win(editor):
    (editor.folder / "boxdot.toml").write_text('ignore = ["BX202"]\n')
    await editor.start(options={"select": ["BX202"], "colour": "blue"})
    assert codes(await editor.open("a.tex", TEXT)) == ["BX202"]
    assert "boxdot.colour is no setting" in editor.client.messages[0].message
    editor.client.workspace_did_change_configuration(
        types.DidChangeConfigurationParams({"boxdot": {"select": ["BX201"]}})
    )
    await editor.becomes("a.tex", "BX201")


@pytest.mark.asyncio(loop_scope="module")
async def test_settings_are_asked_for_and_files_watched(editor):
    registered = []

    @editor.client.feature(types.CLIENT_REGISTER_CAPABILITY)
    def register(params):
        registered.append(params)

    editor.client.set_configuration({"ignore": ["BX201"]}, section="boxdot")
    watching = types.DidChangeWatchedFilesClientCapabilities(dynamic_registration=True)
    await editor.start(
        workspace=types.WorkspaceClientCapabilities(
            configuration=True, did_change_watched_files=watching
        )
    )
    await editor.open("a.tex", TEXT)
    await editor.becomes("a.tex", "BX202")
    patterns = registered[0].registrations[0].register_options["watchers"]
    assert "**/boxdot.toml" in [one["globPattern"] for one in patterns]


@pytest.mark.asyncio(loop_scope="module")
async def test_a_wrong_configuration_is_said_once_and_survived(editor):
    file = editor.folder / "boxdot.toml"
    file.write_text('selct = ["BX1"]\n')
    await editor.start()
    item = types.TextDocumentItem(editor.uri("a.tex"), "latex", 1, TEXT)
    editor.client.text_document_did_open(types.DidOpenTextDocumentParams(item))
    editor.versions["a.tex"] = 1
    await editor.spoken()
    editor.change("a.tex", TEXT + " ")
    await editor.quiet(1.5)
    said = [one.message for one in editor.client.messages]
    assert len(said) == 1
    assert "unknown option 'selct'" in said[0]
    assert "did you mean 'select'?" in said[0]
    file.unlink()
    editor.change("a.tex", TEXT)
    assert codes(await editor.told("a.tex")) == ["BX202", "BX201"]


@pytest.mark.asyncio(loop_scope="module")
async def test_odd_messages_do_not_end_it(editor):
    await editor.start()
    client, far = editor.client, types.Position(10**6, 10**6)
    assert codes(await editor.open("a.tex", TEXT)) == ["BX202", "BX201"]
    # A change and a close of what was never open, a place far outside, an unpaired surrogate.
    editor.versions["b.tex"] = 1
    editor.change("b.tex", "never opened")
    client.text_document_did_close(types.DidCloseTextDocumentParams(editor.document("b.tex")))
    editor.change("a.tex", (types.Range(far, far), "\ud835 $\\undefined{ \\frac $ " + "{" * 500))
    assert codes(await editor.told("a.tex")) == ["BX202", "BX201"]
    editor.change("a.tex", "")
    assert await editor.told("a.tex") == []
    client.protocol.notify("boxdot/unheardOf", {"a": 1})
    editor.change("a.tex", TEXT)
    assert codes(await editor.told("a.tex")) == ["BX202", "BX201"]


def test_an_error_of_ours_is_logged_and_survived(monkeypatch):
    server, said = Server(), []
    monkeypatch.setattr(server, "log", lambda message, kind: said.append((kind, message)))
    assert asyncio.run(server.lint(lambda: 1 // 0)) is None
    assert asyncio.run(server.lint(lambda: 7)) == 7
    server.close()
    ((kind, message),) = said
    assert kind == types.MessageType.Error
    assert "ZeroDivisionError" in message


@pytest.mark.asyncio(loop_scope="module")
async def test_leaving_in_peace_is_exit_0(editor):
    await editor.start()
    await editor.open("a.tex", TEXT)
    await asyncio.wait_for(editor.client.shutdown_session(), 20)
    assert editor.client._server.returncode == 0
    editor.client.error = RuntimeError("already ended")


def message(**content):
    body = json.dumps({"jsonrpc": "2.0", **content}).encode()
    return b"Content-Length: %d\r\n\r\n" % len(body) + body


START = message(id=1, method="initialize", params={"capabilities": {}, "processId": None})
LEAVING = message(id=2, method="shutdown") + message(method="exit")


@pytest.mark.parametrize(
    ("sent", "code"),
    [
        (b"", 1),  # closed at once
        (START, 1),  # closed without a word
        (START + message(method="exit"), 1),  # gone without leaving
        (START + LEAVING, 0),
        (
            b"no message\r\n\r\n"
            + START
            + message(id=2, method="shutdown")
            + message(method="exit"),
            0,
        ),
    ],
)
def test_how_it_ends(sent, code):
    done = subprocess.run(COMMAND, input=sent, capture_output=True, timeout=60)
    assert done.returncode == code
    assert b"Traceback" not in done.stderr
    assert (b'"hoverProvider"' in done.stdout) == (START in sent)


def test_nothing_is_printed_between_messages(monkeypatch, capsysbinary):
    class Loud:
        ended = True

        def start_io(self, source, output):
            print("a stray print")
            output.write(b"message")

        def close(self):
            pass

    monkeypatch.setattr(running, "Server", Loud)
    monkeypatch.setattr(running, "serve", lambda server: server)
    monkeypatch.setattr(sys, "stdout", sys.stdout)  # is set back afterwards
    assert running.run() == 0
    assert capsysbinary.readouterr() == (b"message", b"a stray print\n")


def test_without_pygls_it_says_how_to_install_it(boxdot_command, monkeypatch):
    monkeypatch.setattr("boxdot.cli.commands.lsp.find_spec", lambda name: None)
    done = boxdot_command("lsp")
    assert done.code == 2
    assert "needs pygls" in done.err
    assert "pip install 'boxdot[lsp]'" in done.err


def test_the_linter_loads_after_the_first_answer():
    program = (
        "import sys, boxdot.lsp.running\n"
        "print([name for name in sys.modules if name.startswith(('boxdot.notation', 'lark'))])"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert done.stdout == "[]\n", done.stderr

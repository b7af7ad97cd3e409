"""Diagnostics of a real client: where they stand, when they come, and of which papers."""

from __future__ import annotations

import asyncio
import time

import pytest
from lsprotocol import types

pytestmark = pytest.mark.asyncio(loop_scope="module")

DECLARED = "$X \\in \\mathbb{R}^{n\\times d}$, $b \\in \\mathbb{R}^{1\\times d}$\n"


def places(found):
    return [
        (one.code, one.range.start.line, one.range.start.character, one.range.end.character)
        for one in found
    ]


async def test_a_finding_has_place_code_severity_and_declarations(desk):
    (found,) = await desk.open("a.tex", DECLARED + "$X + b$\n")
    assert places([found]) == [("BX201", 1, 3, 4)]
    assert found.severity == types.DiagnosticSeverity.Error
    assert found.source == "boxdot"
    assert "help: write X \\boxplus b" in found.message
    assert found.data["name"] == "implicit-broadcast-add"
    related = [(one.message, one.location.range.start) for one in found.related_information]
    assert related == [
        ("X is n×d", types.Position(0, 1)),
        ("b is 1×d", types.Position(0, 33)),
    ]


@pytest.mark.parametrize(
    ("encodings", "agreed", "column"),
    [
        (None, "utf-16", 8),
        (["utf-8", "utf-16"], "utf-8", 12),
        (["utf-32"], "utf-32", 6),
        (["utf-7"], "utf-16", 8),
    ],
)
async def test_columns_are_in_the_units_agreed_on(editor, encodings, agreed, column):
    await editor.start(encodings=encodings)
    assert editor.capabilities.position_encoding == agreed
    text = DECLARED.replace("\n", "\r\n") + "𝟏𝒫 $X + b$\r\n"
    assert places(await editor.open("a.md", text, "markdown")) == [("BX201", 1, column, column + 1)]


async def test_form_feeds_and_separators_end_no_line(desk):
    text = DECLARED + "a \f b \u2028 c \x85 d\n$X + b$\n"
    assert places(await desk.open("a.tex", text)) == [("BX201", 2, 3, 4)]
    at = types.Range(types.Position(2, 3), types.Position(2, 4))
    desk.change("a.tex", (at, "\\boxplus"))
    assert await desk.told("a.tex") == []


async def test_changes_are_incremental_and_in_utf16(desk):
    assert await desk.open("a.tex", DECLARED + "𝟏 \r\n$X \\boxplus b$\r\n") == []
    end = types.Position(1, 3)
    plus = types.Range(types.Position(2, 4), types.Position(2, 12))
    # The second change counts in the text that the first one made.
    desk.change(
        "a.tex",
        (types.Range(end, end), "𝒫!"),
        (plus, "\\odot"),
    )
    changed = await desk.told("a.tex")
    assert changed == []  # "$X \odotlus b$": nothing that is known
    desk.change("a.tex", DECLARED + "𝟏 \r\n𝒫 $X + b$\r\n")
    assert places(await desk.told("a.tex")) == [("BX201", 2, 6, 7)]


async def test_typing_is_waited_for(editor):
    await editor.start(options={"delay": 300})
    await editor.open("a.tex", DECLARED)
    for count in range(1, 9):
        editor.change("a.tex", DECLARED + "$X + b$" * count)
    found = await editor.told("a.tex")
    assert len(found) == 8
    versions = [one.version for one in editor.client.published]
    assert versions == [1, 9]  # the seven texts between were never linted


async def test_what_is_unsaved_counts_in_the_whole_paper(desk):
    folder = desk.folder
    (folder / "main.tex").write_text(
        "\\documentclass{article}\n\\newcommand{\\mX}{\\mathbf{X}}\n\\begin{document}\n"
        "\\input{chapters/one}\n\\input{chapters/two}\n\\end{document}\n"
    )
    (folder / "chapters").mkdir()
    (folder / "chapters" / "one.tex").write_text(
        "$\\mX \\in \\mathbb{R}^{n\\times d}$, $b \\in \\mathbb{R}^{1\\times d}$\n"
    )
    (folder / "chapters" / "two.tex").write_text("$\\mX + b$\n")
    # A part alone knows what is declared, and defined, elsewhere in the paper.
    (found,) = await desk.open("chapters/two.tex")
    assert places([found]) == [("BX201", 0, 5, 6)]
    uris = {one.location.uri for one in found.related_information}
    assert uris == {desk.uri("chapters/one.tex")}
    # An unsaved change of one part changes what is wrong in another.
    assert await desk.open("chapters/one.tex") == []
    desk.change("chapters/one.tex", "$\\mX, b \\in \\mathbb{R}^{n\\times d}$\n")
    await desk.told("chapters/one.tex")
    await desk.becomes("chapters/two.tex")
    # Closed without saving, what is on disk counts again.
    desk.client.text_document_did_close(
        types.DidCloseTextDocumentParams(desk.document("chapters/one.tex"))
    )
    await desk.becomes("chapters/two.tex", "BX201")


async def test_a_part_that_names_its_main_file(desk):
    (desk.folder / "main.tex").write_text(
        "\\documentclass{article}\n\\newcommand{\\vb}{\\mathbf{b}}\n\\begin{document}\n"
        "$X \\in \\mathbb{R}^{n\\times d}$\n\\end{document}\n"
    )
    text = "% !TeX root = ../main.tex\n$\\vb \\in \\mathbb{R}^{1\\times d}$: $\\vb + X$\n"
    (desk.folder / "parts").mkdir()
    # The main file does not include it: its macros hold, its declarations do not.
    assert await desk.open("parts/a.tex", text) == []
    (desk.folder / "main.tex").write_text(
        (desk.folder / "main.tex").read_text().replace("$\n", "$\n\\input{parts/a}\n")
    )
    (desk.folder / "parts" / "a.tex").write_text(text)
    desk.client.workspace_did_change_watched_files(
        types.DidChangeWatchedFilesParams(
            [types.FileEvent(desk.uri("main.tex"), types.FileChangeType.Changed)]
        )
    )
    await desk.becomes("parts/a.tex", "BX201")


async def test_closing_takes_back_what_was_said(desk):
    assert await desk.open("a.tex", DECLARED + "$X + b$")
    desk.client.text_document_did_close(types.DidCloseTextDocumentParams(desk.document("a.tex")))
    await desk.becomes("a.tex")


async def test_what_is_no_paper_is_left_alone(desk):
    item = types.TextDocumentItem(desk.uri("a.py"), "python", 1, DECLARED + "$X + b$")
    desk.client.text_document_did_open(types.DidOpenTextDocumentParams(item))
    assert await desk.quiet() == []
    assert await desk.hover("a.py", 1, 1) is None


async def test_an_unsaved_text_has_no_file(desk):
    item = types.TextDocumentItem("untitled:Untitled-1", "markdown", 1, DECLARED + "$X + b$")
    desk.client.text_document_did_open(types.DidOpenTextDocumentParams(item))
    async with asyncio.timeout(30):
        while "untitled:Untitled-1" not in desk.client.diagnostics:
            await asyncio.sleep(0.02)
    assert [one.code for one in desk.client.diagnostics["untitled:Untitled-1"]] == ["BX201"]


async def test_a_large_text_keeps_the_server_awake(editor):
    await editor.start()
    text = DECLARED + "$X \\boxplus b$ and $X \\odot X$ \n\n" * 700
    item = types.TextDocumentItem(editor.uri("big.tex"), "latex", 1, text)
    editor.versions["big.tex"] = 1
    editor.client.text_document_did_open(types.DidOpenTextDocumentParams(item))
    assert await editor.open("small.md", DECLARED + "$X + b$", "markdown") != []
    slowest = 0.0
    for _ in range(10):  # keystrokes: each supersedes the run before, and is taken at once
        start = time.perf_counter()
        end = types.Position(0, 0)
        editor.change("big.tex", (types.Range(end, end), "a"))
        assert await editor.hover("small.md", 0, 1) is not None
        slowest = max(slowest, time.perf_counter() - start)
    assert slowest < 5
    assert await editor.told("big.tex") == []
    versions = [one.version for one in editor.client.published if one.uri == editor.uri("big.tex")]
    assert versions[-1] == 11
    assert len(versions) <= 3

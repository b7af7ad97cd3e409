"""Code actions, made as an editor makes them: what remains is clean."""

from __future__ import annotations

import json
import re

import pytest
from lsprotocol import types

pytestmark = pytest.mark.asyncio(loop_scope="module")

PREAMBLE = "\\documentclass{article}\r\n\\usepackage{amsmath}\r\n\\begin{document}\r\n"
DECLARED = "$X \\in \\mathbb{R}^{n\\times d}$, $b \\in \\mathbb{R}^{1\\times d}$ 𝟏\r\n"
BODY = "𝒫 $X + b$ and $X - b$\r\n"
END = "\\end{document}\r\n"
TEXT = PREAMBLE + DECLARED + BODY + END
EVERYWHERE = types.Range(types.Position(0, 0), types.Position(99, 0))


def made(text, edits):
    """Return a text with edits made, by the letter of the protocol: columns are UTF-16 units."""
    lines = re.split(r"(?<=\n)|(?<=\r)(?!\n)", text)
    units = [len(line.encode("utf-16-le")) for line in lines]
    data = text.encode("utf-16-le")

    def place(position):
        return sum(units[: position.line]) + 2 * position.character

    for edit in sorted(edits, key=lambda e: place(e.range.start), reverse=True):
        start, end = place(edit.range.start), place(edit.range.end)
        data = data[:start] + edit.new_text.encode("utf-16-le") + data[end:]
    return data.decode("utf-16-le")


def titled(actions, beginning):
    return [one for one in actions if one.title.startswith(beginning)]


async def test_corrections_and_their_package_leave_the_text_clean(desk):
    found = await desk.open("a.tex", TEXT)
    assert [one.code for one in found] == ["BX201", "BX201"]
    (action,) = titled(await desk.actions("a.tex", found[0].range), "Write")
    assert (action.kind, action.is_preferred) == (types.CodeActionKind.QuickFix, True)
    assert [one.code for one in action.diagnostics] == ["BX201"]
    text = made(TEXT, action.edit.changes[desk.uri("a.tex")])
    assert text == TEXT.replace("X + b", "X \\boxplus b").replace(
        "{amsmath}\r\n", "{amsmath}\r\n\\usepackage{amssymb}\r\n"
    )
    desk.change("a.tex", text)
    (left,) = await desk.told("a.tex")
    (action,) = titled(await desk.actions("a.tex", left.range), "Write")
    text = made(text, action.edit.changes[desk.uri("a.tex")])
    assert text.count("\\usepackage{amssymb}") == 1
    desk.change("a.tex", text)
    assert await desk.told("a.tex") == []


async def test_all_that_is_safe_at_once(editor):
    edits = types.WorkspaceEditClientCapabilities(document_changes=True)
    await editor.start(workspace=types.WorkspaceClientCapabilities(workspace_edit=edits))
    await editor.open("a.tex", TEXT.replace("X - b", "1 - X"))
    (action,) = await editor.actions("a.tex", EVERYWHERE, only=["source.fixAll"])
    assert action.kind == "source.fixAll.boxdot"
    (change,) = action.edit.document_changes
    assert change.text_document.version == 1
    text = made(TEXT.replace("X - b", "1 - X"), change.edits)
    assert "X \\boxplus b" in text
    assert "1 - X" in text  # what it means is for the author to say
    editor.change("a.tex", text)
    assert [one.code for one in await editor.told("a.tex")] == ["BX202"]


async def test_the_package_of_a_part_is_loaded_in_its_main_file(desk):
    main = PREAMBLE + "\\input{part}\r\n" + END
    (desk.folder / "main.tex").write_bytes(main.encode())
    (desk.folder / "part.tex").write_text(DECLARED + BODY)
    found = await desk.open("part.tex", DECLARED + BODY)
    (action,) = titled(await desk.actions("part.tex", found[0].range), "Write")
    changes = action.edit.changes
    assert made(main, changes[desk.uri("main.tex")]) == main.replace(
        "{amsmath}\r\n", "{amsmath}\r\n\\usepackage{amssymb}\r\n"
    )
    (action,) = await desk.actions("part.tex", EVERYWHERE, only=["source.fixAll.boxdot"])
    assert set(action.edit.changes) == {desk.uri("part.tex"), desk.uri("main.tex")}
    desk.change("part.tex", made(DECLARED + BODY, action.edit.changes[desk.uri("part.tex")]))
    assert await desk.told("part.tex") == []


async def test_an_unsafe_correction_says_so(desk):
    text = "$z \\in \\mathbb{R}^{h}$: $1 - z$\n"
    (found,) = await desk.open("a.md", text, "markdown")
    (action,) = titled(await desk.actions("a.md", found.range), "Write")
    assert "unsafe" in action.title
    assert not action.is_preferred
    desk.change("a.md", made(text, action.edit.changes[desk.uri("a.md")]))
    assert await desk.told("a.md") == []


@pytest.mark.parametrize(("name", "comment"), [("a.tex", "% "), ("a.md", "<!-- ")])
async def test_a_finding_is_ignored_on_its_line(desk, name, comment):
    text = "$z \\in \\mathbb{R}^{h}$.\r\n$1 - z$\r\nrest\r\n"
    (found,) = await desk.open(name, text)
    (action,) = titled(await desk.actions(name, found.range), "Ignore BX202")
    text = made(text, action.edit.changes[desk.uri(name)])
    assert f"$1 - z$ {comment}boxdot: ignore[BX202]" in text
    desk.change(name, text)
    assert await desk.told(name) == []


async def test_a_needless_comment_is_taken_out(editor):
    await editor.start(options={"extendSelect": ["BX901"]})
    text = "$z \\in \\mathbb{R}^{h}$ % boxdot: ignore[BX202]\n"
    (found,) = await editor.open("a.tex", text)
    assert (found.code, *found.tags) == ("BX901", types.DiagnosticTag.Unnecessary)
    (action,) = await editor.actions("a.tex", found.range)
    assert made(text, action.edit.changes[editor.uri("a.tex")]) == "$z \\in \\mathbb{R}^{h}$\n"


async def test_elsewhere_there_is_nothing_to_do(desk):
    await desk.open("a.tex", TEXT)
    start = types.Range(types.Position(0, 0), types.Position(0, 0))
    assert await desk.actions("a.tex", start) == []
    assert await desk.actions("a.tex", EVERYWHERE, only=["refactor"]) == []


async def test_a_notebook_that_is_open_as_text(desk):
    source = [DECLARED, BODY]
    cells = [{"cell_type": "markdown", "metadata": {}, "source": source}]
    notebook = {"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
    text = json.dumps(notebook, indent=1, ensure_ascii=False)
    found = await desk.open("a.ipynb", text, "json")
    assert [one.code for one in found] == ["BX201", "BX201"]
    said = await desk.hover("a.ipynb", found[0].range.start.line, found[0].range.start.character)
    assert said.startswith("`X + b`: ")
    (action,) = await desk.actions("a.ipynb", EVERYWHERE, only=["source.fixAll"])
    text = made(text, action.edit.changes[desk.uri("a.ipynb")])
    assert json.loads(text)["cells"][0]["source"][1].startswith("𝒫 $X \\boxplus b$")
    desk.change("a.ipynb", text)
    assert await desk.told("a.ipynb") == []

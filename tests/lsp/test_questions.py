"""Hover, declarations, symbols and hints, asked by a real client."""

from __future__ import annotations

import pytest
from lsprotocol import types

pytestmark = pytest.mark.asyncio(loop_scope="module")

TEXT = (
    "\\newcommand{\\mX}{\\mathbf{X}}\n"
    "𝟏 $\\mX \\in \\mathbb{R}^{n\\times d}$, $W \\in \\mathbb{R}^{d\\times h}$\n"
    "\\begin{equation}\n"
    "  H = \\sigma(\\mX W), \\quad f: \\mathbb{R}^n \\to \\mathbb{R}\n"
    "\\end{equation}\n"
    "$H + q$ % boxdot: ignore[BX201]\n"
)


def at(piece, line):
    """Return the UTF-16 column of a piece of a line."""
    before = TEXT.split("\n")[line].partition(piece)[0]
    return len(before.encode("utf-16-le")) // 2


async def test_hover_tells_shape_and_declaration_of_a_symbol(desk):
    await desk.open("a.tex", TEXT)
    said = await desk.hover("a.tex", 3, at("\\mX", 3))
    assert said.startswith("`\\mX`: **n×d**")
    assert "declared at a.tex:2 by `\\mX \\in \\mathbb{R}^{n\\times d}`" in said
    assert await desk.hover("a.tex", 1, at("\\mX", 1)) == said


async def test_hover_tells_the_shape_of_the_smallest_expression(desk):
    await desk.open("a.tex", TEXT)
    said = await desk.hover("a.tex", 3, at(" W", 3))
    assert said.startswith("`\\mX W`: **n×h**")
    assert "- `W`: d×h, declared at a.tex:2" in said


async def test_hover_tells_what_follows_from_a_definition(desk):
    await desk.open("a.tex", "$X \\in \\mathbb{R}^{n\\times d}$.\n\n$Y = X^\\top$.\n\n$Y + Z$\n")
    said = await desk.hover("a.tex", 4, 1)
    assert said.startswith("`Y`: **d×n**")
    assert "follows at a.tex:3 by `Y = X^\\top`" in said
    assert "undeclared" in await desk.hover("a.tex", 4, 5)


async def test_hover_shows_the_page_of_a_rule(desk):
    await desk.open("a.tex", TEXT)
    said = await desk.hover("a.tex", 5, at("BX201", 5) + 2)
    assert said.startswith("# implicit-broadcast-add (BX201)")
    assert "## " in said


async def test_hover_is_silent_where_nothing_is(desk):
    await desk.open("a.tex", TEXT)
    assert await desk.hover("a.tex", 0, 2) is None
    assert await desk.hover("a.tex", 99, 99) is None
    assert await desk.hover("other.tex", 0, 0) is None


async def test_a_symbol_leads_to_its_declaration_in_another_file(desk):
    (desk.folder / "main.tex").write_text(
        "\\documentclass{article}\\begin{document}\n\\input{notation}\n$𝟏 + X b$\n\\end{document}\n"
    )
    (desk.folder / "notation.tex").write_text("The $𝒫$ and $b, X \\in \\mathbb{R}^{n}$.\n")
    await desk.open("main.tex")
    found = await desk.definition("main.tex", 2, 6)
    assert found.uri == desk.uri("notation.tex")
    assert found.range == types.Range(types.Position(0, 17), types.Position(0, 18))
    params = types.DeclarationParams(desk.document("main.tex"), types.Position(2, 6))
    assert await desk.client.text_document_declaration_async(params) == found
    assert await desk.definition("main.tex", 2, 4) is None


async def test_the_configuration_declares_too(desk):
    (desk.folder / "boxdot.toml").write_text('[symbols]\nZ = "R^{k}"\n')
    await desk.open("a.tex", "$Z + 1$\n")
    said = await desk.hover("a.tex", 0, 1)
    assert "`Z`: **k**" in said
    assert "declared in the configuration" in said
    assert await desk.definition("a.tex", 0, 1) is None


async def test_symbols_have_shapes(desk):
    await desk.open("a.tex", TEXT)
    params = types.DocumentSymbolParams(desk.document("a.tex"))
    found = await desk.client.text_document_document_symbol_async(params)
    shapes = {one.name: one.detail for one in found}
    assert shapes["𝐗"] == "n×d"
    assert shapes["W"] == "d×h"
    assert found[0].range == types.Range(types.Position(1, 4), types.Position(1, 7))


@pytest.mark.parametrize(("options", "labels"), [(None, None), ({"inlayHints": True}, [": d×n"])])
async def test_hints_are_off_until_they_are_wanted(editor, options, labels):
    await editor.start(options=options)
    await editor.open("a.tex", "$X \\in \\mathbb{R}^{n\\times d}$.\n\n𝟏 $Y = X^\\top$.\n")
    everywhere = types.Range(types.Position(0, 0), types.Position(9, 0))
    params = types.InlayHintParams(editor.document("a.tex"), everywhere)
    found = await editor.client.text_document_inlay_hint_async(params)
    assert (found and [one.label for one in found]) == labels
    if found:
        assert found[0].position == types.Position(2, 5)

"""What the server answers, as functions of a paper: the door to all that needs the linter."""

from __future__ import annotations

from typing import Any

from lsprotocol import types

from boxdot.grammar.source import Span
from boxdot.lsp import hovering
from boxdot.lsp.actions import Actions
from boxdot.lsp.buffers import Buffer, Buffers
from boxdot.lsp.diagnostics import location
from boxdot.lsp.papers import Paper
from boxdot.notation.shapes.spelling import shape_text


def hover(paper: Paper, buffer: Buffer, _: Buffers, params: types.HoverParams) -> Any:
    """Return what is known of the place under the cursor."""
    return hovering.hover(paper, buffer, buffer.lines.offset(params.position))


def definition(
    paper: Paper, buffer: Buffer, buffers: Buffers, params: types.DefinitionParams
) -> types.Location | None:
    """Return where the symbol under the cursor is declared."""
    offset = buffer.lines.offset(params.position)
    look = paper.looking.at(paper.files[buffer.path], offset)
    declared = look.symbols[0].declared if look is not None and look.alone else None
    return None if declared is None else location(declared, buffers)


def symbols(
    paper: Paper, buffer: Buffer, _: Buffers, params: types.DocumentSymbolParams
) -> list[types.DocumentSymbol]:
    """Return the symbols that a file declares, with their shapes."""
    found = []
    for entry in paper.symbols:
        place = entry.declared
        if place is None or entry.declaration is None:
            continue
        if place.source is not paper.files[buffer.path]:
            continue
        function = entry.declaration.signature is not None
        kind = types.SymbolKind.Function if function else types.SymbolKind.Variable
        here = buffer.lines.range(Span(place.at, max(place.at, place.end)))
        found.append(types.DocumentSymbol(entry.name, kind, here, here, entry.shown))
    return found


def hints(
    paper: Paper, buffer: Buffer, _: Buffers, params: types.InlayHintParams
) -> list[types.InlayHint]:
    """Return the shapes of the first sides of the equations in a stretch of the file."""
    wanted, file = buffer.lines.span(params.range), paper.files[buffer.path]
    return [
        types.InlayHint(
            position=buffer.lines.position(span.end),
            label=f": {shape_text(shape)}",
            kind=types.InlayHintKind.Type,
            padding_right=True,
        )
        for number, formula in enumerate(paper.document.formulas)
        if formula.file is file and formula.start <= wanted.end and wanted.start <= formula.end
        for span, shape in paper.looking.shapes_in(number)
    ]


def actions(
    paper: Paper, buffer: Buffer, buffers: Buffers, params: types.CodeActionParams, versioned: bool
) -> list[types.CodeAction]:
    """Return the actions for a stretch of the file."""
    made = Actions(paper, buffer, buffers, versioned=versioned)
    return made.within(buffer.lines.span(params.range), params.context.only)

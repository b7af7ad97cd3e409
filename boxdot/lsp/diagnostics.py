"""Findings as diagnostics of the protocol."""

from __future__ import annotations

from collections.abc import Iterator

from lsprotocol import types

from boxdot.grammar.source import Span
from boxdot.lsp.buffers import Buffer, Buffers
from boxdot.lsp.papers import Paper
from boxdot.lsp.positions import Lines
from boxdot.notation.diagnostics import ERROR, WARNING
from boxdot.notation.linting import Finding
from boxdot.notation.linting.inventory import Place
from boxdot.notation.linting.unused import NAME as UNUSED

SOURCE = "boxdot"
_MOST_RELATED = 8


def diagnostics(
    paper: Paper, buffer: Buffer, buffers: Buffers, *, related: bool
) -> list[types.Diagnostic]:
    """Return what is wrong in a file of a paper; with ``related`` also where symbols come from."""
    return [
        diagnostic(finding, buffer, list(_related(paper, finding, buffers)) if related else None)
        for finding in paper.findings(buffer.path)
    ]


def diagnostic(
    finding: Finding,
    buffer: Buffer,
    related: list[types.DiagnosticRelatedInformation] | None = None,
) -> types.Diagnostic:
    """Return a finding as a diagnostic."""
    severity = types.DiagnosticSeverity
    fix = finding.fix
    return types.Diagnostic(
        range=buffer.lines.range(finding.span),
        message=finding.message + (f"\nhelp: {fix.description}" if fix is not None else ""),
        severity={ERROR: severity.Error, WARNING: severity.Warning}.get(
            finding.severity, severity.Information
        ),
        code=finding.code,
        source=SOURCE,
        tags=[types.DiagnosticTag.Unnecessary] if finding.name == UNUSED else None,
        related_information=related or None,
        data={"name": finding.name, "fix": None if fix is None else fix.as_json()},
    )


def _related(
    paper: Paper, finding: Finding, buffers: Buffers
) -> Iterator[types.DiagnosticRelatedInformation]:
    """Yield where the symbols of the faulty expression are declared."""
    known = paper.looking.symbols_around(finding.source, finding.span)
    for one in known[:_MOST_RELATED]:
        if one.declared is not None:
            message = f"{one.name} is {one.shown}"
            yield types.DiagnosticRelatedInformation(location(one.declared, buffers), message)


def location(place: Place, buffers: Buffers) -> types.Location:
    """Return a place of a paper as the editor knows it."""
    lines = Lines(place.source.text, buffers.encoding)
    span = Span(place.at, max(place.at, place.end))
    return types.Location(buffers.uri_of(place.source.path), lines.range(span))

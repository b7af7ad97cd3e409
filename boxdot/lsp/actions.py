"""Code actions: corrections, all safe ones at once, and comments that ignore a finding."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from lsprotocol import types

from boxdot.grammar.papers import SourceFile
from boxdot.grammar.papers.decoding import real_path
from boxdot.grammar.source import Span
from boxdot.lsp.buffers import Buffer, Buffers
from boxdot.lsp.diagnostics import diagnostic
from boxdot.lsp.kinds import FIX_ALL
from boxdot.lsp.papers import Paper
from boxdot.lsp.positions import Lines
from boxdot.notation.linting import Finding, Fix
from boxdot.notation.linting.adding import ignoring_edits
from boxdot.notation.linting.edits import edits_between
from boxdot.notation.linting.findings import Edit
from boxdot.notation.linting.fixing import fix_documents
from boxdot.notation.linting.fixing.single import with_packages
from boxdot.notation.linting.unused import NAME as UNUSED

Placed = Iterable[tuple[SourceFile, Edit]]


class Actions:
    """The actions for a file of a paper."""

    def __init__(self, paper: Paper, buffer: Buffer, buffers: Buffers, *, versioned: bool) -> None:
        self._paper = paper
        self._buffer = buffer
        self._buffers = buffers
        self._versioned = versioned
        self._file = paper.files[buffer.path]

    def within(
        self, span: Span, only: Sequence[types.CodeActionKind | str] | None
    ) -> list[types.CodeAction]:
        """Return the actions for a stretch of the file, of the kinds that are asked for."""
        found: list[types.CodeAction] = []
        findings = self._paper.findings(self._buffer.path)
        if _wanted(types.CodeActionKind.QuickFix, only):
            here = [one for one in findings if _touches(one.span, span)]
            found += [action for one in here for action in self._of(one)]
        # Without a wish it would be made at each move of the cursor: it is asked for by its kind.
        if only and _wanted(FIX_ALL, only):
            found += self._all()
        return found

    def _of(self, finding: Finding) -> Iterator[types.CodeAction]:
        fix = finding.fix
        if fix is not None and fix.edits:
            yield self._correction(finding, fix)
        if finding.name != UNUSED:
            edits = ignoring_edits(self._file, [finding], self._paper.document)
            title = f"Ignore {finding.code} ({finding.name}) here"
            yield self._action(title, [(self._file, edit) for edit in edits], finding)

    def _correction(self, finding: Finding, fix: Fix) -> types.CodeAction:
        placed = with_packages(self._paper.document, self._file, fix.edits, self._paper.texts)
        doubt = "" if fix.safe else " (unsafe: you may mean another)"
        title = f"{fix.description[:1].upper()}{fix.description[1:]}{doubt}"
        action = self._action(title, placed, finding)
        action.is_preferred = fix.safe
        return action

    def _all(self) -> Iterator[types.CodeAction]:
        """Yield the action that makes all safe corrections in the file, if there are any."""
        document, prepared = self._paper.document, self._paper.project.prepared
        fixes = fix_documents([document], prepared, texts=self._paper.texts)
        for fixed in fixes.files:
            if real_path(fixed.path) == self._buffer.path:
                edits = edits_between(fixed.before, fixed.after)
                placed = with_packages(document, self._file, edits, self._paper.texts)
                yield types.CodeAction(
                    title="Fix all that boxdot can fix safely",
                    kind=FIX_ALL,
                    edit=self._edit(placed),
                )

    def _action(self, title: str, placed: Placed, finding: Finding) -> types.CodeAction:
        return types.CodeAction(
            title=title,
            kind=types.CodeActionKind.QuickFix,
            diagnostics=[diagnostic(finding, self._buffer)],
            edit=self._edit(placed),
        )

    def _edit(self, placed: Placed) -> types.WorkspaceEdit:
        """Return edits of files as the editor makes them."""
        by_file: dict[SourceFile, list[types.TextEdit]] = {}
        lines: dict[SourceFile, Lines] = {}
        for file, edit in placed:
            here = lines.setdefault(file, Lines(file.text, self._buffers.encoding))
            made = types.TextEdit(here.range(Span(edit.start, edit.end)), edit.text)
            by_file.setdefault(file, []).append(made)
        if not self._versioned:
            changes = {self._buffers.uri_of(file.path): edits for file, edits in by_file.items()}
            return types.WorkspaceEdit(changes=changes)
        return types.WorkspaceEdit(
            document_changes=[
                types.TextDocumentEdit(self._identifier(file), list(edits))
                for file, edits in by_file.items()
            ]
        )

    def _identifier(self, file: SourceFile) -> types.OptionalVersionedTextDocumentIdentifier:
        buffer = self._buffers.at(file.path)
        return types.OptionalVersionedTextDocumentIdentifier(
            uri=self._buffers.uri_of(file.path), version=buffer.version if buffer else None
        )


def _touches(one: Span, other: Span) -> bool:
    return one.start <= other.end and other.start <= one.end


def _wanted(kind: str, only: Sequence[types.CodeActionKind | str] | None) -> bool:
    """Tell whether a kind of actions is asked for, itself or by what it is a kind of."""
    if only is None:
        return True
    asked = [one.value if isinstance(one, types.CodeActionKind) else one for one in only]
    name = kind.value if isinstance(kind, types.CodeActionKind) else kind
    return any(not one or name == one or name.startswith(f"{one}.") for one in asked)

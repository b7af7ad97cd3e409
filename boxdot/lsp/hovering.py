"""What is shown of a place: the shape there, where its symbols are declared, what a rule says."""

from __future__ import annotations

import re
from pathlib import Path

from lsprotocol import types

from boxdot.grammar.errors import BoxdotError
from boxdot.grammar.papers import SourceFile
from boxdot.grammar.source import Span
from boxdot.lsp.buffers import Buffer
from boxdot.lsp.papers import Paper
from boxdot.notation.linting import Finding, find_rule
from boxdot.notation.linting.ignoring import read_ignores
from boxdot.notation.linting.looking import Known, Look

_LONGEST = 200
_WORD = re.compile(r"[A-Za-z0-9-]+")


def hover(paper: Paper, buffer: Buffer, offset: int) -> types.Hover | None:
    """Return what is known of a place of a file."""
    file = paper.files[buffer.path]
    found = _rule_page(paper, file, offset) or _known(paper, buffer, file, offset)
    if found is None:
        return None
    text, span = found
    content = types.MarkupContent(kind=types.MarkupKind.Markdown, value=text)
    return types.Hover(content, buffer.lines.range(span))


def _rule_page(paper: Paper, file: SourceFile, offset: int) -> tuple[str, Span] | None:
    """Return the manual page of the rule that a comment names at a place."""
    for ignore in read_ignores(file, paper.document):
        if not ignore.span.start <= offset < ignore.span.end:
            continue
        for word in _WORD.finditer(file.text, ignore.span.start, ignore.span.end):
            if word.start() <= offset < word.end() and word[0] in (ignore.codes or ()):
                page = _page(word[0])
                return None if page is None else (page, Span(*word.span()))
    return None


def _page(code: str) -> str | None:
    try:
        rule = find_rule(code)
    except BoxdotError:  # the beginning of several codes, or none
        return None
    return f"# {rule.name} ({rule.code})\n\n{rule.manual.strip()}"


def _known(paper: Paper, buffer: Buffer, file: SourceFile, offset: int) -> tuple[str, Span] | None:
    look = paper.looking.at(file, offset)
    wrong = [one for one in paper.findings(buffer.path) if _covers(one, offset)]
    if look is None and not wrong:
        return None
    folder = paper.document.path.parent
    parts = [] if look is None else [_shown(look, folder)]
    parts += [f"**{one.code}** {one.name}: {find_rule(one.code).summary}" for one in wrong]
    return "\n\n---\n\n".join(parts), look.span if look is not None else wrong[0].span


def _covers(finding: Finding, offset: int) -> bool:
    return finding.span.start <= offset < max(finding.span.end, finding.span.start + 1)


def _shown(look: Look, folder: Path) -> str:
    written = " ".join(look.source.shown(look.span.of(look.source.text)).split())
    head = f"{_code(written)}: **{look.shown}**"
    if look.alone:
        return f"{head}\n\n{_evidence(look.symbols[0], folder)}"
    rows = [f"- {_code(one.name)}: {one.shown}, {_evidence(one, folder)}" for one in look.symbols]
    return "\n".join([head, "", *rows]) if rows else head


def _evidence(known: Known, folder: Path) -> str:
    """Say where a symbol is declared, or why its shape is not known."""
    if known.reason is not None:
        return known.reason
    if known.declared is None:
        return "declared in the configuration"
    line, _ = known.declared.source.line_and_column(known.declared.at)
    path = known.declared.source.path
    name = path.relative_to(folder) if path.is_relative_to(folder) else path
    return f"{known.how} at {name}:{line} by {_code(known.said)}"


def _code(text: str) -> str:
    """Return the text as code of Markdown, cut where it is long."""
    text = text if len(text) <= _LONGEST else text[:_LONGEST] + "…"
    return f"`` {text} ``" if "`" in text else f"`{text}`"

"""Comments written into a paper that ignore the findings that it has."""

from __future__ import annotations

import re
from collections.abc import Iterable

from boxdot.grammar.papers import Document, SourceFile
from boxdot.grammar.source import Span
from boxdot.notation.linting.edits import applied
from boxdot.notation.linting.findings import Edit, Finding
from boxdot.notation.linting.ignoring import Ignore, read_ignores
from boxdot.notation.linting.lines import line_number, line_span

_MARKDOWN = frozenset({".md", ".markdown", ".qmd", ".rmd", ".ipynb"})
_MARGIN = re.compile(r"[ \t]*(?:>[ \t]?)*")


def with_ignores(file: SourceFile, findings: Iterable[Finding], document: Document) -> str:
    r"""Return the text of a file with comments that ignore the findings in it.

    A comment stands at the end of the line; in Markdown, where the line ends within a formula, on
    a line of its own before the formula. A comment that is there already gets the codes too. The
    lines of a notebook are those of its cells.
    """
    return applied(file.text, ignoring_edits(file, findings, document))


def ignoring_edits(file: SourceFile, findings: Iterable[Finding], document: Document) -> list[Edit]:
    """Return the edits of a file that write these comments."""
    wanted: dict[tuple[int, bool], dict[str, None]] = {}
    for finding in findings:
        wanted.setdefault(_line(file, finding, document), {})[finding.code] = None
    ignores = read_ignores(file)
    return [_edit(file, line, own, list(codes), ignores) for (line, own), codes in wanted.items()]


def _line(file: SourceFile, finding: Finding, document: Document) -> tuple[int, bool]:
    """Return the line of a comment, and whether it is a line of its own before that one."""
    line = line_number(file, finding.span.start)
    if _is_markdown(file):
        end = line_span(file, line).end
        for formula in document.formulas:
            around = formula.outer
            if formula.file is file and around.start <= finding.span.start < around.end > end:
                return line_number(file, around.start), True
    return line, False


def _edit(
    file: SourceFile, line: int, own: bool, codes: list[str], ignores: Iterable[Ignore]
) -> Edit:
    kind = "-next-line" if own else ""
    for ignore in ignores:
        at = line_number(file, ignore.span.start)
        if ignore.kind == kind and at == line - own and ignore.codes is not None:
            return _longer(file, ignore.span, [*ignore.codes, *codes])
    comment = _comment(file, f"boxdot: ignore{kind}[{', '.join(codes)}]")
    place = line_span(file, line)
    start, end = place.start, place.end
    if own:
        margin = _MARGIN.match(file.text, start, end)
        ending = file.spelled("\r\n" if file.text.startswith("\r\n", end) else "\n")
        return Edit(start, start, f"{margin[0] if margin else ''}{comment}{ending}")
    at = start + len(place.of(file.text).rstrip())
    return Edit(at, at, f" {comment}")


def _longer(file: SourceFile, span: Span, names: list[str]) -> Edit:
    written = span.of(file.text)
    opening, closing = written.index("["), written.index("]")
    text = ", ".join(dict.fromkeys(names))
    return Edit(span.start + opening + 1, span.start + closing, text)


def _comment(file: SourceFile, text: str) -> str:
    return f"<!-- {text} -->" if _is_markdown(file) else f"% {text}"


def _is_markdown(file: SourceFile) -> bool:
    return file.path.suffix.lower() in _MARKDOWN

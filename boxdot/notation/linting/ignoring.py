"""Comments by which an author keeps a rule quiet: on a line, the next one, a block or a file."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from boxdot.grammar.errors import BoxdotError
from boxdot.grammar.papers import Document, SourceFile
from boxdot.grammar.source import Span
from boxdot.notation.linting.findings import Finding
from boxdot.notation.linting.lines import line_number
from boxdot.notation.linting.rules.table import codes_of

ENDLESS = 1 << 60
_KINDS = "|-next-line|-begin|-end|-file"
_BODY = rf"boxdot:[ \t]*ignore({_KINDS})(?![\w-])[ \t]*(?:\[([^\]\n]*)\])?"
_PERCENT = re.compile(rf"(?<!\\)(?:\\\\)*(%+[ \t]*{_BODY})")
_HTML = re.compile(rf"(<!--[ \t]*{_BODY}[^\n]*?-->)")

Codes = Mapping[str, frozenset[str]]
"""The names in a comment as they are written, and the codes that each stands for."""


@dataclass(slots=True)
class Ignore:
    """One comment.

    ``first`` and ``last`` are the lines that it rules, ``codes`` what it names (None: all rules),
    ``used`` the names (or, without names, the codes) that kept a finding quiet.
    """

    kind: str
    first: int
    last: int
    codes: Codes | None
    span: Span
    used: set[str] = field(default_factory=set)

    def quiets(self, finding: Finding) -> bool:
        """Tell whether the comment is about a finding, and note that it is."""
        first, last = finding.span.start, finding.span.end
        if line_number(finding.source, last) < self.first:
            return False
        if line_number(finding.source, first) > self.last:
            return False
        if self.codes is None:
            self.used.add(finding.code)
            return True
        named = [name for name, codes in self.codes.items() if finding.code in codes]
        self.used.update(named)
        return bool(named)


def read_ignores(file: SourceFile, document: Document | None = None) -> list[Ignore]:
    r"""Return the comments of a file; what names no rule is kept, and never used.

    ``document`` tells where formulas end: a comment on the line before one rules all of it.

    >>> from pathlib import Path
    >>> [ignore] = read_ignores(SourceFile(Path("a.tex"), "$1 - X$ % boxdot: ignore[BX202]\n"))
    >>> ignore.first, ignore.last, list(ignore.codes)
    (1, 1, ['BX202'])
    """
    if "boxdot:" not in file.text:
        return []
    found: list[Ignore] = []
    for span, kind, names in _comments(file):
        line = line_number(file, span.start)
        codes = None if names is None else _named(names)
        if kind == "-end":
            _close(found, line, codes)
        else:
            found.append(Ignore(kind, *_ruled(kind, line), codes, span))
    if document is not None and any(one.kind == "-next-line" for one in found):
        _stretch(found, _ends_of_formulas(file, document))
    return found


def quieted(findings: Iterable[Finding], ignores: Mapping[str, list[Ignore]]) -> list[Finding]:
    """Return the findings that no comment of their file is about; the comments note their use."""
    return [
        finding
        for finding in findings
        # All of the comments are asked: each that is about the finding counts as used.
        if not sum(ignore.quiets(finding) for ignore in ignores.get(finding.file, ()))
    ]


def _comments(file: SourceFile) -> Iterator[tuple[Span, str, str | None]]:
    patterns = (_PERCENT,) if file.path.suffix.lower() in {".tex", ".ltx"} else (_PERCENT, _HTML)
    matches = (match for pattern in patterns for match in pattern.finditer(file.text))
    for match in sorted(matches, key=lambda match: match.start(1)):
        yield Span(*match.span(1)), match[2], match[3]


def _ruled(kind: str, line: int) -> tuple[int, int]:
    """Return the first and the last line that a comment on a line rules."""
    return {
        "": (line, line),
        "-next-line": (line + 1, line + 1),
        "-begin": (line, ENDLESS),
        "-file": (1, ENDLESS),
    }[kind]


def _close(found: list[Ignore], line: int, codes: Codes | None) -> None:
    """End the innermost open block, of the same codes if these are named."""
    for ignore in reversed(found):
        is_open = ignore.kind == "-begin" and ignore.last == ENDLESS
        if is_open and (codes is None or ignore.codes == codes):
            ignore.last = line
            return


def _stretch(found: list[Ignore], ends: Mapping[int, int]) -> None:
    for ignore in found:
        if ignore.kind == "-next-line":
            ignore.last = max(ignore.last, ends.get(ignore.first, 0))


def _ends_of_formulas(file: SourceFile, document: Document) -> dict[int, int]:
    """Return the line at which a formula starts, and the one at which it ends."""
    spans = (formula.outer for formula in document.formulas if formula.file is file)
    lines = ((line_number(file, s.start), line_number(file, s.end)) for s in spans)
    ends: dict[int, int] = {}
    for start, end in lines:
        ends[start] = max(end, ends.get(start, 0))
    return ends


def _named(names: str) -> Codes:
    return {name: _codes(name) for name in map(str.strip, names.split(",")) if name}


def _codes(name: str) -> frozenset[str]:
    try:
        return frozenset(codes_of(name))
    except BoxdotError:
        return frozenset()

"""Code in Markdown, which is not read: fences, spans, indented blocks; but for fences of math."""

from __future__ import annotations

import re
from functools import lru_cache

from boxdot.grammar.papers.markdown.state import MarkdownState
from boxdot.grammar.source import Span

_FENCE = re.compile(r"[ \t>]*(?P<mark>`{3,}|~{3,})[ \t]*(?P<info>[^\n]*)(?:\n|\Z)")
_INDENTED = re.compile(r"(?:(?:[ ]{4}|[ ]{0,3}\t)[^\n]*(?:\n|\Z)|[ \t\r]*\n)+")
_LANGUAGE = re.compile(r"\{?[.]?([A-Za-z]*)")
_DIRECTIVE = re.compile(r"(?:[ \t>]*:[\w-]+:[^\n]*\n)*")

MATH_FENCES = frozenset({"katex", "latex", "math", "tex"})
_ROLE = re.compile(r"\{math\}\Z")
_BEFORE_ROLE = 20
# A fence of LaTeX with these holds a piece of a document, shown as code.
_DOCUMENT = re.compile(r"\$|\\\[|\\\(|\\documentclass|\\usepackage|\\section")


def fence(state: MarkdownState, at: int) -> int | None:
    """Pass over the fence that opens on the line at ``at``; keep it if it is a formula."""
    match = _FENCE.match(state.text, at)
    if not match or (match["mark"][0] == "`" and "`" in match["info"]):
        return None
    closing = _closing(match["mark"][0], min(len(match["mark"]), 50)).search(
        state.text, match.end() - 1
    )
    stop, end = closing.span() if closing else (len(state.text), len(state.text))
    state.running.end_paragraph(at)
    language = _LANGUAGE.match(match["info"])
    if language and language[1] in MATH_FENCES:
        body = Span(_after_options(state.text, match.end()), stop)
        if body.start < body.end and not _DOCUMENT.search(state.text, body.start, body.end):
            return state.keep("math-fence", body, Span(match.start("mark"), end))
    return state.drop(at, end)


def ticks(state: MarkdownState, event: re.Match[str]) -> int:
    """Keep a span of code in the running text: it may name a shape."""
    length = len(event[0])
    end = state.closing_ticks(event.end(), length)
    if end is None:
        return event.end()
    start = event.start()
    if _ROLE.search(state.text, max(start - _BEFORE_ROLE, 0), start):  # {math}`x + y` of MyST
        return state.keep("inline", Span(event.end(), end), Span(start - 6, end + length))
    state.running.code(event.start(), Span(event.end(), end), end + length)
    return end + length


def indented(state: MarkdownState, at: int) -> int | None:
    """Pass over an indented block at ``at``, if it is code; in a list, or a formula, it is not."""
    match = _INDENTED.match(state.text, at)
    if state.in_list or not match or match[0].lstrip().startswith(("$$", r"\begin", r"\[", r"\\[")):
        return None
    return state.drop(at, match.end())


def _after_options(text: str, at: int) -> int:
    """Return the place after the options of a directive: ``:label: eq``."""
    match = _DIRECTIVE.match(text, at)
    return match.end() if match else at


@lru_cache(maxsize=128)
def _closing(mark: str, length: int) -> re.Pattern[str]:
    """Return the pattern of the line that closes a fence."""
    return re.compile(rf"\n[ \t>]*{mark}{{{length},}}[ \t\r]*(?=\n|\Z)")

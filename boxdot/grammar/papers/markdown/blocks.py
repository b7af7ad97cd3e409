"""Lines of Markdown that open or close something: blank lines, headings, fences, items."""

from __future__ import annotations

import re

from boxdot.grammar.papers.markdown import code
from boxdot.grammar.papers.markdown.state import MarkdownState
from boxdot.grammar.source import Span

_FRONT_MATTER = re.compile(r"(---|\+\+\+)[ \t\r]*\n(?:[^\n]*\n)*?(?:\1|\.\.\.)[ \t\r]*(?:\n|\Z)")
_MAX_FRONT_MATTER = 50_000
_BLANK = re.compile(r"(?:[ \t\r]*\n)+")
_HEADING = re.compile(r"[ ]{0,3}(#{1,6})[ \t]+([^\n]*)")
_UNDERLINE = re.compile(r"[ ]{0,3}(=+|-+)[ \t\r]*(?:\n|\Z)")
_ITEM = re.compile(r"[ \t]*(?:[-*+]|[0-9]{1,9}[.)])[ \t]")
_NO_TITLE = re.compile(r"[ \t]*(?:[-*+>|#]|[0-9]+[.)][ \t]|```|~~~|\Z)")


def front_matter(text: str) -> int:
    r"""Return the place after the settings on top of the file.

    >>> front_matter("---\ntitle: a\n---\nb")
    17
    """
    match = _FRONT_MATTER.match(text, 0, _MAX_FRONT_MATTER)
    return match.end() if match else 0


def line(state: MarkdownState, at: int) -> int:
    """Handle the line that starts at ``at``; return where to go on."""
    blank = _BLANK.match(state.text, at)
    if blank:
        return _after_blank(state, blank)
    fence_end = code.fence(state, at)
    if fence_end is not None:
        return fence_end
    item = _ITEM.match(state.text, at)
    if item:
        state.running.end_paragraph(at)
        state.in_list = True
        return code.fence(state, item.end()) or at
    if not _atx(state, at):
        _setext(state, at)
    return at


def _after_blank(state: MarkdownState, blank: re.Match[str]) -> int:
    """Close the paragraph; decide whether the next one is code."""
    at = blank.end()
    state.running.end_paragraph(blank.start())
    if state.text[at : at + 1] not in {" ", "\t", ">"} and not _ITEM.match(state.text, at):
        state.in_list = False
    code_end = code.indented(state, at)
    # The line end before the next line is its event: step back in front of it.
    return (at if code_end is None else code_end) - 1


def _atx(state: MarkdownState, at: int) -> bool:
    """Open a section at a line ``## Title``."""
    match = _HEADING.match(state.text, at)
    if not match:
        return False
    title = match[2].strip().rstrip("#").rstrip()
    state.recorder.heading(state.file, len(match[1]), title, at)
    state.running.heading(at, Span(*match.span(2)))
    return True


def _setext(state: MarkdownState, at: int) -> None:
    """Open a section at a line of ``===`` or ``---`` under its title."""
    match = _UNDERLINE.match(state.text, at)
    if not match or at == 0:
        return
    start = state.text.rfind("\n", 0, at - 1) + 1
    title = state.text[start : at - 1].strip()
    alone = not state.text[state.text.rfind("\n", 0, max(start - 1, 0)) + 1 : start].strip()
    state.running.end_paragraph(at)
    state.running.cut(at, match.end(1))
    if title and alone and not _NO_TITLE.match(title):
        state.recorder.heading(state.file, 1 if match[1][0] == "=" else 2, title, start)

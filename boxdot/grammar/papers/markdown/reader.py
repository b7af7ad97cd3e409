"""Reads a Markdown file from event to event: a line that opens a block, a mark inside of one."""

from __future__ import annotations

import re

from boxdot.grammar.papers.documents import SourceFile
from boxdot.grammar.papers.markdown import blocks, code, formulas, html
from boxdot.grammar.papers.markdown.state import Handler, MarkdownState
from boxdot.grammar.papers.recording import Recorder

# Each branch opens with one character, so that the search jumps to the next of them.
_EVENT = re.compile(
    r"\n(?=[ \t\r]*\n|[ \t>]*(?:```|~~~)"
    r"|[ ]{0,3}(?:#{1,6}[ \t]|(?:=+|-+)[ \t\r]*(?:\n|\Z)|[-*+][ \t])"
    r"|[ \t]*(?:[-*+]|[0-9]{1,9}[.)])[ \t])"
    r"|\\(?:[A-Za-z@]+|\\?[(\[]|.)?"
    r"|\$\$*"
    r"|``*"
    r"|<!--|<(?=(?:script|style|pre|code|textarea)\b)"
    r"|\{%",
    re.DOTALL,
)


def read_markdown(file: SourceFile, recorder: Recorder) -> None:
    """Read a Markdown file into the recorder."""
    state = MarkdownState(file, recorder)
    at = state.drop(0, blocks.front_matter(file.text))
    at = max(blocks.line(state, at), at) if file.text else 0
    while (event := _EVENT.search(state.text, at)) is not None:
        at = max(_EVENTS[event[0][0]](state, event), event.end())
    state.running.end_paragraph(len(state.text))


def _line(state: MarkdownState, event: re.Match[str]) -> int:
    """Handle the line that starts after a line end."""
    return blocks.line(state, event.end())


def _dollar(state: MarkdownState, event: re.Match[str]) -> int:
    """Handle one dollar or two; more hold nothing."""
    if len(event[0]) > 2:
        state.recorder.skip("empty formula", state.file, *event.span())
        return event.end()
    return (formulas.dollars if event[0] == "$$" else formulas.dollar)(state, event)


_EVENTS: dict[str, Handler] = {
    "\n": _line,
    "\\": formulas.backslash,
    "$": _dollar,
    "`": code.ticks,
    "<": html.tag,
    "{": html.liquid,
}

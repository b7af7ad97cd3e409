"""HTML and templates inside of Markdown: what they hide, and formulas in scripts."""

from __future__ import annotations

import re
from functools import lru_cache

from boxdot.grammar.papers.markdown.configured import take_macros
from boxdot.grammar.papers.markdown.state import MarkdownState
from boxdot.grammar.source import Span

_OPENING = re.compile(r"<([A-Za-z]+)([^<>\n]*)>")
_LIQUID = re.compile(r"\{%-?\s*(highlight|comment)\b[^%\n]*%\}")


def tag(state: MarkdownState, event: re.Match[str]) -> int:
    """Pass over a comment, a script, a style or preformatted text."""
    start = event.start()
    if event[0] == "<!--":
        end = state.find("-->", start)
        return event.end() if end < 0 else state.drop(start, end + 3)
    opening = _OPENING.match(state.text, start)
    if not opening:
        return event.end()
    name = opening[1].lower()
    closing = _search(state, rf"</{name}\s*>", opening.end())
    if closing is None:
        return opening.end()
    if name == "script" and "math/tex" in opening[2]:
        environment = "display" if "display" in opening[2] else "inline"
        body = Span(opening.end(), closing.start())
        return state.keep(environment, body, Span(start, closing.end()))
    if name == "script":
        take_macros(state, opening.end(), closing.start())
    return state.drop(start, closing.end())


def liquid(state: MarkdownState, event: re.Match[str]) -> int:
    """Pass over ``{% highlight python %} … {% endhighlight %}``."""
    opening = _LIQUID.match(state.text, event.start())
    if not opening:
        return event.end()
    closing = _search(state, rf"\{{%-?\s*end{opening[1]}\s*-?%\}}", opening.end())
    return event.end() if closing is None else state.drop(event.start(), closing.end())


def _search(state: MarkdownState, pattern: str, at: int) -> re.Match[str] | None:
    """Return the first match from ``at`` on; what is missing once is not looked for again."""
    match = None if pattern in state.missing else _compiled(pattern).search(state.text, at)
    if match is None:
        state.missing.add(pattern)
    return match


@lru_cache(maxsize=32)
def _compiled(pattern: str) -> re.Pattern[str]:
    """Return the pattern, compiled once."""
    return re.compile(pattern, re.IGNORECASE)

r"""Takes out of a formula what is no mathematics: comments, labels, tags, Markdown's escapes."""

from __future__ import annotations

import re

from boxdot.grammar.papers.sourcemap import SourceMap, TextBuilder
from boxdot.grammar.source import Span

_GROUP = r"\s*\{(?:[^{}\\]|\\.|\{[^{}]*\})*\}"
# Labels, tags and text between rows; what only steers the typesetting of a display.
_FURNITURE = (
    rf"\\(?:label|tag\*?|intertext|shortintertext|ref|eqref|footnote|vspace\*?){_GROUP}"
    r"|\\l?eqno\s*\([^()]*\)"
    r"|\\(?:nonumber|notag|qedhere|hline|allowdisplaybreaks|noindent"
    r"|IEEEyesnumber|IEEEnonumber|IEEEyessubnumber)(?![A-Za-z@])"
)
_WORDS = r"\\(?:text[a-z]*|mbox|hbox)\s*\{[^{}$]*\}"

_TEX = re.compile(rf"(?P<cut>{_FURNITURE})|(?P<comment>%[^\n]*)|\\.", re.DOTALL)
_MARKDOWN = re.compile(
    rf"(?P<cut>{_FURNITURE}|<br\s*/?>)"
    r"|(?P<comment>%[^\n]*)"
    rf"|(?P<keep>{_WORDS})"
    r"|\\(?P<bare>\\\\\\|[_*])"
    r"|\\(?P<escape>\\[{}|,;:!%#])"
    r"|(?P<entity>&(?:lt|gt|amp);)"
    r"|(?P<quote>(?<=\n)[ \t]*>[ \t]?)"
    r"|\\.",
    re.DOTALL,
)
# A gap keeps the command before a label apart from the letter after it.
_GAPS = {"cut": " ", "comment": "", "quote": ""}
_ENTITIES = {"&lt;": "<", "&gt;": ">", "&amp;": "&"}
_WORK = re.compile(rf"%|{_FURNITURE}|\\\\|\\[_*]|&(?:lt|gt|amp);|<br|\n[ \t]*>")


def clean_tex(text: str) -> tuple[str, SourceMap]:
    r"""Return the text without comments and labels, and the map to it.

    >>> clean_tex("a % b\n\\label{eq:x} = \\% c")[0]
    'a \n  = \\% c'
    """
    made, at = TextBuilder(), 0
    for match in _TEX.finditer(text):
        if match.lastgroup:
            made.copy(text[at : match.start()], at)
            made.stand_in(_GAPS[match.lastgroup], Span(*match.span()))
            at = match.end()
    made.copy(text[at:], at)
    return made.text, made.map


def clean_markdown(
    text: str, *, doubled: bool = False, quoted: bool = False
) -> tuple[str, SourceMap]:
    r"""Return the text without comments, labels and Markdown's escapes, and the map to it.

    Parameters
    ----------
    doubled
        The paper writes every backslash before punctuation twice: ``\\{`` means ``\{``.
    quoted
        The formula stands in a quotation, whose ``>`` opens each line.

    >>> clean_markdown(r"\mathbf{h}\_t \\\\ \text{a\_b}")[0]
    '\\mathbf{h}_t \\\\ \\text{a\\_b}'
    """
    if not _WORK.search(text):
        return text, SourceMap.identity(len(text))
    made, at = TextBuilder(), 0
    for match in _MARKDOWN.finditer(text):
        plain = _plain(match, doubled, quoted)
        if plain is None:
            continue
        made.copy(text[at : match.start()], at)
        made.stand_in(plain, Span(match.start(), match.end()))
        at = match.end()
    made.copy(text[at:], at)
    return made.text, made.map


def _plain(match: re.Match[str], doubled: bool, quoted: bool) -> str | None:
    """Return what stands instead of a match; None when it stays as it is."""
    kind = match.lastgroup
    if kind in {"cut", "comment"} or (kind == "quote" and quoted):
        return _GAPS[kind]
    if kind == "bare":
        return r"\\" if match["bare"].startswith("\\") else match["bare"]
    if kind == "escape" and doubled:
        return match["escape"]
    return _ENTITIES[match[0]] if kind == "entity" else None

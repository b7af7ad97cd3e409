r"""Takes out of a formula what is no mathematics: comments, labels, tags, Markdown's escapes."""

from __future__ import annotations

import re

from boxdot.grammar.papers.sourcemap import TextBuilder
from boxdot.grammar.source import Span

_GROUP = r"\s*\{(?:[^{}\\]|\\.|\{[^{}]*\})*\}"
# After a backslash: labels, tags, words between rows, and what only steers the typesetting.
_FURNITURE = (
    rf"(?:label|tag\*?|intertext|shortintertext|ref|eqref|footnote|vspace\*?){_GROUP}"
    r"|l?eqno\s*\([^()]*\)"
    r"|(?:nonumber|notag|qedhere|hline|allowdisplaybreaks|noindent"
    r"|IEEEyesnumber|IEEEnonumber|IEEEyessubnumber)(?![A-Za-z@])"
)
_WORDS = r"(?:text[a-z]*|mbox|hbox)\s*\{[^{}$]*\}"

# Each branch opens with one character, so that the search jumps to the next of them.
_TEX = re.compile(rf"\\(?:(?P<cut>{_FURNITURE})|.)|%(?P<comment>[^\n]*)", re.DOTALL)
_MARKDOWN = re.compile(
    rf"\\(?:(?P<cut>{_FURNITURE})|(?P<keep>{_WORDS})|(?P<bare>\\\\\\|[_*])"
    r"|(?P<escape>\\[{}|,;:!%#])|.)"
    r"|%(?P<comment>[^\n]*)"
    r"|<br(?P<line>)\s*/?>"
    r"|&(?P<entity>lt|gt|amp);"
    r"|\n(?P<quote>[ \t]*>[ \t]?)",
    re.DOTALL,
)
# A gap keeps the command before a label apart from the letter after it.
_GAPS = {"cut": " ", "line": " ", "comment": "", "quote": "\n"}
_ENTITIES = {"lt": "<", "gt": ">", "amp": "&"}
_TEX_WORK = re.compile(rf"%|\\(?:{_FURNITURE})")
_MARKDOWN_WORK = re.compile(rf"%|\\(?:{_FURNITURE}|[\\_*])|&(?:lt|gt|amp);|<br|\n[ \t]*>")


def clean_tex(text: str) -> TextBuilder | None:
    r"""Return the text without comments and labels; None if it has none.

    >>> clean_tex("a % b\n\\label{eq:x} = \\% c").text
    'a \n  = \\% c'
    """
    if not _TEX_WORK.search(text):
        return None
    made, at = TextBuilder(), 0
    for match in _TEX.finditer(text):
        if match.lastgroup:
            made.copy(text[at : match.start()], at)
            made.stand_in(_GAPS[match.lastgroup], Span(*match.span()))
            at = match.end()
    made.copy(text[at:], at)
    return made


def clean_markdown(text: str, *, doubled: bool = False, quoted: bool = False) -> TextBuilder | None:
    r"""Return the text without comments, labels and Markdown's escapes; None if it has none.

    Parameters
    ----------
    doubled
        The paper writes every backslash before punctuation twice: ``\\{`` means ``\{``.
    quoted
        The formula stands in a quotation, whose ``>`` opens each line.

    >>> clean_markdown(r"\mathbf{h}\_t \\\\ \text{a\_b}").text
    '\\mathbf{h}_t \\\\ \\text{a\\_b}'
    """
    if not _MARKDOWN_WORK.search(text):
        return None
    made, at = TextBuilder(), 0
    for match in _MARKDOWN.finditer(text):
        plain = _plain(match, doubled, quoted)
        if plain is None:
            continue
        made.copy(text[at : match.start()], at)
        made.stand_in(plain, Span(match.start(), match.end()))
        at = match.end()
    made.copy(text[at:], at)
    return made


def _plain(match: re.Match[str], doubled: bool, quoted: bool) -> str | None:
    """Return what stands instead of a match; None when it stays as it is."""
    kind = match.lastgroup
    if kind in _GAPS and (kind != "quote" or quoted):
        return _GAPS[kind]
    if kind == "bare":
        return r"\\" if match["bare"].startswith("\\") else match["bare"]
    if kind == "escape" and doubled:
        return match["escape"]
    return _ENTITIES[match["entity"]] if kind == "entity" else None

"""Markup of running text that is not read, and what takes its place.

Each branch of the patterns opens with one character, so that the search jumps to the next of them;
the name of the group that matched says which branch it was.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType

_SILENT = (
    r"label|[A-Za-z]*cite[A-Za-z]*|(?:eq|auto|page|[cC])?ref|includegraphics|url|hspace|vspace"
)
TEX_MARKUP = re.compile(
    "|".join((
        rf"\\(?:(?P<cut>(?:{_SILENT})\*?(?:\[[^\]\n]{{0,300}}\])*\{{[^{{}}]*\}}"
        r"|[A-Za-z@]+\*?[ \t]*)"
        r"|(?P<blank>[,;:! \\])|(?P<bare>.))",
        r"\{(?P<open>)",
        r"\}(?P<close>)",
        r"~(?P<tie>)",
    ))
)  # fmt: skip

# An address follows: the bracket belongs to a link.
_LINKED = r"(?=[^\]\n]{0,300}\]\()"

MARKDOWN_MARKUP = re.compile(
    "|".join((
        # Stars that touch a word; one between blanks is a product.
        r"\*\*{0,2}(?P<star>(?=\S)|(?<=[^\s*]\*)|(?<=[^\s*]\*\*)|(?<=[^\s*]\*\*\*))",
        # Underlines that open or close a word; those inside of a_name belong to it.
        r"__{0,2}(?P<opening>(?=[^\W_])(?<![^\W_]_)(?<![^\W_]__))",
        r"__{0,2}(?P<closing>(?!\w)(?:(?<=[^\W_]_)|(?<=[^\W_]__)))",
        rf"!\[(?P<image>{_LINKED})",
        rf"\[(?P<link>{_LINKED})",
        r"\]\((?P<address>[^()\s]*)\)",
        r"<(?P<break>br\s*/?)>",
        r"<(?P<tag>/?[A-Za-z][^<>\n]*)>",
        r":(?P<role>label|eqlabel|numref|eqref|cite[tp]?|ref):",
        r"\n(?P<quote>[ \t]*>[ \t]?)",
        r"\\(?P<bare>[^A-Za-z0-9\s])",
    ))
)  # fmt: skip

_GAPS: Mapping[str, str] = MappingProxyType({"blank": " ", "break": " ", "tie": " ", "quote": "\n"})


def plain(match: re.Match[str]) -> str:
    """Return what is read instead of a piece of markup; most often nothing."""
    kind = match.lastgroup or ""
    return match[kind] if kind == "bare" else _GAPS.get(kind, "")

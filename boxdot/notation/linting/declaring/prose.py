"""What running text says of shapes: "an n×d matrix X", "b is a bias vector", "d = 512"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from boxdot.grammar.papers import Document
from boxdot.notation.linting.declaring.paragraphs import Mention, Paragraph, paragraphs
from boxdot.notation.linting.declaring.phrases import PHRASES, SAME, WORDS, Phrase
from boxdot.notation.linting.declaring.tables import Row, item_of, rows_of
from boxdot.notation.linting.declaring.unsaid import has_unsaid
from boxdot.notation.linting.naming import split
from boxdot.notation.shapes.sizes import Shape

_DENIED = re.compile(
    r"\b(?:(?:not|no longer|instead of|rather than|unlike|never)\s+(?:\w+\s+){0,2}"
    r"|(?:numbers?|sets?|sequences?|collections?|lists?|class|family|pool|batch|ensemble|space)\s+of"
    r"\s+(?:all\s+)?(?:[\w-]+\s+){0,2})$",
    re.IGNORECASE,
)
# A name after one of these is not what the verb speaks of: "the rank of A is a constant".
_OBJECT = re.compile(
    r"\b(?:of|in|to|by|between|with|from|for|at|on|whose|into|onto|over|under|per|than|via)\s+"
    r"(?:[\w'-]+\s+){0,3}$",
    re.IGNORECASE,
)
_VERB = re.compile(
    r"\s+(?:is|are|be|being|was|were|has|have|denotes?|represents?|becomes?|stands?|will)\b",
    re.IGNORECASE,
)
_COMMA = re.compile(r"[,;]\s*")
_VECTORS = re.compile(r"\b(?:vectors|parameters|hyper-?parameters)\b", re.IGNORECASE)
# Words that speak of more than one.
_SEVERAL = re.compile(
    r"\b(?:matrices|are|be|have|denote|both|all|(?!(?:is|has|its|this|as|does|was|lies|denotes|refers"
    r"|represents|stands|becomes|means|takes|belongs)\b)\w{2,}s)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Said:
    """A name in a formula and the shape that words give it; ``like`` is a name with that shape."""

    name: str
    shape: Shape | None
    formula: int
    section: int
    like: str | None = None


def said_in(document: Document) -> list[Said]:
    r"""Return what the running text of a paper says of the names in its formulas.

    Where words tell the sizes of a symbol, other words that tell its kind only are left out.

    >>> from boxdot.grammar.papers import read_document
    >>> text = r"Let $A$ be an $m\times n$ matrix and $b$ a bias vector; the scalar $c$ is small."
    >>> [(one.name, one.shape) for one in said_in(read_document("a.md", text=text))]
    [('A', ('m', 'n')), ('b', ('·',)), ('c', ())]
    """
    found = [one for paragraph in paragraphs(document, WORDS) for one in _said(paragraph)]
    full = {(one.name, len(one.shape)) for one in found if one.shape and not has_unsaid(one.shape)}
    return [
        one
        for one in found
        if one.shape is None or not has_unsaid(one.shape) or (one.name, len(one.shape)) not in full
    ]


def _said(paragraph: Paragraph) -> Iterator[Said]:
    rows = rows_of(paragraph)
    for row in rows:
        yield from _of_row(paragraph, row)
    if rows:
        return
    item = item_of(paragraph, follows=paragraph.is_item)
    explained = list(_of_row(paragraph, item)) if item is not None else []
    yield from explained
    told = {one.formula for one in explained}
    yield from (one for one in _of_text(paragraph) if one.formula not in told)


def _of_row(paragraph: Paragraph, row: Row) -> Iterator[Said]:
    """Yield what a row of a table says: its shape, or what its words say of the symbol."""
    shape = row.shape
    if shape is not None:
        for name in row.mention.names:
            yield Said(name, shape, row.mention.formula, paragraph.section)
        return
    commas = _COMMA.finditer(paragraph.text, row.start, row.end)
    for start in (row.start, *(comma.end() for comma in commas)):
        found = [one for one in _of_text(_alone(paragraph, row, start)) if _is_of(one, row)]
        if found:
            yield from found
            return


def _is_of(one: Said, row: Row) -> bool:
    return one.formula == row.mention.formula


def _alone(paragraph: Paragraph, row: Row, start: int) -> Paragraph:
    """Return the words of a row from a place on as a sentence on its symbol."""
    spelled = f"{paragraph.text[row.at]} : " + paragraph.text[start : row.end]
    moved = {at - start + 4: m for at, m in paragraph.mentions.items() if start <= at < row.end}
    return Paragraph(paragraph.section, spelled, mentions={**moved, 0: row.mention})


def _of_text(paragraph: Paragraph) -> Iterator[Said]:
    told: set[int] = set()
    for at, said in _alike(paragraph):
        told.add(at)
        yield said
    for phrase in PHRASES:
        for match in phrase.pattern.finditer(paragraph.text):
            shape = _shape(paragraph, phrase, match)
            if shape is None or _is_doubtful(paragraph, match):
                continue
            for at, mention in _named(paragraph, match):
                if at not in told:
                    told.add(at)
                    for name in mention.names:
                        yield Said(name, shape, mention.formula, paragraph.section)


def _named(paragraph: Paragraph, match: re.Match[str]) -> list[tuple[int, Mention]]:
    """Return the names of a phrase: of a list, the one beside the words if these speak of one."""
    start, end = match.span("names")
    found = list(paragraph.named(start, end))
    words = paragraph.text[match.start() : start] + " " + paragraph.text[end : match.end()]
    if _is_heap(found, words, match):
        return []
    if len(found) < 2 or _SEVERAL.search(words):
        return found
    return found[:1] if end == match.end() else found[-1:]


def _is_heap(found: list[tuple[int, Mention]], words: str, match: re.Match[str]) -> bool:
    """Tell whether one letter stands for several vectors: "the query vectors Q"."""
    if "shape" in match.groupdict() or not _VECTORS.search(words):
        return False
    names = [name for _, mention in found for name in mention.names]
    return len(names) == 1 and not split(names[0]).lower


def _alike(paragraph: Paragraph) -> Iterator[tuple[int, Said]]:
    for match in SAME.finditer(paragraph.text):
        like = paragraph.mentions[match.start("like")].names[0]
        for at, mention in paragraph.named(*match.span("names")):
            for name in mention.names:
                yield at, Said(name, None, mention.formula, paragraph.section, like)


def _shape(paragraph: Paragraph, phrase: Phrase, match: re.Match[str]) -> Shape | None:
    if isinstance(phrase.form, tuple):
        return phrase.form
    start, end = match.span("shape")
    shape = paragraph.shape(start, end)
    return None if shape is None else phrase.form(shape)


def _is_doubtful(paragraph: Paragraph, match: re.Match[str]) -> bool:
    """Tell whether a phrase speaks of an image or a kernel, or is denied."""
    before = paragraph.text[max(0, match.start() - 60) : match.start()]
    doubt = match.groupdict().get("doubt")
    if doubt is not None or _DENIED.search(before) is not None:
        return True
    start, end = match.span("names")
    if start > match.start():
        return False
    return _VERB.match(paragraph.text, end) is not None and _OBJECT.search(before) is not None

"""Paragraphs in which each formula stands as a sign of what it may say: a name, a size, a shape."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from boxdot.grammar.papers import Document, Prose
from boxdot.grammar.source import Span
from boxdot.notation.linting.declaring.names import read_names
from boxdot.notation.linting.declaring.sets import read_set
from boxdot.notation.linting.declaring.shapes import is_product, read_shape
from boxdot.notation.shapes.sizes import Shape

NAMES, NAME, PRODUCT, SIZE, SET, OTHER = "\ue000\ue001\ue002\ue003\ue004\ue005"
"""What a formula may be: several names; one, which may be a size too; ``n×d``; ``2h``; a set."""

_LONGEST = 90
_SIGN = re.compile(f"[{NAMES}-{OTHER}]")
_TUPLE = re.compile(r"\s*(?:\\left)?[(\[].*,.*(?:\\right)?[)\]]\s*$", re.DOTALL)
_BLANKS = {ord(c): " " for c in "\r\t\u00a0\u2009\u202f"} | {ord("’"): "'"}
_NUMBERS = {
    word: number
    for number, word in enumerate(
        ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"), 1
    )
}
# An item of a list, or a table.
_LISTED = re.compile(r"[\s*+-]*(?:\d+[.)])?\s*\[?\s*\ufffc|[^\n]{0,300}[|&]")
_PART = re.compile(
    rf"[{NAMES}-{OTHER}]|(?<![A-Za-z])[A-Za-z](?![A-Za-z])|\d+|"
    rf"\b(?:{'|'.join(_NUMBERS)})\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Mention:
    """A formula of a paragraph, as words speak of it."""

    formula: int
    sign: str
    names: tuple[str, ...] = ()
    shape: Shape | None = None


@dataclass(slots=True)
class Paragraph:
    """A paragraph with signs in place of its formulas; places count as in the running text."""

    section: int
    text: str
    is_item: bool = False
    mentions: dict[int, Mention] = field(default_factory=dict)

    def named(self, start: int, end: int) -> Iterator[tuple[int, Mention]]:
        """Yield the formulas of names between two places."""
        for match in _SIGN.finditer(self.text, start, end):
            if match[0] in (NAME, NAMES):
                yield match.start(), self.mentions[match.start()]

    def shape(self, start: int, end: int) -> Shape | None:
        """Return the shape that is written between two places, in formulas or in plain letters."""
        found: Shape = ()
        for match in _PART.finditer(self.text, start, end):
            word = match[0]
            mention = self.mentions.get(match.start())
            if word == "x":
                continue
            if mention is not None:
                if mention.shape is None:
                    return None
                found = (*found, *mention.shape)
            elif word.isdigit() or word.lower() in _NUMBERS:
                found = (*found, int(_NUMBERS.get(word.lower(), word)))
            else:
                found = (*found, word)
        return found or None


def paragraphs(document: Document, holds: re.Pattern[str]) -> Iterator[Paragraph]:
    """Yield the paragraphs that hold a formula and a word of those that matter."""
    for prose in document.prose:
        if prose.references and (holds.search(prose.text) or _LISTED.match(prose.text)):
            yield _paragraph(document, prose)


def _paragraph(document: Document, prose: Prose) -> Paragraph:
    text = list(prose.text.translate(_BLANKS))
    made = Paragraph(prose.section, "")
    for reference in prose.references:
        formula = document.formulas[reference.formula]
        mention = _mention(reference.formula, formula.text, formula.display)
        made.mentions[reference.at] = mention
        text[reference.at] = mention.sign
    made.is_item = _is_item(prose)
    made.text = "".join(text).replace("\N{OBJECT REPLACEMENT CHARACTER}", OTHER)
    return made


def _is_item(prose: Prose) -> bool:
    r"""Tell whether a symbol in a group opens a paragraph: ``\nomenclature{$X$}{the input}``."""
    first = prose.references[0].at
    if prose.text[:first].strip():
        return False
    end = prose.locate(Span(first, first + 1)).end
    return (
        prose.file.text[end : end + 40].lstrip().startswith("}")
        and "{" in (prose.file.text[end : end + 4])
    )


def _mention(number: int, text: str, display: bool) -> Mention:
    """Tell what a formula may be in a sentence."""
    if display or len(text) > _LONGEST:
        return Mention(number, OTHER)
    if is_product(text) or _TUPLE.match(text):
        shape = read_shape(text)
        if shape is not None and len(shape) > 1:
            return Mention(number, PRODUCT, shape=shape)
        return _set(number, text)
    found = _set(number, text)
    if found.sign == SET:
        return found
    names = read_names(text)
    if len(names) > 1:
        return Mention(number, NAMES, names)
    if names:
        return Mention(number, NAME, names, read_shape(text))
    shape = read_shape(text) if len(text) < 30 and not re.search(r"[=<>∈]|\\in\b", text) else None
    return Mention(number, SIZE if shape and len(shape) == 1 else OTHER, shape=shape)


def _set(number: int, text: str) -> Mention:
    found = read_set(text)
    whole = found is not None and not text[found.end :].strip(" .,;")
    return Mention(number, SET, shape=found.shape) if found and whole else Mention(number, OTHER)

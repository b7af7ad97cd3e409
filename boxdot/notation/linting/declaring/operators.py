r"""What a paper says of its operators: "where $\odot$ denotes the Hadamard product"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from boxdot.grammar.papers import PLACEHOLDER, Document, Prose

_SIGN = re.compile(
    r"\s*(\\(?:odot|circ|otimes|oplus|oslash|ast|star|bullet|boxdot|boxplus"
    r"|circledast|oast|ominus|boxtimes|diamond)(?![A-Za-z])|[⊙∘⊗⊕⊘∗*⋆•⊡⊞⊛⊖⊠⋄])\s*"
)
_GLYPHS = {
    "⊙": r"\odot", "∘": r"\circ", "⊗": r"\otimes", "⊕": r"\oplus", "⊘": r"\oslash",
    "∗": r"\ast", "*": r"\ast", "⋆": r"\star", "•": r"\bullet",
    "⊡": r"\boxdot", "⊞": r"\boxplus", "⊛": r"\circledast", r"\oast": r"\circledast",
    "⊖": r"\ominus", "⊠": r"\boxtimes", "⋄": r"\diamond",
}  # fmt: skip
_MEANINGS = (
    ("the Khatri–Rao product", r"Khatri\W{0,3}Rao (?:matrix )?product"),
    ("the Kronecker product", r"Kronecker product"),
    (
        "the element-wise product",
        r"(?:element|component|entry|point|coordinate)[\s-]?wise (?:matrix |vector )?"
        r"(?:product|multiplication)|Hadamard (?:\(\S+ )?product|Schur product",
    ),
    (
        "the element-wise sum",
        r"(?:element|component|entry|point|coordinate)[\s-]?wise (?:sum|addition)",
    ),
    ("the broadcast product", r"broadcast(?:ed|ing)? (?:\S+ )?(?:product|multiplication)"),
    ("a convolution", r"(?:circular |discrete |2D |linear )?convolution(?: operat(?:or|ion))?"),
    ("a cross-correlation", r"cross[\s-]?correlation"),
    ("the outer product", r"(?:vector )?outer product"),
    ("the inner product", r"(?:inner|dot|scalar) product"),
    ("the matrix product", r"(?:usual |ordinary )?matrix (?:product|multiplication)"),
    ("the composition of functions", r"(?:function )?composition(?: of \w+)?"),
    ("a concatenation", r"(?:\w+ )?concatenation"),
)
"""What operators stand for, and the words for it; a phrase that fits several names the first."""
_WORDS = "|".join(f"(?P<m{n}>{words})" for n, (_, words) in enumerate(_MEANINGS))
_VERB = (
    r"(?:is|denotes?|represents?|means|stands? for|refers? to|indicates?"
    r"|will (?:be|denote)|(?:is )?used (?:for|to denote))"
)
_SAID = re.compile(
    rf"{PLACEHOLDER}\s+{_VERB}\s+(?:(?:the|an?|our)\s+)?(?:{_WORDS})(?!\s+or\b)",
    re.IGNORECASE,
)
_NOT_ALONE = re.compile(rf"{PLACEHOLDER}[\s,]*(?:\b(?:or|and)\b)?[\s,]*$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Meant:
    """An operator, what the author says that it stands for, and the formula that shows it."""

    operator: str
    meaning: str
    formula: int


def operators_in(document: Document) -> Iterator[Meant]:
    r"""Yield what the running text says that operators stand for, in the order of the text.

    >>> from boxdot.grammar.papers import read_document
    >>> text = r"where $\odot$ denotes the Hadamard product, and $*$ is a convolution"
    >>> [(one.operator, one.meaning) for one in operators_in(read_document("a.md", text=text))]
    [('\\odot', 'the element-wise product'), ('\\ast', 'a convolution')]
    """
    for prose in document.prose:
        if PLACEHOLDER in prose.text:
            yield from _in_paragraph(document, prose)


def _in_paragraph(document: Document, prose: Prose) -> Iterator[Meant]:
    formulas = {reference.at: reference.formula for reference in prose.references}
    for match in _SAID.finditer(prose.text):
        number = formulas.get(match.start())
        if number is None or _NOT_ALONE.search(prose.text, 0, match.start()):
            continue
        sign = _SIGN.fullmatch(document.formulas[number].text)
        if sign is not None and match.lastgroup is not None:
            meaning = _MEANINGS[int(match.lastgroup[1:])][0]
            yield Meant(_GLYPHS.get(sign[1], sign[1]), meaning, number)

r"""Conventions that a paper states: how its letters are set, and that it broadcasts in silence."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from boxdot.grammar.papers import Document
from boxdot.notation.linting.declaring.styles import Style
from boxdot.notation.linting.declaring.unsaid import MATRIX, ROW, VECTOR
from boxdot.notation.shapes.sizes import Shape

_WE = r"(?:we|this (?:paper|work|article|chapter|book|note|report)|our notation|throughout|all)"
_USE = r"(?:use|adopt|follow|assume|employ|allow|rely on|apply|write|understand|take|let|work with)"
_HOW = r"(?:implicit|numpy|automatic|standard|usual|silent|tacit|python|pytorch|tensor)"
_IMPLICITLY = (
    r"(?:implicitly|silently|tacitly|automatically|throughout"
    r"|as in (?:numpy|pytorch|python|matlab))"
)
_SEVERAL = r"(?:operations|operators|additions|sums|products)"
_NOTHING_IN_PARTICULAR = r"(?:(?!\ufffc|\b(?:the|this|that|it|its)\b)[^.;:]){0,40}"
_OPERATIONS = r"(?:operations?|operators?|additions?|sums?|products?)"
_BROADCASTS = tuple(
    re.compile(pattern.replace(" ", r"[\s-]+"), re.IGNORECASE)
    for pattern in (
        rf"\b{_WE}\b[^.;:]{{0,60}}\b{_USE}[^.;:]{{0,60}}\b{_HOW}\b(?: \w+)? broadcast",
        rf"\b{_WE}\b[^.;:]{{0,60}}\b{_USE}[^.;:]{{0,30}}"
        r"\bbroadcasting (?:convention|rule|semantics|notation)",
        rf"\b{_WE}\b[^.;:]{{0,30}}\bbroadcast\b{_NOTHING_IN_PARTICULAR}\b{_IMPLICITLY}",
        rf"\b{_WE}\b[^.;:]{{0,30}}\b{_IMPLICITLY} broadcast",
        rf"\b(?:(?:all|every|element wise|arithmetic|binary) (?:\w+ ){{0,2}}{_OPERATIONS}"
        rf"|the (?:\w+ ){{0,2}}{_SEVERAL})"
        rf"\b[^.;:]{{0,60}}\bbroadcast(?:s|ed|ing)?\b[^.;:]{{0,30}}\b{_IMPLICITLY}",
        rf"\bbroadcasting is (?:implicit|assumed|understood|{_IMPLICITLY})[^.;:]{{0,25}}"
        r"(?:throughout|everywhere|in all)",
        r"\b(?:numpy|pytorch|python) (?:style )?broadcasting (?:rules? |semantics |conventions? )?"
        r"(?:is|are) (?:assumed|used|understood|implied|adopted)",
    )
)
_OF_CODE = re.compile(r"\b(?:code|implement\w*|scripts?|program\w*)\b", re.IGNORECASE)
_NAMED = re.compile(
    r"\b(?:we|this paper|our)\b[^.;:]{0,50}\b(?:use|adopt|follow|employ|write)[^.;:]{0,40}"
    r"\bnamed[\s-]+(?:tensors?|axes|axis|dimensions?)\b[\s-]*(?:notation)?",
    re.IGNORECASE,
)
_SIGN = re.compile(
    r"\ufffc\s+(?:is|denotes?|stands? for|represents?|means)\s+(?:an?\s+|the\s+)?(?:[\w-]+\s+){0,2}"
    r"broadcast(?:ed|ing)?\b",
    re.IGNORECASE,
)
_ROWS = re.compile(
    r"\b(?:all |our |we )[^.;:]{0,30}\bvectors\b[^.;:]{0,40}\b(?:are|be|as)\b"
    r"[^.;:]{0,25}\brow[\s-]+vectors?\b"
    r"|\bvectors (?:are|will be) (?:always |assumed to be |taken to be |treated as )*rows?\b",
    re.IGNORECASE,
)

_KINDS: dict[str, Shape] = {"vector": VECTOR, "matri": MATRIX, "scalar": (), "number": ()}
_STYLED = re.compile(
    r"\b(?=\w)(?P<font>bold(?:[\s-]?face)?(?:d)?|plain|regular|normal|italic(?:i[sz]ed)?"
    r"|non[\s-]?bold|unbold|lightface|roman)?[\s,-]*(?P<case>lower[\s-]?case|small|upper[\s-]?case|capitals?)?[\s,-]*"
    r"(?P<again>bold(?:[\s-]?face)?|italic|roman)?[\s,-]*(?P<greek>greek)?\s*"
    r"(?P<what>letters?|symbols?|characters?|font|type|face|latin letters)?\b",
    re.IGNORECASE,
)
_NOUN = re.compile(r"\b(vector|matri|scalar|number)\w*", re.IGNORECASE)
_SETS = re.compile(
    r"\b(?:denote[sd]?|represent(?:s|ed)?|written|write|set|typeset|indicate[sd]?|use[sd]?|are|stands?"
    r"|refer(?:s|red)?|by|in|as|for|mark(?:s|ed)?|printed|type)\b",
    re.IGNORECASE,
)
_SENTENCE = re.compile(r"[^.;!?\n]+(?:\n(?!\s*\n)[^.;!?\n]+)*")


@dataclass(frozen=True, slots=True)
class Stated:
    """What a paper states of its notation.

    ``letters`` are the styles that stand for kinds of tensors; ``broadcasts`` says that sums and
    products broadcast in silence, or that axes have names and broadcast by these; ``signs`` are the
    formulas of operators that are said to broadcast; ``rows`` that vectors are rows.
    """

    letters: dict[Style, Shape] = field(default_factory=dict)
    broadcasts: bool = False
    named: bool = False
    rows: bool = False
    signs: tuple[int, ...] = ()


def stated_in(document: Document) -> Stated:
    r"""Return what the running text of a paper states of its notation.

    >>> from boxdot.grammar.papers import read_document
    >>> text = "We use NumPy-style broadcasting. Bold lower-case letters denote vectors, $x$ too."
    >>> found = stated_in(read_document("a.md", text=text))
    >>> found.broadcasts, found.letters
    (True, {<Style.BOLD_SMALL: 'bold lower-case letters'>: ('·',)})
    """
    letters: dict[Style, Shape] = {}
    broadcasts = named = rows = False
    signs: list[int] = []
    for prose in document.prose:
        text = prose.text
        if "roadcast" in text:
            broadcasts = broadcasts or _says_to_broadcast(text)
            at = {reference.at: reference.formula for reference in prose.references}
            signs += [at[match.start()] for match in _SIGN.finditer(text) if match.start() in at]
        named = named or ("amed" in text and _NAMED.search(text) is not None)
        rows = rows or (" row" in text and _ROWS.search(text) is not None)
        if "case" in text or "bold" in text.lower() or "letters" in text:
            for sentence in _SENTENCE.finditer(text):
                letters |= dict(_letters(sentence[0]))
    if rows and letters.get(Style.BOLD_SMALL) == VECTOR:
        letters[Style.BOLD_SMALL] = ROW
    return Stated(letters, broadcasts or named, named, rows, tuple(signs))


def _says_to_broadcast(text: str) -> bool:
    """Tell whether a sentence about notation, and not about code, says that all broadcasts."""
    for sentence in _SENTENCE.finditer(text):
        if not _OF_CODE.search(sentence[0]) and any(p.search(sentence[0]) for p in _BROADCASTS):
            return True
    return False


def _letters(sentence: str) -> Iterator[tuple[Style, Shape]]:
    """Yield the styles that a sentence gives to kinds: the noun nearest to a style, in order.

    "Matrices are bold capitals, vectors bold lower-case letters": the nouns and the styles take
    turns, and whichever comes first leads.
    """
    if not _SETS.search(sentence):
        return
    styles = [(m.start(), m.end(), s) for m in _STYLED.finditer(sentence) if (s := _style(m))]
    nouns = [(m.start(), m.end(), _KINDS[m[1].lower()]) for m in _NOUN.finditer(sentence)]
    if not styles or not nouns:
        return
    leads = nouns[0][0] < styles[0][0]
    for start, end, style in styles:
        beside = [n for n in nouns if (n[1] <= start if leads else n[0] >= end)]
        if beside:
            noun = beside[-1] if leads else beside[0]
            between = sentence[noun[1] : start] if leads else sentence[end : noun[0]]
            if len(between) < 60:
                yield style, noun[2]


def _style(match: re.Match[str]) -> Style | None:
    """Return the style that words name; capitals must be said, bold alone is not enough."""
    words = match[0].lower()
    if not match["case"] or not (match["what"] or "bold" in words):
        return None
    bold = "bold" in words and "non" not in words and "unbold" not in words
    small = match["case"].lower().startswith(("lower", "small"))
    if bold:
        return Style.BOLD_SMALL if small else Style.BOLD_CAPITAL
    if small:
        return Style.GREEK if match["greek"] else Style.SMALL
    return None

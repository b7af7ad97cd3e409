"""What the style of a letter says: bold small ones are vectors, bold capitals matrices."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from enum import Enum
from functools import cache

from boxdot.grammar.letters import LATEX_LETTERS
from boxdot.grammar.papers import Document
from boxdot.notation.expressions.symbols import plain
from boxdot.notation.linting.declaring.unsaid import MATRIX, VECTOR
from boxdot.notation.linting.naming import split
from boxdot.notation.shapes.sizes import Shape


class Style(Enum):
    """The styles of letters that authors tell kinds of tensors by."""

    BOLD_SMALL = "bold lower-case letters"
    BOLD_CAPITAL = "bold upper-case letters"
    SMALL = "lower-case letters"
    GREEK = "lower-case Greek letters"


Convention = Mapping[Style, Shape]
"""The shape that a style stands for, as far as a paper keeps to one."""

USUAL: Convention = {
    Style.BOLD_SMALL: VECTOR,
    Style.BOLD_CAPITAL: MATRIX,
    Style.SMALL: (),
    Style.GREEK: (),
}
BOLDS = frozenset({Style.BOLD_SMALL, Style.BOLD_CAPITAL})
ENOUGH = 2
"""How many bold letters show that letters tell kinds."""
# Letters that stand for numbers, differentials and functions alike.
_OTHERWISE = frozenset("defgijpqℓ∂")
_INDICES = re.compile(r"(?:[a-z0-9:,]|[a-z][+−]\d){1,4}")
_SEVERAL = re.compile(r"[i-nu-v0-9:]{2,3}|[^,]+,.*")
_PRODUCT = re.compile(r"\\(?:odot|oslash|boxdot)(?![A-Za-z])|⊙|⊘|⊡")
_SPELLED = re.compile(r"\\[a-z]+|(?<![a-z\\])[a-z](?![a-z])")
_TENSOR_USE = re.compile(
    r"(?P<before>\\?[A-Za-z]+)\s*\}?(?:_(?:\\?\w|\{[^{}]*\}))?\s*"
    r"(?:\\(?:odot|circ|otimes|boxdot|oslash)(?![A-Za-z])"
    r"|\^\s*(?:\{?\s*\\(?:top|intercal|mathsf|mathrm|text)|\{?\s*T\s*\}|T(?![A-Za-z])))"
    r"|\\(?:odot|oslash|boxdot)(?![A-Za-z])\s*(?:\\(?:hat|tilde|bar)\s*\{?\s*)?(?P<after>\\?[A-Za-z]+)"
    r"|(?:\\\||\\l?Vert(?![A-Za-z])|‖)\s*(?:\\(?:hat|tilde|bar)\s*\{?\s*)?(?P<normed>\\?[A-Za-z]+)"
)


@cache
def style_of(name: str) -> Style | None:
    """Return the style of the letter of a name; None for those that tell nothing.

    >>> [style_of(name) and style_of(name).name for name in ("𝐱_i", "𝑾", "x", "λ", "X", "𝓧", "BN")]
    ['BOLD_SMALL', 'BOLD_CAPITAL', 'SMALL', 'GREEK', None, None, None]
    """
    letters = [c for c in split(name).base.rstrip("′'*") if not unicodedata.combining(c)]
    if len(letters) != 1:
        return None
    letter = letters[0]
    if ord(letter) < 0x1D400:
        if "a" <= letter <= "z":
            return Style.SMALL
        return Style.GREEK if "α" <= letter <= "ϵ" and letter.islower() else None
    named = unicodedata.name(letter, "")
    if "BOLD" not in named or "SCRIPT" in named or "FRAKTUR" in named:
        return None
    small = " CAPITAL " not in named
    return Style.BOLD_SMALL if small else Style.BOLD_CAPITAL


def evident(
    names: Iterable[str], known: Iterable[tuple[str, Shape]], stated: Convention
) -> Convention:
    """Return the convention of a paper: what it states, else what its letters and shapes show.

    A style whose declared letters are of another kind says nothing. Plain letters are numbers only
    where bold ones are used beside them, plain Greek ones where bold Greek ones are.

    >>> found = evident(["𝐱", "𝐰", "b"], [("𝐱", ("n",))], {})
    >>> found[Style.BOLD_SMALL], found[Style.SMALL], Style.GREEK in found
    (('·',), (), False)
    """
    names = set(names)
    bold = {split(name).base for name in names if style_of(name) in BOLDS}
    chosen = dict(USUAL) if len(bold) >= ENOUGH else {}
    if not any(_is_greek(base) for base in bold):
        chosen.pop(Style.GREEK, None)
    chosen |= stated
    against = dict.fromkeys(Style, 0)
    for_it = dict(against)
    for name, shape in known:
        style = style_of(name)
        if style is not None and style in chosen:
            (for_it if _long(shape) == _long(chosen[style]) else against)[style] += 1
    return {s: shape for s, shape in chosen.items() if 2 * against[s] <= for_it[s]}


def told_by_style(
    names: Iterable[str], convention: Convention, document: Document
) -> Mapping[str, Shape]:
    """Return the names whose style tells their kind, with shapes of unsaid sizes."""
    tensors = _used_as_tensors(document) if convention else frozenset()
    found: dict[str, Shape] = {}
    for name in names:
        style = style_of(name)
        if style is None or style not in convention:
            continue
        if _is_entry(name, style):
            continue
        if convention[style] == () and (_letter(name) in _OTHERWISE or _letter(name) in tensors):
            continue
        found[name] = convention[style]
    return found


def _is_entry(name: str, style: Style) -> bool:
    """Tell whether a bold letter may stand for an entry or a part: ``𝐌_ij``, ``𝚲_1``, ``𝐱_ij``."""
    lower = split(name).lower
    if style not in BOLDS or not lower:
        return False
    if style is Style.BOLD_CAPITAL:
        return _INDICES.fullmatch(lower[0]) is not None
    return _SEVERAL.fullmatch(lower[0]) is not None


def _letter(name: str) -> str:
    return unicodedata.normalize("NFD", name)[:1]


def _used_as_tensors(document: Document) -> frozenset[str]:
    """Return the letters that are transposed or normed, or stand beside entry-wise products."""
    found: set[str] = set()
    for formula in document.formulas:
        if _PRODUCT.search(formula.text):
            found |= {LATEX_LETTERS.get(m[1:], m) for m in _SPELLED.findall(formula.text)}
        for match in _TENSOR_USE.finditer(formula.text):
            spelled = match[match.lastgroup or "before"]
            found.add(LATEX_LETTERS.get(spelled[1:], "") if spelled[0] == "\\" else spelled[-1])
    return frozenset(found)


def _is_greek(base: str) -> bool:
    return "α" <= plain(base)[:1] <= "ω"


def _long(shape: Shape) -> int:
    """Return how many axes of a shape are longer than one."""
    return sum(size != 1 for size in shape)

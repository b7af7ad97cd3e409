r"""Memberships in the spellings that are no plain formulas: pairs, families, named sets, labels."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import accumulate

from boxdot.grammar.source import Span
from boxdot.notation.algebra import names_of
from boxdot.notation.linting.declaring.names import read_names
from boxdot.notation.linting.declaring.sets import ReadSet, read_set
from boxdot.notation.linting.declaring.shapes import is_product, read_shape
from boxdot.notation.shapes.sizes import Shape

_IN = re.compile(r"\\in(?![A-Za-z])|∈|\\subset(?:eq)?(?![A-Za-z])|⊂|⊆")
_NI = re.compile(r"\\(?:ni|owns)(?![A-Za-z])|∋")
_COLON = re.compile(r":|\\colon(?![A-Za-z])")
# Where the names before a membership begin.
_BREAK = re.compile(
    r"\\\\|&|;|\\q?quad(?![A-Za-z])|\\(?:text|mathrm|textrm|mbox)\s*\{[^{}]*\}|\\(?:forall|exists|where)"
    r"(?![A-Za-z])|=|\\(?:left|big)?\(|\\begin\{[^{}]*\}(?:\{[^{}]*\})?|:"
)
# What would make the set another one.
_GOES_ON = re.compile(
    r"\s*(?:\\(?:to|rightarrow|mapsto|times|otimes|cup|oplus|longrightarrow)(?![A-Za-z])|[\^_×→])"
)
_TIMES = re.compile(r"\s*(?:\\times(?![A-Za-z])|×)")
_NAMED = re.compile(
    r"\s*(\\mathcal\s*\{?\s*[A-Z]\s*\}?|\\mathscr\s*\{?\s*[A-Z]\s*\}?|[A-Z]|\\Omega)(?![A-Za-z])"
)
_OVER = re.compile(
    r"\s*(?:\\subset(?:eq)?(?![A-Za-z])|⊂|⊆|:?=|\\equiv(?![A-Za-z])|\\coloneqq(?![A-Za-z]))"
)
_PAIR = re.compile(r"\s*(?:\\left)?\((.*?)(?:\\right)?\)\s*$", re.DOTALL)
_GAUSS = re.compile(
    r"(?:\\sim(?![A-Za-z])|∼)\s*(?:\\mathcal\s*\{?\s*N\s*\}?|N)\s*(?:\\left|\\big)?\(.{0,60}?,"
    r"(?P<scale>[^()]{0,40}?)\\?(?:math\w+|bm|boldsymbol)?\s*\{?\s*I\s*\}?\s*_\s*"
    r"(?:\{(?P<long>[^{}]*)\}|(?P<short>\w))\s*(?:\\right|\\big)?\)"
)
_MARKED = re.compile(
    r"\\(?P<kind>underset|overset|stackrel)\s*\{(?P<shape>[^{}]*(?:\{[^{}]*\}[^{}]*)*)\}\s*"
    r"\{(?P<name>[^{}]*(?:\{[^{}]*\}[^{}]*)*)\}"
    r"|\\(?:under|over)brace\s*\{(?P<braced>[^{}]*(?:\{[^{}]*\}[^{}]*)*)\}\s*[_^]\s*"
    r"\{(?P<label>[^{}]*(?:\{[^{}]*\}[^{}]*)*)\}"
)
_SHAPE_OF = re.compile(
    r"\s*\\(?:text|textrm|texttt|mathrm|mathsf|mathtt|operatorname)\*?\s*\{\s*(?:shape|size|Shape|dims?)\s*\}"
    r"\s*(?:\\left)?\((?P<name>[^()=]{1,40}?)(?:\\right)?\)\s*=\s*(?P<shape>[^=]+)$"
)
# Signs that open and close nothing.
_NO_BRACKET = re.compile(r"\\[{}]|\\begin\{\w+\*?\}(?:\{[^{}]*\})?|\\end\{\w+\*?\}")
_FAMILY = ("\\{", "\\left\\{", "\\lbrace")

Sets = Mapping[str, Shape]
"""The sets that a paper names itself, by their LaTeX without blanks and braces."""


@dataclass(frozen=True, slots=True)
class Member:
    """A name in a formula with its shape, and the place where that is said."""

    name: str
    shape: Shape
    span: Span


def members(text: str, sets: Sets) -> Iterator[Member]:
    r"""Yield what the memberships of a formula declare, those of odd spelling too.

    >>> [(m.name, m.shape) for m in members(r"(x_i, y_i) \in \mathbb{R}^d \times \{0,1\}", {})]
    [('x_i', ('d',)), ('y_i', ())]
    >>> [(m.name, m.shape) for m in members(r"x \in \mathcal{X}", {r"\mathcalX": ("d",)})]
    [('x', ('d',))]
    """
    last, scan = 0, _Scan(text)
    for sign in _IN.finditer(text):
        if scan.depth(sign.start()):
            continue
        sets_read = _sets(text, sign.end(), sets)
        if sets_read:
            start = max(last, scan.start(sign.start()))
            span = Span(start, sets_read[-1].end)
            left = text[start : sign.start()].strip(" ,")
            if sign[0] in ("\\in", "∈") or left.startswith(_FAMILY):
                yield from _joined(left, sets_read, span)
            last = sets_read[-1].end
    yield from _owners(text, sets, scan)
    yield from _normal(text, scan)
    yield from _marked(text)
    yield from _stated(text)


def named_sets(texts: Iterator[str]) -> dict[str, Shape]:
    r"""Return the sets that formulas such as ``\mathcal{X} \subseteq \mathbb{R}^d`` name.

    A set that is said to lie in two others is left out.

    >>> named_sets(iter([r"\mathcal{X} \subset \mathbb{R}^d"]))
    {'\\mathcalX': ('d',)}
    """
    found: dict[str, set[Shape]] = {}
    for text in texts:
        scan = _Scan(text)
        for match in _NAMED.finditer(text):
            over = _OVER.match(text, match.end())
            plain = over is not None and not scan.depth(match.start())
            space = read_set(text, over.end()) if over is not None and plain else None
            if space is not None and not _GOES_ON.match(text, space.end):
                found.setdefault(_key(match[1]), set()).add(space.shape)
    return {name: next(iter(shapes)) for name, shapes in found.items() if len(shapes) == 1}


def _key(name: str) -> str:
    return re.sub(r"[\s{}]", "", name)


class _Scan:
    """A formula with the depth of each place, and where lists of names may begin."""

    def __init__(self, text: str) -> None:
        self.text = text
        masked = _NO_BRACKET.sub(lambda match: " " * len(match[0]), text)
        steps = ((c in "{([") - (c in "})]") for c in masked)
        self._depths = [0, *accumulate(steps)]
        breaks = [m for m in _BREAK.finditer(text) if not self.depth(m.start())]
        self._ends = [match.end() for match in breaks]
        self._breaks = breaks

    def depth(self, at: int) -> int:
        """Return how many braces and brackets are open at a place."""
        return self._depths[at]

    def start(self, end: int) -> int:
        """Return where the names begin that end at a place."""
        number = bisect_right(self._ends, end)
        if not number:
            return 0
        last = self._breaks[number - 1]
        if last[0].endswith("("):
            return last.start()
        comma = self.text.find(",", last.end(), end) if last[0] == "=" else -1
        return comma + 1 if comma >= 0 else last.end()


def _sets(text: str, at: int, sets: Sets) -> list[ReadSet]:
    """Return the factors of a Cartesian product of sets; none if one of them is not known."""
    found: list[ReadSet] = []
    while (one := _set(text, at, sets)) is not None:
        found.append(one)
        times = _TIMES.match(text, one.end)
        if times is None:
            return [] if _GOES_ON.match(text, one.end) else found
        at = times.end()
    return []


def _set(text: str, at: int, sets: Sets) -> ReadSet | None:
    found = read_set(text, at)
    if found is not None:
        return found
    match = _NAMED.match(text, at)
    if match is None:
        return None
    over = _OVER.match(text, match.end())
    if over is not None:
        return read_set(text, over.end())
    shape = sets.get(_key(match[1]))
    return None if shape is None else ReadSet(shape, match.end())


def _joined(left: str, sets: list[ReadSet], span: Span) -> Iterator[Member]:
    """Yield the names of a list with their one set, or those of a tuple each with its own."""
    if len(sets) == 1:
        for name in () if left[:1] in ("(", "[") else read_names(left):
            yield Member(name, sets[0].shape, span)
        return
    pair = _PAIR.match(left)
    names = read_names(pair[1]) if pair else ()
    if len(names) == len(sets):
        for name, one in zip(names, sets, strict=True):
            yield Member(name, one.shape, span)


def _owners(text: str, sets: Sets, scan: _Scan) -> Iterator[Member]:
    r"""Read ``\mathbb{R}^n \ni x``."""
    for sign in _NI.finditer(text):
        start = scan.start(sign.start())
        found = _set(text, start, sets)
        if found is not None and not text[found.end : sign.start()].strip():
            rest = re.split(
                r",(?=\s*\\quad)|\\q?quad|[.;&]|\\\\|=", text[sign.end() :], maxsplit=1
            )[0]
            span = Span(start, sign.end() + len(rest))
            for name in read_names(rest):
                yield Member(name, found.shape, span)


def _normal(text: str, scan: _Scan) -> Iterator[Member]:
    r"""Read ``x \sim \mathcal{N}(0, I_d)``: a vector with as many entries as its covariance."""
    for match in _GAUSS.finditer(text):
        start = scan.start(match.start())
        shape = read_shape(match["long"] or match["short"])
        if shape and len({*shape}) == 1 and len(shape) <= 2:
            for name in read_names(text[start : match.start()]):
                yield Member(name, shape[:1], Span(start, match.end()))


def _marked(text: str) -> Iterator[Member]:
    r"""Read ``\underset{n\times 1}{x}`` and ``\underbrace{X}_{n\times d}``."""
    for match in _MARKED.finditer(text):
        label = match["shape"] or match["label"] or ""
        shape = _with_cross(label)
        names = read_names(match["name"] or match["braced"] or "") if shape else ()
        if shape is not None and len(names) == 1:
            yield Member(names[0], shape, Span(*match.span()))


def _stated(text: str) -> Iterator[Member]:
    r"""Read ``\text{shape}(X) = (n, d)``, and ``X : n \times d``."""
    match = _SHAPE_OF.match(text)
    if match is not None:
        shape = read_shape(match["shape"])
        name, said = match["name"], shape if shape and len(shape) > 1 else None
    else:
        name, _, rest = text.partition(":")
        said = _with_cross(rest) if not _IN.search(text) else None
    if said is not None:
        for one in read_names(name):
            yield Member(one, said, Span(0, len(text)))


def _with_cross(text: str) -> Shape | None:
    """Read a shape that must have a cross, and more than numbers in it or two of them."""
    shape = read_shape(text) if is_product(text) else None
    return shape if shape is not None and len(shape) > 1 and all(map(_is_size, shape)) else None


def _is_size(size: object) -> bool:
    return isinstance(size, int) or bool(names_of(size))  # type: ignore[arg-type]

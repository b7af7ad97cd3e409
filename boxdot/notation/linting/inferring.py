"""All that a reader infers of the symbols of a paper: from its words, values and letters."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from boxdot.grammar.papers import Document
from boxdot.grammar.source import Span
from boxdot.notation.algebra import names_of
from boxdot.notation.expressions.nodes import Apply, Binary, Block, Expr, Number, Op, Symbol
from boxdot.notation.expressions.symbols import Declaration, plain
from boxdot.notation.expressions.walking import descendants
from boxdot.notation.linting.declaring.conventions import stated_in
from boxdot.notation.linting.declaring.prose import Said, said_in
from boxdot.notation.linting.declaring.styles import (
    BOLDS,
    ENOUGH,
    Convention,
    Style,
    evident,
    style_of,
    told_by_style,
)
from boxdot.notation.linting.declaring.unsaid import VECTOR
from boxdot.notation.linting.declaring.values import numbers_in
from boxdot.notation.linting.evidence import Evidence
from boxdot.notation.linting.gathering import Declared
from boxdot.notation.linting.naming import answers_for
from boxdot.notation.linting.plainreading import read_plainly
from boxdot.notation.linting.scoping import EVERYWHERE
from boxdot.notation.linting.spelling import Spelling, spellings_of
from boxdot.notation.reading import LooseReading
from boxdot.notation.reading.trees import OPAQUE
from boxdot.notation.shapes.sizes import Shape

# What is read as ⊙.
_BESIDE = re.compile(r"\\(?:big)?odot|⊙|⨀")


def infer_declarations(
    document: Document, declared: Sequence[Declared], *, letters: Convention | None = None
) -> list[Declared]:
    r"""Return what a paper says besides its declarations, with the evidence of each.

    ``letters`` is the convention of letters that the author has set; None to find it in the paper.

    >>> from boxdot.grammar.papers import read_document
    >>> text = r"$\mathbf{y} = A \mathbf{x}$ with a $3$-dimensional vector $\mathbf{x}$"
    >>> found = infer_declarations(read_document("a.md", text=text), [])
    >>> [(one.name, one.shape, one.evidence.name) for one in found]
    [('𝐱', (3,), 'PROSE'), ('𝐲', ('·',), 'STYLE'), ('𝐱', ('·',), 'STYLE')]
    """
    said = [*_resolved(said_in(document), declared), *_valued(document)]
    names, factors = _names(document, letters is not None or bool(stated_in(document).letters))
    return [
        *said,
        *(_declared(n, VECTOR, at, EVERYWHERE, Evidence.USE) for n, at in factors.items()),
        *_styled(document, [*declared, *said], letters, names),
    ]


def _resolved(said: list[Said], declared: Sequence[Declared]) -> Iterator[Declared]:
    """Yield what words say; "the same shape as X" where one shape of X is declared or said."""
    known: dict[str, set[Shape]] = {}
    told_shapes = [(one.name, one.shape) for one in declared]
    told_shapes += [(one.name, one.shape) for one in said]
    for name, told in told_shapes:
        if told is not None:
            known.setdefault(name, set()).add(told)
    for one in said:
        shape = one.shape
        if one.like is not None:
            shapes = known.get(one.like) or _of_kin(one.like, known)
            shape = next(iter(shapes)) if len(shapes) == 1 else None
        if shape is not None:
            yield _declared(one.name, shape, one.formula, one.section, Evidence.PROSE)


def _of_kin(name: str, known: dict[str, set[Shape]]) -> set[Shape]:
    return {
        shape for other, shapes in known.items() if answers_for(other, name) for shape in shapes
    }


def _valued(document: Document) -> Iterator[Declared]:
    """Yield the names that formulas in the running text show to be numbers."""
    for number, formula in enumerate(document.formulas):
        if not formula.display:
            for name in numbers_in(formula.text):
                yield _declared(name, (), number, formula.section, Evidence.PROSE)


def _styled(
    document: Document,
    known: Sequence[Declared],
    letters: Convention | None,
    names: Mapping[str, int],
) -> Iterator[Declared]:
    """Yield the names of the paper whose letters tell their kind, each once."""
    if letters is None:
        shapes = [(one.name, one.shape) for one in known if one.shape is not None]
        letters = evident(names, shapes, stated_in(document).letters)
    sizes = {size for one in known for axis in one.shape or () for size in names_of(axis)}
    for name, shape in told_by_style(names, letters, document).items():
        if shape or plain(name) not in sizes:
            yield _declared(name, shape, names[name], EVERYWHERE, Evidence.STYLE)


def _names(document: Document, may_tell: bool) -> tuple[dict[str, int], dict[str, int]]:
    """Return the names in all formulas with the first formula of each, and those that ``⊙`` tells.

    A small letter beside ``⊙`` stands for more than a number: for a vector, as far as is known.
    Where letters tell nothing unless they are bold, and none are, the names are left out.
    """
    found: dict[str, int] = {}
    factors: dict[str, int] = {}
    seen: set[Spelling] = set()
    spelled = dict(_spelled(document))
    tells = may_tell or _has_bold(spelled.values())
    for number, spellings in spelled.items():
        text = document.formulas[number].text
        if not _BESIDE.search(text) and (not tells or spellings <= seen):
            continue
        reading = read_plainly(text)
        nodes = [node for chain in reading.statements for node in descendants(chain)]
        for node in nodes:
            if isinstance(node, Symbol):
                found.setdefault(node.name, number)
            for name in _factors(node):
                factors.setdefault(name, number)
        if _is_read_whole(reading, nodes):
            seen |= spellings
    return found, factors


def _spelled(document: Document) -> Iterator[tuple[int, frozenset[Spelling]]]:
    """Yield the formulas that differ and can be read, with how their names are spelled."""
    read: set[str] = set()
    for number, formula in enumerate(document.formulas):
        if formula.text not in read:
            read.add(formula.text)
            spellings = spellings_of(formula.text)
            if spellings is not None:
                yield number, spellings


def _has_bold(spelled: Iterable[frozenset[Spelling]]) -> bool:
    """Tell whether there are as many bold letters as a convention of letters takes."""
    letters = {one.letter for spellings in spelled for one in spellings}
    return sum(style_of(letter) in BOLDS for letter in letters) >= ENOUGH


def _is_read_whole(reading: LooseReading, nodes: list[Expr]) -> bool:
    """Tell whether every name of a formula stands in its statements."""
    if reading.errors or reading.declarations or reading.memberships:
        return False
    return not any(isinstance(node, Apply) and node.function == OPAQUE for node in nodes)


def _factors(node: Expr) -> Iterator[str]:
    """Yield the small letters that stand beside ``⊙``: ``z`` of ``(1 - z) ⊙ h`` too."""
    if isinstance(node, Binary) and node.op is Op.HADAMARD:
        for side in (node.left, node.right):
            while isinstance(side, Block) and len(side.rows) == len(side.rows[0]) == 1:
                side = side.rows[0][0]
            if (
                isinstance(side, Binary)
                and side.op is Op.SUBTRACT
                and isinstance(side.left, Number)
            ):
                side = side.right
            if isinstance(side, Symbol) and style_of(side.name) in (Style.SMALL, Style.GREEK):
                yield side.name


def _declared(name: str, shape: Shape, formula: int, section: int, evidence: Evidence) -> Declared:
    return Declared(Declaration(name, shape), formula, section, Span(0, 0), evidence)

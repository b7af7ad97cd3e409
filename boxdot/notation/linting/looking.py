"""What is known at one place of a paper: the smallest expression there, its shape, its symbols."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from boxdot.grammar.papers import FormulaSource, SourceFile
from boxdot.grammar.papers.decoding import real_path
from boxdot.grammar.source import Span
from boxdot.notation.expressions.nodes import Expr, Symbol
from boxdot.notation.expressions.symbols import Declaration
from boxdot.notation.expressions.walking import descendants
from boxdot.notation.linting.evidence import Evidence
from boxdot.notation.linting.examining import Examined
from boxdot.notation.linting.inventory import Place, place_of, reason_of
from boxdot.notation.linting.rules.paper import Paper
from boxdot.notation.shapes.sizes import Shape
from boxdot.notation.shapes.spelling import set_text, shape_text

_DECLARED = {
    Evidence.DECLARED: "declared",
    Evidence.PROSE: "declared in words",
    Evidence.USE: "follows from its use",
    Evidence.STYLE: "known by its letters",
}
_DEFINED = {
    Evidence.DECLARED: "follows",
    Evidence.PROSE: "follows, from words too,",
    Evidence.USE: "follows from its use",
    Evidence.STYLE: "follows, from letters too,",
}


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of a symbol at a place.

    ``declared`` is where the declaration or definition stands that rules, ``said`` its formula,
    ``how`` tells in a word or two what kind of statement it is; ``reason`` says why there is none.
    What the configuration declares has neither place nor reason.
    """

    name: str
    declaration: Declaration | None
    declared: Place | None = None
    said: str = ""
    how: str = ""
    reason: str | None = None

    @property
    def shown(self) -> str:
        """The shape as people write it; of a function, those of arguments and value."""
        if self.declaration is None:
            return "unknown"
        if self.declaration.signature is None:
            return shape_text(self.declaration.shape)
        arguments, value = self.declaration.signature
        return f"{' × '.join(map(set_text, arguments))} → {set_text(value)}"


@dataclass(frozen=True, slots=True)
class Look:
    """The smallest expression at a place: ``span`` counts the characters of the file.

    ``symbols`` are those within the expression, each once; a lone symbol is its own only one.
    """

    source: SourceFile
    span: Span
    shape: Shape | None
    symbols: tuple[Known, ...]
    alone: bool

    @property
    def shown(self) -> str:
        """The shape as people write it; of a lone symbol that is a function, its signature."""
        if self.alone and (self.shape is None or self.symbols[0].declaration is not None):
            return self.symbols[0].shown
        return shape_text(self.shape)


class Looking:
    r"""A paper that is asked for what stands at its places.

    >>> from boxdot.grammar.papers import read_document
    >>> from boxdot.notation.linting import LintReport, Prepared, lint_prepared
    >>> paper = read_document("a.md", text=r"Let $X \in \mathbb{R}^{n×d}$. Then $X^\top X$.")
    >>> looking = Looking(lint_prepared(paper, LintReport(), Prepared({})))
    >>> [looking.at(paper.file, paper.text.index(piece)).shown for piece in ("X^", r"\top")]
    ['n×d', 'd×n']
    """

    def __init__(self, paper: Paper) -> None:
        self._paper = paper
        self._knowledge = paper.flow.knowledge
        self.document = paper.document
        self._formulas = paper.document.formulas

    def at(self, file: SourceFile, offset: int) -> Look | None:
        """Return the smallest expression that a character of a file belongs to, if any."""
        number = self.formula_at(file, offset)
        if number is None:
            return None
        return self._in_declaration(number, offset) or self._in_statement(number, offset)

    def formula_at(self, file: SourceFile, offset: int) -> int | None:
        """Return the index of the formula around a character, or None."""
        starts, numbers = self._places.get(real_path(file.path), ([], []))
        before = bisect_right(starts, offset)
        number = numbers[before - 1] if before else None
        return number if number is not None and offset <= self._formulas[number].end else None

    @cached_property
    def _places(self) -> dict[Path, tuple[list[int], list[int]]]:
        """The starts of the formulas of each file, in order, and their indices."""
        files = {formula.file for formula in self._formulas}
        paths = {file: real_path(file.path) for file in files}
        found: dict[Path, list[tuple[int, int]]] = {}
        for number, formula in enumerate(self._formulas):
            found.setdefault(paths[formula.file], []).append((formula.start, number))
        return {
            path: ([start for start, _ in sorted(places)], [number for _, number in sorted(places)])
            for path, places in found.items()
        }

    def symbols_around(self, file: SourceFile, span: Span) -> tuple[Known, ...]:
        """Return the symbols of the smallest expression that covers a stretch of a file."""
        number = self.formula_at(file, span.start)
        if number is None:
            return ()
        found = self._smallest(number, span.start, span.end)
        return () if found is None else self._known(found[0], self._formulas[number])

    def shapes_in(self, number: int) -> Iterator[tuple[Span, Shape]]:
        """Yield the first side of each equation of a formula, with its shape where it is known."""
        formula, examined = self._formulas[number], self._examine(number)
        for chain in examined.statements:
            side = chain.sides[0]
            shape = examined.inference.shape(side) if examined.inference else None
            if len(chain.sides) > 1 and shape is not None and side.span is not None:
                yield formula.locate(side.span), shape

    def _in_declaration(self, number: int, offset: int) -> Look | None:
        """Return the symbol that is being declared at a place."""
        formula = self._formulas[number]
        for one in self._paper.declared:
            if one.formula == number:
                span = formula.locate(one.span)
                if span.start <= offset < span.end:
                    known = self._of_name(one.name, formula.section)
                    return Look(formula.file, span, one.shape, (known,), alone=True)
        return None

    def _in_statement(self, number: int, offset: int) -> Look | None:
        formula = self._formulas[number]
        found = self._smallest(number, offset, offset + 1) or self._smallest(
            number, offset - 1, offset
        )
        if found is None:
            return None
        node, span = found
        examined = self._examine(number)
        shape = examined.inference.shape(node) if examined.inference else None
        known = self._known(node, formula)
        alone = isinstance(node, Symbol)
        if shape is None and alone and known[0].declaration is not None:
            shape = known[0].declaration.shape
        return Look(formula.file, span, shape, known, alone)

    def _smallest(self, number: int, start: int, end: int) -> tuple[Expr, Span] | None:
        """Return the node that covers a stretch of the file with the fewest characters.

        All that a macro stands for covers its use: there the outermost node is meant.
        """
        formula = self._formulas[number]
        best: tuple[Expr, Span] | None = None
        for chain in self._examine(number).statements:
            for node in descendants(chain):
                if node.span is None:
                    continue
                span = formula.locate(node.span)
                covers = span.start <= start and end <= span.end
                if covers and (best is None or _length(span) < _length(best[1])):
                    best = node, span
        return best

    def _examine(self, number: int) -> Examined:
        examined = self._paper.flow.examined
        if number not in examined:  # it could hold no finding
            examined[number] = self._paper.flow.read(number)
        return examined[number]

    def _known(self, node: Expr, formula: FormulaSource) -> tuple[Known, ...]:
        nodes = (node, *descendants(node))
        names = dict.fromkeys(one.name for one in nodes if isinstance(one, Symbol))
        return tuple(self._of_name(name, formula.section) for name in names)

    def _of_name(self, name: str, section: int) -> Known:
        one = self._knowledge.find(name, section)
        if one is None:
            size = name in self._knowledge.sizes
            reason = reason_of(name, list(self._paper.declared), self.document)
            return Known(name, None, reason="a size" if size else reason)
        declaration = self._knowledge.declaration(name, section)
        place = place_of(one, self.document)
        if place is None:
            return Known(name, declaration)
        how = _DECLARED if one in self._paper.declared else _DEFINED
        said = _said(self._formulas[one.formula])
        return Known(name, declaration, place, said, how[one.evidence])


def _length(span: Span) -> int:
    return span.end - span.start


def _said(formula: FormulaSource) -> str:
    """Return a formula as it stands in the file, on one line."""
    written = Span(formula.start, formula.end).of(formula.file.text)
    return " ".join(formula.file.shown(written).split())

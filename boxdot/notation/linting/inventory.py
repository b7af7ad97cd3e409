"""Every symbol of a paper: its shape, where it is declared, or why its shape is not known."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from boxdot.grammar.papers import Document, FormulaSource, SourceFile
from boxdot.notation.expressions.nodes import Symbol
from boxdot.notation.expressions.symbols import Declaration
from boxdot.notation.expressions.walking import descendants
from boxdot.notation.linting.evidence import Evidence
from boxdot.notation.linting.flow import Flow
from boxdot.notation.linting.gathering import Declared, gather
from boxdot.notation.linting.naming import split
from boxdot.notation.linting.scoping import Scopes
from boxdot.notation.linting.second import inferred_flow
from boxdot.notation.reading import read_loosely
from boxdot.notation.shapes.conventions import Convention
from boxdot.notation.shapes.sizes import Shape
from boxdot.notation.shapes.spelling import set_text, shape_strings, shape_text

UNDECLARED = "undeclared"
_EVIDENCE = {Evidence.PROSE: "prose", Evidence.USE: "use", Evidence.STYLE: "letter style"}


@dataclass(frozen=True, slots=True)
class Place:
    """A place in a paper, and where it ends if that is known."""

    source: SourceFile
    at: int
    end: int = field(default=0, compare=False)

    def __str__(self) -> str:
        line, column = self.source.line_and_column(self.at)
        return f"{self.source.path}:{line}:{column}"

    def as_json(self) -> dict[str, Any]:
        """Return the place as a JSON object."""
        line, column = self.source.line_and_column(self.at)
        return {"file": str(self.source.path), "line": line, "column": column}


@dataclass(frozen=True, slots=True)
class Entry:
    """A symbol as it is known in some sections of a paper.

    ``declared`` is where its shape is declared, ``reason`` why the shape is not known: one of the
    two says something. ``evidence`` is on what the shape rests: "declared", "follows" (from others,
    by a definition), "prose", "use" or "letter style". ``used`` counts the formulas with it, the
    first of them is at ``first``.
    """

    name: str
    declaration: Declaration | None
    declared: Place | None
    reason: str | None
    used: int
    first: Place | None
    evidence: str = ""

    @property
    def shape(self) -> Shape | None:
        """Its shape; None for functions, and where it is not known."""
        return None if self.declaration is None else self.declaration.shape

    @property
    def shown(self) -> str:
        """The shape as people write it; of a function, those of arguments and value."""
        if self.declaration is None or self.declaration.signature is None:
            return shape_text(self.shape)
        arguments, value = self.declaration.signature
        return f"{' × '.join(map(set_text, arguments))} → {set_text(value)}"

    def as_json(self) -> dict[str, Any]:
        """Return the entry as a JSON object."""
        return {
            "symbol": self.name,
            "shape": shape_strings(self.shape),
            "kind": "function" if self.declaration and self.declaration.signature else "symbol",
            "evidence": self.evidence or None,
            "declared": None if self.declared is None else self.declared.as_json(),
            "reason": self.reason,
            "used": self.used,
            "first": None if self.first is None else self.first.as_json(),
        }


_SETS = frozenset("ℝℂℤℕℚ")


def list_symbols(
    document: Document,
    everywhere: Sequence[Declared] = (),
    convention: Convention = Convention.F,
    notation: Collection[str] = (),
) -> list[Entry]:
    r"""Return the symbols of a paper, in the order in which they first appear.

    ``everywhere`` are the symbols that are declared for the whole project, ``notation`` the
    conventions that its authors set.

    >>> from boxdot.grammar.papers import read_document
    >>> paper = read_document("a.md", text=r"$x \in \mathbb{R}^n$ and $x + y$")
    >>> [(entry.name, entry.shape, entry.reason) for entry in list_symbols(paper)]
    [('x', ('n',), None), ('y', None, 'undeclared')]
    """
    declared = [*gather(document), *everywhere]
    stated = Flow(document, declared, convention)
    known = _Known(declared, stated, inferred_flow(document, declared, convention, notation))
    uses = _Uses(document)
    for formula in document.formulas:
        uses.note(formula, known.scopes)
    for one in declared:
        uses.declared(one)
    return [entry for name in uses.names for entry in _entries(name, document, known, uses)]


class _Known:
    """What is known of the names: what is declared, what follows, and what a reader infers."""

    def __init__(self, declared: list[Declared], stated: Flow, inferred: Flow) -> None:
        self.declared = declared
        self.scopes = stated.knowledge.scopes
        self.sizes = self.scopes.sizes | inferred.knowledge.sizes
        self._own = set(map(id, declared))
        self._stated, self._inferred = stated.run(), inferred.knowledge

    def find(self, name: str, section: int) -> Declared | None:
        """Return what rules a name in a section: what a reader infers only where nothing else."""
        return self._stated.find(name, section) or self._inferred.find(name, section)

    def evidence(self, one: Declared) -> str:
        """Say on what a shape rests."""
        if one.evidence is not Evidence.DECLARED:
            return _EVIDENCE[one.evidence]
        return "declared" if id(one) in self._own else "follows"


class _Uses:
    """The names of a paper in the order of the text, and the formulas in which each stands."""

    def __init__(self, document: Document) -> None:
        self.formulas: dict[str, list[tuple[int, Place]]] = {}
        self.declaring: dict[str, set[int]] = {}

    @property
    def names(self) -> list[str]:
        return list({**self.formulas, **self.declaring})

    def note(self, formula: FormulaSource, scopes: Scopes) -> None:
        symbols = scopes.symbols(formula.section)
        reading = read_loosely(formula.text, symbols, syntax="latex", unknown_commands=True)
        names = dict.fromkeys(_names(reading.statements))
        names |= dict.fromkeys(one.name for one in reading.declarations)
        names |= dict.fromkeys(_names(reading.memberships))
        for name in names:
            if name[0] in _SETS:
                continue  # ℝ^{n×d} alone, in a table of notation
            place = Place(formula.file, formula.start)
            self.formulas.setdefault(name, []).append((formula.section, place))

    def declared(self, one: Declared) -> None:
        self.declaring.setdefault(one.name, set()).add(one.section)


def _names(chains: Iterable[Any]) -> Iterator[str]:
    for chain in chains:
        yield from (node.name for node in descendants(chain) if isinstance(node, Symbol))


def _entries(name: str, document: Document, known: _Known, uses: _Uses) -> Iterator[Entry]:
    """Yield an entry for each declaration that rules the name somewhere, and one for none."""
    used = uses.formulas.get(name, [])
    sections = {section for section, _ in used} | uses.declaring.get(name, set())
    found = {section: known.find(name, section) for section in sorted(sections)}
    for one in dict.fromkeys(found.values()):
        here = [place for section, place in used if found[section] is one]
        first = here[0] if here else None
        place = None if one is None else place_of(one, document)
        reason = None
        if one is None:
            reason = reason_of(name, known.declared, document)
            reason = "a size" if reason == UNDECLARED and name in known.sizes else reason
        declaration = None if one is None else one.declaration
        evidence = "" if one is None else known.evidence(one)
        yield Entry(name, declaration, place, reason, len(here), first, evidence)


def place_of(one: Declared, document: Document) -> Place | None:
    """Return where a declaration stands; None for what the configuration declares."""
    if one.formula < 0:
        return None
    formula = document.formulas[one.formula]
    span = formula.locate(one.span)
    return Place(formula.file, span.start, span.end)


def reason_of(name: str, declared: list[Declared], document: Document) -> str:
    """Say why the shape of a name is not known."""
    own = [one for one in declared if split(one.name) == split(name)]
    if not own:
        return UNDECLARED
    places = [str(place_of(one, document) or "configuration") for one in own]
    if all(one.shape is None and one.declaration.signature is None for one in own):
        return f"declared without a shape at {places[0]}"
    if len({(one.shape, one.declaration.signature) for one in own}) > 1:
        return f"conflicting declarations at {', '.join(dict.fromkeys(places))}"
    return f"declared in another section, at {places[0]}"

"""The declarations of a paper: every formula that says of which set a symbol is."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import partial

from boxdot.grammar.papers import PLACEHOLDER, Document, FormulaSource, Prose
from boxdot.grammar.source import Span
from boxdot.notation.expressions.nodes import Chain, Symbol
from boxdot.notation.expressions.symbols import Declaration
from boxdot.notation.linting.candidates import without_scripts
from boxdot.notation.linting.declaring.memberships import Sets, members, named_sets
from boxdot.notation.linting.declaring.plainly import plain_declarations
from boxdot.notation.linting.declaring.shapes import misspells, plain_shape
from boxdot.notation.linting.evidence import Evidence
from boxdot.notation.linting.naming import is_label, split
from boxdot.notation.linting.plainreading import read_plainly
from boxdot.notation.shapes.sizes import Shape

_MEMBERSHIP = re.compile(
    r"\\(?:in|ni|owns|colon|under(?:set|brace)|overset|sim)(?![A-Za-z])|[∈∋∼]"
    r"|\\subset(?:eq)?(?![A-Za-z])|:\s*(?:\\(?:mathbb|R|reals)|[^=]{1,40}(?:\\times|×))"
    r"|\\\w+\s*\{\s*(?:shape|size)\s*\}"
)
# Where sets may be given names.
_NAMING = re.compile(
    r"(?:\\subset(?:eq)?(?![A-Za-z])|⊂|⊆|=)\s*\{?\s*(?:\\(?:mathbb|R(?![a-z])|RR)|ℝ|\[)"
)
_RAISED = re.compile(r"\^\s*(\{(?:[^{}]|\{(?:[^{}]|\{[^{}]*\})*\})*\}|\\[A-Za-z]+|\S)")
# A set that a paper names itself, though its letter may stand for numbers elsewhere.
_LETTER_SET = re.compile(r"(?:\\in|∈)[\s{]*[CZNBF](?![A-Za-z])")
_LIST = re.compile(r"\s*(?:,|,?\s*(?:and|or|und|et|y)\b|&)\s*")
# A set in brackets holds numbers if it starts with one: {0,1}, [−1,1], (0,1), {1,…,K}.
_NUMBERS = re.compile(r"[\[({]+[+−-]?\.?\d")


@dataclass(frozen=True, slots=True)
class Declared:
    """A declaration and the place of the paper where it stands.

    ``formula`` is the index of the formula and ``span`` a place in it; ``evidence`` says on what
    the shape rests.
    """

    declaration: Declaration
    formula: int
    section: int
    span: Span
    evidence: Evidence = Evidence.DECLARED

    @property
    def name(self) -> str:
        """The declared name."""
        return self.declaration.name

    @property
    def shape(self) -> Shape | None:
        """The declared shape; None where the set says none, and for functions."""
        return self.declaration.shape


Guard = Callable[[FormulaSource, Callable[[], list[Declared]]], list[Declared]]
"""Calls a function for a formula, and stands in for it where it fails."""


def unguarded(formula: FormulaSource, read: Callable[[], list[Declared]]) -> list[Declared]:
    """Let errors pass."""
    return read()


def gather(document: Document, guard: Guard = unguarded) -> list[Declared]:
    r"""Return the declarations of a paper, in the order of its formulas.

    >>> from boxdot.grammar.papers import read_document
    >>> paper = read_document("a.md", text=r"the keys $A_q$, $A_k \in \mathbb{R}^{n}$")
    >>> [(d.name, d.shape) for d in gather(paper)]
    [('A_k', ('n',)), ('A_q', ('n',))]
    """
    texts = (formula.text for formula in document.formulas)
    sets = named_sets(text for text in texts if _NAMING.search(text))
    found = [
        declared
        for number, formula in enumerate(document.formulas)
        if _declares(formula.text)
        for declared in guard(formula, partial(_of_formula, formula, number, sets))
    ]
    return [*found, *(_listed(document, found) if found else ())]


def _declares(text: str) -> bool:
    """Tell whether a membership stands in the formula itself, not under one of its sums."""
    found = _MEMBERSHIP.search(text) is not None
    return found and _MEMBERSHIP.search(without_scripts(text)) is not None


def _of_formula(formula: FormulaSource, number: int, sets: Sets) -> list[Declared]:
    """Return what a formula declares; the spellings of plain formulas go before the odd ones."""
    plain = plain_declarations(formula.text)
    if plain is not None:
        return [_as_declared(one, formula, number) for one in plain]
    found = list(_read(formula, number))
    known = {one.name for one in found if one.shape is not None or one.declaration.signature}
    odd = [one for one in members(formula.text, sets) if one.name not in known]
    names = {one.name for one in odd}
    return [one for one in found if one.name not in names] + [
        Declared(Declaration(one.name, one.shape), number, formula.section, one.span) for one in odd
    ]


def _as_declared(one: Declaration, formula: FormulaSource, number: int) -> Declared:
    return Declared(_tidied(one), number, formula.section, one.span or Span(0, 0))


def _read(formula: FormulaSource, number: int) -> Iterator[Declared]:
    if _LETTER_SET.search(formula.text):
        return
    reading = read_plainly(formula.text)
    for declaration in reading.declarations:
        span = declaration.span or Span(0, 0)
        if split(declaration.name).upper and not is_label(declaration.name):
            continue  # x^2 ∈ …
        if not _is_misspelt(formula.text, span.end):
            yield _as_declared(declaration, formula, number)
    for chain in reading.memberships:
        name = _defined(chain)
        if name is not None and chain.span is not None:
            declaration = Declaration(name, plain_shape(chain.shape))
            yield Declared(declaration, number, formula.section, chain.span)


def _is_misspelt(text: str, at: int) -> bool:
    """Tell whether the exponent of the set behind a place is no plain shape."""
    sign = _MEMBERSHIP.search(text, at)
    raised = _RAISED.search(text, sign.end()) if sign else None
    return raised is not None and misspells(raised[1])


def _defined(chain: Chain) -> str | None:
    """Return the name on the left of ``Q = X W ∈ ℝ^{n×d}``."""
    side = chain.sides[0]
    return side.name if isinstance(side, Symbol) else None


def _tidied(declaration: Declaration) -> Declaration:
    """Return the declaration without a shape if its entries may be no numbers: ``x ∈ {A, B}``."""
    entries, signature = declaration.entries, declaration.signature
    if signature is not None:
        arguments = tuple(shape for shape in map(plain_shape, signature[0]) if shape is not None)
        signature = arguments, plain_shape(signature[1]) or ()
    numbers = entries in "ℝℂℤℕ" or _NUMBERS.match(entries)
    return Declaration(
        declaration.name, plain_shape(declaration.shape) if numbers else None, entries, signature
    )


# --- lists that run over several formulas --------------------------------------------------------


def _listed(document: Document, found: list[Declared]) -> Iterator[Declared]:
    r"""Find ``$W_q$, $W_k$ and $W_v \in …$``: names of one letter, with nothing else between."""
    by_formula = {declared.formula: declared for declared in reversed(found)}
    for prose in document.prose:
        for position, reference in enumerate(prose.references):
            declared = by_formula.get(reference.formula)
            if declared is not None:
                yield from _before(document, prose, position, declared)


def _before(
    document: Document, prose: Prose, position: int, declared: Declared
) -> Iterator[Declared]:
    while position > 0:
        first, second = prose.references[position - 1], prose.references[position]
        between = prose.text[first.at + len(PLACEHOLDER) : second.at]
        formula = document.formulas[first.formula]
        if not _LIST.fullmatch(between) or _MEMBERSHIP.search(formula.text):
            return
        name = _lone_name(formula)
        if name is None or split(name).base != split(declared.name).base:
            return
        span = Span(0, len(formula.text))
        yield Declared(
            replace(declared.declaration, name=name), first.formula, formula.section, span
        )
        position -= 1


def _lone_name(formula: FormulaSource) -> str | None:
    if len(formula.text) > 60:
        return None
    reading = read_plainly(formula.text)
    sides = [side for chain in reading.statements for side in chain.sides]
    return sides[0].name if len(sides) == 1 and isinstance(sides[0], Symbol) else None

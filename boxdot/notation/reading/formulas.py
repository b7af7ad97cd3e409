"""The one function that reads: from text and declarations to a `Formula`."""

from __future__ import annotations

import operator
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import TypedDict

from boxdot.grammar.depth import deeply
from boxdot.grammar.errors import BoxdotError, NotationError
from boxdot.grammar.parser import parse_segment, syntax_of, tokenize
from boxdot.grammar.segments import Segment
from boxdot.grammar.source import Span
from boxdot.notation.expressions.formula import Formula
from boxdot.notation.expressions.nodes import Chain, Expr, Index, Minimise, Symbol
from boxdot.notation.expressions.symbols import Declaration, Symbols
from boxdot.notation.reading.building import reader_for
from boxdot.notation.reading.declarations import (
    declarations_of,
    declared_name,
    is_declaration,
    membership_of,
)
from boxdot.notation.reading.known import KnownNames
from boxdot.notation.reading.numbering import numbered
from boxdot.notation.reading.statements import chain_of
from boxdot.notation.reading.trees import Branch, Reader, branches, span_of
from boxdot.notation.shapes.conventions import Convention

Declarations = str | Iterable[str | Declaration] | Symbols


@deeply
def read(
    text: str,
    declarations: Declarations = (),
    *,
    syntax: str = "auto",
    convention: Convention = Convention.F,
    sizes: Mapping[str, int] | None = None,
    first_slices: bool = False,
) -> Formula:
    """Read a formula: statements and, after ``where`` or ``,``, declarations of their symbols.

    Parameters
    ----------
    text
        The formula in Unicode, ASCII or LaTeX.
    declarations
        What is declared besides: text such as ``"X ∈ R^{I×J}; y ∈ R^I"``, several such texts,
        or declarations that were read before.
    syntax
        ``"auto"`` (LaTeX iff a backslash precedes a letter), ``"unicode"``, ``"ascii"``,
        ``"latex"``.
    convention, sizes, first_slices
        See `Formula`.

    Raises
    ------
    NotationError
        The text cannot be read; the error shows the place.

    Examples
    --------
    >>> formula = read("Y = X ⊡ B where X ∈ ℝ^{H×W×3}, B ∈ ℝ^{H×W}")
    >>> formula.symbols["B"].shape
    ('H', 'W')
    >>> formula.statements[0].sides[0]
    Symbol(name='Y')
    """
    symbols = read_symbols(declarations)
    loose = read_loosely(text, symbols, syntax=syntax)
    members = [] if loose.errors else numbered(loose.statements, loose.symbols)
    if members:
        known = loose.symbols.with_declarations(members)
        loose = read_loosely(text, known, syntax=syntax)
    if loose.errors:
        raise loose.errors[0]
    if not loose.statements and not loose.declarations:
        if not text.strip():
            raise NotationError("there is no formula here", hint='write one, such as "X ⊡ y"')
        read_declarations(text, syntax=syntax)  # says what is wrong with a lone declaration
        raise NotationError("there is no formula here", text=text, span=Span(0, len(text)))
    return Formula(
        text,
        tuple(loose.statements),
        _with_chosen(loose),
        convention,
        {name: _length(name, size) for name, size in (sizes or {}).items()},
        first_slices,
    )


def _length(name: str, size: object) -> int:
    """Return what a size is bound to as a number; NumPy's will do."""
    try:
        length = operator.index(size)  # type: ignore[arg-type]  # asked here
    except TypeError:
        length = 0
    if length < 1 or isinstance(size, bool):
        raise NotationError(f"the size {name} is bound to {size!r}, not to a whole number ≥ 1")
    return length


def _with_chosen(loose: LooseReading) -> Symbols:
    """Return the symbols with those that ``min_{A ∈ ℝ^{I×J}}`` declares where it chooses them."""
    sides = [side for chain in loose.statements for side in chain.sides]
    said = [one for side in sides if isinstance(side, Minimise) for one in side.conditions]
    named = [(declared_name(one.sides[0]), one) for one in said if one.shape is not None]
    found = [Declaration(n, c.shape, span=c.span) for n, c in named if n and n not in loose.symbols]
    return loose.symbols.with_declarations(found) if found else loose.symbols


def read_symbols(declarations: Declarations, *, styled: bool = False) -> Symbols:
    """Return the symbols that declarations in any form declare.

    >>> read_symbols("X, Y ∈ R^{2xI}; f: R^n -> R")["Y"].shape
    (2, 'I')
    """
    if isinstance(declarations, Symbols):
        return declarations
    given: Iterable[str | Declaration]
    given = [declarations] if isinstance(declarations, str) else declarations
    result: list[Declaration] = []
    for one in given:
        result += read_declarations(one) if isinstance(one, str) else [one]
    return Symbols(result, styled=styled)


def read_declarations(text: str, *, syntax: str = "auto") -> list[Declaration]:
    """Read text that only declares.

    Raises
    ------
    NotationError
        A statement in the text is no declaration.
    """
    reader = reader_for(text, Symbols())
    result: list[Declaration] = []
    for segment in tokenize(text, syntax=syntax, declaring=True):
        tree = parse_segment(segment, text, declaring=True)
        found = declarations_of(tree, reader) if is_declaration(tree, reader) else []
        if not found:
            raise NotationError(
                "this is not a declaration",
                text=text,
                span=segment.span,
                hint='declare shapes as "X ∈ R^{H×W×3}; y ∈ R^H" or "X: H×W×3"',
            )
        for declaration in found:
            if declaration.shape is None and declaration.signature is None:
                raise NotationError(
                    f"the declaration of {declaration.name} says no shape",
                    text=text,
                    span=segment.span,
                    hint='a shape is written as in "X ∈ R^{H×W×3}"; a scalar is "k ∈ R"',
                )
        result += found
    return result


# --- reading what can be read ------------------------------------------------------------------


class _Options(TypedDict):
    syntax: str
    unknown_commands: bool


@dataclass(frozen=True, slots=True)
class LooseReading:
    """What could be read of a text, and why the rest could not."""

    statements: list[Chain] = field(default_factory=list)
    declarations: list[Declaration] = field(default_factory=list)
    memberships: list[Chain] = field(default_factory=list)
    errors: list[BoxdotError] = field(default_factory=list)
    symbols: Symbols = field(default_factory=Symbols)


def read_loosely(
    text: str, symbols: Symbols, *, syntax: str = "auto", unknown_commands: bool = False
) -> LooseReading:
    """Read each statement by itself and collect the errors instead of raising them.

    Declarations in the text count for the whole text. ``memberships`` are the statements that
    end in ``∈ …`` and are more than a name; they are among ``statements`` too.
    ``unknown_commands`` makes unknown LaTeX commands without arguments names of their own, and
    what has no shape something of which none is known, as papers need it.
    """
    options: _Options = {"syntax": syntax, "unknown_commands": unknown_commands}
    try:
        before = KnownNames(symbols)
        segments = tokenize(text, known=before, **options)
        reader = replace(reader_for(text, symbols), forgiving=unknown_commands)
        declared, segments = _inline_declarations(reader, segments)
        symbols = symbols.with_declarations(declared) if declared else symbols
        known = KnownNames(symbols, _sizes_of_constants(segments))
        if len(known) > len(before) and syntax_of(text, syntax) != "latex":
            segments = tokenize(text, known=known, **options)
    except BoxdotError as error:
        return LooseReading(errors=[error], symbols=symbols)
    result = LooseReading(declarations=declared, symbols=symbols)
    reader = replace(reader, symbols=symbols)
    for segment in segments:
        if segment.is_remark:
            continue
        _read_segment(segment, reader, known, result)
    return result


def _read_segment(
    segment: Segment, reader: Reader, known: KnownNames, result: LooseReading
) -> None:
    try:
        tree = parse_segment(segment, reader.text, known.factors, forgiving=reader.forgiving)
        if is_declaration(tree, reader):
            return
        chain, is_member = _statement(tree, reader)
    except BoxdotError as error:
        result.errors.append(_with_text(error, reader.text))
        return
    except RecursionError:
        result.errors.append(_too_deep(segment, reader.text))
        return
    result.statements.append(chain)
    if is_member:
        result.memberships.append(chain)
    known.add(*_defined_names(chain))


def _statement(tree: Branch, reader: Reader) -> tuple[Chain, bool]:
    chains = [b for b in branches(tree) if b.data == "chain"]
    chain = chain_of(reader, chains[0])
    if len(chains) > 1:
        what = "a list of expressions is not a statement"
        items = (side for branch in chains for side in chain_of(reader, branch).sides)
        return Chain((reader.opaque(what, tree, *items),), span=span_of(tree)), False
    if len(tree.children) == 1:
        return chain, False
    return replace(chain, shape=membership_of(tree, reader)), True


def _inline_declarations(
    reader: Reader, segments: list[Segment]
) -> tuple[list[Declaration], list[Segment]]:
    """Part the declarations from the rest, in which what cannot be read stays."""
    known = KnownNames(reader.symbols)
    result: list[Declaration] = []
    rest: list[Segment] = []
    for segment in segments:
        found = None
        if not segment.is_remark and _has_membership(segment):
            found = _declared(segment, reader, known)
        if found is None:
            rest.append(segment)
        else:
            result += [d for d in found if d.shape is not None or d.signature is not None]
    return result, rest


def _declared(segment: Segment, reader: Reader, known: KnownNames) -> list[Declaration] | None:
    """Return what a segment declares, None if it is no declaration or cannot be read."""
    try:
        tree = parse_segment(segment, reader.text, known, forgiving=reader.forgiving)
        return declarations_of(tree, reader) if is_declaration(tree, reader) else None
    except (BoxdotError, RecursionError):
        return None


def _sizes_of_constants(segments: list[Segment]) -> set[str]:
    """Return the names below 𝟏, 𝟎 and 𝑰: they are sizes, declared or not."""
    return {
        segment.tokens[position + 3].text
        for segment in segments
        for position, token in enumerate(segment.tokens[:-4])
        if token.kind == "CONSTANT"
        and segment.tokens[position + 1].kind == "SUB"
        and segment.tokens[position + 3].kind == "NAME"
        and segment.tokens[position + 4].kind == "ARGCLOSE"
    }


def _has_membership(segment: Segment) -> bool:
    return any(token.kind in ("IN", "COLON") for token in segment.tokens)


def _defined_names(chain: Chain) -> list[str]:
    """Return the name that a chain defines on its left side."""
    if len(chain.sides) < 2:
        return []
    side: Expr = chain.sides[0]
    name = declared_name(side)
    base = side.base.name if isinstance(side, Index) and isinstance(side.base, Symbol) else None
    return [n for n in (name, base) if n is not None]


def _too_deep(segment: Segment, text: str) -> NotationError:
    return NotationError("the formula is nested too deeply", text=text, span=segment.span)


def _with_text(error: BoxdotError, text: str) -> BoxdotError:
    """Give an error that was raised far from the text the text it speaks of."""
    if not error.text:
        error.text = text
    return error

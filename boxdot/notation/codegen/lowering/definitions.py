"""What statements define: which side is defined, under which name, and in which order."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from enum import Enum, auto

from boxdot.grammar.errors import UnsupportedError
from boxdot.notation.expressions.formula import Formula
from boxdot.notation.expressions.nodes import (
    Chain,
    Expr,
    Index,
    Minimise,
    Number,
    Relation,
    Slice,
    Symbol,
)
from boxdot.notation.expressions.walking import descendants
from boxdot.notation.inference.result import Inference
from boxdot.notation.shapes.sizes import Size

DEFINING = frozenset({Relation.EQUAL, Relation.DEFINE, Relation.ASSIGN, Relation.APPROXIMATE})


class Kind(Enum):
    """What the defined side is."""

    NOTHING = auto()  # the chain defines nothing
    SYMBOL = auto()  # Y = …
    ENTRIES = auto()  # B_{ij} = …, P_i = …: the array, by its entries or slices
    SLICE = auto()  # X_1 = …, Y_j := Y_{:j:}: a quantity of its own, beside the array


@dataclass(frozen=True, slots=True)
class Statement:
    """A chain, read: what it defines, under which name, and by which side."""

    chain: Chain
    side: Expr
    kind: Kind = Kind.NOTHING
    target: Symbol | Index | None = None
    name: str | None = None
    free: Mapping[str, Size | None] = field(default_factory=dict)


def read_statements(formula: Formula, inference: Inference) -> list[Statement]:
    """Say what each chain defines, in the order in which they can be computed."""
    pairs = zip(formula.statements, inference.statements, strict=True)
    statements = [replace(read_statement(formula, c), free=found.free) for c, found in pairs]
    return in_order(formula, [_with_indices(formula, one) for one in statements])


def _with_indices(formula: Formula, statement: Statement) -> Statement:
    """Return ``Y_bij`` as entries of Y where b, i and j are just what runs on the other side."""
    target, free = statement.target, statement.free
    if not isinstance(target, Symbol) or not free or target.name in formula.symbols:
        return statement
    base, _, letters = target.name.partition("_")
    if sorted(letters) != sorted(free) or not base:
        return statement
    indices = tuple(Symbol(letter, span=target.span) for letter in letters)
    symbol = Symbol(base, span=target.span)
    entries = Index(symbol, indices, span=target.span)
    return replace(statement, kind=Kind.ENTRIES, target=entries, name=name_of(formula, symbol))


def read_statement(formula: Formula, chain: Chain) -> Statement:
    """Say what a chain defines, if anything, and by which side.

    Of the two equations that an ⟺ joins, the last one counts.
    """
    if Relation.EQUIVALENT in chain.relations:
        last = len(chain.relations) - chain.relations[::-1].index(Relation.EQUIVALENT)
        chain = Chain(chain.sides[last:], chain.relations[last:], span=chain.span)
    target = next(_targets(formula, chain), None)
    sides = [side for side in chain.sides if side is not target]
    if target is None:
        return Statement(chain, _computable(reversed(sides), sides[-1]))
    side = _computable(iter(sides), sides[0])
    if isinstance(target, Symbol):
        return Statement(chain, side, Kind.SYMBOL, target, name_of(formula, target))
    base = name_of(formula, _symbol(target))
    if _is_own(formula, target, sides):
        return Statement(chain, side, Kind.SLICE, target, slice_name(base, target))
    return Statement(chain, side, Kind.ENTRIES, target, base)


def _computable(sides: Iterator[Expr], default: Expr) -> Expr:
    return next((side for side in sides if not isinstance(side, Minimise)), default)


def _targets(formula: Formula, chain: Chain) -> Iterator[Symbol | Index]:
    """Yield the sides that are a bare symbol, or entries of one, that occurs nowhere else."""
    for n, side in enumerate(chain.sides):
        beside = chain.relations[max(n - 1, 0) : n + 1]
        if not beside or not set(beside) <= DEFINING:
            continue
        others = [other for other in chain.sides if other is not side]
        updated = n == 0 and chain.relations[0] is Relation.ASSIGN
        match side:
            case Symbol() if updated or name_of(formula, side) not in names_used(formula, others):
                yield side
            case Index(base=Symbol()) if _is_part(side):
                continue
            case Index(base=Symbol()) if updated or not _occurs(formula, side, others):
                yield side


def _is_part(target: Index) -> bool:
    """Return whether entries are a part of an array, as X_{:,1} or x_{1:2}: none defines it."""
    subscripts = (*target.subscripts, *target.superscripts)
    slices = [s for s in subscripts if isinstance(s, Slice)]
    whole = all(s.low is None and s.high is None for s in slices)
    plain = all(isinstance(s, Symbol | Slice) for s in subscripts)
    return bool(slices) and not (whole and plain)


def _occurs(formula: Formula, target: Index, others: Iterable[Expr]) -> bool:
    """Return whether entries of the same array, not only the array itself, occur elsewhere."""
    if target.subscripts and all(isinstance(s, Number) for s in target.subscripts):
        return any(target == node for side in others for node in (side, *descendants(side)))
    nodes = [node for side in others for node in (side, *descendants(side))]
    if name_of(formula, _symbol(target)) not in names_used(formula, others):
        return False
    return target in nodes or not _is_slicing(nodes, target)


def _is_slicing(nodes: Iterable[object], target: Index) -> bool:
    """Return whether all entries of the array among the nodes are slices written with ``:``."""
    mine = [node for node in nodes if isinstance(node, Index) and node.base == target.base]
    return bool(mine) and all(any(isinstance(s, Slice) for s in node.subscripts) for node in mine)


def _is_own(formula: Formula, target: Index, sides: Iterable[Expr]) -> bool:
    """Return whether the target is a quantity of its own: X_1, or Y_j made of Y."""
    if target.subscripts and all(isinstance(s, Number) for s in target.subscripts):
        return True
    return name_of(formula, _symbol(target)) in names_used(formula, sides)


def slice_name(base: str, target: Index) -> str:
    """Return the name of a quantity such as X_1 or Y_j."""
    parts = [
        s.name if isinstance(s, Symbol) else s.text if isinstance(s, Number) else "all"
        for s in (*target.subscripts, *target.superscripts)
    ]
    return "_".join([base, *parts])


def _symbol(target: Symbol | Index) -> Symbol:
    if isinstance(target, Symbol):
        return target
    assert isinstance(target.base, Symbol)
    return target.base


def name_of(formula: Formula, symbol: Symbol) -> str:
    """Return the declared name that a symbol resolves to, or its own."""
    return formula.symbols.resolve(symbol.name) or symbol.name


def names_used(formula: Formula, sides: Iterable[Expr]) -> set[str]:
    """Return the names of all symbols in some sides."""
    nodes = (node for side in sides for node in (side, *descendants(side)))
    return {name_of(formula, node) for node in nodes if isinstance(node, Symbol)}


def in_order(formula: Formula, statements: list[Statement]) -> list[Statement]:
    """Put every statement after those that define what it uses."""
    ordered: list[Statement] = []
    for statement in statements:
        _visit(formula, statement, statements, ordered, ())
    return ordered


def _visit(
    formula: Formula,
    statement: Statement,
    statements: list[Statement],
    ordered: list[Statement],
    above: tuple[Statement, ...],
) -> None:
    if any(statement is done for done in ordered):
        return
    if any(statement is other for other in above):
        raise UnsupportedError(
            f"{statement.name} is defined by what it defines itself",
            text=formula.text,
            span=statement.chain.span,
        )
    for needed in statements:
        if needed is not statement and _uses(formula, statement, needed):
            _visit(formula, needed, statements, ordered, (*above, statement))
    ordered.append(statement)


def _uses(formula: Formula, statement: Statement, needed: Statement) -> bool:
    """Return whether a statement's side speaks of what another one defines."""
    if needed.kind is Kind.NOTHING or needed.target is None:
        return False
    if needed.kind is Kind.SLICE:
        nodes = [statement.side, *descendants(statement.side)]
        whole = name_of(formula, _symbol(needed.target))
        numbered = all(isinstance(s, Number) for s in getattr(needed.target, "subscripts", ()))
        return needed.target in nodes or (
            numbered and any(isinstance(s, Symbol) and name_of(formula, s) == whole for s in nodes)
        )
    return needed.name in names_used(formula, [statement.side])

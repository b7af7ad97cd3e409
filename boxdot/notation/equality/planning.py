"""What there is to prove in a formula: which sides are definitions, which are compared."""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from boxdot.notation.algebra import names_of
from boxdot.notation.expressions.formula import Formula
from boxdot.notation.expressions.members import Member, is_numbered, member_of, ranges_of
from boxdot.notation.expressions.nodes import (
    Apply,
    Chain,
    Expr,
    Index,
    IndexRange,
    Minimise,
    Number,
    Power,
    Relation,
    Symbol,
)
from boxdot.notation.expressions.walking import descendants
from boxdot.notation.inference import Inference

EQUAL = frozenset({Relation.EQUAL, Relation.DEFINE, Relation.ASSIGN, Relation.REWRITES})
ORDERS = frozenset({Relation.LESS_EQUAL, Relation.GREATER_EQUAL, Relation.LESS, Relation.GREATER})
PARTING = frozenset({Relation.EQUIVALENT})
INEXACT = frozenset({Relation.APPROXIMATE, Relation.PROPORTIONAL, Relation.DISTRIBUTED})
MOST_MEMBERS = 256


@dataclass(frozen=True, slots=True)
class Goal:
    """Two sides of a statement that are compared."""

    statement: int
    left: int
    right: int
    relation: Relation


@dataclass(frozen=True, slots=True)
class Definition:
    """A side that is a name, and the side that it stands for."""

    statement: int
    side: int
    value: int
    name: str


@dataclass(frozen=True, slots=True)
class Plan:
    """What is to be proved, what is defined, and which relations say nothing exact."""

    goals: tuple[Goal, ...]
    definitions: tuple[Definition, ...]
    inexact: tuple[Relation, ...] = ()

    @property
    def has_inequalities(self) -> bool:
        """Whether some goal is no equation."""
        return any(goal.relation not in EQUAL for goal in self.goals)

    def of_statement(self, number: int) -> tuple[list[Goal], list[Definition]]:
        """Return the goals and the definitions of one statement."""
        goals = [goal for goal in self.goals if goal.statement == number]
        return goals, [d for d in self.definitions if d.statement == number]


def plan(formula: Formula, inference: Inference) -> Plan:
    """Return what there is to prove.

    >>> from boxdot.notation.inference import infer
    >>> from boxdot.notation.reading import read
    >>> formula = read("Y = X ⊡ B = B ⊡ X", "X, Y ∈ R^{H×W×3}; B ∈ R^{H×W}")
    >>> found = plan(formula, infer(formula))
    >>> [(goal.left, goal.right) for goal in found.goals], found.definitions[0].name
    ([(1, 2)], 'Y')
    """
    goals: list[Goal] = []
    definitions: list[Definition] = []
    inexact: list[Relation] = []
    seen: set[str] = set()
    conditions = frozenset(_conditions(formula.statements))
    for number, chain in enumerate(formula.statements):
        if number in conditions:
            continue
        for group in _groups(chain):
            names = _defined(formula, inference, number, group, seen)
            kept = [side for side in group if side not in names]
            definitions += _definitions(number, group, names)
            for left, right in pairwise(kept):
                relation = _relation(chain, left, right)
                if relation in INEXACT:
                    inexact.append(relation)
                else:
                    goals.append(Goal(number, left, right, relation))
        seen.update(_names(formula, chain.sides))
    return Plan(tuple(goals), tuple(definitions), tuple(inexact))


def _conditions(chains: tuple[Chain, ...]) -> Iterator[int]:
    """Yield the statements that say what the unknowns of a problem are held to: ``A ≥ 0``.

    After ``min_A …`` all are, after ``Y ≈ A ⊡ B`` the inequalities.
    """
    minimised = fitted = False
    for number, chain in enumerate(chains):
        if minimised or (fitted and chain.relations and ORDERS.issuperset(chain.relations)):
            yield number
        minimised |= len(chain.sides) == 1 and isinstance(chain.sides[0], Minimise)
        fitted |= Relation.APPROXIMATE in chain.relations


def _groups(chain: Chain) -> Iterator[list[int]]:
    """Yield the sides between the relations that part a chain (⟺)."""
    group = [0]
    for number, relation in enumerate(chain.relations, start=1):
        if relation in PARTING:
            yield group
            group = []
        group.append(number)
    yield group


def _relation(chain: Chain, left: int, right: int) -> Relation:
    """Return what a chain says of two sides between which only definitions stand."""
    between = chain.relations[left:right]
    special = [relation for relation in between if relation not in EQUAL]
    return special[0] if special else Relation.EQUAL


def _definitions(number: int, group: list[int], names: dict[int, str]) -> Iterator[Definition]:
    kept = [side for side in group if side not in names]
    for side, name in names.items():
        after = [other for other in kept if other > side]
        yield Definition(number, side, (after or kept)[0] if kept else side, name)


def _defined(
    formula: Formula, inference: Inference, number: int, group: list[int], seen: set[str]
) -> dict[int, str]:
    """Return the sides that are names introduced here; one side at least is left."""
    chain = formula.statements[number]
    found: dict[int, str] = {}
    for side in group:
        inferred = side in inference.statements[number].defined
        name = _definable(formula, inference, chain.sides[side], inferred=inferred)
        if name is None:
            continue
        others = [chain.sides[other] for other in range(len(chain.sides)) if other != side]
        is_new = not _speaks_of(seen | _names(formula, others), name)
        is_assigned = _beside(chain, side) == {Relation.ASSIGN} and side == group[0]
        if inferred or is_assigned or (is_new and _beside(chain, side) <= EQUAL | PARTING):
            found[side] = name
    if len(found) == len(group) and found:
        found.pop(max(found))
    return found


def _beside(chain: Chain, side: int) -> set[Relation]:
    """Return the relations on both sides of a side."""
    return set(chain.relations[max(side - 1, 0) : side + 1])


def _definable(formula: Formula, inference: Inference, side: Expr, *, inferred: bool) -> str | None:
    """Return the name that a side would introduce: a symbol, an entry of it, a new ``f(x)``."""
    match side:
        case Symbol(name=name) if name not in _size_names(formula):
            return _resolved(formula, name)
        case Index(base=Symbol(name=name)):
            whole = inferred or _is_whole(inference, side)
            return _resolved(formula, name) if whole else None
        case Apply(function=name) if inferred:
            return f"{name}()"
        case Power(base=Symbol(name=name), exponent=Symbol(name=label)) if inferred:
            return f"{name}^{label}"
        case Index(base=Power() as base) if inferred:
            return _definable(formula, inference, base, inferred=True)
    return None


def _is_whole(inference: Inference, side: Index) -> bool:
    """Whether the subscripts run along every axis that is longer than 1."""
    axes, shape = inference.index_axes(side), inference.shape(side.base)
    if axes is None or shape is None:
        return all(isinstance(subscript, Symbol) for subscript in side.subscripts)
    numbers = [
        axis
        for axis, subscript in zip(axes, (*side.subscripts, *side.superscripts), strict=False)
        if not isinstance(subscript, Symbol)
    ]
    return all(axis <= len(shape) and shape[axis - 1] == 1 for axis in numbers)


def _size_names(formula: Formula) -> set[str]:
    shapes = (declared.shape for declared in formula.symbols.values() if declared.shape)
    return {name for shape in shapes for size in shape for name in names_of(size)}


def _speaks_of(names: set[str], name: str) -> bool:
    """Whether a name, or a family with a member of that name, is among the names."""
    families = (other for other in names if "·" in other)
    return name in names or any(is_numbered(name, family) for family in families)


def _names(formula: Formula, sides: Iterable[Expr]) -> set[str]:
    """Return the names in the sides, and those of families with gaps for their indices."""
    names: set[str] = set()
    ranges = ranges_of(formula.statements)
    indices = {bounds.index for bounds in ranges}
    for side in sides:
        for node in (side, *descendants(side)):
            if isinstance(node, Symbol):
                names.add(_resolved(formula, node.name))
                member = member_of(node.name, indices)
                names.update(() if member is None else _members(member, ranges))
            elif isinstance(node, Apply):
                names.add(f"{node.function}()")
    return names


def _members(member: Member, ranges: list[IndexRange]) -> set[str]:
    """Return the names that a member may have, or that of its family if they cannot be told."""
    values: dict[str, set[int]] = {index: set() for index in member.indices}
    for bounds in ranges:
        match bounds:
            case IndexRange(index=index, low=Number() as low, high=Number() as high):
                values.get(index, set()).update(range(int(low.value), int(high.value) + 1))
            case IndexRange(index=index) if index in values:
                return {member.family}
    if member.doubt or math.prod(map(len, values.values())) > MOST_MEMBERS:
        return {member.family}
    every = itertools.product(*values.values())
    return {member.name(dict(zip(values, at, strict=True))) for at in every}


def _resolved(formula: Formula, name: str) -> str:
    return formula.symbols.resolve(name) or name

"""Relations between sides, here and in SymPy."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import sympy

from boxdot.grammar.errors import UnsupportedError
from boxdot.notation.expressions.nodes import Relation

RELATIONS: Mapping[Relation, Any] = {
    Relation.EQUAL: sympy.Eq,
    Relation.DEFINE: sympy.Eq,
    Relation.ASSIGN: sympy.Eq,
    Relation.NOT_EQUAL: sympy.Ne,
    Relation.LESS_EQUAL: sympy.Le,
    Relation.GREATER_EQUAL: sympy.Ge,
    Relation.LESS: sympy.Lt,
    Relation.GREATER: sympy.Gt,
}


def related(sides: Sequence[Any], relations: Sequence[Relation]) -> Any:
    """Return a chain: one side as it is, two as a relation, more as a conjunction of relations.

    >>> related([1, 2, 3], [Relation.LESS, Relation.LESS])
    (1 < 2) & (2 < 3)
    """
    for relation in relations:
        if relation not in RELATIONS:
            raise UnsupportedError(f"SymPy has no relation {relation.value}")
    if len(sides) == 1:
        return sides[0]
    pairs = zip(sides, sides[1:], relations, strict=False)
    found = [_relation(RELATIONS[relation], a, b) for a, b, relation in pairs]
    return found[0] if len(found) == 1 else sympy.And(*found, evaluate=False)


def _relation(kind: Any, left: Any, right: Any) -> Any:
    """Return a relation as it is written: SymPy would decide some at once."""
    return kind(sympy.sympify(left), sympy.sympify(right), evaluate=False)

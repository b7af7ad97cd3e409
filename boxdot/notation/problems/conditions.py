"""What the unknowns are held to: ``A ≥ 0``, under the minimum or behind it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from boxdot.notation.expressions.formula import Formula
from boxdot.notation.expressions.nodes import Chain, Expr, Minimise, Number, Relation
from boxdot.notation.inference import Inference
from boxdot.notation.problems.naming import variables_of
from boxdot.notation.problems.refusing import refuse

_ZERO = Number("0")
_AT_LEAST = {Relation.GREATER_EQUAL: 1, Relation.LESS_EQUAL: 0}


def nonnegative(inference: Inference, minimum: Minimise | None, rest: Iterable[Chain]) -> list[str]:
    """Return the names that the conditions keep from being negative.

    In ``A, B ≥ 0`` all that stand before the sign are meant.
    """
    names: list[str] = []
    for chains in (_under(minimum), rest):
        listed: list[Expr] = []
        for chain in chains:
            if not chain.relations and len(chain.sides) == 1:
                listed.append(chain.sides[0])
                continue
            held = _held(inference.formula, chain)
            names += variables_of(inference, (*listed, *held))
            listed = []
        if listed and chains is rest:
            refuse(inference.formula, listed[0], "this is no condition on an unknown", _HINT)
    return names


_HINT = "the condition that is understood is A ≥ 0"


def _under(minimum: Minimise | None) -> Iterator[Chain]:
    """Yield the variables of a minimum as chains, each with what is said of it."""
    if minimum is None:
        return
    said = {chain.sides[0]: chain for chain in minimum.conditions}
    for variable in minimum.variables:
        yield said.get(variable, Chain((variable,)))


def _held(formula: Formula, chain: Chain) -> tuple[Expr, ...]:
    """Return what a chain such as ``A ≥ 0`` or ``0 ≤ A`` holds."""
    if len(chain.sides) == 2 and chain.relations[0] in _AT_LEAST:
        bound = _AT_LEAST[chain.relations[0]]
        if chain.sides[bound] == _ZERO:
            return (chain.sides[1 - bound],)
    return refuse(formula, chain, "this is no condition on an unknown", _HINT)

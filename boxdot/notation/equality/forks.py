"""The ways to meet a condition on sizes, each as sizes put in for names."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import cast

from boxdot.grammar.errors import UnsupportedError
from boxdot.notation.algebra import Size, equal, parts_of, reduced, solved, substitute
from boxdot.notation.expressions.formula import Formula
from boxdot.notation.shapes.conditions import Clause, Condition, Equality

Bindings = Mapping[str, Size]
MOST_CASES = 512
MOST_ROUNDS = 3


def bind(formula: Formula, bindings: Bindings) -> Formula:
    """Return the formula with sizes put in for names of sizes."""
    if not bindings:
        return formula
    sizes = {name: substitute(size, bindings) for name, size in formula.sizes.items()}
    # A formula binds names to numbers for its users; inference takes any size as well.
    return replace(formula, sizes=cast("Mapping[str, int]", {**sizes, **bindings}))


def cases(condition: Condition) -> list[Bindings]:
    """Return bindings that together cover all sizes that meet the condition.

    >>> from boxdot.notation.shapes.conditions import broadcast
    >>> [dict(case) for case in cases(broadcast("I", "J"))]
    [{'J': 'I'}, {'I': 1}, {'J': 1}]
    """
    found: dict[frozenset[tuple[str, Size]], Bindings] = {}
    for case in _settled(condition, {}, MOST_ROUNDS):
        found.setdefault(frozenset(case.items()), case)
        if len(found) > MOST_CASES:
            raise UnsupportedError("the sizes can be met in too many ways")
    return _broadest(list(found.values()))


def _settled(condition: Condition, sofar: Bindings, rounds: int) -> Iterator[Bindings]:
    """Yield the ways to meet a condition, looking again at maxima once their sizes are known."""
    clauses = [_put_in(clause, sofar) for clause in condition.clauses]
    for case in _search(clauses, sofar):
        left = _pruned([_put_in(clause, case) for clause in condition.clauses])
        if left == []:
            yield case
        elif left and rounds:
            yield from _settled(condition, case, rounds - 1)


def _search(clauses: list[Clause], sofar: Bindings) -> Iterator[Bindings]:
    left = _pruned(clauses)
    if left is None:
        return
    if not left:
        yield sofar
        return
    shortest = min(left, key=len)
    rest = [clause for clause in left if clause is not shortest]
    for pair in shortest:
        for bindings in _met(pair):
            yield from _search(
                [_put_in(clause, bindings) for clause in rest], joined(sofar, bindings)
            )


def _pruned(clauses: list[Clause]) -> list[Clause] | None:
    """Return the clauses that are not settled; None if one cannot be met."""
    kept = []
    for clause in clauses:
        verdicts = [equal(*pair) for pair in clause]
        if True in verdicts:
            continue
        possible = tuple(p for p, verdict in zip(clause, verdicts, strict=True) if verdict is None)
        if not possible:
            return None
        kept.append(possible)
    return kept


def _met(pair: Equality) -> Iterator[Bindings]:
    """Yield the ways to make two sizes equal."""
    ways = [(a, b) for a in parts_of(pair[0]) for b in parts_of(pair[1])]
    if len(ways) > 1:
        for way in ways:
            yield from _met(way)
        return
    bindings: Bindings = {}
    for left, right in reduced(*pair):
        left, right = substitute(left, bindings), substitute(right, bindings)
        verdict = equal(left, right)
        if verdict is False:
            return
        if verdict:
            continue
        solution = solved(left, right)
        if solution is None:
            raise UnsupportedError(f"{pair[0]} = {pair[1]} cannot be solved for a name")
        bindings = joined(bindings, dict([solution]))
    yield bindings


def joined(first: Bindings, second: Bindings) -> Bindings:
    """Return both bindings as one."""
    return {**{name: substitute(size, second) for name, size in first.items()}, **second}


def _put_in(clause: Clause, bindings: Bindings) -> Clause:
    return tuple((substitute(a, bindings), substitute(b, bindings)) for a, b in clause)


def _broadest(found: list[Bindings]) -> list[Bindings]:
    """Drop a case that is a special one of another."""
    result: list[Bindings] = []
    for case in sorted(found, key=len):
        if not any(implies(case, other) for other in result):
            result.append(case)
    return [case for case in found if case in result]


def implies(case: Bindings, other: Bindings) -> bool:
    """Return whether sizes that meet the first bindings meet the second."""
    return all(
        equal(substitute(name, case), substitute(size, case)) is True
        for name, size in other.items()
    )

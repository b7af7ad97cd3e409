"""Whether sizes exist that meet a condition."""

from __future__ import annotations

from boxdot.notation.algebra import Size, equal, parts_of, reduced, solved, substitute
from boxdot.notation.shapes.conditions import Clause, Condition, Equality

MOST_STEPS = 2_000


def satisfiable(condition: Condition, *, least: int = 1) -> bool:
    """Return whether some sizes (names ≥ ``least``) meet the condition.

    Where the search gives up, the answer is yes: nothing is called impossible without a reason.

    >>> from boxdot.notation.shapes.conditions import equality
    >>> satisfiable(equality("I", 3) & equality("I", 4)), satisfiable(equality("I", "J"))
    (False, True)
    >>> satisfiable(equality("I", 1), least=2)
    False
    """
    return _search(list(condition.clauses), least, [MOST_STEPS])


def _search(clauses: list[Clause], least: int, budget: list[int]) -> bool:
    budget[0] -= 1
    if budget[0] < 0:
        return True
    open_clauses = _pruned(clauses, least)
    if open_clauses is None:
        return False
    if not open_clauses:
        return True
    shortest = min(open_clauses, key=len)
    rest = [clause for clause in open_clauses if clause is not shortest]
    return any(_search(new, least, budget) for pair in shortest for new in _assume(pair, rest))


def _pruned(clauses: list[Clause], least: int) -> list[Clause] | None:
    """Return the clauses that are not settled yet; None if one cannot be met."""
    kept: list[Clause] = []
    for clause in clauses:
        verdicts = [(pair, equal(*pair, least=least)) for pair in clause]
        if any(verdict for _, verdict in verdicts):
            continue
        possible = tuple(pair for pair, verdict in verdicts if verdict is None)
        if not possible:
            return None
        kept.append(possible)
    return kept


def _assume(pair: Equality, clauses: list[Clause]) -> list[list[Clause]]:
    """Return what is left of the clauses if the equality holds, one list a way to meet it."""
    ways = [(a, b) for a in parts_of(pair[0]) for b in parts_of(pair[1])]
    if len(ways) > 1:
        return [[((a, b),), *clauses] for a, b in ways]
    simpler = reduced(*pair)
    if simpler != [pair]:
        return [[*(((a, b),) for a, b in simpler), *clauses]]
    solution = solved(*pair)
    if solution is None:
        return [clauses]
    return [[_replaced(clause, dict([solution])) for clause in clauses]]


def _replaced(clause: Clause, bindings: dict[str, Size]) -> Clause:
    return tuple((substitute(a, bindings), substitute(b, bindings)) for a, b in clause)

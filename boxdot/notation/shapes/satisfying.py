"""Whether sizes exist that meet a condition."""

from __future__ import annotations

from dataclasses import dataclass

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
    return _search(_State(list(condition.clauses), []), least, [MOST_STEPS])


@dataclass(frozen=True, slots=True)
class _State:
    """What is still to be met; ``watched`` is met already unless a later choice breaks it."""

    clauses: list[Clause]
    watched: list[Clause]

    def replaced(self, bindings: dict[str, Size]) -> _State:
        return _State(
            [_replaced(clause, bindings) for clause in self.clauses],
            [_replaced(clause, bindings) for clause in self.watched],
        )


def _search(state: _State, least: int, budget: list[int]) -> bool:
    budget[0] -= 1
    if budget[0] < 0:
        return True
    clauses, watched = _pruned(state.clauses, least), _pruned(state.watched, least)
    if clauses is None or watched is None:
        return False
    if not clauses:
        return True
    shortest = min(clauses, key=len)
    rest = _State([clause for clause in clauses if clause is not shortest], watched)
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


def _assume(pair: Equality, state: _State) -> list[_State]:
    """Return what is left to be met if the equality holds, one state a way to meet it."""
    ways = [(a, b) for a in parts_of(pair[0]) for b in parts_of(pair[1])]
    if len(ways) > 1:  # max(I, J) = K: one of them is K, and the other no larger
        return [_State([((a, b),), *state.clauses], [(pair,), *state.watched]) for a, b in ways]
    simpler = reduced(*pair)
    if simpler != [pair]:
        return [_State([*(((a, b),) for a, b in simpler), *state.clauses], state.watched)]
    solution = solved(*pair)
    if solution is None:
        return [_State(state.clauses, [(pair,), *state.watched])]
    return [state.replaced(dict([solution]))]


def _replaced(clause: Clause, bindings: dict[str, Size]) -> Clause:
    return tuple((substitute(a, bindings), substitute(b, bindings)) for a, b in clause)

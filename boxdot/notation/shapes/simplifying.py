"""Conditions as a reader wants them: nothing redundant, each fact once."""

from __future__ import annotations

from boxdot.notation.algebra import Size, equal, reduced, solved, substitute
from boxdot.notation.shapes.conditions import Clause, Condition, Equality, any_of
from boxdot.notation.shapes.satisfying import satisfiable

MOST_CLAUSES_COMPARED = 12


def simplified(condition: Condition) -> Condition:
    """Return an equivalent condition (over sizes ≥ 1) with every fact said once.

    >>> from boxdot.notation.shapes.conditions import broadcast, equality
    >>> print(simplified(equality("N", "C") & equality("C", 1) & equality("H", 1)))
    N = 1 and C = 1 and H = 1
    >>> print(simplified(broadcast("I", "J") & equality("I", "J")))
    I = J
    >>> print(simplified(equality("I", 3) & equality("I", 4)))
    3 = 4
    """
    if not condition:
        return condition
    if not satisfiable(condition):
        return _contradiction(condition)
    facts, clauses = _propagated(condition)
    kept = _without_subsumed(_without_impossible(facts, clauses))
    if kept != clauses:
        return simplified(Condition((*_unit_clauses(facts, condition), *kept)))
    return Condition((*_unit_clauses(facts, condition), *kept))


def forced(condition: Condition) -> dict[str, Size]:
    """Return the names that the condition leaves no choice, with what they must be.

    >>> from boxdot.notation.shapes.conditions import equality
    >>> forced(equality("N", "C") & equality("C", 1))
    {'C': 1, 'N': 1}
    """
    return _propagated(condition)[0].solution


class _Facts:
    """What clauses of one equality say: names solved, and equalities that solve for none."""

    def __init__(self) -> None:
        self.solution: dict[str, Size] = {}
        self.unsolved: list[Clause] = []

    def learn(self, pair: Equality) -> None:
        for left, right in reduced(*pair):
            solution = solved(left, right)
            if solution is None:
                self.unsolved.append(((left, right),))
                continue
            name, value = solution
            self.solution = {n: substitute(v, {name: value}) for n, v in self.solution.items()}
            self.solution[name] = value

    def recall(self) -> list[Clause]:
        """Take back the equalities that solve for no name: with a new name solved they may."""
        unsolved, self.unsolved = self.unsolved, []
        return unsolved


def _propagated(condition: Condition) -> tuple[_Facts, tuple[Clause, ...]]:
    """Split into facts and the clauses that still leave a choice, the facts put in."""
    facts = _Facts()
    clauses = list(condition.clauses)
    while True:
        clauses = [c for clause in clauses for c in _with(facts, clause)]
        unit = next((c for c in clauses if len(c) == 1 and c not in facts.unsolved), None)
        if unit is None:
            return facts, tuple(c for c in clauses if len(c) > 1)
        clauses.remove(unit)
        known = len(facts.solution)
        facts.learn(unit[0])
        if len(facts.solution) > known:
            clauses += facts.recall()


def _with(facts: _Facts, clause: Clause) -> tuple[Clause, ...]:
    pairs = ((substitute(a, facts.solution), substitute(b, facts.solution)) for a, b in clause)
    return any_of(pairs).clauses


def _unit_clauses(facts: _Facts, condition: Condition) -> list[Clause]:
    """Return the facts as clauses, in the order in which the names were first mentioned."""
    named = [(n, facts.solution[n]) for n in condition.names() if n in facts.solution]
    by_name: list[Clause] = [((v, n) if isinstance(v, str) else (n, v),) for n, v in named]
    return [*by_name, *facts.unsolved]


def _without_impossible(facts: _Facts, clauses: tuple[Clause, ...]) -> tuple[Clause, ...]:
    """Drop the choices that the other clauses rule out."""
    if not 1 < len(clauses) <= MOST_CLAUSES_COMPARED:
        return clauses
    result = list(clauses)
    for i, clause in enumerate(result):
        others = Condition((*result[:i], *result[i + 1 :], *facts.unsolved))
        result[i] = tuple(pair for pair in clause if satisfiable(Condition(((pair,),)) & others))
    return tuple(result)


def _without_subsumed(clauses: tuple[Clause, ...]) -> tuple[Clause, ...]:
    """Drop a clause that another one implies by having fewer choices."""
    choices = [frozenset(frozenset(pair) for pair in clause) for clause in clauses]
    return tuple(
        clause
        for i, clause in enumerate(clauses)
        if not any(
            choices[j] < choices[i] or (choices[j] == choices[i] and j < i)
            for j in range(len(clauses))
        )
    )


def _contradiction(condition: Condition) -> Condition:
    """Return the shortest reason that can be given why the condition never holds."""
    for clause in condition.clauses:
        if all(equal(a, b) is False for a, b in clause):
            return Condition((clause[:1],))
    facts = _Facts()
    for clause in condition.clauses:
        for reason in _with(facts, clause):
            if all(equal(a, b) is False for a, b in reason):
                return Condition((reason[:1],))
            if len(reason) == 1:
                facts.learn(reason[0])
    return condition

"""The shortest form: a search, best first, through what all identities make of a formula."""

from __future__ import annotations

import heapq
import itertools
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache

from boxdot.notation.expressions.formula import Formula
from boxdot.notation.expressions.nodes import Apply, BroadcastForm, Expr, Marginal
from boxdot.notation.expressions.walking import descendants
from boxdot.notation.indexform import BudgetError, limited
from boxdot.notation.printing import to_text
from boxdot.notation.rewriting.applying import Candidate, candidates, sides
from boxdot.notation.rewriting.identities import IDENTITIES
from boxdot.notation.rewriting.rules import Rule, rules_of
from boxdot.notation.rewriting.staging import Statements, Taken, staged
from boxdot.notation.rewriting.targets import Stage
from boxdot.notation.rewriting.trees import unsized
from boxdot.notation.rewriting.verifying import proof_of
from boxdot.notation.rewriting.views import View

MOST_STATES = 80
MOST_DETOUR = 2
SECONDS = 2.0
PATIENCE = 25
"""So many forms in a row may be no better than the best before the search ends."""

Cost = tuple[int, int]


def cost(formula: Formula) -> Cost:
    """Return how many symbols and operators a formula has, then how many characters.

    The sizes of constants are not counted: a formula may leave them to the reader.
    """
    return sum(_symbols(side) for _, _, side in sides(formula)), len(to_text(unsized(formula)))


def _symbols(expr: Expr) -> int:
    return 1 + sum(1 for _ in descendants(expr))


@dataclass(frozen=True, slots=True)
class Found:
    """A form on the way: its last step, not verified yet, and the steps before it."""

    view: View
    path: tuple[Taken, ...] = ()
    last: tuple[View, Candidate] | None = None

    def verified(self) -> Found | None:
        """Return it with its last step proved, None if that cannot be proved."""
        if self.last is None:
            return self
        proof = proof_of(*self.last)
        if proof is None:
            return None
        return Found(self.view, (*self.path, Taken.of(*self.last, proof)))


@dataclass(slots=True)
class Search:
    """The state of a search: what is to be looked at, what was met, the best so far."""

    best: Found
    least: Cost
    queue: list[tuple[Cost, int, Found]] = field(default_factory=list)
    seen: set[Statements] = field(default_factory=set)
    counter: Iterator[int] = field(default_factory=itertools.count)
    idle: int = 0
    """How many forms were looked at since the best was found."""

    def add(self, found: Found) -> None:
        """Look at a form later, unless it was met before."""
        statements = found.view.formula.statements
        if statements not in self.seen:
            self.seen.add(statements)
            heapq.heappush(self.queue, (cost(found.view.formula), next(self.counter), found))

    def look(self) -> None:
        """Look at the cheapest form: verify how it came about, and add what it leads to."""
        price, _, found = heapq.heappop(self.queue)
        self.idle += 1
        proved = found.verified()
        if proved is None:
            return
        if price < self.least:
            self.best, self.least, self.idle = proved, price, 0
        for candidate in _neighbours(proved.view, self.least[0] + MOST_DETOUR - price[0]):
            self.add(Found(candidate.after, proved.path, (proved.view, candidate)))


def shortest(view: View, stages: tuple[Stage, ...]) -> list[Taken]:
    """Search all identities, in both directions, for the form with the fewest symbols.

    The search starts from the formula and from what the stages make of it.
    """
    taken = staged(view, stages)
    search = Search(Found(view), cost(view.formula))
    search.add(search.best)
    for number, step in enumerate(taken, start=1):
        search.add(Found(step.after, tuple(taken[:number])))
    try:
        with limited(seconds=SECONDS):
            for _ in range(MOST_STATES):
                if search.queue and search.idle < PATIENCE:
                    search.look()
    except BudgetError:
        pass  # the best form so far is proved, if not the shortest there is
    return list(search.best.path)


@cache
def _rules() -> tuple[Rule, ...]:
    """Return the rules of all identities but of those that matching knows: what commutes."""
    names = (name for name in IDENTITIES if not name.endswith(("-commutes", "-associates")))
    rules = (rule for name in names for rule in rules_of(name))
    return tuple(r for r in rules if _stretches(r.pattern) or not _stretches(r.template))


def _stretches(expr: Expr) -> bool:
    """Return whether an expression has squares or foldings, which make nothing shorter."""
    whole = (expr, *descendants(expr))
    squares = any(isinstance(node, BroadcastForm | Marginal) for node in whole)
    return squares or any(isinstance(n, Apply) and "fold" in n.function for n in whole)


def _neighbours(view: View, growth: int) -> Iterator[Candidate]:
    """Yield what all identities make of a formula, if it grows by no more than that."""

    def is_short(old: Expr, new: Expr) -> bool:
        return _symbols(new) - _symbols(old) <= growth

    yield from candidates(view, _rules(), innermost=True, accepts=is_short)

"""The search: from stage to stage by verified steps, or best first to the shortest form."""

from __future__ import annotations

import heapq
import itertools
import time
from collections.abc import Iterator
from dataclasses import dataclass, field

from boxdot.notation.equality import Proof
from boxdot.notation.expressions.nodes import Chain, Expr
from boxdot.notation.expressions.walking import descendants
from boxdot.notation.printing import to_text
from boxdot.notation.rewriting.applying import Candidate, View, candidates, sides
from boxdot.notation.rewriting.identities import IDENTITIES
from boxdot.notation.rewriting.result import NotReachedError
from boxdot.notation.rewriting.rules import rules_of
from boxdot.notation.rewriting.targets import Stage
from boxdot.notation.rewriting.verifying import proof_of

Statements = tuple[Chain, ...]

MOST_STEPS = 200
MOST_STATES = 80
MOST_DETOUR = 2
SECONDS = 10.0
SHORTEST_SECONDS = 3.0


@dataclass(frozen=True, slots=True)
class Taken:
    """A step that was taken, with its proof."""

    before: View
    candidate: Candidate
    proof: Proof


@dataclass(slots=True)
class Budget:
    """The moment (monotonic) at which a search gives up."""

    seconds: float = SECONDS
    stop: float = field(init=False)

    def __post_init__(self) -> None:
        self.stop = time.monotonic() + self.seconds

    @property
    def is_spent(self) -> bool:
        """Whether the time is over."""
        return time.monotonic() > self.stop


def staged(view: View, stages: tuple[Stage, ...]) -> list[Taken]:
    """Apply the rules of each stage until none applies."""
    budget = Budget()
    taken: list[Taken] = []
    seen = {view.formula.statements}
    for stage in stages:
        while (step := _next(view, stage, seen, budget)) is not None:
            if len(taken) >= MOST_STEPS:
                raise NotReachedError(f"the target is not reached in {MOST_STEPS} steps")
            taken.append(step)
            view = step.candidate.after
            seen.add(view.formula.statements)
    return taken


def _next(view: View, stage: Stage, seen: set[Statements], budget: Budget) -> Taken | None:
    for candidate in candidates(
        view, stage.rules, innermost=stage.innermost, accepts=stage.accepts
    ):
        if budget.is_spent:
            raise NotReachedError(f"the target is not reached in {budget.seconds:g} seconds")
        if candidate.after.formula.statements in seen:
            continue
        proof = proof_of(view, candidate)
        if proof is not None:
            return Taken(view, candidate, proof)
    return None


def cost(view: View) -> tuple[int, int]:
    """Return how many symbols and operators a formula has, then how many characters."""
    return sum(_symbols(side) for _, _, side in sides(view.formula)), len(to_text(view.formula))


def _symbols(expr: Expr) -> int:
    return 1 + sum(1 for _ in descendants(expr))


@dataclass(frozen=True, slots=True)
class Found:
    """A form on the way to the shortest: its last step, not verified yet, and those before."""

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
        return Found(self.view, (*self.path, Taken(*self.last, proof)))


def shortest(view: View, stages: tuple[Stage, ...]) -> list[Taken]:
    """Search all identities, in both directions, for the form with the fewest symbols.

    The search is best first; it starts from the formula and from what the stages make of it.
    """
    budget = Budget(SHORTEST_SECONDS)
    counter = itertools.count()
    taken = staged(view, stages)
    starts = [Found(view)]
    starts += [Found(t.candidate.after, tuple(taken[: n + 1])) for n, t in enumerate(taken)]
    queue = [(cost(start.view), next(counter), start) for start in starts]
    heapq.heapify(queue)
    seen = {start.view.formula.statements for start in starts}
    best, least = starts[0], cost(view)
    for _ in range(MOST_STATES):
        if not queue or budget.is_spent:
            break
        price, _, found = heapq.heappop(queue)
        proved = found.verified()
        if proved is None:
            continue
        if price < least:
            best, least = proved, price
        for candidate in _neighbours(proved.view, least[0] + MOST_DETOUR - price[0], budget):
            after = candidate.after
            if after.formula.statements not in seen:
                seen.add(after.formula.statements)
                further = Found(after, proved.path, (proved.view, candidate))
                heapq.heappush(queue, (cost(after), next(counter), further))
    return list(best.path)


def _neighbours(view: View, growth: int, budget: Budget) -> Iterator[Candidate]:
    """Yield what all identities make of a formula, if it grows by no more than that."""
    rules = [rule for name in IDENTITIES for rule in rules_of(name)]

    def is_short(old: Expr, new: Expr) -> bool:
        return _symbols(new) - _symbols(old) <= growth

    for candidate in candidates(view, rules, innermost=False, accepts=is_short):
        if budget.is_spent:
            return
        yield candidate

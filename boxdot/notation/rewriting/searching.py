"""The search: from stage to stage by verified steps, or best first to the shortest form."""

from __future__ import annotations

import heapq
import itertools
import time
from collections.abc import Iterator
from dataclasses import dataclass, field

from boxdot.notation.equality import Proof
from boxdot.notation.expressions.walking import descendants
from boxdot.notation.rewriting.applying import Candidate, View, candidates, sides
from boxdot.notation.rewriting.identities import IDENTITIES
from boxdot.notation.rewriting.result import NotReachedError
from boxdot.notation.rewriting.rules import rules_of
from boxdot.notation.rewriting.targets import Stage
from boxdot.notation.rewriting.verifying import proof_of

MOST_STEPS = 200
MOST_STATES = 150
SECONDS = 10.0
SHORTEST_SECONDS = 4.0


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


def _next(view: View, stage: Stage, seen: set[object], budget: Budget) -> Taken | None:
    for candidate in candidates(view, stage.rules, innermost=stage.innermost):
        if budget.is_spent:
            raise NotReachedError(f"the target is not reached in {budget.seconds:g} seconds")
        if candidate.after.formula.statements in seen:
            continue
        if not stage.accepts(candidate.old, candidate.new):
            continue
        proof = proof_of(view, candidate)
        if proof is not None:
            return Taken(view, candidate, proof)
    return None


def size(view: View) -> int:
    """Return the number of nodes of a formula."""
    return sum(1 + sum(1 for _ in descendants(side)) for _, _, side in sides(view.formula))


def shortest(view: View) -> list[Taken]:
    """Search all identities, in both directions, for the form with the fewest nodes.

    Steps are verified when they are first left behind for a shorter form; forms that need a step
    that cannot be verified are dropped.
    """
    budget = Budget(SHORTEST_SECONDS)
    counter = itertools.count()
    best: list[Taken] = []
    least = size(view)
    queue: list[tuple[int, int, View, list[Taken]]] = [(least, next(counter), view, [])]
    seen = {view.formula.statements}
    for _ in range(MOST_STATES):
        if not queue or budget.is_spent:
            break
        _, _, current, path = heapq.heappop(queue)
        for candidate in _all_candidates(current, budget):
            after = candidate.after
            cost = size(after)
            if after.formula.statements in seen or cost > least + 4:
                continue
            proof = proof_of(current, candidate)
            if proof is None:
                continue
            seen.add(after.formula.statements)
            further = [*path, Taken(current, candidate, proof)]
            heapq.heappush(queue, (cost, next(counter), after, further))
            if cost < least:
                least, best = cost, further
    return best


def _all_candidates(view: View, budget: Budget) -> Iterator[Candidate]:
    rules = [rule for name in IDENTITIES for rule in rules_of(name)]
    for candidate in candidates(view, rules, innermost=False):
        if budget.is_spent:
            return
        yield candidate

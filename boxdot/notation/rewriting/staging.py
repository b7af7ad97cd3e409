"""From stage to stage: the rules of each are applied, one verified step at a time."""

from __future__ import annotations

from dataclasses import dataclass

from boxdot.notation.expressions.nodes import Chain, Expr
from boxdot.notation.expressions.walking import descendants
from boxdot.notation.rewriting.applying import Candidate, candidates, sides
from boxdot.notation.rewriting.result import NotReachedError
from boxdot.notation.rewriting.rules import AnyRule
from boxdot.notation.rewriting.sweeping import swept
from boxdot.notation.rewriting.targets import Stage
from boxdot.notation.rewriting.verifying import Assumptions, proof_of
from boxdot.notation.rewriting.views import View

MOST_STEPS = 200
LARGE = 150
"""From so many nodes on, a rule is applied at all its places in one step."""

Statements = tuple[Chain, ...]


@dataclass(frozen=True, slots=True)
class Taken:
    """A step that was taken, which is proved: the rule, at how many places, what it assumes."""

    before: View
    after: View
    rule: AnyRule
    assumptions: Assumptions
    places: int = 1

    @classmethod
    def of(cls, before: View, candidate: Candidate, assumptions: Assumptions) -> Taken:
        """Return the step to a candidate."""
        return cls(before, candidate.after, candidate.rule, assumptions)


def is_large(view: View) -> bool:
    """Return whether a formula is so large that its steps are taken together."""
    return sum(1 for _, _, side in sides(view.formula) for _ in descendants(side)) > LARGE


def staged(view: View, stages: tuple[Stage, ...]) -> list[Taken]:
    """Apply the rules of each stage until none applies."""
    if is_large(view):
        return [
            Taken(s.before, s.after, s.rule, s.assumptions, s.places) for s in swept(view, stages)
        ]
    taken: list[Taken] = []
    seen = {view.formula.statements}
    refused: set[tuple[Expr, Expr]] = set()
    for stage in stages:
        while (step := _next(view, stage, seen, refused)) is not None:
            if len(taken) >= MOST_STEPS:
                raise NotReachedError(f"the target is not reached in {MOST_STEPS} steps")
            taken.append(step)
            view = step.after
            seen.add(view.formula.statements)
    return taken


def _next(
    view: View, stage: Stage, seen: set[Statements], refused: set[tuple[Expr, Expr]]
) -> Taken | None:
    """Return the first step that can be verified and leads to a form not met before."""

    def accepts(old: Expr, new: Expr) -> bool:
        if not stage.scalars and view.shape(old) == ():
            return False
        return stage.accepts(old, new) and (old, new) not in refused

    for candidate in candidates(view, stage.rules, innermost=stage.innermost, accepts=accepts):
        if candidate.after.formula.statements in seen:
            continue
        assumptions = proof_of(view, candidate)
        if assumptions is not None:
            return Taken.of(view, candidate, assumptions)
        refused.add((candidate.old, candidate.new))
    return None

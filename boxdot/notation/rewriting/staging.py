"""From stage to stage: the rules of each are applied, one verified step at a time."""

from __future__ import annotations

from dataclasses import dataclass

from boxdot.notation.expressions.nodes import Chain, Expr
from boxdot.notation.rewriting.applying import Candidate, candidates
from boxdot.notation.rewriting.result import NotReachedError
from boxdot.notation.rewriting.targets import Stage
from boxdot.notation.rewriting.verifying import proof_of
from boxdot.notation.rewriting.views import View

MOST_STEPS = 200

Statements = tuple[Chain, ...]


@dataclass(frozen=True, slots=True)
class Taken:
    """A step that was taken, with its proof."""

    before: View
    candidate: Candidate
    assumptions: tuple[str, ...]


def staged(view: View, stages: tuple[Stage, ...]) -> list[Taken]:
    """Apply the rules of each stage until none applies."""
    taken: list[Taken] = []
    seen = {view.formula.statements}
    refused: set[tuple[Expr, Expr]] = set()
    for stage in stages:
        while (step := _next(view, stage, seen, refused)) is not None:
            if len(taken) >= MOST_STEPS:
                raise NotReachedError(f"the target is not reached in {MOST_STEPS} steps")
            taken.append(step)
            view = step.candidate.after
            seen.add(view.formula.statements)
    return taken


def _next(
    view: View, stage: Stage, seen: set[Statements], refused: set[tuple[Expr, Expr]]
) -> Taken | None:
    """Return the first step that can be verified and leads to a form not met before."""

    def accepts(old: Expr, new: Expr) -> bool:
        return stage.accepts(old, new) and (old, new) not in refused

    for candidate in candidates(view, stage.rules, innermost=stage.innermost, accepts=accepts):
        if candidate.after.formula.statements in seen:
            continue
        proof = proof_of(view, candidate)
        if proof is not None:
            return Taken(view, candidate, proof)
        refused.add((candidate.old, candidate.new))
    return None

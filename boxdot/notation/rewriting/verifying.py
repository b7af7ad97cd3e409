"""Verifying a step: the engine proves that what was replaced equals what replaced it."""

from __future__ import annotations

from dataclasses import replace

from boxdot.grammar.errors import BoxdotError
from boxdot.notation.equality import Proof, prove
from boxdot.notation.expressions.formula import Formula
from boxdot.notation.expressions.nodes import (
    BroadcastForm,
    Chain,
    Expr,
    Marginal,
    Relation,
)
from boxdot.notation.expressions.walking import descendants
from boxdot.notation.rewriting.applying import Candidate, View
from boxdot.notation.rewriting.trees import copied, depends_on_surroundings

SECONDS = 1.0


def proof_of(before: View, step: Candidate) -> Proof | None:
    """Return the proof of a step, None if it cannot be proved.

    What has its meaning by itself is compared alone; what takes a shape or a partner from its
    surroundings, or stands under a Σ, is compared with the whole side.
    """
    if not any(_is_bound_to_its_place(node) for node in (step.old, step.new)):
        proof = _proved(replace(before.formula, statements=()), step.old, step.new)
        if proof is not None:
            return proof
    left = before.formula.statements[step.statement].sides[step.side]
    right = step.after.formula.statements[step.statement].sides[step.side]
    if before.inference.shape(left) is None:
        left = before.origin.statements[step.statement].sides[step.side]
    earlier = replace(before.formula, statements=before.formula.statements[: step.statement])
    return _proved(earlier, left, right)


def _is_bound_to_its_place(expr: Expr) -> bool:
    squares = (isinstance(n, BroadcastForm | Marginal) for n in (expr, *descendants(expr)))
    return any(squares) or depends_on_surroundings(expr)


def _proved(earlier: Formula, left: Expr, right: Expr) -> Proof | None:
    chain = Chain((copied(left), copied(right)), (Relation.EQUAL,))
    try:
        proof = prove(
            replace(earlier, text="", statements=(*earlier.statements, chain)), seconds=SECONDS
        )
    except BoxdotError:
        return None
    return proof if proof.verdict == "proved" else None

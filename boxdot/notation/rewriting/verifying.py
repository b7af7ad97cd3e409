"""Verifying a step: the engine proves that what was replaced equals what replaced it.

What a rule moves as a whole stands in the proof as a slot of its shape, so that a proof costs the
same however large the formula is, and is made once for each rule and shapes.
"""

from __future__ import annotations

from dataclasses import replace

from boxdot.grammar.errors import BoxdotError
from boxdot.notation.equality.planning import plan
from boxdot.notation.equality.symbolic import attempt
from boxdot.notation.expressions.formula import Formula
from boxdot.notation.expressions.nodes import (
    BroadcastForm,
    Chain,
    Expr,
    Marginal,
    Number,
    Relation,
    Symbol,
)
from boxdot.notation.expressions.symbols import Declaration, Symbols
from boxdot.notation.expressions.walking import descendants
from boxdot.notation.indexform import limited
from boxdot.notation.inference import infer
from boxdot.notation.printing import to_text
from boxdot.notation.rewriting.applying import Application, Candidate
from boxdot.notation.rewriting.trees import copied, depends_on_surroundings
from boxdot.notation.rewriting.views import View
from boxdot.notation.shapes.conventions import Convention
from boxdot.notation.shapes.sizes import Shape

SECONDS = 1.0
TERMS = 100_000
MOST_KEPT = 20_000
MOST_NODES = 400

Assumptions = tuple[str, ...]
Question = tuple[Expr, Expr, tuple[tuple[str, Shape], ...], Convention]

_answers: dict[Question, Assumptions | None] = {}


def proof_of(before: View, step: Candidate) -> Assumptions | None:
    """Return what the proof of a step assumes, None if it cannot be proved."""
    found = proof_of_application(before, step.application)
    return _proof_in_place(before, step) if found is None else found


def proof_of_application(view: View, application: Application) -> Assumptions | None:
    """Return what a rule assumes where it is applied, None if it cannot be proved there."""
    shapes = {name: view.shape_of(value) for name, value in application.values.items()}
    known = {name: shape for name, shape in shapes.items() if shape is not None}
    if len(known) < len(shapes):
        return None
    convention = view.formula.convention
    question = (application.left, application.right, tuple(sorted(known.items())), convention)
    if question not in _answers:
        if len(_answers) >= MOST_KEPT:
            _answers.clear()
        symbols = Symbols(Declaration(name, shape) for name, shape in known.items())
        empty = Formula("", (), symbols, convention)
        _answers[question] = _proved(empty, application.left, application.right)
    found = _answers[question]
    return None if found is None else tuple(_told(text, view, application) for text in found)


def _told(text: str, view: View, application: Application) -> str:
    """Return an assumption with what stands in the slots."""
    for name, value in application.values.items():
        if name in text:
            said = to_text(value, symbols=view.formula.symbols)
            text = text.replace(f"({name})", f"({said})")
            text = text.replace(name, said if isinstance(value, Symbol | Number) else f"({said})")
    return text


def _proof_in_place(before: View, step: Candidate) -> Assumptions | None:
    """Prove what the slots cannot show, as that an index is one: on the expressions themselves.

    What has its meaning by itself is compared alone; what takes a shape or a partner from its
    surroundings, or stands under a Σ, is compared with the whole side.
    """
    left = before.formula.statements[step.statement].sides[step.side]
    if sum(1 for _ in descendants(left)) > MOST_NODES:
        return None
    if not any(_is_bound_to_its_place(node) for node in (step.old, step.new)):
        proof = _proved(replace(before.formula, statements=()), step.old, step.new)
        if proof is not None:
            return proof
    right = step.after.formula.statements[step.statement].sides[step.side]
    if depends_on_surroundings(left):
        left = before.origin.statements[step.statement].sides[step.side]
    earlier = replace(before.formula, statements=before.formula.statements[: step.statement])
    return _proved(earlier, left, right)


def _is_bound_to_its_place(expr: Expr) -> bool:
    squares = (isinstance(n, BroadcastForm | Marginal) for n in (expr, *descendants(expr)))
    return any(squares) or depends_on_surroundings(expr)


def _proved(earlier: Formula, left: Expr, right: Expr) -> Assumptions | None:
    """Return the assumptions of a proof of ``left = right``, None if there is none."""
    chain = Chain((copied(left), copied(right)), (Relation.EQUAL,))
    formula = replace(earlier, text="", statements=(*earlier.statements, chain))
    try:
        inference = infer(formula, fixes=False)
        if inference.problems or inference.unknown:
            return None
        planned = plan(formula, inference)
        if not planned.goals or planned.inexact:
            return None
        with limited(terms=TERMS, seconds=SECONDS):
            found = attempt(formula, inference, planned)
    except (BoxdotError, ArithmeticError):
        return None
    return found.assumptions if found.proved else None

"""A second look at a paper: what is wrong if words, values and letters say what a reader infers."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from functools import partial
from typing import Any

from boxdot.grammar.papers import Document, FormulaSource
from boxdot.notation.linting.declaring.wanted import letters_wanted
from boxdot.notation.linting.examining import Examined
from boxdot.notation.linting.findings import Finding
from boxdot.notation.linting.flow import Flow
from boxdot.notation.linting.flow.flowing import unguarded
from boxdot.notation.linting.gathering import Declared
from boxdot.notation.linting.inferring import infer_declarations
from boxdot.notation.linting.judging import judge
from boxdot.notation.linting.rules.rule import Rule
from boxdot.notation.shapes.conventions import Convention

Guard = Callable[[FormulaSource, Callable[[], list[Finding]]], list[Finding]]


def inferred_flow(
    document: Document,
    declared: Sequence[Declared],
    convention: Convention = Convention.F,
    notation: Collection[str] = (),
    guard: Callable[..., list[Any]] = unguarded,
    *,
    pulse: Callable[[], None] = lambda: None,
    before: Flow | None = None,
) -> Flow:
    """Return what flows through a paper if all that a reader infers is true.

    ``before`` is what flows if only what is declared is.
    """
    letters = letters_wanted(notation)
    inferred: list[Declared] = []
    if document.formulas:  # an error of ours is noted at the first of them
        infer = partial(infer_declarations, document, declared, letters=letters)
        inferred = guard(document.formulas[0], infer)
    flow = Flow(document, [*declared, *inferred], convention, guard, pulse, before)
    flow.run()
    return flow


def second_look(
    flow: Flow, rules: Mapping[str, Rule], found: Sequence[Finding], guard: Guard
) -> list[Finding]:
    """Return the findings about inferred shapes, without those of a first look at one place."""
    kin = {code: rule for code, rule in rules.items() if rule.inferred}
    seen = {(one.source.path, one.span, one.name) for one in found}
    result: list[Finding] = []
    for number, examined in sorted(flow.examined.items()):
        formula = flow.document.formulas[number]
        result += guard(formula, partial(_judged, examined, kin, flow))
    return [one for one in result if (one.source.path, one.span, one.name) not in seen]


def _judged(examined: Examined, rules: Mapping[str, Rule], flow: Flow) -> list[Finding]:
    return list(judge(examined, rules, flow.knowledge))

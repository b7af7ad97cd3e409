"""A second look at a paper: what is wrong if words, values and letters say what a reader infers."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence

from boxdot.grammar.papers import Document, FormulaSource
from boxdot.notation.linting.declaring.inferring import infer_declarations
from boxdot.notation.linting.declaring.wanted import letters_wanted
from boxdot.notation.linting.findings import Finding
from boxdot.notation.linting.flow import Flow
from boxdot.notation.linting.gathering import Declared
from boxdot.notation.linting.judging import judge
from boxdot.notation.linting.rules.rule import Rule
from boxdot.notation.shapes.conventions import Convention

Guard = Callable[[FormulaSource, Callable[[], list[Finding]]], list[Finding]]


def inferred_flow(
    document: Document,
    declared: Sequence[Declared],
    convention: Convention = Convention.F,
    notation: Collection[str] = (),
    *,
    pulse: Callable[[], None] = lambda: None,
) -> Flow:
    """Return what flows through a paper if all that a reader infers is true."""
    letters = letters_wanted(notation)
    inferred = infer_declarations(document, declared, letters=letters)
    flow = Flow(document, [*declared, *inferred], convention, pulse=pulse)
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
        result += guard(formula, lambda: list(judge(examined, kin, flow.knowledge)))  # noqa: B023
    return [one for one in result if (one.source.path, one.span, one.name) not in seen]

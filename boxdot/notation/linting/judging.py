"""From what inference finds to findings: only what declared shapes prove is said of a paper."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from boxdot.grammar.source import Span
from boxdot.notation.diagnostics import Problem
from boxdot.notation.expressions.nodes import Binary, Chain, Op
from boxdot.notation.linting.examining import Examined
from boxdot.notation.linting.findings import Finding
from boxdot.notation.linting.repairing import repair
from boxdot.notation.linting.rules.case import Case, broadcasts
from boxdot.notation.linting.rules.doubts import is_doubtful, may_agree
from boxdot.notation.linting.rules.rule import Rule
from boxdot.notation.linting.setting import Setting

# What the F-convention calls incompatible, but an author who thinks in NumPy broadcasts.
_BROADCAST_KIN = {
    "incompatible-add": "implicit-broadcast-add",
    "hadamard-incompatible": "hadamard-mismatch",
}


def judge(
    examined: Examined,
    rules: Mapping[str, Rule],
    setting: Setting,
) -> Iterator[Finding]:
    """Yield the findings in a formula."""
    if examined.inference is None:
        return
    for problem, statement in examined.problems():
        case = Case(problem, statement, examined.inference, setting)
        case = replace(case, problem=_as_meant(case))
        rule, problem = rules.get(case.problem.name), case.problem
        place = _place(problem)
        if rule is not None and place is not None and _is_proven(rule, case):
            yield _finding(examined, problem, place, statement)


def _as_meant(case: Case) -> Problem:
    """Name an operation after the broadcasting that its author has in mind."""
    kin = _BROADCAST_KIN.get(case.problem.name)
    shapes = [shape for _, shape in case.operands()]
    if kin is None or len(shapes) != 2 or not broadcasts(*shapes):
        return case.problem
    return replace(case.problem, name=kin)


def _place(problem: Problem) -> Span | None:
    """Return where to point: at the operator; at all of a side, or of a product without a sign."""
    node = problem.node
    signless = isinstance(node, Binary) and node.op is Op.MATMUL
    if node is not None and (signless or problem.name == "side-mismatch"):
        return node.span
    return problem.span


def _is_proven(rule: Rule, case: Case) -> bool:
    return not is_doubtful(case) and not may_agree(case) and rule.proven(case)


def _finding(examined: Examined, problem: Problem, span: Span, statement: Chain) -> Finding:
    source = examined.source
    at = statement.span or Span(0, len(source.text))
    return Finding(
        source.file,
        source.locate(span),
        problem.code,
        problem.name,
        problem.severity,
        problem.message,
        source.locate(at).of(source.file.text).strip(),
        problem.shapes,
        repair(examined, problem, statement),
    )

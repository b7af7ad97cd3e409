"""From what inference finds to findings: only what declared shapes prove is said of a paper."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from boxdot.grammar.source import Span
from boxdot.notation.diagnostics import WARNING, Problem, inferred_code
from boxdot.notation.expressions.nodes import Apply, Binary, Chain, Op, Symbol
from boxdot.notation.inference import Inference
from boxdot.notation.linting.cases.case import Case, broadcasts
from boxdot.notation.linting.cases.doubts import is_doubtful, may_agree
from boxdot.notation.linting.declaring.unsaid import has_unsaid
from boxdot.notation.linting.evidence import Evidence
from boxdot.notation.linting.examining import Examined
from boxdot.notation.linting.findings import Finding
from boxdot.notation.linting.flow import Knowledge
from boxdot.notation.linting.repairing import repair
from boxdot.notation.linting.rules.rule import Rule

# What the F-convention calls incompatible, but an author who thinks in NumPy broadcasts.
_BROADCAST_KIN = {
    "incompatible-add": "implicit-broadcast-add",
    "hadamard-incompatible": "hadamard-mismatch",
}


_SIZED = frozenset({"side-mismatch", "matmul-mismatch"})
_BESIDE_NUMBERS = frozenset({"scalar-add", "hadamard-scalar", "tensor-division"})


def judge(examined: Examined, rules: Mapping[str, Rule], knowledge: Knowledge) -> Iterator[Finding]:
    """Yield the findings in a formula; what leans on inferred shapes has codes of its own."""
    if examined.inference is None or not rules:
        return
    section = examined.source.section
    setting = knowledge.setting(section, examined.symbols)
    for problem, statement in _problems(examined, examined.inference, rules):
        case = Case(problem, statement, examined.inference, setting)
        case = replace(case, problem=_as_meant(case))
        evidence = _evidence(case, knowledge, section)
        inferred = bool(evidence) and max(evidence).inferred
        rule = rules.get(_code(case.problem, inferred=inferred))
        place = _place(case.problem)
        if rule is not None and place is not None and _is_proven(rule, case, evidence):
            yield _finding(examined, case.problem, place, statement, rule)


def _problems(
    examined: Examined, inference: Inference, rules: Mapping[str, Rule]
) -> Iterator[tuple[Problem, Chain]]:
    """Yield what inference found, and what the rules find that look for themselves."""
    yield from examined.problems()
    searches = {rule.search for rule in rules.values()}
    for statement in examined.statements:
        for search in searches:
            for problem in search(statement, inference):
                yield problem, statement


def _code(problem: Problem, *, inferred: bool) -> str:
    return inferred_code(problem.name) if inferred else problem.code


def _evidence(case: Case, knowledge: Knowledge, section: int) -> set[Evidence]:
    """Return on what the shapes rest that make a problem one; the weakest of all counts."""
    names = {node.name for node in case.parts() if isinstance(node, Symbol)}
    names |= {node.function for node in case.parts() if isinstance(node, Apply)}
    found = (knowledge.find(name, section) for name in names)
    return {one.evidence for one in found if one is not None}


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


def _is_proven(rule: Rule, case: Case, evidence: set[Evidence]) -> bool:
    """Tell whether a problem is beyond doubt.

    Letters tell kinds, and no sizes of sides; a use tells that a symbol is no number, and not of
    which order it is.
    """
    name = case.problem.name
    if Evidence.STYLE in evidence and name in _SIZED:
        return False
    unsaid = any(has_unsaid(shape) for shape in case.problem.shapes)
    if Evidence.USE in evidence and unsaid and name not in _BESIDE_NUMBERS:
        return False
    return not is_doubtful(case) and not may_agree(case) and rule.proven(case)


def _finding(
    examined: Examined, problem: Problem, span: Span, statement: Chain, rule: Rule
) -> Finding:
    source = examined.source
    at = statement.span or Span(0, len(source.text))
    return Finding(
        source.file,
        source.locate(span),
        rule.code,
        problem.name,
        WARNING if rule.inferred else problem.severity,
        problem.message,
        source.file.shown(source.locate(at).of(source.file.text)).strip(),
        problem.shapes,
        repair(examined, problem, statement),
    )

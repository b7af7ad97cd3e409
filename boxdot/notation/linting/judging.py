"""From what inference finds to findings: only what declared shapes prove is said of a paper."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace

from boxdot.grammar.source import Span
from boxdot.notation.diagnostics import Problem
from boxdot.notation.expressions.nodes import Chain, Symbol
from boxdot.notation.expressions.walking import descendants
from boxdot.notation.linting.examining import Examined
from boxdot.notation.linting.findings import Finding
from boxdot.notation.linting.repairing import repair
from boxdot.notation.linting.rules.case import Case, broadcasts
from boxdot.notation.linting.rules.doubts import is_doubtful
from boxdot.notation.linting.rules.rule import Rule
from boxdot.notation.shapes.padding import pad
from boxdot.notation.shapes.sizes import Shape, Size

# What the F-convention calls incompatible, but an author who thinks in NumPy broadcasts.
_BROADCAST_KIN = {
    "incompatible-add": "implicit-broadcast-add",
    "hadamard-incompatible": "hadamard-mismatch",
}


def judge(
    examined: Examined,
    rules: Mapping[str, Rule],
    *,
    own: Collection[str],
    sizes: Collection[str],
) -> Iterator[Finding]:
    """Yield the findings in a formula.

    ``own`` are the names that its section, or one around it, declares; ``sizes`` the names of
    sizes of the paper.
    """
    if examined.inference is None:
        return
    for problem, statement in examined.problems():
        problem = _as_meant(problem)
        rule = rules.get(problem.name)
        case = Case(problem, statement, examined.inference, own, sizes)
        if rule is not None and problem.span is not None and _is_proven(rule, case):
            yield _finding(examined, problem, problem.span, statement)


def _as_meant(problem: Problem) -> Problem:
    """Name an operation after the broadcasting that its author has in mind."""
    kin = _BROADCAST_KIN.get(problem.name)
    if kin is None or len(problem.shapes) != 2 or not broadcasts(*problem.shapes):
        return problem
    return replace(problem, name=kin)


def _is_proven(rule: Rule, case: Case) -> bool:
    return not is_doubtful(case) and not _mixes_sections(case) and rule.proven(case)


def _mixes_sections(case: Case) -> bool:
    """Tell whether only names differ, of which some section elsewhere speaks: d there is D here."""
    if all(name in case.own for name in _declared_names(case)):
        return False
    pairs = [(a, b) for a, b in zip(*_padded(case.problem.shapes), strict=True) if a != b]
    return bool(pairs) and all(_is_named(a) and _is_named(b) for a, b in pairs)


def _declared_names(case: Case) -> Iterator[str]:
    for node in (case.statement, *descendants(case.statement)):
        if isinstance(node, Symbol) and node.name in case.symbols:
            yield node.name


def _padded(shapes: tuple[Shape, ...]) -> tuple[Shape, Shape]:
    first, second = (*shapes, (), ())[:2]
    order = max(len(first), len(second))
    return pad(first, order), pad(second, order)


def _is_named(size: Size) -> bool:
    return not isinstance(size, int)


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
        repair(source, problem),
    )

"""Fixes that are known to work: each candidate is put in and the formula checked again."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from boxdot.notation.diagnostics import Problem
from boxdot.notation.expressions.formula import Formula
from boxdot.notation.expressions.nodes import Chain, Expr
from boxdot.notation.expressions.walking import exchanged
from boxdot.notation.inference.session import Finding, Mark, Session
from boxdot.notation.inference.spelling import fix_text

Inferring = Callable[[Session, int], list[Mark]]
"""Infers the statements of a session from one on; returns how far it was before each, and after."""

MOST_FIXES_SOUGHT = 20
MOST_WORK = 2_000
"""A check takes a time that grows with the square of the clauses of the condition on sizes."""


def with_fixes(session: Session, marks: Sequence[Mark], inferring: Inferring) -> list[Problem]:
    """Return the problems, each with the first candidate that makes it go and brings no new one.

    ``marks`` are those of the session, before each of its statements and after the last.
    """
    problems: list[Problem] = []
    findings = session.findings
    left = _checks(findings)
    for number, finding in enumerate(findings):
        sought = finding.candidates[:left] if number < MOST_FIXES_SOUGHT else ()
        left -= len(sought)
        replacement = _first_that_checks(session, marks, inferring, finding, sought)
        problems.append(_fixed(session.formula, finding.problem, replacement))
    return problems


def _checks(findings: list[Finding]) -> int:
    """Return how many candidates may be checked."""
    conditions = [finding.problem.condition for finding in findings]
    clauses = sum(condition.count(" and ") + 1 for condition in conditions if condition)
    return max(2, MOST_WORK // (1 + clauses) ** 2)


def _first_that_checks(
    session: Session,
    marks: Sequence[Mark],
    inferring: Inferring,
    finding: Finding,
    candidates: tuple[Expr, ...],
) -> Expr | None:
    node, chains = finding.problem.node, session.formula.statements
    if node is None:
        return None
    for candidate in candidates:
        for number, chain in enumerate(chains):
            changed = exchanged(chain, node, candidate)
            if changed is not chain:
                if _checks_with(session, marks, inferring, number, changed, candidate):
                    return candidate
                break
    return None


def _checks_with(
    session: Session,
    marks: Sequence[Mark],
    inferring: Inferring,
    number: int,
    changed: Chain,
    candidate: Expr,
) -> bool:
    """Tell whether less is wrong with a candidate in one of the statements, and nothing with it.

    The statements before are as they were, and so are those behind unless they are handed on
    something else.
    """
    formula, before, after = session.formula, marks[number], marks[number + 1]
    upto, rest = (*formula.statements[:number], changed), formula.statements[number + 1 :]
    again = session.resumed(before, replace(formula, statements=upto))
    reached = inferring(again, number)[-1]
    known = again.result.shape(candidate) is not None
    if reached.hands_on_as(after):
        count = reached.findings + len(session.findings) - after.findings
    else:
        again = session.resumed(before, replace(formula, statements=(*upto, *rest)))
        count = inferring(again, number)[-1].findings
    new = again.findings[before.findings :]
    return known and count < len(session.findings) and not any(_is_at(f, candidate) for f in new)


def _is_at(finding: Finding, candidate: Expr) -> bool:
    return finding.problem.node is candidate


def _fixed(formula: Formula, problem: Problem, replacement: Expr | None) -> Problem:
    if replacement is None:
        return problem
    text = None if problem.node is None else fix_text(formula, problem.node, replacement)
    return replace(problem, fix=text, replacement=replacement)

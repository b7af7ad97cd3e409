"""Fixes that are known to work: each candidate is put in and the formula checked again."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from boxdot.notation.diagnostics import Problem
from boxdot.notation.expressions.formula import Formula
from boxdot.notation.expressions.nodes import Expr
from boxdot.notation.expressions.walking import exchanged
from boxdot.notation.inference.result import Inference
from boxdot.notation.inference.session import Finding
from boxdot.notation.inference.spelling import fix_text

Check = Callable[[Formula], tuple[Inference, Sequence[Finding]]]
"""What is inferred of another formula, and what is wrong with it."""

MOST_FIXES_SOUGHT = 20
MOST_WORK = 2_000
"""A check takes a time that grows with the square of the clauses of the condition on sizes."""


def with_fixes(formula: Formula, findings: list[Finding], check: Check) -> list[Problem]:
    """Return the problems, each with the first candidate that makes it go and brings no new one."""
    problems: list[Problem] = []
    left = _checks(findings)
    for number, finding in enumerate(findings):
        sought = finding.candidates[:left] if number < MOST_FIXES_SOUGHT else ()
        left -= len(sought)
        replacement = _first_that_checks(formula, finding, sought, len(findings), check)
        problems.append(_fixed(formula, finding.problem, replacement))
    return problems


def _checks(findings: list[Finding]) -> int:
    """Return how many candidates may be checked."""
    conditions = [finding.problem.condition for finding in findings]
    clauses = sum(condition.count(" and ") + 1 for condition in conditions if condition)
    return max(2, MOST_WORK // (1 + clauses) ** 2)


def _first_that_checks(
    formula: Formula, finding: Finding, candidates: tuple[Expr, ...], count: int, check: Check
) -> Expr | None:
    node = finding.problem.node
    if node is None:
        return None
    for candidate in candidates:
        chains = tuple(exchanged(chain, node, candidate) for chain in formula.statements)
        inference, left = check(replace(formula, statements=chains))
        known = inference.shape(candidate) is not None
        if known and len(left) < count and not any(_is_at(other, candidate) for other in left):
            return candidate
    return None


def _is_at(finding: Finding, candidate: Expr) -> bool:
    return finding.problem.node is candidate


def _fixed(formula: Formula, problem: Problem, replacement: Expr | None) -> Problem:
    if replacement is None:
        return problem
    text = None if problem.node is None else fix_text(formula, problem.node, replacement)
    return replace(problem, fix=text, replacement=replacement)

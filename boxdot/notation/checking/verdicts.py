"""The check itself: infer, demand what is undeclared, and sum up."""

from __future__ import annotations

from dataclasses import replace

from boxdot.grammar.depth import deeply
from boxdot.grammar.errors import NotationError
from boxdot.notation.checking.result import CheckResult
from boxdot.notation.diagnostics import ERROR, WARNING, Problem
from boxdot.notation.expressions.formula import Formula
from boxdot.notation.expressions.nodes import Expr, Symbol
from boxdot.notation.expressions.walking import descendants
from boxdot.notation.inference import Inference, Statement, infer
from boxdot.notation.shapes.judging import Verdict


@deeply
def check(formula: Formula, *, strict: bool = False) -> CheckResult:
    """Check the shapes of a formula; with ``strict``, warnings that no sizes cure are errors.

    Raises NotationError if the shape of a side hangs on a symbol that is not declared.

    >>> from boxdot.notation.reading.formulas import read
    >>> check(read("X ⊡ B", "X ∈ R^{H×W×3}; B ∈ R^{H×W}")).verdict
    'holds'
    """
    inference = infer(formula, strict=strict)
    for statement in inference.statements:
        _demand_declarations(formula, inference, statement)
    problems = sorted((*inference.problems, *_unchecked(inference)), key=_place)
    if strict:
        problems = [p if p.condition else replace(p, severity=ERROR) for p in problems]
    return CheckResult(
        _verdict(problems, inference).value,
        tuple(side for statement in inference.statements for side in statement.sides),
        str(inference.condition),
        tuple(problems),
        inference,
    )


def _verdict(problems: list[Problem], inference: Inference) -> Verdict:
    if any(problem.severity == ERROR for problem in problems):
        return Verdict.FAILS
    return Verdict.CONDITIONAL if inference.condition else Verdict.HOLDS


def _place(problem: Problem) -> tuple[int, int]:
    return (problem.span.start, problem.span.end) if problem.span is not None else (0, 0)


def _demand_declarations(formula: Formula, inference: Inference, statement: Statement) -> None:
    """Refuse a side whose shape is unknown because a symbol has none."""
    faulty = {id(problem.node) for problem in inference.problems if problem.severity == ERROR}
    for number, (side, shape) in enumerate(
        zip(statement.chain.sides, statement.sides, strict=True)
    ):
        if shape is not None or number in statement.defined:
            continue
        below = (side, *descendants(side))
        if any(id(node) in faulty for node in below):
            continue
        symbol = next((node for node in below if _is_among(node, inference.unknown)), None)
        if isinstance(symbol, Symbol):
            raise NotationError(
                f"{symbol.name} has no declared shape",
                text=formula.text,
                span=symbol.span,
                hint=f'declare it, such as -d "{symbol.name} ∈ R^{{…}}"',
            )


def _is_among(node: Expr, symbols: tuple[Symbol, ...]) -> bool:
    return any(node is symbol for symbol in symbols)


def _unchecked(inference: Inference) -> list[Problem]:
    """Say which symbols have no shape, so that their use was not checked."""
    problems = []
    for name, symbol in {symbol.name: symbol for symbol in reversed(inference.unknown)}.items():
        message = f"{name} has no declared shape: its use was not checked"
        problems.append(
            Problem("undeclared-shape", message, WARNING, span=symbol.span, node=symbol)
        )
    return problems

"""The shape of every node of a formula, and everything that is wrong with them."""

from __future__ import annotations

from boxdot.grammar.depth import deeply
from boxdot.grammar.errors import UnsupportedError
from boxdot.notation.expressions.formula import Formula
from boxdot.notation.inference.arms import ARMS
from boxdot.notation.inference.fixing import with_fixes
from boxdot.notation.inference.result import Inference
from boxdot.notation.inference.session import Finding, Session, Settings
from boxdot.notation.inference.statements import statement
from boxdot.notation.shapes.simplifying import simplified


@deeply
def infer(
    formula: Formula,
    *,
    lenient: bool = False,
    distinct_names: bool = False,
    strict: bool = False,
    fixes: bool = True,
) -> Inference:
    """Infer the shape of every node of a formula.

    Parameters
    ----------
    formula
        The formula with its declared symbols; bound sizes are put in.
    lenient
        For papers: what a single formula must say, but a paper may leave to its reader, is
        unknown instead of wrong.
    distinct_names
        Different names are different sizes: nothing is conditional.
    strict
        ⊘ on different shapes is an error, not a ⧄ with a warning.
    fixes
        Whether to look for a replacement that checks, for each problem.

    Examples
    --------
    >>> from boxdot.notation.expressions.nodes import Binary, Chain, Op, Symbol
    >>> from boxdot.notation.expressions.symbols import Declaration, Symbols
    >>> symbols = Symbols([Declaration("X", ("H", "W", 3)), Declaration("B", ("H", "W"))])
    >>> product = Binary(Op.BOXDOT, Symbol("X"), Symbol("B"))
    >>> infer(Formula("X ⊡ B", (Chain((product,)),), symbols)).shape(product)
    ('H', 'W', 3)
    """
    settings = Settings(lenient, distinct_names, strict)
    inference, findings = _inferred(formula, settings)
    problems = [finding.problem for finding in findings]
    if fixes and any(finding.candidates for finding in findings):
        problems = with_fixes(formula, findings, lambda other: _inferred(other, settings))
    problems.sort(key=lambda p: (p.span.start, p.span.end) if p.span is not None else (0, 0))
    inference.problems = tuple(problems)
    return inference


def _inferred(formula: Formula, settings: Settings) -> tuple[Inference, list[Finding]]:
    session = Session(formula, ARMS, settings)
    try:
        statements = tuple(statement(session, chain) for chain in formula.statements)
    except RecursionError:
        raise UnsupportedError("the formula is nested too deeply") from None
    inference = session.result
    inference.statements = statements
    inference.unknown = tuple(session.unknown)
    inference.condition = simplified(session.exact)
    return inference, session.findings

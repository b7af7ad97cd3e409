"""The shape of every node of a formula, and everything that is wrong with them."""

from __future__ import annotations

from boxdot.grammar.depth import deeply
from boxdot.grammar.errors import UnsupportedError
from boxdot.notation.expressions.formula import Formula
from boxdot.notation.inference.arms import ARMS
from boxdot.notation.inference.fixing import with_fixes
from boxdot.notation.inference.result import Inference
from boxdot.notation.inference.session import Mark, Session, Settings
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
    session = Session(formula, ARMS, Settings(lenient, distinct_names, strict))
    marks = _infer_statements(session)
    findings = session.findings
    problems = [finding.problem for finding in findings]
    if fixes and any(finding.candidates for finding in findings):
        problems = with_fixes(session, marks, _infer_statements)
    problems.sort(key=lambda p: (p.span.start, p.span.end) if p.span is not None else (0, 0))
    inference = session.result
    inference.unknown = tuple(session.unknown)
    inference.condition = simplified(session.exact)
    inference.problems = tuple(problems)
    return inference


def _infer_statements(session: Session, first: int = 0) -> list[Mark]:
    """Infer the statements from one on; return how far the session was before each, and after."""
    marks, statements = [session.mark()], list(session.result.statements)
    try:
        for chain in session.formula.statements[first:]:
            statements.append(statement(session, chain))
            marks.append(session.mark())
    except RecursionError:
        raise UnsupportedError("the formula is nested too deeply") from None
    session.result.statements = tuple(statements)
    return marks

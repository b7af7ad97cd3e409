"""A whole paper, as the rules see that look at more than one formula of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from boxdot.grammar.papers import Document, FormulaSource
from boxdot.grammar.source import Span
from boxdot.notation.diagnostics import CODES, WARNING
from boxdot.notation.linting.findings import Finding
from boxdot.notation.linting.flow import Flow
from boxdot.notation.linting.gathering import Declared


@dataclass(frozen=True, slots=True)
class Paper:
    """A paper with what it declares and what flows through it."""

    document: Document
    declared: Sequence[Declared]
    flow: Flow

    def own(self) -> list[Declared]:
        """Return the declarations that stand in the paper itself, not in the configuration."""
        return [one for one in self.declared if one.formula >= 0]


def finding(
    formula: FormulaSource, span: Span, name: str, message: str, severity: str = WARNING
) -> Finding:
    """Return a finding at a place of a formula."""
    place = formula.locate(span)
    equation = formula.file.shown(Span(formula.start, formula.end).of(formula.file.text))
    said = " ".join(equation.split())
    return Finding(formula.file, place, CODES[name], name, severity, message, said)

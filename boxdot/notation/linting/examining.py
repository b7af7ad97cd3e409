"""One formula of a paper: its statements read, and the shapes of everything in them inferred."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from boxdot.grammar.errors import BoxdotError
from boxdot.grammar.papers import FormulaSource
from boxdot.notation.diagnostics import Problem
from boxdot.notation.expressions.formula import Formula
from boxdot.notation.expressions.nodes import Chain
from boxdot.notation.expressions.symbols import Symbols
from boxdot.notation.expressions.walking import descendants
from boxdot.notation.inference import Inference, infer
from boxdot.notation.linting.circles import circle_problems
from boxdot.notation.linting.symbols import PaperSymbols
from boxdot.notation.reading import read_loosely
from boxdot.notation.shapes.conventions import Convention


@dataclass(frozen=True, slots=True)
class Examined:
    """What was read of a formula, what is wrong with it, and why the rest could not be read."""

    source: FormulaSource
    statements: tuple[Chain, ...] = ()
    inference: Inference | None = field(default=None, repr=False)
    errors: tuple[BoxdotError, ...] = ()
    symbols: Symbols = field(default_factory=Symbols, repr=False)

    def problems(self) -> Iterator[tuple[Problem, Chain]]:
        """Yield each problem with the statement in which it stands."""
        if self.inference is None:
            return
        for problem in self.inference.problems:
            yield problem, self._statement(problem)
        for statement in self.statements:
            for problem in circle_problems(statement, self.inference):
                yield problem, statement

    def _statement(self, problem: Problem) -> Chain:
        for chain in self.statements:
            if any(node is problem.node for node in descendants(chain)):
                return chain
        return self.statements[0]


def examine(source: FormulaSource, symbols: PaperSymbols, convention: Convention) -> Examined:
    """Read a formula with the symbols of its place and infer its shapes.

    What is unknown stays unknown; different names are different sizes.
    """
    reading = read_loosely(source.text, symbols, syntax="latex", unknown_commands=True)
    statements, errors = tuple(reading.statements), tuple(reading.errors)
    if not statements or not symbols.used:
        return Examined(source, statements, errors=errors)
    declared = Symbols(symbols.used.values(), styled=True)
    formula = Formula(source.text, statements, declared, convention)
    try:
        inference = infer(formula, lenient=True, distinct_names=True)
    except BoxdotError as error:
        return Examined(source, statements, errors=(*errors, error))
    return Examined(source, statements, inference, errors, symbols)

"""What derive answers: the result, when it holds, and how it came about."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from boxdot.notation.expressions.nodes import Chain, Expr
from boxdot.notation.expressions.symbols import Symbols
from boxdot.notation.printing import to_text


@dataclass(frozen=True, slots=True)
class Step:
    """One step: the name of the rule, what it was applied to, and what came of it.

    ``equation`` is the number in the paper, if it has one.
    """

    rule: str
    before: Expr | Chain
    after: Expr | Chain
    equation: str = ""


@dataclass(frozen=True, slots=True)
class Derivation:
    """A gradient or a minimiser.

    Parameters
    ----------
    result
        The expression.
    condition
        When it holds, in words; "" for always.
    steps
        How it came about.
    symbols
        The declared symbols.
    proved
        Whether the engine proved what was to be shown of it (of a minimiser: that the gradient
        vanishes there and that the objective lies above it everywhere else).
    """

    result: Expr
    condition: str = ""
    steps: tuple[Step, ...] = ()
    symbols: Symbols = field(default_factory=Symbols)
    proved: bool | None = None

    def text(self, spelling: str = "unicode") -> str:
        """Print the result."""
        return to_text(self.result, spelling, symbols=self.symbols)

    def __str__(self) -> str:
        return self.text()

    def as_json(self, spelling: str = "unicode") -> dict[str, Any]:
        """Return the document of ``boxdot derive --json``."""
        return {
            "result": self.text(spelling),
            "condition": self.condition,
            "steps": [
                {
                    "rule": step.rule,
                    "equation": step.equation,
                    "before": to_text(step.before, spelling, symbols=self.symbols),
                    "after": to_text(step.after, spelling, symbols=self.symbols),
                }
                for step in self.steps
            ],
        }

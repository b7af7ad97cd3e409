"""What derive answers: the result, when it holds, and how it came about."""

from __future__ import annotations

from collections.abc import Callable
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

    @property
    def sign(self) -> str:
        """What stands between: an expression equals another, a statement gives another."""
        return "⟺" if isinstance(self.before, Chain) else "="


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

    def report(self, spelling: str = "unicode", *, steps: bool = False) -> str:
        """Return the result with its condition, and the steps if asked."""
        lines = [*map(self._line(spelling), self.steps)] if steps else []
        lines += ([""] if lines else []) + [self.text(spelling)]
        if self.condition:
            lines.append(f"condition: {self.condition}")
        if self.proved is not None:
            lines.append(f"optimal: {'proved' if self.proved else 'not proved'}")
        return "\n".join(lines)

    def _line(self, spelling: str) -> Callable[[Step], str]:
        def line(step: Step) -> str:
            before = to_text(step.before, spelling, symbols=self.symbols)
            after = to_text(step.after, spelling, symbols=self.symbols)
            number = f" ({step.equation})" if step.equation else ""
            rest = "" if after == before else f"\n  {step.sign} {after}"
            return f"{step.rule}{number}:\n  {before}{rest}"

        return line

    def as_json(self, spelling: str = "unicode") -> dict[str, Any]:
        """Return the document of ``boxdot derive --json``."""
        return {
            "result": self.text(spelling),
            "condition": self.condition,
            "proved": self.proved,
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

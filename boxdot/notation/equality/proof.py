"""What prove answers, and its JSON."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from boxdot.notation.diagnostics import Problem
from boxdot.notation.equality.exact.numbers import Number

PROVED = "proved"
DEFINED = "defined"
REFUTED = "refuted"
CONDITIONAL = "conditional"
UNKNOWN = "unknown"
ILL_SHAPED = "ill-shaped"


@dataclass(frozen=True, slots=True)
class Counterexample:
    """Sizes and values at which an equation or inequality fails.

    ``left`` and ``right`` are the values of its sides at ``entry`` (indices from 1; none for
    numbers).
    """

    sizes: Mapping[str, int]
    values: Mapping[str, Any]
    left: Number
    right: Number
    entry: tuple[int, ...] = ()
    relation: str = "="

    def as_json(self) -> dict[str, Any]:
        """Return the document: whole numbers as they are, others as text."""
        return {
            "sizes": dict(self.sizes),
            "values": {name: _plain(value) for name, value in self.values.items()},
            "left": _plain(self.left),
            "right": _plain(self.right),
            "entry": list(self.entry),
        }


def _plain(value: Any) -> Any:
    """Any: nested lists of numbers."""
    if isinstance(value, list):
        return [_plain(item) for item in value]
    if isinstance(value, Fraction) and value.denominator == 1:
        return value.numerator
    return value if isinstance(value, int) else str(value)


@dataclass(frozen=True, slots=True)
class Proof:
    """The verdict on the equations and inequalities of a formula.

    Parameters
    ----------
    verdict
        ``"proved"``, ``"defined"``, ``"refuted"``, ``"conditional"``, ``"unknown"`` or
        ``"ill-shaped"``.
    condition
        The sizes (all at least 1) for which it holds, exactly; "" for all.
    assumptions
        What the expressions need to have a value: denominators that are not zero and the like.
    counterexample
        Sizes and values at which it fails, if it was refuted.
    defined
        Names that were taken as defined by the side beside them.
    reason
        Why it is unknown or ill-shaped.
    trials
        How many trials with numbers were made in which it held.
    problems
        The shape problems of an ill-shaped formula.
    """

    verdict: str
    condition: str = ""
    assumptions: tuple[str, ...] = ()
    counterexample: Counterexample | None = None
    defined: tuple[str, ...] = ()
    reason: str = ""
    trials: int = 0
    problems: tuple[Problem, ...] = field(default=())

    @property
    def holds(self) -> bool:
        """Whether it is proved, or a definition."""
        return self.verdict in (PROVED, DEFINED)

    def as_json(self) -> dict[str, Any]:
        """Return the document of ``boxdot prove --json``."""
        example = self.counterexample
        return {
            "verdict": self.verdict,
            "condition": self.condition,
            "assumptions": list(self.assumptions),
            "counterexample": None if example is None else example.as_json(),
        }

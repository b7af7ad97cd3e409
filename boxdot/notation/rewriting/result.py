"""What rewriting finds: the result, the steps that lead to it, and what they assume."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from boxdot.grammar.errors import UnsupportedError
from boxdot.notation.expressions.formula import Formula
from boxdot.notation.printing import to_text


class NotReachedError(UnsupportedError):
    """No identity applies, or those that apply do not lead to the target."""


@dataclass(frozen=True, slots=True)
class Step:
    """One application of an identity, which the engine has proved.

    ``equation`` is the number in the paper (``"eq. 25"``), or ""; ``places`` says at how many
    places it was applied at once, which is done in large formulas.
    """

    rule: str
    equation: str
    before: Formula
    after: Formula
    places: int = 1

    def as_json(self) -> dict[str, Any]:
        """Return the step as it stands in the JSON document."""
        return {
            "rule": self.rule,
            "equation": self.equation,
            "before": to_text(self.before),
            "after": to_text(self.after),
            **({"places": self.places} if self.places > 1 else {}),
        }


@dataclass(frozen=True, slots=True)
class Rewriting:
    """A derivation.

    Parameters
    ----------
    start, result
        The formula before and after.
    steps
        Each with the identity and the whole formula before and after it.
    assumptions
        What the steps need: denominators that are not zero and the like.
    """

    start: Formula
    result: Formula
    steps: tuple[Step, ...] = ()
    assumptions: tuple[str, ...] = ()

    def __str__(self) -> str:
        return to_text(self.result)

    def as_json(self) -> Mapping[str, Any]:
        """Return the document of ``boxdot rewrite --json``."""
        return {
            "result": to_text(self.result),
            "steps": [step.as_json() for step in self.steps],
            "assumptions": list(self.assumptions),
        }

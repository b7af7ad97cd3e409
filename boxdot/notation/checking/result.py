"""What check answers, and its JSON."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from boxdot.notation.diagnostics import Problem
from boxdot.notation.inference import Inference
from boxdot.notation.shapes.sizes import Shape
from boxdot.notation.shapes.spelling import shape_strings


@dataclass(frozen=True, slots=True)
class CheckResult:
    """The verdict on a formula.

    Parameters
    ----------
    verdict
        ``"holds"``, ``"conditional"`` or ``"fails"``.
    sides
        The shape of each side, statement after statement; None where it is not known.
    condition
        When it holds, exactly, over sizes of at least 1; "" for always.
    problems
        What is wrong, in the order of the text.
    inference
        The shape of every node.
    """

    verdict: str
    sides: tuple[Shape | None, ...]
    condition: str
    problems: tuple[Problem, ...]
    inference: Inference

    @property
    def shape(self) -> Shape | None:
        """The shape of the first side whose shape is known."""
        return next((side for side in self.sides if side is not None), None)

    def as_json(self) -> dict[str, Any]:
        """Return the document of ``boxdot check --json``."""
        return {
            "verdict": self.verdict,
            "shape": shape_strings(self.shape),
            "sides": [shape_strings(side) for side in self.sides],
            "condition": self.condition,
            "problems": [_problem_json(problem) for problem in self.problems],
        }


def _problem_json(problem: Problem) -> dict[str, Any]:
    span = problem.span
    return {
        "code": problem.code,
        "name": problem.name,
        "severity": problem.severity,
        "message": problem.message,
        "axis": problem.axis,
        "span": None if span is None else [span.start, span.end],
        "fix": problem.fix,
    }

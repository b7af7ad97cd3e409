"""Limits that several targets share: norms of complex arrays, and axes that may be stretched."""

from __future__ import annotations

from dataclasses import replace

from boxdot.grammar.errors import UnsupportedError
from boxdot.notation.codegen import program as p
from boxdot.notation.codegen.code import Code
from boxdot.notation.codegen.program import Program, walk
from boxdot.notation.expressions.formula import Formula
from boxdot.notation.inference.result import Inference


def demand_real_norms(formula: Formula, program: Program, target: str) -> None:
    """Refuse norms of complex arrays, where squares are not squared magnitudes."""
    if all(declared.entries != "ℂ" for declared in formula.symbols.values()):
        return
    if any(isinstance(value, p.Norm) for step in program.steps for value in walk(step.value)):
        raise UnsupportedError(
            f"norms of complex arrays are not written for {target}", hint="use --to numpy"
        )


def with_condition(code: Code, inference: Inference) -> Code:
    """Warn that nothing is stretched where the sizes of one axis have different names."""
    if not inference.condition:
        return code
    warning = (
        f"this is for sizes that are equal: {inference.condition} is what the formula needs, "
        "but an axis that turns out to have length 1 is not stretched here"
    )
    return replace(code, warnings=(*code.warnings, warning))

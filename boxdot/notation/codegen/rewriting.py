"""Rewriting programs value by value."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from boxdot.notation.codegen.program import Program, Value, children, walk
from boxdot.notation.codegen.sharing import rebuilt

Rules = Mapping[type, Callable[[Any], Value]]  # each rule takes its own kind of value


def rewritten(program: Program, rules: Rules) -> Program:
    """Return the program with a rule applied to every value of its kind, operands first."""
    steps = tuple(replace(step, value=_rewritten(step.value, rules)) for step in program.steps)
    return replace(program, steps=steps)


def _rewritten(value: Value, rules: Rules) -> Value:
    done: dict[int, Value] = {}
    for part in walk(value):
        new = rebuilt(part, {id(child): done[id(child)] for child in children(part)})
        rule = rules.get(type(new))
        done[id(part)] = new if rule is None else rule(new)
    return done[id(value)]

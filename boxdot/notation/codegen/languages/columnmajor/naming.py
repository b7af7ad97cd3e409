"""Giving names to what must have one."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace

from boxdot.notation.codegen.program import Load, Program, Step, Value, children, walk
from boxdot.notation.codegen.sharing import rebuilt


def named(program: Program, wanted: Callable[[Value], Iterable[Value]]) -> Program:
    """Return the program with a step for each operand that must have a name.

    ``wanted`` tells which operands of a value the language can take only by their name.
    """
    taken = {load.name for load in program.inputs} | {step.name for step in program.steps}
    names = (name for n in range(1, 10**6) if (name := f"t{n}") not in taken)
    steps: list[Step] = []
    for step in program.steps:
        value = _with_names(step.value, wanted, names, steps)
        steps.append(replace(step, value=value))
    return replace(program, steps=tuple(steps))


def _with_names(
    value: Value,
    wanted: Callable[[Value], Iterable[Value]],
    names: Iterable[str],
    steps: list[Step],
) -> Value:
    parts = list(walk(value))
    asked = {id(operand) for part in parts for operand in wanted(part)}
    done: dict[int, Value] = {}
    loads: dict[Value, Value] = {}
    for part in parts:
        new = rebuilt(part, {id(child): done[id(child)] for child in children(part)})
        if id(part) in asked and not isinstance(new, Load):
            if new not in loads:
                loads[new] = Load(new.shape, next(iter(names)))
                steps.append(Step(loads[new].name, new))  # type: ignore[attr-defined]
            new = loads[new]
        done[id(part)] = new
    return done[id(value)]

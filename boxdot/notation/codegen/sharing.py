"""Sharing: what a program computes more than once is computed once and given a name."""

from __future__ import annotations

from collections import Counter
from dataclasses import fields, replace
from typing import Any

from boxdot.notation.codegen.program import (
    Call,
    Determinant,
    Einsum,
    Expand,
    Extent,
    Inverse,
    Kron,
    Load,
    Matmul,
    MatrixPower,
    Named,
    Norm,
    Outer,
    Permute,
    Program,
    Reduce,
    Scalar,
    Solve,
    Squeeze,
    Step,
    Take,
    Value,
    children,
    walk,
)

LARGEST_EXPRESSION = 2000
"""An expression with more parts than this is never written out in one piece."""


def expanded_size(value: Value) -> int:
    """Return how many parts the value has when everything is written out.

    >>> from boxdot.notation.codegen.building import add
    >>> x = Load((), "x")
    >>> expanded_size(add(add(x, x), add(x, x)))
    7
    """
    sizes: dict[int, int] = {}
    for part in walk(value):
        sizes[id(part)] = 1 + sum(sizes[id(child)] for child in children(part))
    return sizes[id(value)]


MOST_REPEATED = 12
"""Where more parts than this would be written again, lines of their own are clearer."""

COSTLY = (Reduce, Norm, Matmul, Einsum, Kron, Outer, Solve, Inverse, Determinant, MatrixPower, Call)
"""What is more than a pass over the entries: a careful author computes it once."""

LEAST_COSTLY = 3
"""A sum over a symbol may be written twice, a product of two symbols not."""


def repeats_much(program: Program) -> bool:
    """Return whether an expression would be written out too large, or much of it again and again.

    >>> from boxdot.notation.codegen.building import add
    >>> x = Load((), "x")
    >>> repeats_much(Program((x,), (Step("y", add(add(x, x), add(x, x))),)))
    False
    """
    return any(_repeats_much(step.value) for step in program.steps)


def _repeats_much(value: Value) -> bool:
    if expanded_size(value) > LARGEST_EXPRESSION:
        return True
    numbers = _numbered(value)
    uses = _uses(value, numbers)
    repeated = [part for part in walk(value) if uses[numbers[id(part)]] > 1 and not _is_cheap(part)]
    return any(
        (uses[numbers[id(part)]] - 1) * expanded_size(part) > MOST_REPEATED or _is_costly(part)
        for part in repeated
    )


def _is_costly(value: Value) -> bool:
    costly = any(isinstance(part, COSTLY) for part in walk(value))
    return costly and expanded_size(value) >= LEAST_COSTLY


def with_sharing(program: Program) -> Program:
    """Return the program with a step for every value that is used more than once.

    >>> from boxdot.notation.codegen.building import add, multiply
    >>> x = Load((), "x")
    >>> twice = add(x, x)
    >>> program = Program((x,), (Step("y", multiply(twice, twice)),))
    >>> [step.name for step in with_sharing(program).steps]
    ['t1', 'y']
    """
    taken = {load.name for load in program.inputs} | {step.name for step in program.steps}
    names = (name for n in range(1, 10**6) if (name := f"t{n}") not in taken)
    steps: list[Step] = []
    for step in program.steps:
        steps += _shared_steps(step, names)
    return replace(program, steps=tuple(steps))


def _shared_steps(step: Step, names: Any) -> list[Step]:
    numbers = _numbered(step.value)
    uses = _uses(step.value, numbers)
    done: dict[int, Value] = {}
    steps: list[Step] = []
    for part in walk(step.value):
        number = numbers[id(part)]
        if number in done:
            continue
        value = rebuilt(part, {id(c): done[numbers[id(c)]] for c in children(part)})
        if uses[number] > 1 and not _is_cheap(part):
            name = next(names)
            steps.append(Step(name, value))
            value = Load(part.shape, name)
        done[number] = value
    return [*steps, Step(step.name, done[numbers[id(step.value)]])]


def _numbered(value: Value) -> dict[int, int]:
    """Give equal values equal numbers, without ever comparing deep trees."""
    table: dict[tuple[object, ...], int] = {}
    numbers: dict[int, int] = {}
    for part in walk(value):
        key = (type(part), *(_flat(getattr(part, f.name), numbers) for f in fields(part)))
        numbers[id(part)] = table.setdefault(key, len(table))
    return numbers


def _flat(item: object, numbers: dict[int, int]) -> object:
    if isinstance(item, Value):
        return ("value", numbers[id(item)])
    if isinstance(item, tuple):
        return tuple(_flat(inner, numbers) for inner in item)
    return item


def _uses(value: Value, numbers: dict[int, int]) -> Counter[int]:
    """Count from how many places each value is used, equal users counted once."""
    seen: set[int] = set()
    uses: Counter[int] = Counter()
    for part in walk(value):
        if numbers[id(part)] not in seen:
            seen.add(numbers[id(part)])
            uses.update(numbers[id(child)] for child in children(part))
    return uses


def _is_cheap(value: Value) -> bool:
    """Whether a name would be no shorter and no faster than the value: views of symbols."""
    if isinstance(value, Expand | Squeeze | Permute | Take):
        return _is_cheap(value.argument)
    return isinstance(value, Load | Scalar | Named | Extent) or (
        not isinstance(value, Call) and not children(value)
    )


def rebuilt(part: Value, new: dict[int, Value]) -> Value:
    """Return the value with its operands exchanged."""
    changes: dict[str, Any] = {}  # fields of any kind of value
    for field in fields(part):
        item = getattr(part, field.name)
        changed = _exchanged(item, new)
        if changed is not item:
            changes[field.name] = changed
    return replace(part, **changes) if changes else part


def _exchanged(item: Any, new: dict[int, Value]) -> Any:
    if isinstance(item, Value):
        return new[id(item)]
    if isinstance(item, tuple) and any(isinstance(inner, Value) for inner in item):
        return tuple(_exchanged(inner, new) for inner in item)
    return item

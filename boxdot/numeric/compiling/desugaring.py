"""One value in few words: steps put in place, means, norms and outer products spelled out.

What is left of reductions is sum, product, maximum and minimum. Equal parts become one object, so
that later passes know them by identity.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import fields, replace
from typing import Any

from boxdot.notation.codegen import building as b
from boxdot.notation.codegen import program as p
from boxdot.numeric.compiling.contractions import as_contraction, as_product


def single_value(program: p.Program) -> p.Value:
    """Return the result of a program as one value, of inputs only."""
    return Desugaring().program(program)


class Desugaring:
    """Rewrites values from the leaves up, each only once."""

    def __init__(self) -> None:
        self._known: dict[tuple[object, ...], p.Value] = {}
        self._numbers: dict[int, int] = {}
        self._assigned: dict[str, p.Value] = {}

    def program(self, program: p.Program) -> p.Value:
        """Return the last step with all earlier ones put in."""
        value = None
        for step in program.steps:
            value = self.value(step.value)
            if step.name is not None:
                self._assigned[step.name] = value
        assert value is not None
        return value

    def value(self, value: p.Value) -> p.Value:
        """Return the value in few words."""
        done: dict[int, p.Value] = {}
        for part in p.walk(value):
            if isinstance(part, p.Load) and part.name in self._assigned:
                done[id(part)] = self._assigned[part.name]
                continue
            simpler = _exchanged(part, done)
            rule = RULES.get(type(simpler))
            spelled = rule(simpler) if rule else None
            if spelled is None:
                done[id(part)] = self._interned(simpler)
            else:
                done[id(part)] = self.value(spelled)
        return done[id(value)]

    def _interned(self, value: p.Value) -> p.Value:
        """Return the object that stands for all values equal to this one."""
        key = (type(value), *(self._flat(getattr(value, f.name)) for f in fields(value)))
        found = self._known.setdefault(key, value)
        self._numbers[id(found)] = self._numbers.get(id(found), len(self._numbers))
        return found

    def _flat(self, item: object) -> object:
        if isinstance(item, p.Value):
            return ("value", self._numbers[id(item)])
        if isinstance(item, tuple):
            return tuple(self._flat(inner) for inner in item)
        return item


def _exchanged(part: p.Value, done: Mapping[int, p.Value]) -> p.Value:
    changes: dict[str, Any] = {}  # fields of any kind of value
    for field in fields(part):
        item = getattr(part, field.name)
        if isinstance(item, p.Value):
            changes[field.name] = done[id(item)]
        elif isinstance(item, tuple) and any(isinstance(inner, p.Value) for inner in item):
            changes[field.name] = tuple(done[id(inner)] for inner in item)
    return replace(part, **changes) if changes else part


def _count(value: p.Value, axes: tuple[int, ...]) -> p.Value:
    number = 1
    for axis in axes:
        size = value.shape[axis]
        assert isinstance(size, int)
        number *= size
    return b.number(number)


def _reduce(value: p.Reduce) -> p.Value | None:
    match value.kind:
        case "mean":
            return _mean(value.argument, value.axes, keep=value.keep)
        case "var":
            center = _mean(value.argument, value.axes, keep=True)
            away = b.subtract(value.argument, center)
            return _mean(_squared_magnitude(away), value.axes, keep=value.keep)
        case "sum":
            return as_contraction(value)
        case _:
            return None


def _mean(value: p.Value, axes: tuple[int, ...], *, keep: bool) -> p.Value:
    total = Mean(_reduced(value, axes, keep=keep), value, "sum", axes, keep)
    return p.Elementwise(total.shape, (total, _count(value, axes)), "divide")


def _reduced(value: p.Value, axes: tuple[int, ...], *, keep: bool) -> tuple[Any, ...]:
    if keep:
        return tuple(1 if n in axes else size for n, size in enumerate(value.shape))
    return tuple(size for n, size in enumerate(value.shape) if n not in axes)


class Mean(p.Reduce):
    """A sum that is taken for a mean: of whole numbers it is floating-point."""


def _squared_magnitude(value: p.Value) -> p.Value:
    magnitude = b.elementwise("abs", value)
    return b.multiply(magnitude, magnitude)


def _norm(value: p.Norm) -> p.Value:
    argument = b.elementwise("divide", value.argument, b.number(1))  # whole numbers would overflow
    squares = _squared_magnitude(argument)
    shape = _reduced(value.argument, value.axes, keep=value.keep)
    return b.elementwise("sqrt", p.Reduce(shape, squares, "sum", value.axes, value.keep))


def _outer(value: p.Outer) -> p.Value:
    return b.multiply(b.expand(value.left, [1]), b.expand(value.right, [0]))


def _elementwise(value: p.Elementwise) -> p.Value | None:
    argument = value.arguments[0]
    match value.function:
        case "sigmoid":
            powers = b.elementwise("exp", b.elementwise("negative", argument))
            return b.divide(b.number(1), b.add(b.number(1), powers))
        case "relu":
            return b.elementwise("maximum", argument, b.number(0))
        case _:
            return None


RULES: Mapping[type, Callable[[Any], p.Value | None]] = {  # each rule takes its own kind of value
    p.Reduce: _reduce,
    p.Norm: _norm,
    p.Outer: _outer,
    p.Einsum: as_product,
    p.Elementwise: _elementwise,
}
"""How values are spelled out; None leaves one as it is."""

"""Indices as numbers, in languages that count from 0; where i = k, there is an identity."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from boxdot.notation import algebra
from boxdot.notation.codegen import building as b
from boxdot.notation.codegen import program as p
from boxdot.notation.codegen.rewriting import Rules
from boxdot.notation.shapes.sizes import Size

RELATIONS = frozenset({"equal", "not_equal", "less", "less_equal", "greater", "greater_equal"})


def _elementwise(value: p.Elementwise) -> p.Value:
    if value.function in RELATIONS:
        return _from_zero(value)
    if value.function == "indicator":
        return _identity(value)
    return _diagonal(value) if value.function == "multiply" else value


def _from_zero(value: p.Elementwise) -> p.Value:
    """Return a relation of two indices that both count from 0, if both count from the same."""
    starts = [_start(argument) for argument in value.arguments]
    if None in starts or starts[0] != starts[1]:
        return value
    return replace(value, arguments=tuple(_restarted(a, 0) for a in value.arguments))


def _start(value: p.Value) -> Size | None:
    """Return where a range along one axis begins."""
    range_ = value.argument if isinstance(value, p.Expand) else value
    return range_.start if isinstance(range_, p.Arange) else None


def _restarted(value: p.Value, start: Size) -> p.Value:
    if isinstance(value, p.Expand):
        return b.expand(_restarted(value.argument, start), value.axes)
    return p.Arange(value.shape, start)


def _identity(value: p.Elementwise) -> p.Value:
    """Return an identity matrix for 1 where i = j, and 1 minus it for 1 where i ≠ j."""
    (relation,) = value.arguments
    if not isinstance(relation, p.Elementwise) or len(relation.shape) != 2:
        return value
    ranges = [_start(argument) for argument in relation.arguments]
    square = algebra.equal(*relation.shape) is True
    if None in ranges or not square or algebra.equal(*_lengths(relation.arguments)) is not True:
        return value
    if relation.function == "equal":
        return b.eye(relation.shape[0])
    if relation.function == "not_equal":
        return b.subtract(b.number(1), b.eye(relation.shape[0]))
    return value


def _lengths(values: Sequence[p.Value]) -> list[Size]:
    return [next((size for size in value.shape if size != 1), 1) for value in values]


def _diagonal(value: p.Elementwise) -> p.Value:
    """Return a diagonal matrix for a vector along the rows or columns times an identity."""
    for array, eye in (value.arguments, value.arguments[::-1]):
        if not isinstance(eye, p.Eye) or not isinstance(array, p.Expand):
            continue
        if b.same_shape(array.argument.shape, eye.shape[:1]):
            return b.diagonal_matrix(array.argument)
    return value


def _gather(value: p.Gather) -> p.Value:
    return replace(value, indices=tuple(map(_counted, value.indices)))


def _counted(value: p.Value) -> p.Value:
    """Return places ``i + k − 2`` as ``i + k`` where i and k count from 0."""
    total, less = value, 0
    if isinstance(value, p.Elementwise) and value.function == "subtract":
        total, number = value.arguments
        if not isinstance(number, p.Scalar) or number.exact.denominator != 1:
            return value
        less = number.exact.numerator
    if not isinstance(total, p.Elementwise) or total.function != "add":
        return value
    starts = [_start(argument) for argument in total.arguments]
    whole = [start for start in starts if isinstance(start, int)]
    if len(whole) < 2 or sum(whole) < less:
        return value
    first, second = total.arguments
    return b.add(_restarted(first, sum(whole) - less), _restarted(second, 0))


COUNTING: Rules = {p.Elementwise: _elementwise, p.Gather: _gather}

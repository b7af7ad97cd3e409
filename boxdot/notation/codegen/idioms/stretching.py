"""Arrays that are stretched by hand, which they do by themselves beside the full shape."""

from __future__ import annotations

from dataclasses import replace

from boxdot.notation.codegen import building as b
from boxdot.notation.codegen import program as p
from boxdot.notation.codegen.rewriting import Rules


def _elementwise(value: p.Elementwise) -> p.Value:
    """``X + y[:, None]`` for ``X + np.outer(y, np.ones(n))``."""
    shorter = [_unstretched(argument) for argument in value.arguments]
    full = [
        b.same_shape(argument.shape, value.shape) and argument is short
        for argument, short in zip(value.arguments, shorter, strict=True)
    ]
    return replace(value, arguments=tuple(shorter)) if any(full) else value


def _unstretched(value: p.Value) -> p.Value:
    """Return an array before it was stretched."""
    match value:
        case p.Broadcast() if value.argument.shape:
            return value.argument
        case p.Outer(left=p.Fill(number=1), right=right):
            return b.expand(right, [0])
        case p.Outer(left=left, right=p.Fill(number=1)):
            return b.expand(left, [1])
        case _:
            return value


def _matmul(value: p.Matmul) -> p.Value:
    """``A.sum(axis=1)`` for ``A @ np.ones(n)``."""
    left, right = value.left, value.right
    if _is_ones(right) and len(left.shape) <= 2:
        return b.reduce("sum", left, [len(left.shape) - 1])
    return b.reduce("sum", right, [0]) if _is_ones(left) and len(right.shape) <= 2 else value


def _is_ones(value: p.Value) -> bool:
    return isinstance(value, p.Fill) and value.number == 1 and len(value.shape) == 1


STRETCHING: Rules = {p.Elementwise: _elementwise, p.Matmul: _matmul}

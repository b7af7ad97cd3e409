"""Building what replaces a match: the template with its variables put in."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from boxdot.notation.algebra import Size, substitute
from boxdot.notation.expressions.nodes import (
    Binary,
    Constant,
    ConstantKind,
    Expr,
    Number,
    Op,
    Symbol,
    Transpose,
)
from boxdot.notation.rewriting.matching.bindings import Bindings
from boxdot.notation.rewriting.trees import ASSOCIATIVE, combined, copied, mapped, transposed

Fresh = Callable[[Expr], Expr]


def build(template: Expr, bindings: Bindings, fresh: Fresh = copied, *, flat: bool = True) -> Expr:
    """Return the template with the values of its symbols and sizes.

    ``fresh`` puts a value in another place: by default a copy of it. ``flat``: chains of one
    operator, as ``X + (Y + Z)``, lose their parentheses.

    >>> x = Bindings({"x": Transpose(Symbol("μ"))}, {"I": "N"})
    >>> build(Transpose(Symbol("x")), x)
    Symbol(name='μ')
    """
    result: Expr = _built(template, bindings, fresh, flat)
    return result


def _built(node: Any, bindings: Bindings, fresh: Fresh, flat: bool) -> Any:
    """Any: a node of any kind becomes one of the same kind, or what a symbol stands for."""
    match node:
        case Symbol(name=name) if name in bindings.values:
            return fresh(bindings.values[name])
        case Symbol(name=name) if name in bindings.sizes:
            return number_of(bindings.sizes[name])
        case Constant(kind=kind, sizes=tuple() as sizes):
            return Constant(kind, tuple(substitute(size, bindings.sizes) for size in sizes))
        case Transpose(operand=operand):
            return transposed(_built(operand, bindings, fresh, flat))
        case Binary(op=op, left=left, right=Symbol() as right) if flat and op in ASSOCIATIVE:
            parts = [_built(part, bindings, fresh, flat) for part in (left, right)]
            return combined(op, parts)
    return mapped(node, lambda child: _built(child, bindings, fresh, flat))


def number_of(size: Size) -> Expr:
    """Return a size as a number in a formula, where I is read as 𝑰: then 𝟏ᵀ𝟏 counts."""
    if isinstance(size, int):
        return Number(str(size))
    if isinstance(size, str) and size != "I":
        return Symbol(size)
    ones = Constant(ConstantKind.ONES, (size,))
    return Binary(Op.MATMUL, Transpose(ones), ones)

"""Building what replaces a match: the template with its variables put in."""

from __future__ import annotations

from typing import Any

from boxdot.notation.algebra import substitute
from boxdot.notation.expressions.nodes import Binary, Constant, Expr, Symbol, Transpose
from boxdot.notation.rewriting.matching.bindings import Bindings
from boxdot.notation.rewriting.trees import ASSOCIATIVE, combined, copied, mapped, transposed


def build(template: Expr, bindings: Bindings) -> Expr:
    """Return the template with the values of its symbols and sizes.

    >>> x = Bindings({"x": Transpose(Symbol("μ"))}, {"I": "N"})
    >>> build(Transpose(Symbol("x")), x)
    Symbol(name='μ')
    """
    result: Expr = _built(template, bindings)
    return result


def _built(node: Any, bindings: Bindings) -> Any:
    """Any: a node of any kind becomes one of the same kind, or what a symbol stands for."""
    match node:
        case Symbol(name=name) if name in bindings.values:
            return copied(bindings.values[name])
        case Constant(kind=kind, sizes=tuple() as sizes):
            return Constant(kind, tuple(substitute(size, bindings.sizes) for size in sizes))
        case Transpose(operand=operand):
            return transposed(_built(operand, bindings))
        case Binary(op=op, left=left, right=Symbol() as right) if op in ASSOCIATIVE:
            return combined(op, [_built(left, bindings), _built(right, bindings)])
    return mapped(node, lambda child: _built(child, bindings))

"""Numbers, symbols and constants as array expressions."""

from __future__ import annotations

import sympy
from sympy.tensor.array import expressions as a

from boxdot.notation.algebra import to_sympy as size_to_sympy
from boxdot.notation.expressions import nodes as n
from boxdot.notation.symbolic.arrays.context import Context
from boxdot.notation.symbolic.arrays.contracting import Array, leaf, ones


def number(context: Context, node: n.Number) -> Array:
    """``0.5`` is exactly one half."""
    return Array((), sympy.Rational(node.value.numerator, node.value.denominator))


def symbol(context: Context, node: n.Symbol) -> Array:
    """A declared tensor or number, or what an earlier statement defines."""
    name = context.resolved(node)
    if name in context.definitions:
        return context.definitions[name]
    shape = context.shape(node)
    return leaf(name, shape) if shape else Array((), sympy.Symbol(name, real=True))


def constant(context: Context, node: n.Constant) -> Array:
    """``𝟏 𝟎 𝑰``."""
    shape = context.shape(node)
    longer = [size_to_sympy(size) for size in shape if size != 1]
    match node.kind:
        case n.ConstantKind.ONES:
            return Array(shape, ones(shape))
        case n.ConstantKind.ZEROS:
            return Array(shape, a.ZeroArray(*longer) if longer else sympy.S.Zero)
    if len(longer) != 2:
        context.refuse(node, "SymPy's arrays have an identity of order 2 only")
    return Array(shape, sympy.Identity(longer[0]))

"""Numbers, symbols and constants entry by entry."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import sympy

from boxdot.notation.algebra import to_sympy as size_to_sympy
from boxdot.notation.expressions.members import Member, member_of
from boxdot.notation.expressions.nodes import Constant, ConstantKind, Number, Symbol
from boxdot.notation.symbolic.names import assumptions_of, sizes_to_sympy
from boxdot.notation.symbolic.sums.context import Context, Positions, Value

NUMBERS = {"π": sympy.pi, "e": sympy.E}


def number(context: Context, node: Number) -> Value:
    """``0.5`` is exactly one half."""
    value = sympy.Rational(node.value.numerator, node.value.denominator)
    return context.scalar(lambda: value)


def symbol(context: Context, node: Symbol) -> Value:
    """A name: an index, something defined before, a declared tensor, a size or a number."""
    if node.name in context.indices:
        return context.scalar(lambda: context.indices[node.name])
    member = member_of(node.name, context.indices)
    if member is not None:
        return _member(context, node, member)
    name = context.resolved(node)
    if name in context.definitions:
        return context.definitions[name]
    if name in context.formula.symbols:
        return named(context, node, name)
    if name in context.formula.sizes or name in context.size_names:
        size = context.formula.sizes.get(name, name)
        return context.scalar(lambda: size_to_sympy(size))
    if name in NUMBERS:
        return context.scalar(lambda: NUMBERS[name])
    return named(context, node, name)


def _member(context: Context, node: Symbol, member: Member) -> Value:
    """A member of a family: entries of an array without its indices, which are the last ones."""
    name = context.resolved(node)
    if name in context.definitions or member.doubt:
        context.refuse(node, f"how {name} depends on {', '.join(member.indices)} is not known")
    places = tuple(context.indices[index] for index in member.indices)
    return named(context, node, member.stem, places)


def named(context: Context, node: Symbol, name: str, members: Positions = ()) -> Value:
    """Return the tensor of a name; ``members`` tell which one of a family, as last indices."""
    shape = context.shape(node)
    declared = context.formula.symbols.get(context.resolved(node))
    assumptions = dict(assumptions_of(declared))
    if not shape and not members:
        return context.scalar(lambda: sympy.Symbol(name, **assumptions))
    known = {} if members else {"shape": sizes_to_sympy(shape)}
    base: Any = sympy.IndexedBase(name, **known, **assumptions)
    return context.make(shape, lambda at: base[(*at, *members)])


def constant(context: Context, node: Constant) -> Value:
    """``𝟏 𝟎 𝑰 𝓘`` with the shape that inference gives them."""
    shape = context.shape(node)
    match node.kind:
        case ConstantKind.ONES:
            return context.make(shape, lambda at: sympy.S.One)
        case ConstantKind.ZEROS:
            return context.make(shape, lambda at: sympy.S.Zero)
    return context.make(shape, all_equal)


def all_equal(at: Positions) -> Any:
    """Return 1 where all positions agree, else 0."""
    return sympy.Mul(*(sympy.KroneckerDelta(a, b) for a, b in pairwise(at)))

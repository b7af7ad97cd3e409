"""Numbers of SymPy: sums, products, powers, functions, entries, sums over indices."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import sympy

from boxdot.grammar.errors import UnsupportedError
from boxdot.notation.algebra import Size
from boxdot.notation.expressions.nodes import (
    Apply,
    Binary,
    Chain,
    Expr,
    Index,
    IndexRange,
    Indicator,
    Negate,
    Number,
    Op,
    Power,
    Reduce,
    Relation,
    Symbol,
)
from boxdot.notation.symbolic.functions import BACK
from boxdot.notation.symbolic.reading.context import Context, chain, number


def integer(context: Context, found: Any) -> Expr:
    """A whole number."""
    return number(int(found)) if found >= 0 else Negate(number(-int(found)))


def rational(context: Context, found: Any) -> Expr:
    """``p/q``."""
    part = Binary(Op.DIVIDE, number(abs(int(found.p))), number(int(found.q)))
    return part if found > 0 else Negate(part)


def decimal(context: Context, found: Any) -> Expr:
    """A decimal fraction."""
    part = Number(repr(abs(float(found))))
    return part if found >= 0 else Negate(part)


def symbol(context: Context, found: Any) -> Expr:
    """An index in scope, a size, or a number with a name."""
    if found not in context.ranges and found.name not in context.sizes:
        entries = "ℂ" if found.is_real is None and found.is_complex else "ℝ"
        context.declare(found.name, (), entries)
    return Symbol(found.name)


def named(name: str) -> Any:
    """Return the arm of a number with a name: π, e."""
    return lambda context, found: Symbol(name)


def add(context: Context, found: Any) -> Expr:
    """``a + b − c``."""
    return signed_sum(context, found.as_ordered_terms())


def signed_sum(context: Context, terms: Iterable[Any]) -> Expr:
    """Return a sum; terms with a minus are subtracted."""
    result: Expr | None = None
    for term in terms:
        part = context.node(term)
        if result is None:
            result = part
        elif isinstance(part, Negate):
            result = Binary(Op.SUBTRACT, result, part.operand)
        else:
            result = Binary(Op.ADD, result, part)
    return number(0) if result is None else result


def multiply(context: Context, found: Any) -> Expr:
    """``a b/c``."""
    if found.could_extract_minus_sign():
        return Negate(context.node(-found))
    above, below = sympy.fraction(found)
    top = _product(context, above)
    return top if below == 1 else Binary(Op.DIVIDE, top, _product(context, below))


def _product(context: Context, found: Any) -> Expr:
    factors = found.as_ordered_factors() if isinstance(found, sympy.Mul) else [found]
    return chain(Op.MATMUL, [context.node(factor) for factor in factors])


def power(context: Context, found: Any) -> Expr:
    """``√a``, ``1/a``, ``a^n``."""
    base, exponent = found.base, found.exp
    if exponent == sympy.Rational(1, 2):
        return Apply("sqrt", (context.node(base),))
    if exponent.could_extract_minus_sign():
        return Binary(Op.DIVIDE, number(1), context.node(base**-exponent))
    return Power(context.node(base), context.node(exponent))


def function(context: Context, found: Any) -> Expr:
    """A function that both sides know, or one of the author's own."""
    name = BACK.get(found.func)
    if name is None and isinstance(found, sympy.core.function.AppliedUndef):
        name = found.func.__name__
        context.declare_function(name, len(found.args))
    if name is None:
        raise UnsupportedError(f"{type(found).__name__} of SymPy has no counterpart here")
    arguments = (
        sorted(found.args, key=sympy.default_sort_key) if _is_symmetric(found) else found.args
    )
    return Apply(name, tuple(context.node(argument) for argument in arguments))


def _is_symmetric(found: Any) -> bool:
    return isinstance(found, sympy.Max | sympy.Min)


def delta(context: Context, found: Any) -> Expr:
    """``δ_ij`` is ``1_{i=j}``."""
    sides = tuple(context.node(side) for side in found.args[:2])
    return Indicator(Chain(sides, (Relation.EQUAL,)))


def indexed(context: Context, found: Any) -> Expr:
    """``A[i, j]``, whose indices count from 1."""
    name = found.base.name
    for place in found.indices:
        _refuse_zero(context, place)
    context.declare(name, _shape(context, found))
    return Index(Symbol(name), tuple(context.node(place) for place in found.indices))


def _refuse_zero(context: Context, place: Any) -> None:
    if any(place == k - 1 for k in context.ranges):
        raise UnsupportedError(
            "the indices of entries count from 1", hint="let the sum start at 1 instead of 0"
        )


def _shape(context: Context, found: Any) -> tuple[Size, ...]:
    """Return the shape of what is indexed: given, known to SymPy, or that of the indices."""
    name = found.base.name
    given = context.given.get(name)
    if given is not None and given.shape is not None:
        return given.shape
    if found.base.shape is not None:
        return tuple(context.size(size) for size in found.base.shape)
    sizes: list[Size] = []
    for place in found.indices:
        size = context.ranges.get(place)
        if size is None:
            raise UnsupportedError(
                f"the shape of {name} is not known",
                hint=f'declare it: from_sympy(…, "{name} ∈ R^{{…}}"), or give IndexedBase a shape',
            )
        sizes.append(size)
    return tuple(sizes)


def total(context: Context, found: Any) -> Expr:
    """``Sum`` and ``Product`` over indices, the first limit innermost."""
    body, limits = found.function, list(found.limits)
    spans: list[IndexRange] = []
    for limit in reversed(limits):
        if len(limit) != 3:
            raise UnsupportedError("a sum without bounds has no counterpart here")
        index, low, high = limit
        if low == 0:
            body, low, high = body.subs(index, index - 1), sympy.S.One, high + 1
        if low == 1:
            context = context.within({index: context.size(high)})
        else:
            context = context.within({index: None})
        spans.append(IndexRange(index.name, context.node(low), context.node(high)))
    result = context.node(body)
    for span in reversed(spans):
        result = Reduce((span,), result, product=isinstance(found, sympy.Product))
    return result

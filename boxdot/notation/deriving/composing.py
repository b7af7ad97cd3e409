"""Terms written as expressions, the way a person would: the sign first, then the number."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from fractions import Fraction
from functools import reduce

from boxdot.notation.deriving.terms import Factor, Term
from boxdot.notation.expressions.nodes import (
    Apply,
    Binary,
    Constant,
    ConstantKind,
    Expr,
    Inner,
    Negate,
    Number,
    Op,
    Power,
    Transpose,
)
from boxdot.notation.shapes.broadcasting import joint_shape
from boxdot.notation.shapes.conventions import Convention
from boxdot.notation.shapes.padding import is_scalar, same_shape
from boxdot.notation.shapes.sizes import Shape

_DIFFERENCES = frozenset({Op.SUBTRACT, Op.BOXMINUS})
_PRODUCTS = frozenset({Op.BOXDOT, Op.HADAMARD, Op.MATMUL, Op.DOT, Op.BOXSLASH, Op.OSLASH})
STRICT_KIN = {
    Op.BOXDOT: Op.HADAMARD,
    Op.BOXSLASH: Op.OSLASH,
    Op.BOXPLUS: Op.ADD,
    Op.BOXMINUS: Op.SUBTRACT,
}


def constant(kind: ConstantKind, shape: Shape) -> Expr:
    """Return ones or zeros of a shape, which says its own sizes.

    >>> constant(ConstantKind.ONES, ()), constant(ConstantKind.ONES, ("I",)).sizes
    (Number(text='1'), ('I',))
    """
    if is_scalar(shape):
        return Number("1" if kind is ConstantKind.ONES else "0")
    if len(shape) == 2 and shape[0] == 1:
        return Transpose(Constant(kind, shape[1:]))
    return Constant(kind, shape)


def joint(factors: Iterable[Factor], convention: Convention) -> Shape:
    """Return the joint shape of factors."""
    shapes = (factor.shape for factor in factors)
    return reduce(lambda left, right: joint_shape(left, right, convention), shapes, ())


def compose(term: Term, convention: Convention, *, strict: bool, stretch: bool = True) -> Expr:
    """Write a term as an expression.

    ``strict`` prefers ⊙ ⊘ to ⊡ ⧄ where the shapes allow; with ``stretch`` the expression has the
    shape of the term even where its factors are smaller.
    """
    if term.is_zero:
        return constant(ConstantKind.ZEROS, term.shape)
    factors = term.factors
    if stretch and not same_shape(joint(factors, convention), term.shape, convention):
        ones = Factor(constant(ConstantKind.ONES, term.shape), term.shape)
        factors = (*(f for f in factors if not f.inverse), ones, *(f for f in factors if f.inverse))
    body = _product(factors, convention, strict) if factors else None
    return _with_coefficient(term, body)


def _product(factors: Sequence[Factor], convention: Convention, strict: bool) -> Expr:
    over = [factor for factor in factors if not factor.inverse]
    under = [factor for factor in factors if factor.inverse]
    first = over[0] if over else Factor(Constant(ConstantKind.ONES), under[0].shape)
    total = first
    for factor in over[1:]:
        total = _joined(Op.BOXDOT, total, factor, convention, strict)
    for part in under[:1]:
        divisor = part
        for factor in under[1:]:
            divisor = _joined(Op.BOXDOT, divisor, factor, convention, strict)
        total = _joined(Op.BOXSLASH, total, divisor, convention, strict)
    return total.node


def _joined(op: Op, left: Factor, right: Factor, convention: Convention, strict: bool) -> Factor:
    if strict and same_shape(left.shape, right.shape, convention):
        op = STRICT_KIN[op]
    return Factor(
        Binary(op, left.node, right.node), joint_shape(left.shape, right.shape, convention)
    )


def _with_coefficient(term: Term, body: Expr | None) -> Expr:
    """Put the number and the scalars before the body, and below it what is divided by."""
    number, scalars = term.number, list(term.scalars)
    if number < 0:
        number, body, scalars = _flipped(number, body, scalars)
    size = abs(number)
    over = _powers(s.node for s in scalars if not s.inverse)
    under = _powers(s.node for s in scalars if s.inverse)
    over += [] if body is None else [body]
    if size.numerator != 1 or not over:
        over.insert(0, Number(str(size.numerator)))
    if size.denominator != 1:
        under.insert(0, Number(str(size.denominator)))
    node = multiples(over)
    if under:
        node = Binary(Op.DIVIDE, node, multiples(under))
    return Negate(node) if number < 0 else node


def _flipped(
    number: Fraction, body: Expr | None, scalars: list[Factor]
) -> tuple[Fraction, Expr | None, list[Factor]]:
    """Let one factor take the minus in, if a difference in it can be turned round."""
    turned = None if body is None else negated(body)
    if turned is not None:
        return -number, turned, scalars
    for place, scalar in enumerate(scalars):
        turned = None if scalar.inverse else negated(scalar.node)
        if turned is not None:  # once, even if the same factor stands there twice
            return (
                -number,
                body,
                [*scalars[:place], replace(scalar, node=turned), *scalars[place + 1 :]],
            )
    return number, body, scalars


def _powers(nodes: Iterable[Expr]) -> list[Expr]:
    """Write scalars that are repeated as powers."""
    counts: dict[Expr, int] = {}
    for node in nodes:
        counts[node] = counts.get(node, 0) + 1
    return [node if n == 1 else _power(node, n) for node, n in counts.items()]


def _power(node: Expr, count: int) -> Expr:
    match node:
        case Power(base=base, exponent=Number(text=text)) if text.isdigit():
            return Power(base, Number(str(count * int(text))))
    return Power(node, Number(str(count)))


def multiples(nodes: Iterable[Expr]) -> Expr:
    """Return expressions side by side, a product of matrices without parentheses.

    >>> from boxdot.notation.expressions.nodes import Symbol
    >>> two, a, x = Number("2"), Symbol("A"), Symbol("x")
    >>> multiples((two, multiples((a, x)))) == multiples((two, a, x))
    True
    """
    return reduce(chained, nodes)


def chained(left: Expr, right: Expr) -> Expr:
    """Return a product of matrices, which associates to the left."""
    factors = [right]
    while isinstance(factors[-1], Binary) and factors[-1].op is Op.MATMUL:
        last = factors.pop()
        assert isinstance(last, Binary)
        factors += [last.right, last.left]
    for factor in reversed(factors):
        left = Binary(Op.MATMUL, left, factor)
    return left


def negated(node: Expr) -> Expr | None:
    """Return minus an expression if a difference in it can be turned round, else None.

    >>> from boxdot.notation.expressions.nodes import Symbol
    >>> a, b = Symbol("a"), Symbol("b")
    >>> negated(Binary(Op.SUBTRACT, a, b)) == Binary(Op.SUBTRACT, b, a), negated(a)
    (True, None)
    """
    match node:
        case Negate(operand=inner):
            return inner
        case Binary(op=op, left=left, right=right) if op in _DIFFERENCES:
            return _swapped(node, left, right)
        case Binary(op=op, left=left, right=right) if op in _PRODUCTS:
            return _in_one(node, left, right)
        case Apply(function="𝒫" | "sum" | "unfold" | "diag" | "tr", arguments=(inner,)):
            turned = negated(inner)
            return None if turned is None else replace(node, arguments=(turned,))
        case Transpose(operand=inner):
            turned = negated(inner)
            return None if turned is None else replace(node, operand=turned)
        case Inner(left=left, right=right):
            return _in_one(node, left, right)
    return None


def _swapped(node: Binary, left: Expr, right: Expr) -> Expr | None:
    """``a − b`` turns into ``b − a``, where that does not begin with a sign or change a grouping.

    A longer sum would need all its signs changed: it is left alone.
    """
    sums = _DIFFERENCES | {Op.ADD, Op.BOXPLUS}
    if isinstance(left, Binary) and left.op in sums:
        return None
    return replace(node, left=right, right=left)


def _in_one(node: Binary | Inner, left: Expr, right: Expr) -> Expr | None:
    turned = negated(left)
    if turned is not None:
        return replace(node, left=turned)
    turned = negated(right)
    return None if turned is None else replace(node, right=turned)

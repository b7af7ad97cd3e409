"""Sums of terms: like ones together, common coefficients in front, what is subtracted last."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction

from boxdot.notation.deriving.composing import compose, joint, multiples
from boxdot.notation.deriving.likeness import likeness
from boxdot.notation.deriving.terms import Factor, Term, atom
from boxdot.notation.expressions.nodes import Binary, Constant, ConstantKind, Expr, Op
from boxdot.notation.shapes.broadcasting import joint_shape
from boxdot.notation.shapes.conventions import Convention
from boxdot.notation.shapes.padding import is_scalar, same_shape
from boxdot.notation.shapes.sizes import Shape


def combined(terms: Sequence[Term], convention: Convention, *, strict: bool, stretch: bool) -> Term:
    """Return the sum of terms as one term.

    ``strict`` prefers ⊙ to ⊡ within them; without ``stretch`` each is written as small as its
    factors are, and ⊞ stretches it.
    """
    shape: Shape = ()
    for term in terms:
        shape = joint_shape(shape, term.shape, convention)
    alike = _collected(terms)
    if not alike:
        return Term(shape, Fraction(0))
    if len(alike) == 1:
        return replace(alike[0], shape=shape)
    number = _common_number(alike)
    scalars = _common_scalars(alike)
    inner = [_divided(term, number, scalars) for term in alike]
    inner = [term if stretch else _shrunk(term, convention) for term in inner]
    inner.sort(key=lambda term: (term.number < 0, is_scalar(term.shape)))
    body = _written(inner, convention, strict)
    whole = atom(body.node, body.shape).times_scalars(number, scalars)
    return replace(whole, shape=shape)


def _collected(terms: Sequence[Term]) -> list[Term]:
    """Add the numbers of terms that are alike, and leave out what vanishes."""
    found: dict[object, Term] = {}
    for term in terms:
        key = (_bag(term.scalars), _bag(term.factors))
        known = found.get(key)
        found[key] = term if known is None else replace(known, number=known.number + term.number)
    return [term for term in found.values() if not term.is_zero]


def _bag(factors: Sequence[Factor]) -> tuple[str, ...]:
    return tuple(sorted(repr((likeness(f.node), f.inverse)) for f in factors))


def _common_number(terms: Sequence[Term]) -> Fraction:
    numbers = [term.number for term in terms]
    over = math.gcd(*(number.numerator for number in numbers))
    under = math.lcm(*(number.denominator for number in numbers))
    sign = -1 if all(number < 0 for number in numbers) else 1
    return Fraction(sign * over, under)


def _common_scalars(terms: Sequence[Term]) -> tuple[Factor, ...]:
    first, *others = terms
    common = list(first.scalars)
    for term in others:
        rest = list(term.scalars)
        kept = []
        for scalar in common:
            if scalar in rest:
                rest.remove(scalar)
                kept.append(scalar)
        common = kept
    return tuple(common)


def _divided(term: Term, number: Fraction, scalars: tuple[Factor, ...]) -> Term:
    rest = list(term.scalars)
    for scalar in scalars:
        rest.remove(scalar)
    return replace(term, number=term.number / number, scalars=tuple(rest))


def _written(terms: Sequence[Term], convention: Convention, strict: bool) -> Factor:
    """Write the sum: + and − where the shapes are the same, else ⊞ and ⊟."""
    first, *others = terms
    others.sort(key=_is_constant)
    if _is_constant(first) and any(term.number > 0 for term in others):
        others.append(first)
        first = others.pop(0)
    total = Factor(_summand(first, terms, convention, strict), first.shape)
    for term in others:
        node = _summand(replace(term, number=abs(term.number)), terms, convention, strict)
        same = same_shape(total.shape, term.shape, convention)
        plus, minus = (Op.ADD, Op.SUBTRACT) if same else (Op.BOXPLUS, Op.BOXMINUS)
        shape = joint_shape(total.shape, term.shape, convention)
        total = Factor(Binary(minus if term.number < 0 else plus, total.node, node), shape)
    return total


def _summand(term: Term, terms: Sequence[Term], convention: Convention, strict: bool) -> Expr:
    """Write one operand; ones take their shape from another operand of the same shape."""
    beside = (other for other in terms if other.factors)
    if _is_constant(term) and any(same_shape(term.shape, o.shape, convention) for o in beside):
        scale = replace(term, shape=())
        ones = Constant(ConstantKind.ONES)
        if scale == Term():
            return ones
        return multiples((compose(scale, convention, strict=strict), ones))
    return compose(term, convention, strict=strict)


def _is_constant(term: Term) -> bool:
    return not term.factors and not is_scalar(term.shape)


def _shrunk(term: Term, convention: Convention) -> Term:
    return replace(term, shape=joint(term.factors, convention))

"""Chains in their canonical order: like terms collected, factors sorted."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction

from boxdot.notation.expressions.nodes import (
    Binary,
    Constant,
    ConstantKind,
    Expr,
    Negate,
    Number,
    Op,
    Symbol,
)
from boxdot.notation.printing import to_text
from boxdot.notation.rewriting.rules import SLOTS, ShapeOf, Written
from boxdot.notation.rewriting.trees import joined, operands
from boxdot.notation.shapes.conventions import Convention

MOST_OPERANDS = 3000
MOST_DIFFERENT = 400
_MULTIPLES = frozenset({Op.MATMUL, Op.DOT, Op.TIMES})


def collected_terms(node: Expr, shape: ShapeOf, convention: Convention) -> Iterator[Written]:
    """``3 X ⊞ Y ⊞ (−X) = 2 X ⊞ Y``: equal terms are one, in alphabetical order."""
    assert isinstance(node, Binary)
    parts = operands(node.op, node)
    if len(parts) > MOST_OPERANDS:
        return
    terms = [_term(part) for part in parts]
    slots: dict[Expr, Symbol] = {}
    sums: dict[Expr, Fraction] = {}
    for factor, body in terms:
        slots.setdefault(body, Symbol(chr(SLOTS + len(slots))))
        sums[body] = sums.get(body, Fraction(0)) + factor
    if len(slots) > MOST_DIFFERENT:
        return
    old = _slotted(node, {id(body): slots[body] for _, body in terms})
    new = _sum(node, [(sums[body], slots[body]) for body in _sorted(sums)], shape)
    if new is not None:
        yield old, new, {slot.name: body for body, slot in slots.items()}


def sorted_factors(node: Expr, shape: ShapeOf, convention: Convention) -> Iterator[Written]:
    """``Z ⊡ (Y ⊡ X) = X ⊡ Y ⊡ Z``: the factors in alphabetical order, grouped to the left."""
    assert isinstance(node, Binary)
    parts = operands(node.op, node)
    if len(parts) > MOST_OPERANDS:
        return
    slots = {part: Symbol(chr(SLOTS + n)) for n, part in enumerate(dict.fromkeys(parts))}
    if len(slots) > MOST_DIFFERENT:
        return
    old = _slotted(node, {id(part): slots[part] for part in parts})
    new = joined(node.op, [slots[part] for part in _sorted(parts)])
    yield old, new, {slot.name: part for part, slot in slots.items()}


def _sorted(parts: Iterable[Expr]) -> list[Expr]:
    return sorted(parts, key=to_text)


def _sum(node: Binary, terms: list[tuple[Fraction, Symbol]], shape: ShapeOf) -> Expr | None:
    """Return the sum of the terms that are left, zeros if none is."""
    left = [_multiple(factor, slot) for factor, slot in terms if factor]
    if left:
        return joined(node.op, left)
    sizes = shape(node)
    if sizes is None:
        return None
    return Constant(ConstantKind.ZEROS, sizes) if sizes else Number("0")


def _term(part: Expr) -> tuple[Fraction, Expr]:
    """Return the number that multiplies a term, and the rest.

    >>> from boxdot.notation.expressions.nodes import Symbol
    >>> _term(Negate(Binary(Op.MATMUL, Number("2"), Symbol("X"))))
    (Fraction(-2, 1), Symbol(name='X'))
    """
    match part:
        case Negate(operand=inner):
            factor, body = _term(inner)
            return -factor, body
        case Binary(op=op, left=left, right=right) if op in _MULTIPLES:
            number = _number(left)
            if number is not None:
                factor, body = _term(right)
                return number * factor, body
    return Fraction(1), part


def _number(node: Expr) -> Fraction | None:
    match node:
        case Number():
            return node.value
        case Negate(operand=inner):
            number = _number(inner)
            return None if number is None else -number
        case Binary(op=Op.DIVIDE, left=Number() as above, right=Number() as below) if below.value:
            return above.value / below.value
    return None


def _multiple(factor: Fraction, body: Expr) -> Expr:
    size = abs(factor)
    written: Expr = body
    if size != 1:
        written = Binary(Op.MATMUL, _fraction(size), body)
    return Negate(written) if factor < 0 else written


def _fraction(value: Fraction) -> Expr:
    above, below = Number(str(value.numerator)), Number(str(value.denominator))
    return above if value.denominator == 1 else Binary(Op.DIVIDE, above, below)


def _slotted(node: Expr, slots: Mapping[int, Symbol]) -> Expr:
    """Return the chain as it stands, with slots for its terms, found by identity."""
    if id(node) in slots:
        return slots[id(node)]
    match node:
        case Negate(operand=inner):
            return Negate(_slotted(inner, slots))
        case Binary(op=op, left=left, right=right):
            return Binary(op, _slotted(left, slots), _slotted(right, slots))
    return node

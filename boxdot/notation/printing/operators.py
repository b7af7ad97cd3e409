"""Leaves and operators: numbers, names, signs, sums and products."""

from __future__ import annotations

from boxdot.notation.expressions.nodes import (
    Binary,
    Constant,
    Derivative,
    Dots,
    Expr,
    ModeProduct,
    Negate,
    Number,
    Op,
    Slice,
    Symbol,
)
from boxdot.notation.expressions.walking import descendants
from boxdot.notation.printing.precedence import PRODUCT, RULES, Level
from boxdot.notation.printing.printer import Place, Printer
from boxdot.notation.printing.sizes import size_expression


def number(node: Number, p: Printer, last: bool) -> str:
    """Print a number."""
    return p.spelling.number(node.text)


def symbol(node: Symbol, p: Printer, last: bool) -> str:
    """Print the name of a symbol."""
    return p.spelling.name(node.name)


def constant(node: Constant, p: Printer, last: bool) -> str:
    """Print ``𝟏_J``."""
    word = p.spelling.constants[node.kind]
    if not node.sizes:
        return word
    inside = p.at(Place.SCRIPT)
    sizes = [inside.expression(size_expression(size)) for size in node.sizes]
    return word + p.spelling.subscript(",".join(sizes))


def dots(node: Dots, p: Printer, last: bool) -> str:
    """Print ``…``."""
    return p.spelling.ellipsis


def axis_range(node: Slice, p: Printer, last: bool) -> str:
    """Print ``:`` or ``a:b``; a product beside the colon would run into it: ``1:(2H)``."""
    return ":".join("" if end is None else _range_end(end, p) for end in (node.low, node.high))


def _range_end(end: Expr, p: Printer) -> str:
    products = (isinstance(n, Binary) and n.op is Op.MATMUL for n in (end, *descendants(end)))
    return p.parenthesised(end) if any(products) else p.expression(end)


def negate(node: Negate, p: Printer, last: bool) -> str:
    """Print ``−X``."""
    minus = p.spelling.cell_minus if Place.CELL in p.place else p.spelling.minus
    return minus + p.expression(node.operand, Level.PRODUCT, last=last)


def binary(node: Binary, p: Printer, last: bool) -> str:
    """Print an operator between its operands, or a fraction."""
    if node.op is Op.DIVIDE and p.spelling.fraction is not None:
        inside = p.at(Place.OPEN)
        over, under = (inside.expression(side, Level.SUM) for side in (node.left, node.right))
        return p.spelling.fraction(over, under)
    rule = RULES[node.op]
    left = p.expression(node.left, rule.left, last=rule.level is Level.SUM)
    right = p.expression(node.right, rule.right, last=last and node.op is not Op.FROBENIUS)
    if node.op is Op.MATMUL:
        if not p.spelling.counts_space and p.calls(node.left, right):
            left = p.parenthesised(node.left)
        if p.spelling.drawn and _is_fraction(node.right):
            right = p.spelling.factor(right)
        return left + _gap(node, left, right, p) + p.after_operand(right)
    if node.op in SCRIPTED:
        right = p.after_operand(right)
    return left + p.operator(p.spelling.operators[node.op]) + right


def _is_fraction(node: Expr) -> bool:
    return isinstance(node, Derivative) or (isinstance(node, Binary) and node.op is Op.DIVIDE)


SCRIPTED = frozenset({Op.KHATRI_RAO, Op.PENETRATING})
"""Operators that end in a subscript, after which a bar would close and white space divides."""


def _gap(node: Binary, left: str, right: str, p: Printer) -> str:
    """Return the white space of a juxtaposition: none in the ``2h`` of a script."""
    if left[-1].isdigit() and right[0].isdigit():
        return p.spelling.number_gap
    factor = Place.SCRIPT in p.place and isinstance(node.left, Number)
    return "" if factor and right[0] not in "eExX" else " "  # 2e1 is a number, 2xI a product


def mode_product(node: ModeProduct, p: Printer, last: bool) -> str:
    """Print ``X ×_n A``."""
    left = p.expression(node.left, PRODUCT.left, last=False)
    right = p.expression(node.right, PRODUCT.right, last=False)
    word = p.spelling.mode_product + p.spelling.subscript(p.script((node.mode,)))
    return f"{left} {word} {p.after_operand(right)}"


def derivative(node: Derivative, p: Printer, last: bool) -> str:
    """Print ``∂y / ∂x``."""
    upper, lower = (
        p.spelling.partial + p.expression(part, Level.POSTFIX)
        for part in (node.numerator, node.denominator)
    )
    if p.spelling.fraction is not None:
        return p.spelling.fraction(upper, lower)
    return upper + p.operator(p.spelling.operators[Op.DIVIDE]) + lower

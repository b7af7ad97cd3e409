"""Sums, products, signs, juxtaposition, mode products."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from boxdot.grammar.errors import UnsupportedError
from boxdot.grammar.source import Span
from boxdot.grammar.tokens import Token
from boxdot.grammar.trees import Tree
from boxdot.notation.expressions.nodes import (
    Apply,
    Binary,
    Derivative,
    Expr,
    ModeProduct,
    Negate,
    Op,
)
from boxdot.notation.reading.quotients import denominator, last_factor
from boxdot.notation.reading.statements import script_of, side_of
from boxdot.notation.reading.trees import (
    Branch,
    Reader,
    branches,
    cover,
    end_of,
    opaque,
    span_of,
    start_of,
    text_of,
    tokens,
)

_OF_NUMBERS = ("choose", "mod")
_OPERATORS = {op.value: op for op in Op}


def combine(reader: Reader, operator: str, left: Expr, right: Expr, at: Span, span: Span) -> Expr:
    """Build a binary operation; ``∂y / ∂x`` is a derivative."""
    match left, right:
        case Apply(function="∂"), Apply(function="∂") if operator == "/":
            return Derivative(left.arguments[0], right.arguments[0], span=span)
        case Binary(op=Op.MATMUL, right=Apply(function="∂") as last), Apply(function="∂"):
            if operator == "/":  # A ∂y/∂x
                quotient = combine(reader, "/", last, right, at, cover(last.span, span))
                return juxtapose(left.left, quotient, span)
    if operator not in _OPERATORS and reader.forgiving:
        return opaque(span) if operator in _OF_NUMBERS else opaque(span, left, right)
    if operator not in _OPERATORS:
        raise UnsupportedError(f"the operator {operator} is not known", text=reader.text, span=at)
    return Binary(_OPERATORS[operator], left, right, span=span, operator_span=at)


def juxtapose(left: Expr, right: Expr, span: Span) -> Expr:
    """Build ``left right``; its operator stands between the two."""
    at = Span(end_of(left), max(start_of(right), end_of(left)))
    return Binary(Op.MATMUL, left, right, span=span, operator_span=at)


def signed_operand(sign: Branch, operand: Expr) -> Expr:
    """Apply a sign."""
    if text_of(sign) == "+":
        return operand
    return Negate(operand, span=cover(span_of(sign), operand.span))


def _binary(reader: Reader, tree: Branch) -> Expr:
    over, under = branches(tree)
    operator = tokens(tree)[0]
    if operator.text == "/" and under.data == "juxtaposed":
        under, rest = denominator(reader, over, under)
        if rest:
            return _multiplied(reader, over, operator, under, map(reader.expr, rest))
    left, right = reader.expr(over), reader.expr(under)
    return combine(reader, operator.text, left, right, operator.span, span_of(tree))


def _multiplied(
    reader: Reader, over: Branch, operator: Token, under: Branch, factors: Iterable[Expr]
) -> Expr:
    """Build ``over/under`` times the factors; the quotient binds as one factor."""
    product = last_factor(over)
    result = reader.expr(Tree("binary", [product[1] if product else over, operator, under]))
    for factor in factors:
        result = juxtapose(result, factor, cover(result.span, factor.span))
    if product:
        signs = branches(product[0], "sign")
        result = signed_operand(signs[0], result) if signs else result
        left, at = reader.expr(branches(product[0])[0]), tokens(product[0])[0]
        result = combine(reader, at.text, left, result, at.span, cover(left.span, result.span))
    return result


def _binary_signed(reader: Reader, tree: Branch) -> Expr:
    left, sign, right = branches(tree)
    operand = signed_operand(sign, reader.expr(right))
    operator = tokens(tree)[0]
    at = operator.span
    return combine(reader, operator.text, reader.expr(left), operand, at, span_of(tree))


def _signed(reader: Reader, tree: Branch) -> Expr:
    sign, operand = branches(tree)
    return replace(signed_operand(sign, reader.expr(operand)), span=span_of(tree))


def _juxtaposed(reader: Reader, tree: Branch) -> Expr:
    left, right = (reader.expr(branch) for branch in branches(tree))
    return juxtapose(left, right, span_of(tree))


def _mode_product(reader: Reader, tree: Branch) -> Expr:
    left, script, right = branches(tree)
    modes = script_of(reader, script).items
    if len(modes) != 1:
        raise reader.unsupported("a mode product names one mode", script, "write X ×_3 A")
    return ModeProduct(
        reader.expr(left),
        reader.expr(right),
        modes[0],
        span=span_of(tree),
        operator_span=tokens(tree)[0].span,
    )


def _tail(reader: Reader, tree: Branch) -> Expr:
    """Build a product that ends in a Σ: ``X ⊡ c Σ_r …``."""
    *factors, big = branches(tree)
    operators = tokens(tree)
    result = reader.expr(big)
    if len(operators) == 2 and operators[0].text == "/":
        under, rest = denominator(reader, *factors)
        beside = [*map(reader.expr, rest), result]
        return _multiplied(reader, factors[0], operators[0], under, beside)
    if operators and operators[-1].kind == "BJUXT":
        left = reader.expr(factors.pop())
        operators.pop()
        result = juxtapose(left, result, cover(left.span, result.span))
    if factors:
        left, at = reader.expr(factors[0]), operators[0].span
        result = combine(reader, operators[0].text, left, result, at, span_of(tree))
    return result


def _fraction(reader: Reader, tree: Branch) -> Expr:
    above, below = (side_of(reader, branch) for branch in branches(tree))
    span = span_of(tree)
    return combine(reader, "/", above, below, span, span)


RULES = {
    "binary": _binary,
    "binary_signed": _binary_signed,
    "signed": _signed,
    "juxtaposed": _juxtaposed,
    "mode_product": _mode_product,
    "tail": _tail,
    "fraction": _fraction,
}

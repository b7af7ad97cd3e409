r"""Entries as named tensors: ``X_{ij} B_i`` is ``X \odot B``; sums name the axis that goes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from boxdot.notation.codegen.namedtensors.context import (
    ATOM,
    EXTREMA,
    OPEN,
    PRODUCT,
    SUM,
    Arm,
    Named,
    Piece,
    axis,
    free_axes,
    is_axis,
)
from boxdot.notation.codegen.namedtensors.renaming import exchanges
from boxdot.notation.codegen.namedtensors.symbols import ones, print_index, print_symbol
from boxdot.notation.expressions.nodes import (
    Apply,
    Binary,
    Expr,
    Index,
    Indicator,
    Negate,
    Number,
    Op,
    Power,
    Reduce,
    Relation,
    Symbol,
)
from boxdot.notation.expressions.walking import descendants
from boxdot.notation.printing import to_text


def _number(n: Named, node: Number) -> Piece:
    return to_text(node, "latex"), ATOM


def _negate(n: Named, node: Negate) -> Piece:
    return f"-{n.text(node.operand, OPEN)}", SUM


def _binary(n: Named, node: Binary) -> Piece:
    if node.op is Op.DIVIDE:
        return rf"\frac{{{n.text(node.left)}}}{{{n.text(node.right)}}}", ATOM
    if node.op in (Op.ADD, Op.SUBTRACT):
        sign = "+" if node.op is Op.ADD else "-"
        return f"{n.text(node.left)} {sign} {n.text(node.right, OPEN)}", SUM
    sign = r" \odot " if free_axes(node.left) and free_axes(node.right) else r" \, "
    left = n.text(node.left, PRODUCT)
    right, level = n.piece(node.right)
    if level == OPEN:
        return f"{left}{sign}{right}", OPEN
    return f"{left}{sign}{right if level == ATOM else f'({right})'}", PRODUCT


def _power(n: Named, node: Power) -> Piece:
    base, level = n.piece(node.base)
    scripted = any(mark in base for mark in ("_", "^", r"\frac"))
    base = f"({base})" if level < ATOM or scripted else base
    return f"{base}^{{{n.text(node.exponent)}}}", ATOM


def _reduce(n: Named, node: Reduce) -> Piece:
    """Print a sum with such names for its axes that as few symbols as can be are renamed."""
    if n.renamed is not None:
        return _sum(n, node)
    texts = [_sum(replace(n, renamed=names), node) for names in exchanges(_summed(node))]
    return min(texts, key=lambda piece: (piece[0].count(r"\rightarrow"), len(piece[0])))


def _summed(node: Reduce) -> list[str]:
    """Return the axes that sums go along, in order."""
    sums = [part for part in (node, *descendants(node)) if isinstance(part, Reduce)]
    return list(dict.fromkeys(r.index for part in sums for r in part.ranges))


def _with_axes(node: Reduce) -> Expr:
    """Return what is summed, with ones along the axes that it does not have."""
    there = free_axes(node.body)
    bounds = [r for r in node.ranges if r.index not in there and r.high is not None]
    missing = [(Symbol(r.index), r.high) for r in bounds if r.high is not None]
    return Binary(Op.MATMUL, ones(missing), node.body) if missing else node.body


def _sum(n: Named, node: Reduce) -> Piece:
    r"""Print a sum: of two factors as ``A \mathbin{\underset{\mathsf{j}}{\odot}} B``."""
    under = ", ".join(n.axis(r.index) for r in node.ranges)
    body = _with_axes(node)
    shared = {r.index for r in node.ranges}
    if not node.product and isinstance(body, Binary) and body.op is Op.MATMUL:
        sides = (body.left, body.right)
        if all(shared <= free_axes(side) for side in sides):
            left, right = n.text(body.left, PRODUCT), n.text(body.right, ATOM)
            return rf"{left} \mathbin{{\underset{{{under}}}{{\odot}}}} {right}", PRODUCT
    sign = r"\prod" if node.product else r"\sum"
    return rf"{sign}_{{{under}}} {n.text(body, OPEN)}", OPEN


FENCES = {"sqrt": (r"\sqrt{", "}"), "abs": (r"\lvert ", r" \rvert")}


def _apply(n: Named, node: Apply) -> Piece:
    if node.function == "det" and isinstance(node.arguments[0], Symbol):
        own = ", ".join(map(axis, n.axes.own(node.arguments[0].name)))
        return rf"\det_{{{own}}} {n.text(node.arguments[0])}", PRODUCT
    if node.function in EXTREMA and node.parameters:
        under = ", ".join(n.axis(s.name) for s in node.parameters if isinstance(s, Symbol))
        return rf"\{node.function}_{{{under}}} {n.text(node.arguments[0], OPEN)}", OPEN
    arguments = ", ".join(map(n.text, node.arguments))
    if node.function in FENCES:
        opening, closing = FENCES[node.function]
        return opening + arguments + closing, ATOM
    head = to_text(Apply(node.function, (Symbol("x"),), node.parameters), "latex")
    return f"{head.removesuffix('(x)')}({arguments})", ATOM


SIGNS = {
    Relation.EQUAL: "=",
    Relation.NOT_EQUAL: r"\neq",
    Relation.LESS: "<",
    Relation.LESS_EQUAL: r"\leq",
    Relation.GREATER: ">",
    Relation.GREATER_EQUAL: r"\geq",
}


def _indicator(n: Named, node: Indicator) -> Piece:
    """Print an identity of two axes, or 1 where a relation holds."""
    left, right = node.relation.sides
    (relation,) = node.relation.relations
    axes = [isinstance(side, Symbol) and is_axis(side.name) for side in (left, right)]
    if all(axes) and relation is Relation.EQUAL:
        assert isinstance(left, Symbol)
        assert isinstance(right, Symbol)
        return rf"\mathbf{{I}}_{{{n.axis(left.name)}, {n.axis(right.name)}}}", ATOM
    return rf"\mathbf{{1}}[{n.text(left)} {SIGNS[relation]} {n.text(right)}]", ATOM


PRINTERS: Mapping[type, Arm] = {
    Index: print_index,
    Symbol: print_symbol,
    Number: _number,
    Negate: _negate,
    Binary: _binary,
    Power: _power,
    Reduce: _reduce,
    Apply: _apply,
    Indicator: _indicator,
}
"""What an entry can be made of."""

r"""Entries as named tensors: ``X_{ij} B_i`` is ``X \odot B``; sums name the axis that goes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, NoReturn

from boxdot.grammar.errors import UnsupportedError
from boxdot.notation.codegen.namedtensors.axes import MARK, Axes
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
from boxdot.notation.printing import to_text

SUM, PRODUCT, ATOM = 1, 2, 3
"""How tightly a piece of a formula holds together."""

Piece = tuple[str, int]


@dataclass(frozen=True, slots=True)
class Named:
    """Prints entries as named tensors."""

    axes: Axes

    def text(self, node: Expr, least: int = SUM) -> str:
        """Return the text of a node, in parentheses if it holds together less than asked."""
        arm = ARMS.get(type(node))
        if arm is None:
            refuse("this")
        text, level = arm(self, node)
        return text if level >= least else f"({text})"


def refuse(what: str) -> NoReturn:
    """Say that something has no form with named axes."""
    raise UnsupportedError(
        f"{what} cannot be written in named tensor notation",
        hint="use --to index, which writes the entries",
    )


def axis(name: str) -> str:
    r"""Return the name of an axis: ``\mathsf{height}``."""
    escaped = name.removeprefix(MARK).replace("_", r"\_")
    return rf"\mathsf{{{escaped}}}"


def _indices(node: Index) -> list[str]:
    return [s.name for s in node.subscripts if isinstance(s, Symbol)]


def _free(node: Expr) -> set[str]:
    """Return the axes that a node has."""
    match node:
        case Reduce(ranges=ranges, body=body):
            return _free(body) - {r.index for r in ranges}
        case Index():
            return set(_indices(node))
        case Indicator(relation=relation):
            sides = relation.sides
            names = {s.name for s in sides if isinstance(s, Symbol)}
            return names.union(*map(_free, sides))
        case Binary(left=left, right=right):
            return _free(left) | _free(right)
        case Power(base=left, exponent=right):
            return _free(left) | _free(right)
        case Negate(operand=operand):
            return _free(operand)
        case Apply(arguments=arguments):
            return set().union(*map(_free, arguments))
        case _:
            return set()


def _index(n: Named, node: Index) -> Piece:
    """Print a symbol; an axis that has another name here is renamed."""
    if not isinstance(node.base, Symbol):
        refuse("an inverse")
    name = node.base.name
    own = n.axes.own(name)
    scripts: list[str] = []
    for old, subscript in zip(own, node.subscripts, strict=False):
        match subscript:
            case Symbol(name=new) if new != old:
                scripts.append(rf"{axis(old)} \rightarrow {axis(new)}")
            case Number(text=place) if own:
                scripts.append(f"{axis(old)}({place})")
            case Symbol():
                pass
            case _:
                refuse("a shifted axis")
    base = to_text(node.base, "latex")
    if not scripts:
        return base, ATOM
    base = f"({base})" if "_" in base else base
    return f"{base}_{{{', '.join(scripts)}}}", ATOM


def _symbol(n: Named, node: Symbol) -> Piece:
    if node.name.startswith(MARK):
        refuse("counting along an axis")
    return to_text(node, "latex"), ATOM


def _number(n: Named, node: Number) -> Piece:
    return to_text(node, "latex"), ATOM


def _negate(n: Named, node: Negate) -> Piece:
    return f"-{n.text(node.operand, PRODUCT)}", SUM


def _binary(n: Named, node: Binary) -> Piece:
    if node.op is Op.DIVIDE:
        return rf"\frac{{{n.text(node.left)}}}{{{n.text(node.right)}}}", ATOM
    if node.op in (Op.ADD, Op.SUBTRACT):
        sign = "+" if node.op is Op.ADD else "-"
        return f"{n.text(node.left)} {sign} {n.text(node.right, PRODUCT)}", SUM
    both = _free(node.left) and _free(node.right)
    sign = r" \odot " if both else r" \, "
    left = n.text(node.left, ATOM if isinstance(node.left, Reduce) else PRODUCT)
    return f"{left}{sign}{n.text(node.right, ATOM)}", PRODUCT


def _power(n: Named, node: Power) -> Piece:
    base = n.text(node.base, ATOM)
    base = f"({base})" if "_" in base or "^" in base or "\\frac" in base else base
    return f"{base}^{{{n.text(node.exponent)}}}", ATOM


def _reduce(n: Named, node: Reduce) -> Piece:
    r"""Print a sum: of two factors as ``A \mathbin{\underset{\mathsf{j}}{\odot}} B``."""
    under = ", ".join(axis(r.index) for r in node.ranges)
    body = node.body
    shared = {r.index for r in node.ranges}
    if not node.product and isinstance(body, Binary) and body.op is Op.MATMUL:
        sides = (body.left, body.right)
        if all(shared <= _free(side) for side in sides):
            left, right = (n.text(side, ATOM) for side in sides)
            return rf"{left} \mathbin{{\underset{{{under}}}{{\odot}}}} {right}", PRODUCT
    sign = r"\prod" if node.product else r"\sum"
    return rf"{sign}_{{{under}}} {n.text(body, PRODUCT)}", PRODUCT


FENCES = {"sqrt": (r"\sqrt{", "}"), "abs": (r"\lvert ", r" \rvert")}


def _apply(n: Named, node: Apply) -> Piece:
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
    if isinstance(left, Symbol) and isinstance(right, Symbol) and relation is Relation.EQUAL:
        return rf"\mathbf{{I}}_{{{axis(left.name)}, {axis(right.name)}}}", ATOM
    return rf"\mathbf{{1}}[{n.text(left)} {SIGNS[relation]} {n.text(right)}]", ATOM


Arm = Callable[[Named, Any], Piece]  # Any: each arm takes its own kind of node

ARMS: Mapping[type, Arm] = {
    Index: _index,
    Symbol: _symbol,
    Number: _number,
    Negate: _negate,
    Binary: _binary,
    Power: _power,
    Reduce: _reduce,
    Apply: _apply,
    Indicator: _indicator,
}
"""What an entry can be made of."""

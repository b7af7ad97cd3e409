"""That a solution is optimal: the objective lies above it by a sum of squares."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from boxdot.grammar.errors import UnsupportedError
from boxdot.notation.algebra import names_of
from boxdot.notation.deriving.context import MINUS, MULTIPLES, PLUS, TIMES, Context, preorder
from boxdot.notation.deriving.expanding import Expansion
from boxdot.notation.deriving.substituting import substituted
from boxdot.notation.deriving.terms import ONE, Factor, Term
from boxdot.notation.equality import prove
from boxdot.notation.expressions.nodes import (
    Apply,
    Binary,
    Chain,
    Expr,
    Inner,
    Negate,
    Norm,
    Number,
    Op,
    Power,
    Relation,
    Symbol,
    Transpose,
)
from boxdot.notation.expressions.symbols import Declaration
from boxdot.notation.printing import to_text
from boxdot.notation.shapes.padding import is_scalar

_NAMES = ("H", "E", "Δ", "U", "V", "S", "T")
_SMALL = ("h", "e", "δ", "u", "v", "s", "t")


@dataclass(frozen=True, slots=True)
class Square:
    """A coefficient times the squared norm of what the unknown's change does."""

    coefficient: Term
    value: Expr


def change_of(context: Context) -> Symbol:
    """Return a name for a change of the unknown that nothing else has."""
    order = sum(size != 1 for size in context.unknown_shape)
    return Symbol(context.unused(_NAMES if order > 1 else _SMALL))


def squares_of(context: Context, change: Symbol) -> list[Square] | None:
    """Return the second-order part of the objective as a sum of squares, if it is written so."""
    found = []
    for coefficient, node in _summands(context, context.root, ONE):
        if not context.depends(node):
            continue
        operand = _squared(node)
        if operand is None:
            return None
        expansion = Expansion(context)
        terms = [t for t in expansion.terms(operand) if _occurs(context.unknown, t)]
        total = context.builder.sum(terms)
        moved = context.builder.node(total.scaled(-1) if total.number < 0 else total)
        found.append(Square(coefficient, substituted(moved, context.unknown, change)))
    return found


def _occurs(unknown: Expr, term: Term) -> bool:
    return any(item == unknown for f in (*term.scalars, *term.factors) for item in preorder(f.node))


def _summands(context: Context, node: Expr, scale: Term) -> Iterator[tuple[Term, Expr]]:
    """Yield the summands of the objective with their coefficients."""
    match node:
        case Negate(operand=inner):
            yield from _summands(context, inner, scale.scaled(-1))
        case Binary(op=op, left=left, right=right) if op in PLUS | MINUS:
            yield from _summands(context, left, scale)
            yield from _summands(context, right, scale.scaled(-1 if op in MINUS else 1))
        case Binary(op=Op.DIVIDE, left=left, right=right) if not context.depends(right):
            yield from _summands(
                context, left, context.builder.quotient(scale, context.term(right))
            )
        case Binary(op=op, left=left, right=right) if (
            op in MULTIPLES and not context.is_inner(node) and not context.depends(left)
        ):
            factor = context.term(left)
            yield from _summands(context, right, context.builder.product(scale, factor))
        case _:
            yield scale, node


def _squared(node: Expr) -> Expr | None:
    """Return X of ``‖X‖²``, ``⟨X, X⟩``, ``xᵀ x`` and ``x²``."""
    match node:
        case Power(base=Norm(operand=operand, kind="" | "F" | "2", weight=None), exponent=exponent):
            return operand if exponent == Number("2") else None
        case Power(base=base, exponent=Number(text="2")):
            return base
        case Inner(left=left, right=right, weight=None) if left == right:
            return left
        case Binary(op=Op.MATMUL, left=Transpose(operand=left), right=right) if left == right:
            return left
        case Apply(function="sum", arguments=(Binary(op=op, left=left, right=right),)) if (
            op in TIMES and left == right
        ):
            return left
    return None


def excess(context: Context, squares: list[Square]) -> Expr:
    """Return the sum of the squares."""
    build = context.builder
    terms = []
    for square in squares:
        norm = Power(Norm(square.value, "F"), Number("2"))
        terms.append(build.product(square.coefficient, build.atom(norm, ())))
    return build.node(build.sum(terms))


def _is_number(context: Context) -> bool:
    return is_scalar(context.unknown_shape)


def above(context: Context, gradient: Expr, rest: Expr, change: Symbol) -> Chain:
    """Return ``f(A + H) = f(A) + ⟨∇f(A), H⟩ + rest``."""
    moved = substituted(context.root, context.unknown, Binary(Op.ADD, context.unknown, change))
    linear = Binary(Op.MATMUL, gradient, change) if _is_number(context) else Inner(gradient, change)
    right = Binary(Op.ADD, Binary(Op.ADD, context.root, linear), rest)
    return Chain((moved, right), (Relation.EQUAL,))


def is_proved(context: Context, chain: Chain, change: Symbol | None = None) -> bool:
    """Return whether the engine proves a statement."""
    symbols = context.formula.symbols
    if change is not None:
        symbols = symbols.with_declarations([Declaration(change.name, context.unknown_shape)])
    formula = replace(
        context.formula,
        text=to_text(chain, symbols=symbols),
        statements=(chain,),
        symbols=symbols,
    )
    return prove(formula).holds


def signs(context: Context, squares: list[Square]) -> list[str] | None:
    """Return what must hold for all coefficients to be non-negative; None if one never is."""
    if all(square.coefficient.number < 0 for square in squares):
        raise UnsupportedError("the objective has no minimum: it is minus a sum of squares")
    conditions = []
    for square in squares:
        if square.coefficient.number < 0:
            return None
        for scalar in square.coefficient.scalars:
            if not _is_square(scalar) and not is_size(context, scalar.node):
                conditions.append(f"{context.text(scalar.node)} ≥ 0")
    return list(dict.fromkeys(conditions))


def is_size(context: Context, node: Expr) -> bool:
    """Return whether an expression is made of sizes, which are positive."""
    declared = (declaration.shape or () for declaration in context.formula.symbols.values())
    sizes = {name for shape in declared for size in shape for name in names_of(size)}
    names = {n.name for n in preorder(node) if isinstance(n, Symbol)}
    return names <= sizes - set(context.formula.symbols)


def _is_square(scalar: Factor) -> bool:
    match scalar.node:
        case Norm():
            return True
        case Power(exponent=Number(text=text)):
            return text.isdigit() and int(text) % 2 == 0
    return False

"""Mutants of equations: one symbol, operator, transpose, factor or number changed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from boxdot.notation.expressions.formula import Formula
from boxdot.notation.expressions.nodes import (
    Apply,
    Binary,
    Expr,
    Negate,
    Number,
    Op,
    Power,
    Symbol,
    Transpose,
)
from boxdot.notation.expressions.walking import descendants, exchanged

OTHERS = {
    Op.BOXDOT: (Op.BOXPLUS, Op.BOXSLASH),
    Op.HADAMARD: (Op.ADD,),
    Op.BOXPLUS: (Op.BOXMINUS, Op.BOXDOT),
    Op.BOXMINUS: (Op.BOXPLUS,),
    Op.ADD: (Op.SUBTRACT, Op.HADAMARD),
    Op.SUBTRACT: (Op.ADD,),
    Op.BOXSLASH: (Op.BOXDOT,),
    Op.OSLASH: (Op.HADAMARD,),
    Op.KRONECKER: (Op.BOXDOT,),
}


def mutants(formula: Formula) -> Iterator[Formula]:
    """Yield the formula with one thing changed, for each thing and each change."""
    for number, chain in enumerate(formula.statements):
        for side in chain.sides:
            for node in (side, *descendants(side)):
                for changed in _changes(formula, node):
                    chains = list(formula.statements)
                    chains[number] = exchanged(chain, node, changed)
                    yield replace(formula, statements=tuple(chains))


def _changes(formula: Formula, node: Expr) -> Iterator[Expr]:
    match node:
        case Symbol(name=name) if formula.symbols.resolve(name) is not None:
            yield from _other_symbols(formula, name)
            yield Negate(node)
            yield Transpose(node)
        case Number(text=text):
            yield Number(str(int(text) + 1) if text.lstrip("-").isdigit() else "2")
        case Transpose(operand=operand):
            yield operand
        case Power(base=base):
            yield base
        case Binary(op=op, left=left, right=right):
            yield from (replace(node, op=other) for other in OTHERS.get(op, ()))
            yield replace(node, left=right, right=left)
            yield left
            yield right
        case Apply(function="diag" | "vec" | "exp" | "log" | "sqrt", arguments=(argument,)):
            yield argument


def _other_symbols(formula: Formula, name: str) -> Iterator[Expr]:
    declared = formula.symbols.get(name)
    if declared is not None:
        for other, declaration in formula.symbols.items():
            if other != name and declaration.shape == declared.shape:
                yield Symbol(other)

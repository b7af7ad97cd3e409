"""Matrix expressions of SymPy."""

from __future__ import annotations

from typing import Any

import sympy

from boxdot.grammar.errors import UnsupportedError
from boxdot.notation.algebra import Size
from boxdot.notation.expressions.nodes import (
    Apply,
    Binary,
    Block,
    Constant,
    ConstantKind,
    Expr,
    Index,
    Negate,
    Op,
    Power,
    Symbol,
    Transpose,
)
from boxdot.notation.symbolic.reading.context import Context, chain, number
from boxdot.notation.symbolic.reading.scalars import signed_sum

LARGEST_POWER = 16


def matrix_symbol(context: Context, found: Any) -> Expr:
    """A column of SymPy is a vector."""
    rows, columns = (context.size(size) for size in found.shape)
    context.declare(found.name, (rows,) if columns == 1 != rows else (rows, columns))
    return Symbol(found.name)


def product(context: Context, found: Any) -> Expr:
    """``k A B``."""
    factor, matrices = found.as_coeff_matrices()
    if factor.could_extract_minus_sign():
        return Negate(context.node(-found))
    parts = [context.node(matrix) for matrix in matrices]
    if factor == 1:
        return chain(Op.MATMUL, parts)
    return Binary(Op.MATMUL, context.node(factor), chain(Op.MATMUL, parts))


def add(context: Context, found: Any) -> Expr:
    """``A + B − C``."""
    terms = sorted(found.args, key=lambda term: term.could_extract_minus_sign())
    return signed_sum(context, terms)


def hadamard(context: Context, found: Any) -> Expr:
    """``A ⊙ B``."""
    return chain(Op.HADAMARD, [context.node(part) for part in found.args])


def hadamard_power(context: Context, found: Any) -> Expr:
    """A power of every entry."""
    shape = tuple(context.size(size) for size in found.shape)
    return entry_power(context, context.node(found.base), found.exp, shape)


def entry_power(context: Context, base: Expr, exponent: Any, shape: tuple[Size, ...]) -> Expr:
    """Return a power of every entry; ``X²`` of a matrix would be a matrix product."""
    if exponent == sympy.Rational(1, 2):
        return Apply("sqrt", (base,))
    if exponent.could_extract_minus_sign():
        below = base if exponent == -1 else entry_power(context, base, -exponent, shape)
        return Binary(Op.OSLASH, ones(shape), below)
    if exponent.is_Integer:
        if not 0 < exponent <= LARGEST_POWER:
            raise UnsupportedError("so high a power of the entries has no counterpart here")
        return chain(Op.HADAMARD, [base] * int(exponent))
    return Power(base, context.node(exponent))


def ones(shape: tuple[Size, ...]) -> Expr:
    """Return 𝟏 of a shape: a column has one size."""
    return Constant(ConstantKind.ONES, shape[:1] if shape[1] == 1 else shape)


def filled(kind: ConstantKind) -> Any:
    """Return the arm of a matrix of ones or zeros; a row is a column transposed."""

    def arm(context: Context, found: Any) -> Expr:
        rows, columns = (context.size(size) for size in found.shape)
        if columns == 1:
            return Constant(kind, (rows,))
        if rows == 1:
            return Transpose(Constant(kind, (columns,)))
        return Constant(kind, (rows, columns))

    return arm


def identity(context: Context, found: Any) -> Expr:
    """``𝑰_n``."""
    return Constant(ConstantKind.IDENTITY, (context.size(found.shape[0]),))


def transpose(context: Context, found: Any) -> Expr:
    """``Aᵀ``."""
    return Transpose(context.node(found.arg))


def inverse(context: Context, found: Any) -> Expr:
    """``A⁻¹``."""
    return Power(context.node(found.arg), Negate(number(1)))


def power(context: Context, found: Any) -> Expr:
    """``A^n``."""
    if not found.exp.is_Integer:
        raise UnsupportedError("a matrix power that is no whole number has no counterpart here")
    return Power(context.node(found.base), context.node(found.exp))


def trace(context: Context, found: Any) -> Expr:
    """``tr(A)``; the trace of a 1×1 matrix is the number itself."""
    inner = context.node(found.arg)
    return inner if found.arg.shape == (1, 1) else Apply("tr", (inner,))


def applied(name: str) -> Any:
    """Return the arm of a function of one matrix."""
    return lambda context, found: Apply(name, (context.node(found.args[0]),))


def kronecker(context: Context, found: Any) -> Expr:
    """``A ⊗ B``."""
    return chain(Op.KRONECKER, [context.node(part) for part in found.args])


def element(context: Context, found: Any) -> Expr:
    """``A[i, j]`` of a matrix, whose indices count from 0 there and from 1 here."""
    parent, *places = found.args
    subscripts = tuple(context.node(sympy.sympify(place) + 1) for place in places)
    base = context.node(parent)
    vector = isinstance(parent, sympy.MatrixSymbol) and parent.shape[1] == 1 != parent.shape[0]
    return Index(base, subscripts[:1] if vector else subscripts)


def block(context: Context, found: Any) -> Expr:
    """``[A B; C D]``."""
    rows = found.blocks.tolist()
    return Block(tuple(tuple(context.node(cell) for cell in row) for row in rows))


def explicit(context: Context, found: Any) -> Expr:
    """A matrix whose entries are written out."""
    return Block(tuple(tuple(context.node(cell) for cell in row) for row in found.tolist()))


def entrywise(context: Context, found: Any) -> Expr:
    """A function of every entry."""
    (entry,), body = found.function.signature, found.function.expr
    shape = tuple(context.size(size) for size in found.shape)
    return _entrywise(context, body, entry, context.node(found.expr), shape)


def _entrywise(
    context: Context, body: Any, entry: Any, matrix: Expr, shape: tuple[Size, ...]
) -> Expr:
    """Return what a function of one entry makes of a matrix."""

    def inner(part: Any) -> Expr:
        return _entrywise(context, part, entry, matrix, shape)

    if body == entry:
        return matrix
    if not body.has(entry):
        return ones(shape) if body == 1 else Binary(Op.MATMUL, context.node(body), ones(shape))
    if isinstance(body, sympy.Add):
        return chain(Op.ADD, [inner(term) for term in body.as_ordered_terms()])
    if isinstance(body, sympy.Mul):
        factor, rest = body.as_independent(entry, as_Add=False)
        parts = chain(Op.HADAMARD, [inner(part) for part in sympy.Mul.make_args(rest)])
        if factor in (1, -1):
            return parts if factor == 1 else Negate(parts)
        return Binary(Op.MATMUL, context.node(factor), parts)
    if isinstance(body, sympy.Pow) and not body.exp.has(entry):
        return entry_power(context, inner(body.base), body.exp, shape)
    return _call(context, body, inner)


def _call(context: Context, body: Any, inner: Any) -> Expr:
    head = context.node(body.func(*(sympy.S.One for _ in body.args), evaluate=False))
    if not isinstance(head, Apply):
        raise UnsupportedError(f"{type(body).__name__} of entries has no counterpart here")
    return Apply(head.function, tuple(inner(argument) for argument in body.args))

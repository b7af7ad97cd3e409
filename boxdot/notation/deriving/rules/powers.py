"""The adjoints of powers, inverses and determinants."""

from __future__ import annotations

from boxdot.notation.deriving.context import Context
from boxdot.notation.deriving.rules.norms import FROBENIUS
from boxdot.notation.deriving.rules.rule import Pull, Pulls
from boxdot.notation.deriving.terms import Term, number_term
from boxdot.notation.expressions.nodes import Apply, Expr, Norm, Number, Power, Symbol, Transpose
from boxdot.notation.inference.matrices import matrix_of
from boxdot.notation.shapes.padding import is_scalar
from boxdot.notation.shapes.sizes import Shape

_LARGEST_MATRIX_POWER = 16


def power(context: Context, node: Power, adjoint: Term) -> Pulls:
    """``X^n``: n X^{n−1} ⊙ the adjoint; of a square matrix, the sum over its places."""
    exponent = _exponent(context, node)
    match node.base:
        case Norm(operand=operand, kind=kind, weight=None) if exponent == 2 and kind in FROBENIUS:
            square = context.builder.product(adjoint, context.term(operand)).scaled(2)
            yield Pull(operand, square)
            return
    if context.depends(node.exponent):
        yield from _exponential(context, node, adjoint)
    elif _is_of_matrix(context, node):
        yield from _matrix_power(context, node, adjoint)
    else:
        yield Pull(node.base, context.builder.product(adjoint, _slope(context, node)))


def _exponent(context: Context, node: Power) -> int | None:
    """Return the exponent as a whole number, if it is one."""
    term = context.term(node.exponent)
    whole = not term.scalars and not term.factors and term.number.denominator == 1
    return term.number.numerator if whole else None


def _is_of_matrix(context: Context, node: Power) -> bool:
    """Return whether the power is one of matrices, as inference reads it."""
    shape = context.shape(node.base)
    exponent = node.exponent
    if is_scalar(shape) or not isinstance(exponent, Number) or exponent.value.denominator != 1:
        return False
    vector = sum(size != 1 for size in shape) < 2
    return matrix_of(shape, context.formula.convention) is not None and (
        not vector or exponent.value < 0
    )


def _slope(context: Context, node: Power) -> Term:
    """Return ``n X^{n−1}``."""
    build, base = context.builder, context.term(node.base)
    exponent = context.term(node.exponent)
    count = _exponent(context, node)
    if count is not None and 1 <= count <= 2:
        return base.scaled(2) if count == 2 else Term(base.shape)
    less = build.node(build.sum([exponent, number_term(-1)]))
    lowered = build.atom(Power(node.base, less), context.shape(node.base))
    return build.product(exponent, lowered)


def _exponential(context: Context, node: Power, adjoint: Term) -> Pulls:
    """``a^x``: a^x log(a); ``e^x``: itself."""
    build, shape = context.builder, context.shape(node)
    if node.base == Symbol("e") and context.formula.symbols.resolve("e") is None:
        yield Pull(node.exponent, build.product(adjoint, build.atom(node, shape)))
        return
    if context.depends(node.base) or not is_scalar(shape):
        context.refuse(node, "a power whose base and exponent vary, or with a tensor for exponent")
    logarithm = build.atom(Apply("log", (node.base,)), ())
    yield Pull(node.exponent, build.product(adjoint, build.atom(node, ()), logarithm))


def _matrix_power(context: Context, node: Power, adjoint: Term) -> Pulls:
    count = _exponent(context, node)
    shape = context.shape(node.base)
    if count == -1:
        yield Pull(node.base, inverse_adjoint(context, node, shape, adjoint))
        return
    if count is None or not 1 <= count <= _LARGEST_MATRIX_POWER:
        context.refuse(node, "this power of a matrix")
    build, turned = context.builder, context.builder.transposed(context.term(node.base))
    for place in range(count):
        factors = [turned] * place + [adjoint] + [turned] * (count - 1 - place)
        yield Pull(node.base, build.matmul(*factors))


def inverse_adjoint(context: Context, value: Expr, shape: Shape, adjoint: Term) -> Term:
    """``A⁻¹``: minus A⁻ᵀ times the adjoint times A⁻ᵀ."""
    build = context.builder
    turned = build.atom(Transpose(value), shape)
    return build.matmul(turned, adjoint, turned).scaled(-1)


def determinant(context: Context, node: Apply, adjoint: Term) -> Pulls:
    """``det(A)``: det(A) A⁻ᵀ."""
    (operand,) = node.arguments
    shape = context.shape(operand)
    if is_scalar(shape):
        yield Pull(operand, adjoint)
        return
    build = context.builder
    context.suppose(f"{context.text(operand)} is invertible")
    turned = build.atom(Transpose(Power(operand, Number("-1"))), shape)
    yield Pull(operand, build.product(adjoint, build.atom(node, ()), turned))


def log_determinant(context: Context, node: Apply, adjoint: Term) -> Pulls:
    """``logdet(A)``: A⁻ᵀ."""
    (operand,) = node.arguments
    turned = context.builder.atom(Transpose(Power(operand, Number("-1"))), context.shape(operand))
    yield Pull(operand, context.builder.product(adjoint, turned))


def inverse(context: Context, node: Apply, adjoint: Term) -> Pulls:
    """``inv(A)``: as A⁻¹."""
    (operand,) = node.arguments
    value = Power(operand, Number("-1"))
    yield Pull(operand, inverse_adjoint(context, value, context.shape(operand), adjoint))

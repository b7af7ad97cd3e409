"""The adjoints of norms and inner products."""

from __future__ import annotations

from boxdot.notation.deriving.context import Context
from boxdot.notation.deriving.rules.extrema import difference, step
from boxdot.notation.deriving.rules.operators import inner
from boxdot.notation.deriving.rules.rule import Pull, Pulls
from boxdot.notation.deriving.terms import Term
from boxdot.notation.expressions.nodes import Apply, Expr, Inner, Norm, Number, Power

FROBENIUS = frozenset({"", "F", "2"})
_LARGEST_KIND = 8


def norm(context: Context, node: Norm, adjoint: Term) -> Pulls:
    """``‖X‖_F``: X ⧄ ‖X‖_F; other kinds have a slope of their own."""
    if node.weight is not None:
        yield from _weighted(context, node, node.weight, adjoint)
        return
    if node.kind in FROBENIUS:
        slope = _over(context, node, context.term(node.operand), 1)
    elif node.kind == "1":
        slope = _signs(context, node.operand)
    elif node.kind == "∞":
        slope = _largest(context, node)
    else:
        slope = _of_power(context, node)
    yield Pull(node.operand, context.builder.product(adjoint, slope))


def _over(context: Context, node: Norm, term: Term, count: int) -> Term:
    """Divide by a power of the norm."""
    context.suppose(f"{context.text(node)} is not zero")
    under: Expr = node if count == 1 else Power(node, Number(str(count)))
    return context.builder.quotient(term, context.builder.atom(under, ()))


def _signs(context: Context, operand: Expr) -> Term:
    """``‖X‖₁``: the signs of X."""
    context.suppose(f"{context.text(operand)} has no zero entry")
    return context.builder.atom(Apply("sign", (operand,)), context.shape(operand))


def _largest(context: Context, node: Norm) -> Term:
    """``‖X‖_∞``: the sign of the entry of largest absolute value, and 0 elsewhere."""
    operand, build = node.operand, context.builder
    shape = context.shape(operand)
    context.suppose(f"only one entry of {context.text(operand)} is largest in absolute value")
    size = build.atom(Apply("abs", (operand,)), shape)
    away = difference(context, size, build.atom(node, ()))
    return build.product(build.atom(Apply("sign", (operand,)), shape), step(context, away, 1))


def _of_power(context: Context, node: Norm) -> Term:
    """``‖X‖_p``: |X|^{p−2} X over ‖X‖_p^{p−1}, for a whole number p."""
    kind = int(node.kind) if node.kind.isdigit() else 0
    if not 3 <= kind <= _LARGEST_KIND:
        context.refuse(
            node, "this norm", "‖·‖_F, ‖·‖_∞ and ‖·‖_p for a whole number p up to 8 have rules"
        )
    build, operand = context.builder, context.term(node.operand)
    factors = [operand] * (kind - 1)
    if kind % 2:
        factors[0] = build.atom(Apply("abs", (node.operand,)), context.shape(node.operand))
    return _over(context, node, build.product(*factors), kind - 1)


def _weighted(context: Context, node: Norm, weight: Expr, adjoint: Term) -> Pulls:
    """``‖x‖_P = √(xᵀ P x)``: (P x + Pᵀ x) / 2 ‖x‖_P; P gets x xᵀ / 2 ‖x‖_P."""
    if node.kind:
        context.refuse(node, "this norm")
    build, column, matrix = context.builder, context.term(node.operand), context.term(weight)
    context.suppose(f"{context.text(node)} is not zero")
    half = build.quotient(adjoint, build.atom(node, ()).scaled(2))
    both = (build.matmul(matrix, column), build.matmul(build.transposed(matrix), column))
    yield Pull(node.operand, build.product(half, build.sum(both)))
    yield Pull(weight, build.product(half, build.matmul(column, build.transposed(column))))


def inner_product(context: Context, node: Inner, adjoint: Term) -> Pulls:
    """``⟨X, Y⟩``: X gets Y and Y gets X; ``⟨x, y⟩_M`` is yᵀ M x."""
    if node.weight is None:
        yield from inner(context, node, adjoint)
        return
    build, weight = context.builder, context.term(node.weight)
    left, right = context.term(node.left), context.term(node.right)
    yield Pull(node.left, build.matmul(adjoint, build.transposed(weight), right))
    yield Pull(node.right, build.matmul(adjoint, weight, left))
    yield Pull(node.weight, build.matmul(adjoint, right, build.transposed(left)))

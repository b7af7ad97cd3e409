"""The other operators: division, outer, Kronecker, Khatri–Rao and their kin."""

from __future__ import annotations

from dataclasses import replace

from boxdot.notation import algebra
from boxdot.notation.diagnostics import WARNING
from boxdot.notation.expressions.nodes import (
    BROADCASTING,
    STRICT,
    Binary,
    Expr,
    Op,
    Symbol,
)
from boxdot.notation.inference.elementwise import elementwise
from boxdot.notation.inference.matrices import matrix_of
from boxdot.notation.inference.products import multiply, solve
from boxdot.notation.inference.session import Arm, Session
from boxdot.notation.inference.unary import demand_equal
from boxdot.notation.shapes.broadcasting import Comparison, compare_broadcasting, joint_shape
from boxdot.notation.shapes.conditions import equality
from boxdot.notation.shapes.conventions import Convention
from boxdot.notation.shapes.judging import Verdict
from boxdot.notation.shapes.padding import is_scalar, pad, same_shape, trim
from boxdot.notation.shapes.sizes import Shape
from boxdot.notation.shapes.spelling import shape_text


def binary(session: Session, node: Binary, expected: Shape | None) -> Shape | None:
    """An operator and its two operands."""
    return _OPERATORS[node.op](session, node, expected)


def divide(session: Session, node: Binary, expected: Shape | None) -> Shape | None:
    """``X/y`` is for a scalar y."""
    left = session.shape(node.left, expected)
    right = session.shape(node.right)
    if right is None:  # in a paper, Z Zᵀ / τ is by a number if nobody says what τ is
        by_number = session.settings.lenient and isinstance(node.right, Symbol)
        return left if by_number and left != () else None
    if is_scalar(right):
        return left
    divisor = session.told(node.right, "the divisor")
    ones = Comparison(right, (1,) * len(right), tuple(equality(size, 1) for size in right))
    message = f"division by a tensor: {divisor} is {shape_text(right)}"
    shapes = (right,) if left is None else (left, right)
    session.demand(
        ones, "tensor-division", message, node, _divisions(node), by_axis=False, shapes=shapes
    )
    if left is None:
        return None
    return _stretched(session, left, right)


def _divisions(node: Binary) -> tuple[Expr, ...]:
    return tuple(replace(node, op=op) for op in (Op.OSLASH, Op.BOXSLASH))


def _stretched(session: Session, left: Shape, right: Shape) -> Shape | None:
    convention = session.formula.convention
    condition = compare_broadcasting(left, right, convention).condition
    fails = session.verdict(condition) is Verdict.FAILS
    return None if fails else joint_shape(left, right, convention)


def outer(session: Session, node: Binary, expected: Shape | None) -> Shape | None:
    """``a ∘ b`` joins the axes of both; for matrices of equal shape it may be the ⊙ of some."""
    shapes = session.all_known((node.left, node.right))
    if shapes is None:
        return None
    left, right = shapes
    if is_scalar(left) or is_scalar(right):
        return right if is_scalar(left) else left
    convention = session.formula.convention
    if len(trim(left, convention)) >= 2 and same_shape(left, right, convention):
        _warn_of_symbol(session, node, "the outer product")
        return left
    return (*trim(left, Convention.F), *trim(right, Convention.C))


def starred(session: Session, node: Binary, expected: Shape | None) -> Shape | None:
    """``*`` and ``⊛``: a multiple, a convolution, or in some papers an element-wise product."""
    shapes = session.all_known((node.left, node.right))
    if shapes is None:
        return None
    left, right = shapes
    if is_scalar(left) or is_scalar(right):
        return right if is_scalar(left) else left
    if not same_shape(left, right, session.formula.convention):
        return None
    what = "convolution" if node.op is Op.CONVOLVE else "convolution and the t-product"
    _warn_of_symbol(session, node, what)
    return left


def _warn_of_symbol(session: Session, node: Binary, other: str) -> None:
    if not session.settings.lenient:
        message = f"{node.op.value} is read as element-wise here, but is also {other}"
        candidates = (replace(node, op=Op.BOXDOT),)
        session.complain("symbol-conflict", message, node, severity=WARNING, candidates=candidates)


def kronecker(session: Session, node: Binary, expected: Shape | None) -> Shape | None:
    """``A ⊗ B`` multiplies the sizes axis by axis."""
    shapes = session.all_known((node.left, node.right))
    if shapes is None:
        return None
    order = max(map(len, shapes))
    left, right = (pad(shape, order, session.formula.convention) for shape in shapes)
    return tuple(map(algebra.multiply, right, left))  # the faster index is named first


def khatri_rao(session: Session, node: Binary, expected: Shape | None) -> Shape | None:
    """``B ⊙_KR A`` is the Kronecker product column by column."""
    shapes = session.all_known((node.left, node.right))
    if shapes is None:
        return None
    left, right = (matrix_of(shape, session.formula.convention) for shape in shapes)
    if left is None or right is None:
        session.ill_shaped("the Khatri–Rao product takes matrices", node, *shapes)
        return None
    columns = Comparison(left, right, (equality(left[1], right[1]),))
    message = (
        "the Khatri–Rao product takes matrices with as many columns, "
        f"not {shape_text(left)} and {shape_text(right)}"
    )
    session.demand(columns, "ill-shaped", message, node, by_axis=False)
    return algebra.multiply(right[0], left[0]), left[1]


def penetrating(session: Session, node: Binary, expected: Shape | None) -> Shape | None:
    """``X ⊙_PF Y`` multiplies a matrix with each frontal slice of Y."""
    shapes = session.all_known((node.left, node.right))
    if shapes is None:
        return None
    left, right = shapes
    matrix = matrix_of(left, session.formula.convention)
    if matrix is None or len(right) > 3:
        session.ill_shaped("⊙_PF takes an I×J and an I×J×K operand", node, left, right)
        return None
    demand_equal(session, node, matrix, pad(right, 2)[:2], "⊙_PF (matrix and frontal slice)")
    return right


def frobenius(session: Session, node: Binary, expected: Shape | None) -> Shape | None:
    """``T : P`` is the inner product of all entries."""
    left = session.shape(node.left)
    right = session.shape(node.right, left)
    if left is not None and right is not None:
        demand_equal(session, node, left, right, "an inner product")
    return ()


_OPERATORS: dict[Op, Arm] = {
    **dict.fromkeys(BROADCASTING | STRICT, elementwise),
    **dict.fromkeys((Op.MATMUL, Op.DOT, Op.TIMES), multiply),
    Op.DIVIDE: divide,
    Op.SOLVE: solve,
    Op.STAR: starred,
    Op.CONVOLVE: starred,
    Op.OUTER: outer,
    Op.KRONECKER: kronecker,
    Op.KHATRI_RAO: khatri_rao,
    Op.PENETRATING: penetrating,
    Op.FROBENIUS: frobenius,
}

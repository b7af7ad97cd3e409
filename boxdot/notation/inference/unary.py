"""The shapes of negation, transpose, powers, norms, inner products and optima."""

from __future__ import annotations

from boxdot.notation.expressions.nodes import (
    Expr,
    Inner,
    Minimise,
    Negate,
    Norm,
    Number,
    Power,
    Symbol,
    Transpose,
)
from boxdot.notation.inference.matrices import matrix_of
from boxdot.notation.inference.scopes import Scope
from boxdot.notation.inference.session import Session
from boxdot.notation.shapes.broadcasting import Comparison, compare_strictly
from boxdot.notation.shapes.conditions import equality
from boxdot.notation.shapes.padding import is_scalar
from boxdot.notation.shapes.sizes import Shape
from boxdot.notation.shapes.spelling import shape_text


def negate(session: Session, node: Negate, expected: Shape | None) -> Shape | None:
    """``−X`` has the shape of X."""
    return session.shape(node.operand, expected)


def transpose(session: Session, node: Transpose, expected: Shape | None) -> Shape | None:
    """``Xᵀ`` swaps the axes of a matrix; a column becomes a row."""
    asked = None if expected is None else _transposed(session, expected)
    shape = session.shape(node.operand, asked)
    if shape is None:
        return None
    result = _transposed(session, shape)
    if result is None:
        what = session.told(node.operand, "this")
        session.ill_shaped(f"{what} is {shape_text(shape)}: only matrices have a ᵀ", node, shape)
    return result


def _transposed(session: Session, shape: Shape) -> Shape | None:
    matrix = matrix_of(shape, session.formula.convention)
    if matrix is None:
        return None
    rows, columns = matrix
    if is_scalar(shape):
        return ()
    return (columns,) if rows == 1 else (columns, rows)


def power(session: Session, node: Power, expected: Shape | None) -> Shape | None:
    """``A²`` and ``A⁻¹`` are for square matrices; other powers go entry by entry, as ``e^x``.

    ``e^X`` of a matrix may as well be meant as a series, so that nothing is said of it.
    """
    if is_euler(session, node.base):
        session.result.shapes[id(node.base)] = ()
        return _of_exponent(session.shape(node.exponent, expected))
    shape = session.shape(node.base, expected)
    exponent = session.shape(node.exponent)
    if shape is None:
        return None
    if is_scalar(shape):
        return shape if exponent is None or is_scalar(exponent) else _of_exponent(exponent)
    if exponent is not None and not is_scalar(exponent):
        return None
    matrix = matrix_of(shape, session.formula.convention)
    whole = isinstance(node.exponent, Number) and node.exponent.value.denominator == 1
    inverse = isinstance(node.exponent, Number) and node.exponent.value < 0
    vector = sum(size != 1 for size in shape) < 2
    if matrix is None or not whole or (vector and not inverse):
        return shape
    demand_square(session, node, node.base, shape)
    return shape


def _of_exponent(shape: Shape | None) -> Shape | None:
    """``2^x`` has the shape of a vector x."""
    return None if shape is not None and sum(size != 1 for size in shape) > 1 else shape


def is_euler(session: Session, base: Expr) -> bool:
    """Return whether a base is Euler's number: an e that nothing declares, defines or binds."""
    if session.settings.lenient or not isinstance(base, Symbol) or base.name != "e":
        return False
    bound = any("e" in scope.sizes for scope in session.scopes)
    return not bound and session.declaration("e") is None and base not in session.defined


def demand_square(session: Session, node: Expr, operand: Expr, shape: Shape) -> None:
    """Demand a square matrix."""
    matrix = matrix_of(shape, session.formula.convention)
    what = session.told(operand, "this")
    message = f"{what} is {shape_text(shape)}, but a square matrix is needed"
    if matrix is None:
        session.ill_shaped(message, node, shape)
    elif not session.settings.lenient:
        square = Comparison(matrix[:1], matrix[1:], (equality(*matrix),))
        session.demand(square, "ill-shaped", message, node, by_axis=False)


def norm(session: Session, node: Norm, expected: Shape | None) -> Shape | None:
    """``‖X‖`` is a scalar."""
    session.shape(node.operand)
    if node.weight is not None:
        _quietly(session, node.weight)
    return ()


def _quietly(session: Session, weight: Expr) -> None:
    """Infer a subscript of a norm, which may be a mere label."""
    unknown = len(session.unknown)
    session.shape(weight)
    del session.unknown[unknown:]


def inner(session: Session, node: Inner, expected: Shape | None) -> Shape | None:
    """``⟨a, b⟩`` is a scalar; without a weight, of equal shapes."""
    left = session.shape(node.left)
    right = session.shape(node.right, left)
    if node.weight is not None:
        _quietly(session, node.weight)
    elif left is not None and right is not None:
        demand_equal(session, node, left, right, "an inner product")
    return ()


def demand_equal(session: Session, node: Expr, left: Shape, right: Shape, what: str) -> None:
    """Demand equal shapes of the operands of ``what``."""
    comparison = compare_strictly(left, right, session.formula.convention)
    if comparison.condition and not session.settings.lenient:
        message = f"{what} takes equal shapes, not {shape_text(left)} and {shape_text(right)}"
        session.demand(comparison, "ill-shaped", message, node)


def minimise(session: Session, node: Minimise, expected: Shape | None) -> Shape | None:
    """``argmin_A f`` has the shape of A; ``min_A f`` that of f, a scalar."""
    session.scopes.append(Scope())
    shapes = [session.shape(variable) for variable in node.variables]
    body = session.shape(node.body)
    session.result.bound[id(node)] = session.scopes.pop().known()
    if node.kind in ("min", "max"):
        return body
    return shapes[0] if len(shapes) == 1 else None

"""The shapes of functions: a table from name to rule."""

from __future__ import annotations

from boxdot.grammar.errors import UnsupportedError
from boxdot.notation.algebra import product
from boxdot.notation.expressions.nodes import Apply, Expr, Transpose
from boxdot.notation.expressions.symbols import Declaration
from boxdot.notation.inference.matrices import matrix_of
from boxdot.notation.inference.modes import fold, permute, sum_modes, unfold
from boxdot.notation.inference.session import Arm, Session
from boxdot.notation.inference.unary import demand_equal, demand_square
from boxdot.notation.inference.vocabulary import (
    ACTIVATIONS,
    ENTRYWISE,
    INVERSES,
    NUMBERS,
    OF_SQUARES,
    SAME_SHAPE,
    STATISTICS,
)
from boxdot.notation.reading.sizes import size_of
from boxdot.notation.shapes.broadcasting import joint_shape
from boxdot.notation.shapes.padding import is_scalar
from boxdot.notation.shapes.sizes import Shape


def apply(session: Session, node: Apply, expected: Shape | None) -> Shape | None:
    """A function of its arguments; the author's own functions have the value they declare."""
    declaration = session.declaration(node.function)
    if declaration is not None and declaration.signature is not None:
        return _declared(session, node, declaration.signature)
    rule = _FUNCTIONS.get(node.function)
    if rule is not None:
        return rule(session, node, expected)
    shapes = [session.shape(argument) for argument in node.arguments]
    return shapes[0] if is_activation(node) else None


def is_activation(node: Apply) -> bool:
    """Return whether a head is a name that papers give to an entry-by-entry function."""
    return node.function.partition("_")[0] in ACTIVATIONS and len(node.arguments) == 1


def is_entrywise(declaration: Declaration | None) -> bool:
    """Return whether a declared function takes and gives numbers: of tensors, entry by entry."""
    if declaration is None or declaration.signature is None:
        return False
    parameters, value = declaration.signature
    return is_scalar(value) and all(map(is_scalar, parameters))


def softmax_axis(node: Apply, shape: Shape) -> int | None:
    """Return the axis (from 0) that a softmax runs along: that named, or the last of a matrix.

    None is the one axis of a vector.

    >>> from boxdot.notation.expressions.nodes import Symbol
    >>> softmax_axis(Apply("softmax", (Symbol("X"),)), ("n", "d"))
    1
    """
    if not node.parameters:
        if len(shape) == 1 and isinstance(node.arguments[0], Transpose):
            raise UnsupportedError(f"{node.function} of the column that a row becomes is not clear")
        return len(shape) - 1 if len(shape) > 1 else None
    mode = size_of(node.parameters[0]) if len(node.parameters) == 1 else None
    if not isinstance(mode, int) or mode < 1:
        raise UnsupportedError(f"along which axis {node.function} goes is not clear")
    return mode - 1


def _declared(
    session: Session, node: Apply, signature: tuple[tuple[Shape, ...], Shape]
) -> Shape | None:
    parameters, value = signature
    if is_entrywise(session.declaration(node.function)):
        return entrywise(session, node, None)
    for argument, parameter in zip(node.arguments, parameters, strict=False):
        shape, asked = session.shape(argument), session.bound_shape(parameter)
        if shape is not None:
            demand_equal(session, argument, shape, asked, f"the argument of {node.function}")
    return session.bound_shape(value)


def entrywise(session: Session, node: Apply, expected: Shape | None) -> Shape | None:
    """``exp(X)`` has the shape of X; ``max(X, Y)`` takes equal shapes, or scalars beside them."""
    shapes = [session.shape(argument, expected) for argument in node.arguments]
    known = [shape for shape in shapes if shape is not None and not is_scalar(shape)]
    for shape in known[1:]:
        demand_equal(session, node, known[0], shape, node.function)
    if None in shapes:
        return None
    return known[0] if known else ()


def extremum(session: Session, node: Apply, expected: Shape | None) -> Shape | None:
    """``max(x)`` is the largest entry, ``max(X, Y)`` goes entry by entry."""
    rule = entrywise if len(node.arguments) > 1 else statistic
    return rule(session, node, expected)


def scalar(session: Session, node: Apply, expected: Shape | None) -> Shape | None:
    """A function whose value is a number."""
    for argument in node.arguments:
        session.shape(argument)
    return ()


def statistic(session: Session, node: Apply, expected: Shape | None) -> Shape | None:
    """``mean(X)`` is over all entries, ``mean_2(X)`` along mode 2, which keeps length 1.

    In a paper it may be over some axes, and its subscript may be anything.
    """
    scalar(session, node, expected)
    if session.settings.lenient:
        return None
    return sum_modes(session, node, expected) if node.parameters else ()


def of_square(session: Session, node: Apply, expected: Shape | None) -> Shape | None:
    """``tr(A)``, ``det(A)``: a number, of a square matrix."""
    inverse(session, node, None)
    return ()


def inverse(session: Session, node: Apply, expected: Shape | None) -> Shape | None:
    """``inv(A)`` has the shape of the square matrix A."""
    argument, *_ = node.arguments
    shape = session.shape(argument, expected)
    if shape is not None and not is_scalar(shape):
        demand_square(session, node, argument, shape)
    return shape


def pseudoinverse(session: Session, node: Apply, expected: Shape | None) -> Shape | None:
    """``pinv(A)`` has the shape of Aᵀ."""
    shape = session.shape(node.arguments[0])
    matrix = None if shape is None else matrix_of(shape, session.formula.convention)
    return None if matrix is None else (matrix[1], matrix[0])


def diag(session: Session, node: Apply, expected: Shape | None) -> Shape | None:
    """``diag(x)`` is the diagonal matrix; of a tensor, that of ``vec`` (in a paper: unknown)."""
    shape = session.shape(node.arguments[0])
    if shape is None:
        return None
    long = [size for size in shape if size != 1]
    if session.settings.lenient and len(long) > 1:
        return None
    return (product(shape),) * 2 if long else ()


def vec(session: Session, node: Apply, expected: Shape | None) -> Shape | None:
    """``vec(X)`` has all entries in one column."""
    shape = session.shape(node.arguments[0])
    return None if shape is None else (product(shape),)


def size(session: Session, node: Apply, expected: Shape | None) -> Shape | None:
    """``size(X)`` has as many entries as X has axes."""
    shape = session.shape(node.arguments[0])
    return None if shape is None else (len(shape),)


def broadcast_to(session: Session, node: Apply, expected: Shape | None) -> Shape | None:
    """``bc(X, size(Y))`` is X stretched to the joint shape with Y."""
    if len(node.arguments) != 2:
        return None
    operand, target = node.arguments
    left, right = session.shape(operand), session.shape(_measured(session, target))
    if left is None or right is None:
        return None
    return joint_shape(left, right, session.formula.convention)


def _measured(session: Session, target: Expr) -> Expr:
    """Return Y for ``size(Y)``."""
    if isinstance(target, Apply) and target.function == "size":
        session.shape(target)
        return target.arguments[0]
    return target


def kept_rows(session: Session, node: Apply, expected: Shape | None) -> Shape | None:
    """``softmax(X)`` has the shape of its first argument."""
    shapes = [session.shape(argument, expected) for argument in node.arguments]
    return shapes[0] if shapes else None


_FUNCTIONS: dict[str, Arm] = {
    **dict.fromkeys(ENTRYWISE, entrywise),
    **dict.fromkeys(SAME_SHAPE, kept_rows),
    **dict.fromkeys(STATISTICS, statistic),
    **dict.fromkeys(NUMBERS, scalar),
    **dict.fromkeys(("max", "min"), extremum),
    **dict.fromkeys(OF_SQUARES, of_square),
    **dict.fromkeys(INVERSES, inverse),
    "pinv": pseudoinverse,
    "diag": diag,
    "vec": vec,
    "size": size,
    "bc": broadcast_to,
    "fold": fold,
    "unfold": unfold,
    "permute": permute,
    "𝒫": sum_modes,
}


def is_known(session: Session, function: str) -> bool:
    """Return whether the shape of a function's value is known from its name or declaration."""
    return function in _FUNCTIONS or session.declaration(function) is not None

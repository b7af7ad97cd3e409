"""Functions with modes for parameters: unfold, fold, permute and the mode sum 𝒫."""

from __future__ import annotations

from boxdot.notation.algebra import product
from boxdot.notation.expressions.nodes import Apply, Expr, Listing
from boxdot.notation.inference.matrices import matrix_of
from boxdot.notation.inference.session import Session
from boxdot.notation.reading.sizes import size_of
from boxdot.notation.shapes.broadcasting import Comparison
from boxdot.notation.shapes.conditions import equality
from boxdot.notation.shapes.padding import pad
from boxdot.notation.shapes.sizes import Shape, Size
from boxdot.notation.shapes.spelling import shape_text


def parameter_sizes(session: Session, node: Apply) -> list[Size] | None:
    """Return the parameters as numbers or sizes, lists opened; None if one is neither."""
    found = [size_of(item) for item in _opened(node.parameters)]
    known = [session.bound_size(size) for size in found if size is not None]
    return known if len(known) == len(found) else None


def _opened(items: tuple[Expr, ...]) -> list[Expr]:
    opened: list[Expr] = []
    for item in items:
        opened += _opened(item.items) if isinstance(item, Listing) else [item]
    return opened


def _modes(session: Session, node: Apply) -> list[int] | None:
    """Return the parameters as mode numbers; None if one is a letter or a set."""
    sizes = parameter_sizes(session, node)
    if sizes is None:
        return None
    modes = [size for size in sizes if isinstance(size, int) and size > 0]
    return modes if len(modes) == len(sizes) else None


def sum_modes(session: Session, node: Apply, expected: Shape | None) -> Shape | None:
    """``𝒫_k(X)`` sums axis k and keeps it with length 1."""
    shape, modes = session.shape(node.arguments[0]), _modes(session, node)
    if shape is None or not modes:
        return None
    shape = pad(shape, max(modes))
    return tuple(1 if n in modes else size for n, size in enumerate(shape, start=1))


def unfold(session: Session, node: Apply, expected: Shape | None) -> Shape | None:
    """``X_(n)`` has axis n as rows and all others as columns; three sizes reshape."""
    operand = node.arguments[0]
    shape = session.shape(operand)
    undone = isinstance(operand, Apply) and operand.function == "fold"
    if undone and isinstance(operand, Apply) and operand.parameters == node.parameters:
        return session.quiet(operand.arguments[0])
    if len(_opened(node.parameters)) > 1:
        return _reshaped(session, node, shape)
    modes = _modes(session, node)
    if shape is None or not modes:
        return None
    (mode,) = modes
    if mode > len(shape):
        session.ill_shaped(f"{shape_text(shape)} has no axis {mode}", node, shape)
        return None
    return shape[mode - 1], product(shape[: mode - 1] + shape[mode:])


def _reshaped(session: Session, node: Apply, shape: Shape | None) -> Shape | None:
    sizes = parameter_sizes(session, node)
    if sizes is None:
        return None
    target = tuple(sizes)
    numbers = all(isinstance(size, int) for size in (*target, *(shape or ())))
    if shape is not None and numbers and product(target) != product(shape):
        said = f"{shape_text(shape)} cannot be reshaped to {shape_text(target)}"
        session.ill_shaped(said, node, shape, target)
    return target


def fold(session: Session, node: Apply, expected: Shape | None) -> Shape | None:
    """``fold_n(M)`` undoes ``unfold_n``; the target comes from the context."""
    operand = node.arguments[0]
    shape = session.shape(operand)
    if len(_opened(node.parameters)) > 1:
        said = "fold_n takes one mode n; unfold_{I,J,K} reshapes to the sizes I, J, K"
        session.ill_shaped(said, node, shape or ())
        return None
    modes = _modes(session, node)
    if shape is None:
        return expected
    matrix = matrix_of(shape, session.formula.convention)
    if matrix is None:
        said = f"fold takes a matrix; {session.told(operand, 'this')} is {shape_text(shape)}"
        session.ill_shaped(said, node, shape)
    elif expected is not None and modes and modes[0] <= len(expected):
        _demand_unfolded(session, node, matrix, expected, modes[0])
    return None if matrix is None else expected


def _demand_unfolded(
    session: Session, node: Apply, matrix: tuple[Size, Size], target: Shape, mode: int
) -> None:
    asked = target[mode - 1], product(target[: mode - 1] + target[mode:])
    comparison = Comparison(matrix, asked, tuple(map(equality, matrix, asked)))
    message = (
        f"fold_{mode} to {shape_text(target)} takes {shape_text(asked)}, not {shape_text(matrix)}"
    )
    session.demand(comparison, "ill-shaped", message, node)


def permute(session: Session, node: Apply, expected: Shape | None) -> Shape | None:
    """``permute_{…}(X)`` reorders the axes."""
    shape, modes = session.shape(node.arguments[0]), _modes(session, node)
    if shape is None or modes is None:
        return None
    shape = pad(shape, len(modes))
    if sorted(modes) != list(range(1, len(shape) + 1)):
        session.ill_shaped(f"no order of the axes of {shape_text(shape)}", node, shape)
        return None
    return tuple(shape[mode - 1] for mode in modes)

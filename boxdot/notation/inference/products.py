"""Juxtaposition and the written products: scalar multiples, matrix and inner products."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from boxdot.notation.expressions.nodes import Binary, Constant, Expr, ModeProduct, Op, Transpose
from boxdot.notation.inference.contexts import constant_within, is_identity, needs_context
from boxdot.notation.inference.elementwise import flipped, transposed
from boxdot.notation.inference.matrices import is_vector, matrix_of
from boxdot.notation.inference.session import Session
from boxdot.notation.reading.sizes import size_of
from boxdot.notation.shapes.broadcasting import Comparison
from boxdot.notation.shapes.conditions import equality
from boxdot.notation.shapes.judging import Verdict
from boxdot.notation.shapes.padding import is_scalar
from boxdot.notation.shapes.sizes import Shape, Size
from boxdot.notation.shapes.spelling import shape_text


def multiply(session: Session, node: Binary, expected: Shape | None) -> Shape | None:
    """``a X`` is a multiple if one side is a scalar, else a matrix product."""
    left, right = _operands(session, node, expected)
    if left is None and _regularises(session, node, expected):
        return expected
    if left is None or right is None:
        return None
    if is_scalar(left) or is_scalar(right):
        return right if is_scalar(left) else left
    if node.op is not Op.MATMUL and is_vector(left) and is_vector(right):
        return _of_vectors(session, node, left, right)
    return _matrix_product(session, node, left, right)


def _regularises(session: Session, node: Binary, expected: Shape | None) -> bool:
    """Whether a paper adds ``λ I`` to a square matrix: whatever λ is, the sum has its shape."""
    square = expected is not None and len(expected) == 2 and expected[0] == expected[1]
    return square and session.settings.lenient and is_identity(node.right)


def _operands(
    session: Session, node: Binary, expected: Shape | None
) -> tuple[Shape | None, Shape | None]:
    """Infer both factors, that which needs context last."""
    if needs_context(session, node.left):
        if needs_context(session, node.right):
            both = _open_operands(session, node, expected)
            if both is not None:
                return both
        asked = expected if needs_context(session, node.right) else None
        right = session.shape(node.right, asked)
        return session.shape(node.left, _asked_left(session, node.left, right, expected)), right
    left = session.shape(node.left)
    return left, session.shape(node.right, _asked_right(session, node.right, left, expected))


def _open_operands(
    session: Session, node: Binary, expected: Shape | None
) -> tuple[Shape | None, Shape | None] | None:
    """Infer ``𝟏𝟏ᵀ``, a column and a row, and ``𝟏ᵀX 𝟏``, whose left factor tells enough."""
    if constant_within(node.right) is None or is_identity(node.right):
        return None
    asked = None if expected is None else matrix_of(expected, session.formula.convention)
    if isinstance(node.left, Constant) and isinstance(node.right, Transpose):
        if asked is None or 1 in asked or is_identity(node.left):
            return None
        return session.shape(node.left, asked[:1]), session.shape(node.right, (1, asked[1]))
    if constant_within(node.left) is not None:
        return None
    left = session.shape(node.left, None if asked is None else (asked[0], 1))
    if left is None or is_scalar(left):
        return None
    return left, session.shape(node.right, _asked_right(session, node.right, left, expected))


def _asked_right(
    session: Session, node: Expr, left: Shape | None, expected: Shape | None
) -> Shape | None:
    if left is None or is_scalar(left):
        return expected
    inner = matrix_of(left, session.formula.convention)
    if inner is None:
        return None
    if is_identity(node):
        return inner[1], inner[1]
    asked = None if expected is None else matrix_of(expected, session.formula.convention)
    columns = 1 if asked is None else asked[1]
    return (inner[1],) if columns == 1 else (inner[1], columns)


def _asked_left(
    session: Session, node: Expr, right: Shape | None, expected: Shape | None
) -> Shape | None:
    if right is None or is_scalar(right):
        return expected
    inner = matrix_of(right, session.formula.convention)
    if inner is None:
        return None
    if is_identity(node):
        return inner[0], inner[0]
    asked = None if expected is None else matrix_of(expected, session.formula.convention)
    rows: Size = 1 if asked is None or constant_within(node) is None else asked[0]
    return rows, inner[0]


def _of_vectors(session: Session, node: Binary, left: Shape, right: Shape) -> Shape | None:
    """``a · b`` of two vectors is their inner product; ``a × b`` in space the cross product."""
    if node.op is Op.TIMES and left == right == (3,):
        return left
    if session.settings.lenient:
        return ()
    same = Comparison(left[:1], right[:1], (equality(left[0], right[0]),))
    message = f"an inner product takes equal lengths, not {left[0]} and {right[0]}"
    session.demand(same, "matmul-mismatch", message, node)
    return ()


def _matrix_product(session: Session, node: Binary, left: Shape, right: Shape) -> Shape | None:
    convention = session.formula.convention
    first, second = matrix_of(left, convention), matrix_of(right, convention)
    if first is None or second is None:
        said = f"a matrix product is not defined for {shape_text(left)} and {shape_text(right)}"
        session.ill_shaped(said, node, left, right)
        return None
    if session.settings.lenient and _is_loose(node, left, first, second):
        return second[1:] if len(left) == 1 and first[0] == second[0] else None
    inner = Comparison(first, second, (equality(first[1], second[0]),))
    message = (
        f"a matrix product needs equal inner sizes; {session.told(node.left, 'the left')} is "
        f"{shape_text(first)} and {session.told(node.right, 'the right')} is {shape_text(second)}"
    )
    candidates = tuple(_candidates(node))
    verdict = session.demand(inner, "matmul-mismatch", message, node, candidates, by_axis=False)
    if verdict is Verdict.FAILS:
        return None
    return _matrix(first[0], second[1], len(right))


def _is_loose(
    node: Binary, left: Shape, first: tuple[Size, Size], second: tuple[Size, Size]
) -> bool:
    """Whether a paper may mean something else: a row vector, or an element-wise ``·``."""
    return node.op is not Op.MATMUL or (len(left) == 1 and first[1] != second[0])


def _matrix(rows: Size, columns: Size, right_order: int) -> Shape:
    if columns == 1 and (rows == 1 or right_order == 1):
        return () if rows == 1 else (rows,)
    return rows, columns


def _candidates(node: Binary) -> Iterator[Expr]:
    yield from transposed(node, (node.op,))
    yield replace(node, left=flipped(node.left), right=flipped(node.right))


def solve(session: Session, node: Binary, expected: Shape | None) -> Shape | None:
    """``A \\ b`` solves A x = b: as many rows on both sides."""
    left, right = session.shape(node.left), session.shape(node.right)
    if left is None or right is None:
        return None
    if is_scalar(left):
        return right
    convention = session.formula.convention
    first, second = matrix_of(left, convention), matrix_of(right, convention)
    if first is None or second is None:
        session.ill_shaped("only matrices and vectors can be solved for", node, left, right)
        return None
    rows = Comparison(first, second, (equality(first[0], second[0]),))
    message = f"solving needs as many rows, not {shape_text(left)} and {shape_text(right)}"
    session.demand(rows, "matmul-mismatch", message, node, by_axis=False)
    return _matrix(first[1], second[1], len(right))


def mode_product(session: Session, node: ModeProduct, expected: Shape | None) -> Shape | None:
    """``X ×_n A`` replaces the size of axis n by the number of rows of A."""
    tensor = session.shape(node.left)
    axis = _mode(node)
    if tensor is not None and axis is not None and axis > len(tensor):
        tensor = (*tensor, *(1,) * (axis - len(tensor)))
    asked = None if tensor is None or axis is None else (1, tensor[axis - 1])
    factor = session.shape(node.right, asked)
    if tensor is None or factor is None:
        return None
    matrix = matrix_of(factor, session.formula.convention)
    if matrix is None:
        session.ill_shaped(f"×_n takes a matrix, not {shape_text(factor)}", node, tensor, factor)
        return None
    if axis is None:
        axis = _only_fit(tensor, matrix[1])
    return None if axis is None else _with_mode(session, node, tensor, matrix, axis)


def _mode(node: ModeProduct) -> int | None:
    mode = size_of(node.mode)
    return mode if isinstance(mode, int) and mode > 0 else None


def _only_fit(tensor: Shape, columns: Size) -> int | None:
    """Resolve a mode given by a letter: the one axis that the matrix fits, if there is one."""
    fits = [number for number, size in enumerate(tensor, start=1) if size == columns]
    return fits[0] if len(fits) == 1 else None


def _with_mode(
    session: Session, node: ModeProduct, tensor: Shape, matrix: tuple[Size, Size], axis: int
) -> Shape | None:
    fits = Comparison(tensor, matrix, (equality(tensor[axis - 1], matrix[1]),))
    message = (
        f"×_{axis} needs as many columns as axis {axis} of {shape_text(tensor)} is long; "
        f"{session.told(node.right, 'the factor')} is {shape_text(matrix)}"
    )
    candidates = (replace(node, right=flipped(node.right)),)
    verdict = session.demand(fits, "matmul-mismatch", message, node, candidates, by_axis=False)
    if verdict is Verdict.FAILS:
        return None
    return (*tensor[: axis - 1], matrix[0], *tensor[axis:])

"""The element-wise operators: strict ones (⊙ ⊘ + −) and broadcasting ones (⊡ ⊞ ⊟ ⧄)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from boxdot.notation.diagnostics import WARNING
from boxdot.notation.expressions.nodes import (
    STRICT,
    Binary,
    Constant,
    ConstantKind,
    Expr,
    Number,
    Op,
    Transpose,
)
from boxdot.notation.inference.contexts import needs_context, outline
from boxdot.notation.inference.session import Session
from boxdot.notation.shapes.broadcasting import (
    Comparison,
    compare_broadcasting,
    compare_strictly,
    joint_shape,
)
from boxdot.notation.shapes.judging import Verdict
from boxdot.notation.shapes.padding import is_scalar
from boxdot.notation.shapes.sizes import Shape
from boxdot.notation.shapes.spelling import shape_text

BROADCAST_KIN = {
    Op.HADAMARD: Op.BOXDOT,
    Op.OSLASH: Op.BOXSLASH,
    Op.ADD: Op.BOXPLUS,
    Op.SUBTRACT: Op.BOXMINUS,
    Op.DIVIDE: Op.BOXSLASH,
}

# The rule that a strict operator breaks where the shapes would broadcast, and where they would not.
MISMATCH = {
    Op.HADAMARD: ("hadamard-mismatch", "hadamard-incompatible"),
    Op.OSLASH: ("strict-division", "strict-division"),
    Op.ADD: ("implicit-broadcast-add", "incompatible-add"),
    Op.SUBTRACT: ("implicit-broadcast-add", "incompatible-add"),
}


def elementwise(session: Session, node: Binary, expected: Shape | None) -> Shape | None:
    """An element-wise operator: what it demands of its operands, and their joint shape."""
    left, right = operands(session, node, expected)
    if left is None or right is None:
        return None
    if node.op not in STRICT:
        return _broadcast(session, node, left, right)
    if is_scalar(left) != is_scalar(right) and node.op is not Op.OSLASH:
        return _with_scalar(session, node, left, right)
    if node.op is Op.OSLASH and not session.settings.strict:
        return _strict_division(session, node, left, right)
    return _strict(session, node, left, right)


def operands(
    session: Session, node: Binary, expected: Shape | None
) -> tuple[Shape | None, Shape | None]:
    """Infer both operands; what needs context is inferred last and gets the shape of the other."""
    if needs_context(session, node.left) and not needs_context(session, node.right):
        right = session.shape(node.right, expected)
        return session.shape(node.left, expected if right is None else right), right
    if expected is None and needs_context(session, node.left):
        expected = outline(session, node)
    left = session.shape(node.left, expected)
    return left, session.shape(node.right, expected if left is None else left)


def _broadcast(session: Session, node: Binary, left: Shape, right: Shape) -> Shape | None:
    convention = session.formula.convention
    comparison = compare_broadcasting(left, right, convention)
    if not comparison.condition:
        return joint_shape(left, right, convention)
    needs = f"{node.op.value} needs axes that are equal or of length 1"
    message = f"{needs}; {_both(session, node, comparison)}"
    candidates = transposed(node, (node.op,))
    verdict = session.demand(comparison, "broadcast-condition", message, node, candidates)
    return None if verdict is Verdict.FAILS else joint_shape(left, right, convention)


def _strict(session: Session, node: Binary, left: Shape, right: Shape) -> Shape | None:
    convention = session.formula.convention
    longer = left if len(left) >= len(right) else right
    comparison = compare_strictly(left, right, convention)
    if not comparison.condition:
        return longer
    stretched = session.verdict(compare_broadcasting(left, right, convention).condition)
    broadcasts = stretched is Verdict.HOLDS
    name = MISMATCH[node.op][0 if broadcasts else 1]
    message = f"{node.op.value} takes equal shapes; {_both(session, node, comparison)}"
    verdict = session.demand(comparison, name, message, node, _strict_candidates(node))
    if verdict is not Verdict.FAILS:
        return longer
    return joint_shape(left, right, convention) if broadcasts else None


def _strict_division(session: Session, node: Binary, left: Shape, right: Shape) -> Shape | None:
    """Some authors write ⊘ for the broadcast division: it is read as such, with a warning."""
    convention = session.formula.convention
    strictly = compare_strictly(left, right, convention)
    if not strictly.condition:
        return left if len(left) >= len(right) else right
    loosely = compare_broadcasting(left, right, convention)
    if session.verdict(loosely.condition) is Verdict.FAILS:
        return _strict(session, node, left, right)
    kin = replace(node, op=Op.BOXSLASH)
    said = f"⊘ takes equal shapes; {_both(session, node, strictly)}"
    if session.verdict(strictly.condition) is Verdict.CONDITIONAL:
        session.demand(loosely, "strict-division", said, node, (kin,))
    else:
        session.complain(
            "strict-division",
            f"{said}: read as ⧄",
            node,
            shapes=(strictly.left, strictly.right),
            severity=WARNING,
            candidates=(kin,),
        )
        session.demand(loosely, "broadcast-condition", said, node)
    return joint_shape(left, right, convention)


def _with_scalar(session: Session, node: Binary, left: Shape, right: Shape) -> Shape:
    tensor, scalar = (right, node.left) if is_scalar(left) else (left, node.right)
    comparison = compare_strictly(left, right, session.formula.convention)
    name = "hadamard-scalar" if node.op is Op.HADAMARD else "scalar-add"
    message = (
        f"{node.op.value} takes equal shapes; "
        f"{session.told(scalar, 'one operand')} is a scalar and the other is {shape_text(tensor)}"
    )
    session.demand(comparison, name, message, node, _scalar_candidates(node, scalar))
    return tensor


def _scalar_candidates(node: Binary, scalar: Expr) -> Iterator[Expr]:
    if node.op is Op.HADAMARD:
        other = node.right if scalar is node.left else node.left
        yield Binary(Op.MATMUL, scalar, other, span=node.span)
    elif scalar == Number("1"):
        ones = Constant(ConstantKind.ONES, span=scalar.span)
        is_left = scalar is node.left
        yield replace(node, left=ones) if is_left else replace(node, right=ones)
    yield replace(node, op=BROADCAST_KIN[node.op])


def _strict_candidates(node: Binary) -> Iterator[Expr]:
    kin = BROADCAST_KIN[node.op]
    yield replace(node, op=kin)
    yield from transposed(node, (kin, node.op))


def transposed(node: Binary, ops: tuple[Op, ...]) -> Iterator[Expr]:
    """Yield the operation with one operand transposed, for each of the operators."""
    for op in ops:
        yield replace(node, op=op, right=flipped(node.right))
        yield replace(node, op=op, left=flipped(node.left))


def flipped(node: Expr) -> Expr:
    """Return the transpose, without transposing twice."""
    if isinstance(node, Transpose):
        return node.operand
    return Transpose(node, span=node.span)


def _both(session: Session, node: Binary, comparison: Comparison) -> str:
    """Say what both operands are, padded to one order."""
    left, right = session.told(node.left, "the left"), session.told(node.right, "the right")
    return f"{left} is {shape_text(comparison.left)} and {right} is {shape_text(comparison.right)}"

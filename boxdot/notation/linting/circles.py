"""``∘`` in papers: element-wise, a composition, or the outer product, as the shapes allow."""

from __future__ import annotations

from collections.abc import Iterator

from boxdot.notation.diagnostics import Problem
from boxdot.notation.expressions.nodes import Binary, Chain, Expr, Op
from boxdot.notation.expressions.walking import children, descendants
from boxdot.notation.inference import Inference
from boxdot.notation.linting.cases.case import broadcasts
from boxdot.notation.shapes.padding import is_scalar, same_shape
from boxdot.notation.shapes.sizes import Shape
from boxdot.notation.shapes.spelling import shape_text

_LINEAR = frozenset({Op.MATMUL, Op.ADD, Op.SUBTRACT, Op.HADAMARD})


def circle_problems(statement: Chain, inference: Inference) -> Iterator[Problem]:
    """Yield each ``∘`` to which no reading gives a sense.

    Its shapes differ, so that it is not element-wise; the maps cannot be composed; and it stands
    where a matrix must stand, so that it is no outer product either.
    """
    for parent in descendants(statement):
        if isinstance(parent, Binary) and parent.op in _LINEAR:
            for child in children(parent):
                if isinstance(child, Binary) and child.op is Op.OUTER:
                    yield from _problem(child, _other(parent, child), inference)


def _other(parent: Binary, child: Expr) -> Expr:
    return parent.right if child is parent.left else parent.left


def _problem(node: Binary, beside: Expr, inference: Inference) -> Iterator[Problem]:
    left, right = inference.shape(node.left), inference.shape(node.right)
    context = inference.shape(beside)
    if left is None or right is None or context is None or len(context) > 2:
        return
    if is_scalar(left) or is_scalar(right) or is_scalar(context) or len(left) + len(right) < 3:
        return
    convention = inference.formula.convention
    if same_shape(left, right, convention) or _compose(left, right):
        return
    yield Problem(
        "hadamard-mismatch" if broadcasts(left, right) else "hadamard-incompatible",
        f"∘ stands for an element-wise product here, which takes equal shapes; "
        f"the left is {shape_text(left)} and the right is {shape_text(right)}",
        span=node.operator_span,
        shapes=(left, right),
        node=node,
    )


def _compose(left: Shape, right: Shape) -> bool:
    """Tell whether the matrix product is defined, so that ``∘`` may compose the two maps."""
    return len(left) == 2 and left[1] == right[0]

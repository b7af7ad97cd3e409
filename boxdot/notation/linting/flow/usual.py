"""The shape that an expression usually has where an operand of it is not known."""

from __future__ import annotations

from boxdot.notation.expressions.nodes import (
    Apply,
    Binary,
    Block,
    Expr,
    Negate,
    Number,
    Op,
    Transpose,
)
from boxdot.notation.inference import Inference
from boxdot.notation.inference.vocabulary import ACTIVATIONS, ENTRYWISE, SAME_SHAPE
from boxdot.notation.shapes.padding import is_scalar
from boxdot.notation.shapes.sizes import Shape

SUMS = frozenset({Op.ADD, Op.SUBTRACT, Op.HADAMARD})


def usual_shape(inference: Inference, node: Expr) -> Shape | None:
    """Return the shape of ``X W + b`` though nothing is known of b: that of ``X W``.

    An operand of which nothing is known is seldom larger than what it is added to. Numbers beside
    it tell nothing.
    """
    known = inference.shape(node)
    if known is not None:
        return known
    match node:
        case Binary(op=op, left=left, right=right) if op in SUMS:
            shapes = (usual_shape(inference, left), usual_shape(inference, right))
            told = [shape for shape in shapes if shape is not None and not is_scalar(shape)]
            return told[0] if len(told) == 1 and None in shapes else None
        case Negate(operand=inner) | Block(rows=((inner,),)):
            return usual_shape(inference, inner)
        case Binary(op=Op.MATMUL, left=left, right=right) if _is_share(inference, left):
            return usual_shape(inference, right)
        case Transpose(operand=inner):
            shape = usual_shape(inference, inner)
            return None if shape is None or len(shape) != 2 else shape[::-1]
        case Apply(function=function, arguments=(inner,)) if is_entrywise(function):
            return usual_shape(inference, inner)
    return None


def _is_share(inference: Inference, factor: Expr) -> bool:
    """Tell whether a factor is a fraction such as ``1/n``, of which nothing says otherwise."""
    match factor:
        case Binary(op=Op.DIVIDE, left=Number(), right=below):
            return inference.shape(below) in (None, ())
    return False


def is_entrywise(function: str) -> bool:
    """Tell whether a function keeps the shape of its argument, by its name.

    >>> is_entrywise("tanh"), is_entrywise("σ_1"), is_entrywise("f")
    (True, True, False)
    """
    return function in ENTRYWISE | SAME_SHAPE or function.partition("_")[0] in ACTIVATIONS

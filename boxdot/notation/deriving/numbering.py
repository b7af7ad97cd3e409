"""The paper's numbers of least-squares problems and their solutions, by the form of the model."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from boxdot.notation.deriving.context import Context
from boxdot.notation.expressions.nodes import Binary, Expr, Norm, Number, Op, Power, Symbol
from boxdot.notation.shapes.padding import pad
from boxdot.notation.shapes.sizes import Shape


class Numbers(NamedTuple):
    """The numbers of the problem and of its solution."""

    problem: str = ""
    solution: str = ""


GENERAL = Numbers("eq. 65", "eq. 72")
THIRD_ORDER = Numbers("eq. 38", "eq. 39")
DECOMPOSITION = {
    3: Numbers("eq. 40", "eq. 41"),
    2: Numbers("eq. 40", "eq. 42"),
    1: Numbers("eq. 40", "eq. 43"),
}
"""By the mode along which the factor that is solved for has length 1."""


def numbers_of(context: Context) -> Numbers:
    """Return the numbers of ``‖Y − A ⊡ Z‖_F²`` and ``‖Y − A ⊡ B ⊡ C‖_F²``, or none."""
    match context.root:
        case Power(
            base=Norm(operand=Binary(op=Op.SUBTRACT, left=Symbol() as left, right=right)),
            exponent=Number(text="2"),
        ) if left != context.unknown:
            return _of_model(context, _factors(right))
    return Numbers()


def _factors(node: Expr) -> list[Expr]:
    if isinstance(node, Binary) and node.op is Op.BOXDOT:
        return [*_factors(node.left), *_factors(node.right)]
    return [node]


def _of_model(context: Context, factors: Sequence[Expr]) -> Numbers:
    if not all(isinstance(factor, Symbol) for factor in factors):
        return Numbers()
    shapes = [context.shape(factor) for factor in factors if factor != context.unknown]
    order = max(len(shape) for shape in (*shapes, context.unknown_shape))
    own, *others = (_ones(shape, order) for shape in (context.unknown_shape, *shapes))
    match order, own, others:
        case 3, (3,), [(1,)]:
            return THIRD_ORDER
        case _, _, [_]:
            return GENERAL
        case 3, (mode,), [(first,), (second,)] if {mode, first, second} == {1, 2, 3}:
            return DECOMPOSITION[mode]
    return Numbers()


def _ones(shape: Shape, order: int) -> tuple[int, ...]:
    """Return the modes of length 1."""
    return tuple(n for n, size in enumerate(pad(shape, order), start=1) if size == 1)

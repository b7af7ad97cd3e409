"""Sums over modes of tensors of any order as mode products with rows of ones."""

from __future__ import annotations

from collections.abc import Iterator

from boxdot.notation.expressions.nodes import (
    Apply,
    Binary,
    Constant,
    ConstantKind,
    Expr,
    ModeProduct,
    Number,
    Op,
    Symbol,
    Transpose,
)
from boxdot.notation.rewriting.rules import SLOTS, ShapeOf, Written
from boxdot.notation.shapes.conventions import Convention
from boxdot.notation.shapes.sizes import Shape

TENSOR = Symbol(chr(SLOTS))


def sum_by_mode_products(node: Expr, shape: ShapeOf, convention: Convention) -> Iterator[Written]:
    """``𝒫_{1,3}(X) = X ×_1 𝟏ᵀ ×_3 𝟏ᵀ``; of a matrix, ``𝟏ᵀ X 𝟏``."""
    assert isinstance(node, Apply)
    whole = shape(node.arguments[0])
    modes = [int(p.text) for p in node.parameters if isinstance(p, Number) and p.text.isdigit()]
    if whole is None or len(modes) != len(node.parameters) or not modes:
        return
    if not all(1 <= mode <= len(whole) for mode in modes):
        return
    pattern = Apply("𝒫", (TENSOR,), node.parameters)
    summed = _of_matrix if len(whole) <= 2 else _of_tensor
    long = [mode for mode in modes if whole[mode - 1] != 1]
    yield pattern, summed(whole, long), {TENSOR.name: node.arguments[0]}


def _of_tensor(shape: Shape, modes: list[int]) -> Expr:
    result: Expr = TENSOR
    for mode in modes:
        row = Transpose(Constant(ConstantKind.ONES, (shape[mode - 1],)))
        result = ModeProduct(result, row, Number(str(mode)))
    return result


def _of_matrix(shape: Shape, modes: list[int]) -> Expr:
    result: Expr = TENSOR
    if 1 in modes:
        result = Binary(Op.MATMUL, Transpose(Constant(ConstantKind.ONES, (shape[0],))), result)
    if 2 in modes:
        result = Binary(Op.MATMUL, result, Constant(ConstantKind.ONES, (shape[1],)))
    return result

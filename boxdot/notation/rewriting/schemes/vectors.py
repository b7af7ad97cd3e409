"""Broadcast operators on tensors of any order, as products of vectors and unfoldings.

With K_n = 𝑰 where a tensor has axis n and K_n = 𝟏 where it is stretched,
vec(Y^□) = (K_N ⊗ … ⊗ K_1) vec(Y).
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import NamedTuple

from boxdot.notation.algebra import Size, product
from boxdot.notation.expressions.nodes import (
    Apply,
    Binary,
    Constant,
    ConstantKind,
    Expr,
    ModeProduct,
    Number,
    Op,
    Power,
    Symbol,
    Transpose,
)
from boxdot.notation.rewriting.rules import SLOTS, ShapeOf, Written
from boxdot.notation.shapes.broadcasting import joint_shape
from boxdot.notation.shapes.conventions import Convention
from boxdot.notation.shapes.padding import pad, trim
from boxdot.notation.shapes.sizes import Shape

LEFT, RIGHT = Symbol(chr(SLOTS)), Symbol(chr(SLOTS + 1))
QUOTIENTS = frozenset({Op.BOXSLASH, Op.OSLASH})
COMMUTING = frozenset({Op.BOXDOT, Op.HADAMARD})
_SUMS = {Op.BOXPLUS: Op.ADD, Op.BOXMINUS: Op.SUBTRACT}


class Operand(NamedTuple):
    """A slot with its shape, padded to the joint order; whether it is a number."""

    slot: Symbol
    shape: Shape
    is_number: bool


def product_by_vectors(node: Expr, shape: ShapeOf, convention: Convention) -> Iterator[Written]:
    """``X ⊡ Y = fold_n(X_(n) diag(vec(Y^□)))`` along a mode that Y lacks, else by vec alone."""
    assert isinstance(node, Binary)
    found = _operands(node, shape, convention)
    if found is None:
        return
    one, other, joint = found
    op, values = node.op, {LEFT.name: node.left, RIGHT.name: node.right}
    if one.shape != joint and other.shape == joint and op in COMMUTING:
        one, other = other, one
    pattern = Binary(op, LEFT, RIGHT)
    if one.shape == joint:
        for written in _along_a_mode(op, one, other, joint):
            yield pattern, written, values
    every = list(range(len(joint)))
    first, second = stretched(one, joint, every), _scaling(op, other, joint, every)
    yield pattern, _folded(Binary(Op.MATMUL, Transpose(first), second), joint), values
    yield from _reshaped(pattern, Binary(Op.MATMUL, second, first), joint, values)


def _along_a_mode(op: Op, whole: Operand, other: Operand, joint: Shape) -> Iterator[Expr]:
    """Yield a product with a diagonal matrix: along one mode, or of an unfolding."""
    long = [n for n, size in enumerate(other.shape) if size != 1]
    if len(long) == 1 and len(joint) > 2:
        matrix = _scaling(op, other, joint, long)
        yield ModeProduct(whole.slot, matrix, Number(str(long[0] + 1)))
    lacking = [n for n, (a, b) in enumerate(zip(joint, other.shape, strict=True)) if a != 1 == b]
    for mode in lacking[-1:]:
        rest = [n for n in range(len(joint)) if n != mode]
        unfolded = _with_mode("unfold", whole.slot, mode + 1)
        scaled = Binary(Op.MATMUL, unfolded, _scaling(op, other, joint, rest))
        yield _with_mode("fold", scaled, mode + 1)


def sum_by_vectors(node: Expr, shape: ShapeOf, convention: Convention) -> Iterator[Written]:
    """``X ⊞ Y = X + fold_n(vec(Y^□)ᵀ)``: what is stretched is folded from a vector."""
    assert isinstance(node, Binary)
    found = _operands(node, shape, convention)
    if found is None:
        return
    one, other, joint = found
    op, values = _SUMS[node.op], {LEFT.name: node.left, RIGHT.name: node.right}
    pattern = Binary(node.op, LEFT, RIGHT)
    by_mode = [_copied_along_a_mode(operand, joint) for operand in (one, other)]
    known = [term for term in by_mode if term is not None]
    if len(known) == 2:
        yield pattern, Binary(op, known[0], known[1]), values
    every = list(range(len(joint)))
    first, second = stretched(one, joint, every), stretched(other, joint, every)
    left = LEFT if one.shape == joint else _folded(Transpose(first), joint)
    right = RIGHT if other.shape == joint else _folded(Transpose(second), joint)
    yield pattern, Binary(op, left, right), values
    yield from _reshaped(pattern, Binary(op, first, second), joint, values)


def _copied_along_a_mode(operand: Operand, joint: Shape) -> Expr | None:
    """Return a tensor as it is, or one with one long mode as ones times a diagonal matrix."""
    if operand.shape == joint:
        return operand.slot
    long = [n for n, size in enumerate(operand.shape) if size != 1]
    if len(long) != 1 or len(joint) < 3:
        return None
    ones = Constant(ConstantKind.ONES, joint)
    return ModeProduct(ones, _scaling(Op.BOXDOT, operand, joint, long), Number(str(long[0] + 1)))


def _operands(
    node: Binary, shape: ShapeOf, convention: Convention
) -> tuple[Operand, Operand, Shape] | None:
    """Return both operands and the joint shape, if it is at least a matrix."""
    left, right = shape(node.left), shape(node.right)
    if left is None or right is None:
        return None
    joint = joint_shape(left, right, convention)
    if sum(size != 1 for size in joint) < 2:
        return None
    order = len(joint)
    one = Operand(LEFT, pad(left, order, convention), left == ())
    return one, Operand(RIGHT, pad(right, order, convention), right == ()), joint


def stretched(operand: Operand, joint: Shape, modes: list[int]) -> Expr:
    """Return vec of a tensor, stretched to the joint shape along the modes."""
    slot, own, is_number = operand
    factors = [(own[n] == 1, joint[n]) for n in reversed(modes) if joint[n] != 1]
    runs = [(one, product([s for _, s in run])) for one, run in groupby(factors, _first)]
    vector: Expr = slot if len(trim(own)) < 2 else Apply("vec", (slot,))
    if all(size == 1 for size in own):
        ones = Constant(ConstantKind.ONES, (product([size for _, size in runs]),))
        column = Apply("vec", (slot,))
        return Binary(Op.MATMUL, slot, ones) if is_number else Binary(Op.MATMUL, ones, column)
    if sum(not one for one, _ in runs) > 1:
        kinds = [_constant(one, size) for one, size in runs]
        return Binary(Op.MATMUL, _kronecker(kinds), vector)
    return _kronecker([_constant(one, size) if one else vector for one, size in runs])


def _first(factor: tuple[bool, Size]) -> bool:
    return factor[0]


def _constant(ones: bool, size: Size) -> Expr:
    return Constant(ConstantKind.ONES if ones else ConstantKind.IDENTITY, (size,))


def _kronecker(factors: list[Expr]) -> Expr:
    result, *others = factors
    for factor in others:
        result = Binary(Op.KRONECKER, result, factor)
    return result


def _scaling(op: Op, operand: Operand, joint: Shape, modes: list[int]) -> Expr:
    """Return the diagonal matrix that multiplies, or divides, by a stretched tensor."""
    matrix = Apply("diag", (stretched(operand, joint, modes),))
    return Power(matrix, Number("-1")) if op in QUOTIENTS else matrix


def _with_mode(function: str, argument: Expr, mode: int) -> Expr:
    return Apply(function, (argument,), (Number(str(mode)),))


def _folded(row: Expr, joint: Shape) -> Expr:
    """Return a row with all entries folded: along an axis of length 1 behind the last."""
    return _with_mode("fold", row, len(joint) + 1)


def _reshaped(
    pattern: Expr, vector: Expr, joint: Shape, values: dict[str, Expr]
) -> Iterator[Written]:
    """Yield the tensor as a vector with its sizes: for places that do not tell the shape."""
    sizes = [_size(size) for size in joint]
    known = [size for size in sizes if size is not None]
    if len(known) == len(sizes):
        yield pattern, Apply("unfold", (vector,), tuple(known)), values


def _size(size: Size) -> Expr | None:
    """Return a size among parameters, if it is a number or a name."""
    if isinstance(size, int):
        return Number(str(size))
    return Symbol(size) if isinstance(size, str) else None

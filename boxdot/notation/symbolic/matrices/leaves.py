"""Numbers, symbols, constants, entries and blocks as matrix expressions."""

from __future__ import annotations

from typing import Any

import sympy

from boxdot.notation.algebra import divide, names_of
from boxdot.notation.algebra import to_sympy as size_to_sympy
from boxdot.notation.expressions.nodes import (
    Block,
    Constant,
    ConstantKind,
    Dots,
    Index,
    Number,
    Slice,
    Symbol,
)
from boxdot.notation.symbolic.matrices.context import Context, Matrix, ones, stretched
from boxdot.notation.symbolic.names import assumptions_of
from boxdot.notation.symbolic.sums.leaves import NUMBERS


def number(context: Context, node: Number) -> Matrix:
    """``0.5`` is exactly one half."""
    return Matrix((1, 1), sympy.Rational(node.value.numerator, node.value.denominator))


def symbol(context: Context, node: Symbol) -> Matrix:
    """A name: an index, something defined before, a declared matrix, a size or a number."""
    name = context.resolved(node)
    if node.name in context.indices:
        return Matrix((1, 1), context.indices[node.name])
    if name in context.definitions:
        return context.definitions[name]
    declared = context.formula.symbols.get(name)
    if declared is None and name in _size_names(context):
        return Matrix((1, 1), size_to_sympy(context.formula.sizes.get(name, name)))
    if declared is None and name in NUMBERS:
        return Matrix((1, 1), NUMBERS[name])
    return named(context, name, context.dimensions(node))


def named(context: Context, name: str, shape: tuple[Any, Any]) -> Matrix:
    """Return the symbol of a matrix or of a number."""
    if shape == (1, 1):
        declared = context.formula.symbols.get(name)
        return Matrix(shape, sympy.Symbol(name, **assumptions_of(declared)))
    return Matrix(shape, sympy.MatrixSymbol(name, *map(size_to_sympy, shape)))


def _size_names(context: Context) -> set[str]:
    shapes = [d.shape for d in context.formula.symbols.values() if d.shape]
    used = {name for shape in shapes for size in shape for name in names_of(size)}
    return {*used, *context.formula.sizes}


def constant(context: Context, node: Constant) -> Matrix:
    """``𝟏 𝟎 𝑰 𝓘`` with the shape that inference gives them."""
    shape = context.dimensions(node)
    match node.kind:
        case ConstantKind.ONES:
            return Matrix(shape, sympy.S.One if shape == (1, 1) else ones(*shape))
        case ConstantKind.ZEROS:
            zero = sympy.ZeroMatrix(*map(size_to_sympy, shape))
            return Matrix(shape, sympy.S.Zero if shape == (1, 1) else zero)
    if shape == (1, 1):
        return Matrix(shape, sympy.S.One)
    if shape[0] != shape[1]:
        context.refuse(node, "this is no square matrix")
    return Matrix(shape, sympy.Identity(size_to_sympy(shape[0])))


def index(context: Context, node: Index) -> Matrix:
    """``X_{ij}`` and ``X_{:,j}``; indices of SymPy's matrices count from 0."""
    base = context.matrix(node.base)
    axes = context.inference.index_axes(node)
    if axes is None or len(axes) < len(node.subscripts) + len(node.superscripts):
        context.refuse(node, "which rows and columns the subscripts address is not known")
    places: dict[int, Any] = {}
    for axis, subscript in zip(axes, (*node.subscripts, *node.superscripts), strict=True):
        if not isinstance(subscript, Slice):
            places[axis] = context.number(subscript) - 1
        elif subscript.low is not None or subscript.high is not None:
            context.refuse(node, "a part of an axis is no matrix expression", 'try form="sum"')
    places |= {axis: sympy.S.Zero for axis in (1, 2) if base.shape[axis - 1] == 1}
    if max(places, default=0) > 2:
        context.refuse(node, "a matrix has two axes")
    return _taken(context, node, base, places)


def _taken(context: Context, node: Index, base: Matrix, places: dict[int, Any]) -> Matrix:
    if base.is_scalar or len(places) == 0:
        return base
    if len(places) == 2:
        return Matrix((1, 1), base.value[places[1], places[2]])
    rows, columns = (size_to_sympy(size) for size in base.shape)
    if 2 in places:
        return Matrix((base.shape[0], 1), base.value[0:rows, places[2] : places[2] + 1])
    row = base.value[places[1] : places[1] + 1, 0:columns]
    lying = context.dimensions(node) == (1, base.shape[1])
    shape = (1, base.shape[1]) if lying else (base.shape[1], 1)
    return Matrix(shape, row if lying else sympy.Transpose(row))


def block(context: Context, node: Block) -> Matrix:
    """``[1 2; 3 4]``, ``[A B; C D]`` and ``[y, …, y]``."""
    shape = context.dimensions(node)
    if any(isinstance(cell, Dots) for row in node.rows for cell in row):
        cell = context.matrix(node.rows[0][0])
        if all(own in (1, size) for own, size in zip(cell.shape, shape, strict=True)):
            return Matrix(shape, stretched(cell, shape))
        times = [divide(size, own) for own, size in zip(cell.shape, shape, strict=True)]
        return Matrix(shape, sympy.KroneckerProduct(ones(times[0], times[1]), cell.value))
    cells = [[context.matrix(cell) for cell in row] for row in node.rows]
    if all(cell.is_scalar for row in cells for cell in row):
        numbers = [[cell.number for cell in row] for row in cells]
        return Matrix(shape, numbers[0][0] if shape == (1, 1) else sympy.ImmutableMatrix(numbers))
    return Matrix(shape, sympy.BlockMatrix([[cell.matrix for cell in row] for row in cells]))

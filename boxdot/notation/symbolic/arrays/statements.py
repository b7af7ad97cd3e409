"""Expressions and statements as array expressions, one arm a node."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, NoReturn

import sympy
from sympy.tensor.array import expressions as a

from boxdot.grammar.errors import UnsupportedError
from boxdot.notation.algebra import to_sympy as size_to_sympy
from boxdot.notation.expressions import nodes as n
from boxdot.notation.expressions.formula import Formula
from boxdot.notation.inference import Inference
from boxdot.notation.reading.sizes import size_of
from boxdot.notation.shapes.conventions import Convention
from boxdot.notation.shapes.padding import is_scalar, pad, substitute_shape
from boxdot.notation.shapes.sizes import Shape
from boxdot.notation.symbolic.arrays.contracting import (
    Array,
    contracted,
    entrywise,
    leaf,
    ones,
    stretched,
)
from boxdot.notation.symbolic.functions import ENTRYWISE

Combine = Callable[["Context", n.Binary, Array, Array], Array]


@dataclass(frozen=True, slots=True)
class Context:
    """The state of one conversion."""

    formula: Formula
    inference: Inference

    def array(self, node: n.Expr) -> Array:
        """Convert a node."""
        arm = ARMS.get(type(node))
        if arm is None:
            self.refuse(node, f"{type(node).__name__.lower()} is no array expression of SymPy")
        return arm(self, node)

    def shape(self, node: n.Expr) -> Shape:
        """Return the inferred shape of a node."""
        shape = self.inference.shape(node)
        if shape is None:
            self.refuse(node, "the shape of this is not known")
        return substitute_shape(shape, self.formula.sizes)

    def along(self, array: Array, order: int) -> range:
        """Return which axes of a tensor of an order are those of an array."""
        spare = max(order - len(array.shape), 0)
        start = spare if self.formula.convention is Convention.C else 0
        return range(start, start + len(array.shape))

    def stretch(self, array: Array, shape: Shape) -> Any:
        """Return the array in a joint shape."""
        return stretched(array, shape, self.along(array, len(shape)))

    def refuse(self, node: n.Expr, message: str) -> NoReturn:
        """Say that the node is understood but is no array expression of SymPy."""
        text, hint = self.formula.text, 'try form="sum"'
        raise UnsupportedError(message, text=text, span=node.span, hint=hint)


def number(context: Context, node: n.Number) -> Array:
    """``0.5`` is exactly one half."""
    return Array((), sympy.Rational(node.value.numerator, node.value.denominator))


def symbol(context: Context, node: n.Symbol) -> Array:
    """A declared tensor or number."""
    name = context.inference.declared_as(node)
    name = context.formula.symbols.resolve(name) or name
    shape = context.shape(node)
    return leaf(name, shape) if shape else Array((), sympy.Symbol(name, real=True))


def constant(context: Context, node: n.Constant) -> Array:
    """``𝟏 𝟎 𝑰``."""
    shape = context.shape(node)
    longer = [size_to_sympy(size) for size in shape if size != 1]
    match node.kind:
        case n.ConstantKind.ONES:
            return Array(shape, ones(shape))
        case n.ConstantKind.ZEROS:
            return Array(shape, a.ZeroArray(*longer) if longer else sympy.S.Zero)
    if len(longer) != 2:
        context.refuse(node, "SymPy's arrays have an identity of order 2 only")
    return Array(shape, sympy.Identity(longer[0]))


def negate(context: Context, node: n.Negate) -> Array:
    """``−X``."""
    return scaled(sympy.S.NegativeOne, context.array(node.operand))


def scaled(factor: Any, array: Array) -> Array:
    """Return a multiple."""
    if array.is_scalar:
        return Array(array.shape, factor * array.value)
    return Array(array.shape, a.ArrayTensorProduct(factor, array.value))


def binary(context: Context, node: n.Binary) -> Array:
    """An operator and its operands."""
    arm = _OPERATORS.get(node.op)
    if arm is None:
        context.refuse(node, f"{node.op.value} is no array expression of SymPy")
    return arm(context, node, context.array(node.left), context.array(node.right))


def _sum(sign: int) -> Combine:
    def arm(context: Context, node: n.Binary, left: Array, right: Array) -> Array:
        shape = context.shape(node)
        right = scaled(sympy.Integer(sign), right)
        parts = [context.stretch(array, shape) for array in (left, right)]
        return Array(shape, sum(parts) if is_scalar(shape) else a.ArrayAdd(*parts))

    return arm


def _quotient(context: Context, node: n.Binary, left: Array, right: Array) -> Array:
    return broadcast_product(context, node, left, entrywise(right, lambda x: 1 / x))


def broadcast_product(context: Context, node: n.Expr, left: Array, right: Array) -> Array:
    """``X ⊡ Y``: a diagonal of the tensor product."""
    shape = context.shape(node)
    parts = [(x.value, x.labels(context.along(x, len(shape)))) for x in (left, right)]
    longer = [axis for axis, size in enumerate(shape) if size != 1]
    return Array(shape, contracted(parts, longer))


def multiply(context: Context, node: n.Binary, left: Array, right: Array) -> Array:
    """``A B``: a contraction."""
    if left.is_scalar or right.is_scalar:
        factor, array = (left, right) if left.is_scalar else (right, left)
        return scaled(factor.value, array)
    if node.op is not n.Op.MATMUL and len(left.shape) == len(right.shape) == 1:
        return inner(context, left, right)
    parts = [(left.value, left.labels((0, 1))), (right.value, right.labels((1, 2)))]
    found = {label for _, labels in parts for label in labels}
    return Array(context.shape(node), contracted(parts, [k for k in (0, 2) if k in found]))


def _inner(context: Context, node: n.Binary, left: Array, right: Array) -> Array:
    return inner(context, left, right)


def inner(context: Context, left: Array, right: Array) -> Array:
    """Return the sum of the products of all entries."""
    order = max(len(left.shape), len(right.shape))
    parts = [(x.value, x.labels(context.along(x, order))) for x in (left, right)]
    return Array((), contracted(parts, []))


def transpose(context: Context, node: n.Transpose) -> Array:
    """``Xᵀ``."""
    array = context.array(node.operand)
    labels = array.labels((0, 1))
    value = contracted([(array.value, labels)], sorted(labels, reverse=True))
    return Array(context.shape(node), value)


def mode_product(context: Context, node: n.ModeProduct) -> Array:
    """``X ×_n A``."""
    array, matrix, mode = context.array(node.left), context.array(node.right), size_of(node.mode)
    if not isinstance(mode, int):
        context.refuse(node, "the mode is not known")
    shape = context.shape(node)
    new = -1
    own = array.labels(range(len(array.shape)))
    other = matrix.labels((new, mode - 1))
    kept = [new if k == mode - 1 else k for k, size in enumerate(shape) if size != 1]
    return Array(shape, contracted([(array.value, own), (matrix.value, other)], kept))


def apply(context: Context, node: n.Apply) -> Array:
    """A function of the entries, or one that rearranges or sums."""
    if context.formula.symbols.resolve(node.function) is not None or len(node.arguments) != 1:
        context.refuse(node, f"{node.function} is no array expression of SymPy")
    array = context.array(node.arguments[0])
    if node.function in _FUNCTIONS:
        return _FUNCTIONS[node.function](context, node, array)
    if node.function not in ENTRYWISE or node.parameters:
        context.refuse(node, f"{node.function} is no array expression of SymPy")
    return entrywise(array, ENTRYWISE[node.function])


def _modes(context: Context, node: n.Apply) -> list[int]:
    items = [
        part
        for item in node.parameters
        for part in (item.items if isinstance(item, n.Listing) else (item,))
    ]
    found = [size for item in items if isinstance(size := size_of(item), int)]
    if not found or len(found) < len(items):
        context.refuse(node, f"the modes of {node.function} are not known")
    return found


def _mode_sum(context: Context, node: n.Apply, array: Array) -> Array:
    gone = {mode - 1 for mode in _modes(context, node)}
    own = array.labels(range(len(array.shape)))
    value = contracted([(array.value, own)], [axis for axis in own if axis not in gone])
    return Array(context.shape(node), value)


def _permute(context: Context, node: n.Apply, array: Array) -> Array:
    modes = _modes(context, node)
    own = array.labels(range(len(array.shape)))
    shape = pad(array.shape, len(modes))
    kept = [mode - 1 for mode in modes if shape[mode - 1] != 1]
    return Array(context.shape(node), contracted([(array.value, own)], kept))


def _diag(context: Context, node: n.Apply, array: Array) -> Array:
    shape = context.shape(node)
    if sum(size != 1 for size in array.shape) != 1:
        context.refuse(node, "vec is no array expression of SymPy")
    identity = sympy.Identity(size_to_sympy(shape[0]))
    return Array(shape, contracted([(array.value, [0]), (identity, [0, 1])], [0, 1]))


def _trace(context: Context, node: n.Apply, array: Array) -> Array:
    return array if array.is_scalar else Array((), contracted([(array.value, [0, 0])], []))


def _total(context: Context, node: n.Apply, array: Array) -> Array:
    if node.parameters:
        context.refuse(node, f"{node.function} with a subscript has several meanings")
    own = array.labels(range(len(array.shape)))
    return Array((), contracted([(array.value, own)], []))


def broadcast_form(context: Context, node: n.BroadcastForm) -> Array:
    """``X^□``."""
    shape = context.shape(node)
    return Array(shape, context.stretch(context.array(node.operand), shape))


def inner_product(context: Context, node: n.Inner) -> Array:
    """``⟨a, b⟩``."""
    if node.weight is not None:
        context.refuse(node, "⟨·, ·⟩ with a weight is no array expression of SymPy")
    return inner(context, context.array(node.left), context.array(node.right))


def power(context: Context, node: n.Power) -> Array:
    """A power of a number or of the entries of a vector."""
    base, exponent = context.array(node.base), node.exponent
    entries = base.is_scalar or len(base.shape) == 1
    if not isinstance(exponent, n.Number) or exponent.value < 0 or not entries:
        context.refuse(node, "this power is no array expression of SymPy")
    value = sympy.Rational(exponent.value.numerator, exponent.value.denominator)
    return entrywise(base, lambda x: x**value)


_OPERATORS: Mapping[n.Op, Combine] = {
    **dict.fromkeys((n.Op.BOXDOT, n.Op.HADAMARD, n.Op.PENETRATING), broadcast_product),
    **dict.fromkeys((n.Op.BOXPLUS, n.Op.ADD), _sum(1)),
    **dict.fromkeys((n.Op.BOXMINUS, n.Op.SUBTRACT), _sum(-1)),
    **dict.fromkeys((n.Op.BOXSLASH, n.Op.OSLASH, n.Op.DIVIDE), _quotient),
    **dict.fromkeys((n.Op.MATMUL, n.Op.TIMES, n.Op.DOT), multiply),
    n.Op.FROBENIUS: _inner,
}
_FUNCTIONS: Mapping[str, Callable[[Context, n.Apply, Array], Array]] = {
    "𝒫": _mode_sum,
    "permute": _permute,
    "diag": _diag,
    **dict.fromkeys(("tr", "Tr", "trace"), _trace),
    **dict.fromkeys(("sum", "SUM"), _total),
}
ARMS: dict[type, Callable[[Context, Any], Array]] = {
    n.Number: number,
    n.Symbol: symbol,
    n.Constant: constant,
    n.Negate: negate,
    n.Binary: binary,
    n.Transpose: transpose,
    n.ModeProduct: mode_product,
    n.Apply: apply,
    n.BroadcastForm: broadcast_form,
    n.Inner: inner_product,
    n.Power: power,
}


def to_array(formula: Formula, inference: Inference) -> Any:
    """Return an expression as an array, whose axes are those that are longer than 1."""
    context = Context(formula, inference)
    statement = inference.statements[-1]
    if len(inference.statements) > 1 or len(statement.chain.sides) > 1:
        context.refuse(statement.chain.sides[0], "SymPy has no equations of arrays")
    return context.array(statement.chain.sides[0]).value

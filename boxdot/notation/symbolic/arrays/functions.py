"""Functions as array expressions: of the entries, or such that rearrange and sum."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import sympy

from boxdot.notation.algebra import to_sympy as size_to_sympy
from boxdot.notation.expressions import nodes as n
from boxdot.notation.shapes.padding import pad
from boxdot.notation.symbolic.arrays.context import Context
from boxdot.notation.symbolic.arrays.contracting import Array, contracted, entrywise
from boxdot.notation.symbolic.functions import ENTRYWISE


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


def _mode_sum(context: Context, node: n.Apply, array: Array) -> Array:
    gone = {mode - 1 for mode in context.modes(node)}
    own = array.labels(range(len(array.shape)))
    value = contracted([(array.value, own)], [axis for axis in own if axis not in gone])
    return Array(context.shape(node), value)


def _permute(context: Context, node: n.Apply, array: Array) -> Array:
    modes = context.modes(node)
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


_FUNCTIONS: Mapping[str, Callable[[Context, n.Apply, Array], Array]] = {
    "𝒫": _mode_sum,
    "permute": _permute,
    "diag": _diag,
    **dict.fromkeys(("tr", "Tr", "trace"), _trace),
    **dict.fromkeys(("sum", "SUM"), _total),
}

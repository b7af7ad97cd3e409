"""Norms of Julia and MATLAB, and how many entries are not zero."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from boxdot.notation.decoding import rearranging, reducing
from boxdot.notation.decoding.arrays import Array
from boxdot.notation.decoding.context import Context
from boxdot.notation.decoding.dotted.along import first_long
from boxdot.notation.decoding.dotted.values import Value, array_of, axes_of, size_of
from boxdot.notation.decoding.refusing import Refused
from boxdot.notation.expressions.nodes import Norm, Symbol

Given = Sequence[Value]
Named = Mapping[str, Value]

NONZERO = "!iszero"
"""What Julia counts: ``count(!iszero, X)``."""


def lengths(context: Context, given: Given, named: Named) -> Value:
    """``vecnorm(X, 2, dim)`` of MATLAB: along one axis, which stays."""
    array = array_of(given[0])
    order = size_of(given[1]) if len(given) > 1 else 2
    axes = axes_of(given[2]) if len(given) > 2 else [first_long(array)]
    kind = None if order == 2 else float(order) if isinstance(order, int) else "?"
    return reducing.norm(context, array, kind, axes, keep=True)


def norm(context: Context, given: Given, named: Named) -> Value:
    """``norm(x, p)``; of a matrix MATLAB has that of an operator, Julia that of the entries."""
    array = array_of(given[0])
    order = given[1] if len(given) > 1 else None
    kind = "fro" if order in ("fro", "Fro") else None
    if order is not None and kind is None:
        node = array_of(order).node
        size = None if node == Symbol("∞") else size_of(order)
        kind_number = (
            float("inf") if size is None else float(size) if isinstance(size, int) else 2.0
        )
        if kind_number != 2 and context.language == "MATLAB" and _is_matrix(array):
            raise Refused("norm of a matrix is one of an operator", 'write norm(X, "fro")')
        return reducing.norm(context, rearranging.ravel(array, "F"), kind_number, None, keep=False)
    if context.language == "MATLAB" and sum(size != 1 for size in array.shape) > 1 and not kind:
        raise Refused("norm of a matrix is its largest singular value", 'write norm(X, "fro")')
    return reducing.norm(context, array, kind, None, keep=False)


def _is_matrix(array: Array) -> bool:
    return sum(size != 1 for size in array.shape) > 1


def nonzeros(context: Context, given: Given, named: Named) -> Value:
    """``count(!iszero, X)`` of Julia: ‖X‖₀."""
    if given[0] != NONZERO or len(given) != 2 or named:
        raise Refused("only count(!iszero, X) is read")
    return Array(Norm(array_of(given[1]).node, "0"))

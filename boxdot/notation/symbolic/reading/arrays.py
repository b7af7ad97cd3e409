"""Array expressions of SymPy entry by entry: contractions are sums, diagonals repeat an index."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

import sympy
from sympy.tensor.array import expressions as a
from sympy.tensor.array.expressions.array_expressions import (
    ArrayElement,
    _ArrayExpr,
    _CodegenArrayAbstract,
    get_shape,
)

from boxdot.grammar.errors import UnsupportedError
from boxdot.notation.expressions.nodes import Expr
from boxdot.notation.symbolic.forms import IndexedForm
from boxdot.notation.symbolic.names import index, index_names
from boxdot.notation.symbolic.reading.context import Context

Positions = Sequence[Any]
KINDS = (_ArrayExpr, _CodegenArrayAbstract)


def indexed_form(found: Any) -> IndexedForm:
    """Return the entry of an array expression at free indices.

    >>> X, y = a.ArraySymbol("X", (2, 3)), a.ArraySymbol("y", (2,))
    >>> indexed_form(a.ArrayDiagonal(a.ArrayTensorProduct(X, y), (0, 2))).expression
    X[j, i]*y[j]
    """
    taken = {str(symbol) for symbol in found.free_symbols}
    taken |= {str(symbol.name) for symbol in found.atoms(a.ArraySymbol)}
    names = index_names(taken)
    shape = get_shape(found)
    at = tuple(index(next(names)) for _ in shape)
    return IndexedForm(at, tuple(shape), sympy.sympify(_Entries(names).at(found, at)))


def element(context: Context, found: Any) -> Expr:
    """``A[i, j, 0]``, whose indices count from 0."""
    places = tuple(place + 1 for place in found.indices)
    return context.node(_symbol(found.name, places))


def _symbol(symbol: Any, at: Positions) -> Any:
    base = sympy.IndexedBase(str(symbol.name), shape=tuple(symbol.shape), real=True)
    return base[tuple(at)]


class _Entries:
    """The entries of array expressions; each sum has an index of its own."""

    def __init__(self, names: Iterator[str]) -> None:
        self.names = names

    def at(self, found: Any, at: Positions) -> Any:
        """Return the entry at positions, which count from 1."""
        if not get_shape(found):
            at = ()
        for kind, entry in _ENTRIES.items():
            if isinstance(found, kind):
                return entry(self, found, at)
        if isinstance(found, sympy.MatrixExpr):
            return found[tuple(place - 1 for place in at)]
        if at or not isinstance(found, sympy.Expr):
            raise UnsupportedError(f"{type(found).__name__} of SymPy has no counterpart here")
        return found

    def summed(self, size: Any, body: Callable[[Any], Any]) -> Any:
        """Return the sum along an axis."""
        if size == 1:
            return body(sympy.S.One)
        k = index(next(self.names))
        return sympy.Sum(body(k), (k, 1, size))


def _sum(entries: _Entries, found: Any, at: Positions) -> Any:
    return sympy.Add(*(entries.at(part, at) for part in found.args))


def _product(entries: _Entries, found: Any, at: Positions) -> Any:
    """The axes of a tensor product are those of its factors, one after the other."""
    factors, start = [], 0
    for part in found.args:
        order = len(get_shape(part))
        factors.append(entries.at(part, at[start : start + order]))
        start += order
    return sympy.Mul(*factors)


def _contraction(entries: _Entries, found: Any, at: Positions) -> Any:
    """Axes that are contracted together have one index, which is summed over."""
    shape, groups = get_shape(found.expr), list(found.contraction_indices)
    free = [axis for axis in range(len(shape)) if not any(axis in group for group in groups)]

    def summed(pending: list[Any], known: dict[int, Any]) -> Any:
        if not pending:
            return entries.at(found.expr, [known[axis] for axis in range(len(shape))])
        group, *others = pending
        return entries.summed(
            shape[group[0]], lambda k: summed(others, {**known, **dict.fromkeys(group, k)})
        )

    return summed(groups, dict(zip(free, at, strict=True)))


def _diagonal(entries: _Entries, found: Any, at: Positions) -> Any:
    """Axes of which the diagonal is taken have one index; they come last."""
    shape, groups = get_shape(found.expr), list(found.diagonal_indices)
    free = [(n,) for n in range(len(shape)) if not any(n in group for group in groups)]
    known = {
        axis: k for group, k in zip([*free, *groups], at, strict=True) for axis in tuple(group)
    }
    return entries.at(found.expr, [known[axis] for axis in range(len(shape))])


def _permutation(entries: _Entries, found: Any, at: Positions) -> Any:
    order = found.permutation.array_form
    return entries.at(found.expr, [at[order.index(axis)] for axis in range(len(order))])


_ENTRIES: Mapping[type, Callable[[_Entries, Any, Positions], Any]] = {
    a.ArraySymbol: lambda entries, found, at: _symbol(found, at),
    a.ZeroArray: lambda entries, found, at: sympy.S.Zero,
    a.OneArray: lambda entries, found, at: sympy.S.One,
    sympy.Identity: lambda entries, found, at: sympy.KroneckerDelta(*at),
    a.ArrayAdd: _sum,
    a.ArrayTensorProduct: _product,
    a.ArrayContraction: _contraction,
    a.ArrayDiagonal: _diagonal,
    a.PermuteDims: _permutation,
    a.ArrayElementwiseApplyFunc: lambda entries, found, at: found.function(
        entries.at(found.expr, at)
    ),
}
"""What the entry of each kind of array is."""

__all__ = ["KINDS", "ArrayElement", "element", "indexed_form"]

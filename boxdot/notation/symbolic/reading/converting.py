"""The table from classes of SymPy to what reads them, and the way back to a formula."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import sympy
from sympy.matrices.expressions.applyfunc import ElementwiseApplyFunction
from sympy.matrices.expressions.matexpr import MatrixElement
from sympy.tensor.indexed import Idx

from boxdot.grammar.errors import UnsupportedError
from boxdot.notation.expressions.formula import Formula
from boxdot.notation.expressions.nodes import Chain, ConstantKind, Relation
from boxdot.notation.expressions.symbols import Symbols
from boxdot.notation.printing import to_text
from boxdot.notation.symbolic.forms import IndexedForm
from boxdot.notation.symbolic.reading import arrays
from boxdot.notation.symbolic.reading import matrices as m
from boxdot.notation.symbolic.reading import scalars as s
from boxdot.notation.symbolic.reading.context import Arm, Context, size_of

ARMS: Mapping[type, Arm] = {
    sympy.Integer: s.integer,
    sympy.Rational: s.rational,
    sympy.Float: s.decimal,
    sympy.Symbol: s.symbol,
    Idx: s.symbol,
    type(sympy.pi): s.named("π"),
    type(sympy.E): s.named("e"),
    sympy.Add: s.add,
    sympy.Mul: s.multiply,
    sympy.Pow: s.power,
    sympy.KroneckerDelta: s.delta,
    sympy.Function: s.function,
    sympy.Max: s.function,
    sympy.Min: s.function,
    sympy.Indexed: s.indexed,
    sympy.Sum: s.total,
    sympy.Product: s.total,
    sympy.MatrixSymbol: m.matrix_symbol,
    sympy.MatMul: m.product,
    sympy.MatAdd: m.add,
    sympy.HadamardProduct: m.hadamard,
    sympy.HadamardPower: m.hadamard_power,
    sympy.OneMatrix: m.filled(ConstantKind.ONES),
    sympy.ZeroMatrix: m.filled(ConstantKind.ZEROS),
    sympy.Identity: m.identity,
    sympy.Transpose: m.transpose,
    sympy.Inverse: m.inverse,
    sympy.MatPow: m.power,
    sympy.Trace: m.trace,
    sympy.Determinant: m.applied("det"),
    sympy.DiagMatrix: m.applied("diag"),
    sympy.KroneckerProduct: m.kronecker,
    MatrixElement: m.element,
    arrays.ArrayElement: arrays.element,
    sympy.BlockMatrix: m.block,
    ElementwiseApplyFunction: m.entrywise,
    sympy.MatrixBase: m.explicit,
}
"""The most special class that is here decides."""

RELATIONS: Mapping[type, Relation] = {
    sympy.Eq: Relation.EQUAL,
    sympy.Ne: Relation.NOT_EQUAL,
    sympy.Le: Relation.LESS_EQUAL,
    sympy.Lt: Relation.LESS,
    sympy.Ge: Relation.GREATER_EQUAL,
    sympy.Gt: Relation.GREATER,
}


def from_sympy(found: Any, symbols: Symbols | None = None) -> Formula:
    """Return a SymPy object as a formula, with what it says of shapes as declarations.

    Parameters
    ----------
    found
        An expression over ``MatrixSymbol``, ``Indexed`` with ``Sum``, numbers and functions, a
        relation between two of them, a conjunction of relations that are a chain, an
        :class:`IndexedForm`, or an array expression, which is read entry by entry.
    symbols
        Declarations of what SymPy says no shape of.

    Examples
    --------
    >>> from sympy import HadamardProduct, MatrixSymbol, symbols
    >>> n, m = symbols("n m")
    >>> X, Y = MatrixSymbol("X", n, m), MatrixSymbol("Y", n, m)
    >>> formula = from_sympy(2 * HadamardProduct(X, Y).T)
    >>> formula.text, formula.symbols["X"].shape
    ('2 (Xᵀ ⊙ Yᵀ)', ('n', 'm'))
    """
    context = Context(ARMS, symbols or Symbols())
    if isinstance(found, arrays.KINDS):
        found = arrays.indexed_form(found)
    if isinstance(found, IndexedForm):
        pairs = zip(found.indices, found.sizes, strict=True)
        ranges = {k: None if size is None else size_of(size) for k, size in pairs}
        context = context.within(ranges)
        found = found.expression
    try:
        found = sympy.sympify(found, strict=True)
        chain = _chain(context.within(_free_indices(context, found)), found)
    except RecursionError:
        raise UnsupportedError("the expression is nested too deeply") from None
    except sympy.SympifyError:
        raise UnsupportedError(f"{type(found).__name__} is no object of SymPy") from None
    known = Symbols(d for name, d in context.declared.items() if name not in context.sizes)
    return Formula(to_text(chain, symbols=known), (chain,), known)


def _free_indices(context: Context, found: Any) -> dict[Any, None]:
    """Return the symbols that stand as subscripts and that no sum binds: they are no numbers."""
    subscripts = [place for entry in found.atoms(sympy.Indexed) for place in entry.indices]
    subscripts += [p for e in found.atoms(MatrixElement) for p in e.args[1:]]
    subscripts += [p for e in found.atoms(arrays.ArrayElement) for p in e.indices]
    subscripts += [p for e in found.atoms(sympy.KroneckerDelta) for p in e.args if p.is_Symbol]
    used = {symbol for place in subscripts for symbol in place.free_symbols}
    return {x: None for x in used if x not in context.ranges and not isinstance(x, sympy.Indexed)}


def _chain(context: Context, found: Any) -> Chain:
    links = _links(list(found.args) if isinstance(found, sympy.And) else [found])
    if links is None:
        return Chain((context.node(found),))
    sides = [links[0].args[0], *(link.args[1] for link in links)]
    nodes = tuple(context.node(side) for side in sides)
    return Chain(nodes, tuple(RELATIONS[type(link)] for link in links))


def _links(relations: list[Any]) -> list[Any] | None:
    """Return relations in the order of a chain: each starts where the one before ends."""
    if any(type(relation) not in RELATIONS for relation in relations):
        return None
    ends = {relation.args[1] for relation in relations}
    starts = [relation for relation in relations if relation.args[0] not in ends]
    ordered = starts[:1] or relations[:1]
    while len(ordered) < len(relations):
        follow = [r for r in relations if r.args[0] == ordered[-1].args[1] and r not in ordered]
        if len(follow) != 1:
            raise UnsupportedError("these relations are no chain", hint="convert them one by one")
        ordered += follow
    return ordered

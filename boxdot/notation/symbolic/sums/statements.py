"""Statements entry by entry: free indices, relations between sides, what is defined before."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

import sympy

from boxdot.notation.algebra import Size
from boxdot.notation.algebra import to_sympy as size_to_sympy
from boxdot.notation.expressions import nodes as n
from boxdot.notation.expressions.formula import Formula
from boxdot.notation.inference import Inference, Statement
from boxdot.notation.symbolic.forms import IndexedForm
from boxdot.notation.symbolic.names import assumed, index, index_names, sizes_to_sympy
from boxdot.notation.symbolic.relations import related
from boxdot.notation.symbolic.sums.context import Arm, Context, Positions, Value
from boxdot.notation.symbolic.sums.functions import apply
from boxdot.notation.symbolic.sums.indexing import block, indicator, reduce
from boxdot.notation.symbolic.sums.indexing import index as indexed
from boxdot.notation.symbolic.sums.leaves import constant, number, symbol
from boxdot.notation.symbolic.sums.norms import inner_product, marginal, norm, power
from boxdot.notation.symbolic.sums.operators import binary, mode_product, negate, transpose
from boxdot.notation.symbolic.sums.reshaping import broadcast_form

ARMS: dict[type, Arm] = {
    n.Number: number,
    n.Symbol: symbol,
    n.Constant: constant,
    n.Negate: negate,
    n.Transpose: transpose,
    n.Power: power,
    n.Binary: binary,
    n.ModeProduct: mode_product,
    n.Apply: apply,
    n.BroadcastForm: broadcast_form,
    n.Marginal: marginal,
    n.Norm: norm,
    n.Inner: inner_product,
    n.Reduce: reduce,
    n.Index: indexed,
    n.Indicator: indicator,
    n.Block: block,
}


def to_sum(formula: Formula, inference: Inference) -> IndexedForm:
    """Return the last statement entry by entry, with what the others define put in."""
    context = Context(formula, inference, ARMS, taken=_names(formula, inference))
    for statement in inference.statements[:-1]:
        _define(context, statement)
    return _indexed(context, inference.statements[-1])


def _names(formula: Formula, inference: Inference) -> set[str]:
    """Return what no index may be called: names, what decorates them (``A^(k)``), and sizes."""
    names = {*formula.symbols, *(symbol.name for symbol in inference.unknown)}
    names |= {part for name in names for part in re.findall(r"\w+", name.replace("_", " "))}
    for declaration in formula.symbols.values():
        names.update(*({str(size)} for size in declaration.shape or ()))
    return names


def _indexed(context: Context, statement: Statement) -> IndexedForm:
    free = _free(statement)
    context.taken.update(free)
    scoped = context.within({name: index(name) for name in free})
    sides = _sides(scoped, statement)
    shape = _joint(sides)
    names = index_names(context.taken)
    own = tuple(index(next(names)) for _ in shape)
    context.taken.update(symbol.name for symbol in own)
    entries = [side.at(own) for side in sides]
    sizes = [*free.values(), *shape]
    return IndexedForm(
        (*map(index, free), *own),
        tuple(None if size is None else size_to_sympy(size) for size in sizes),
        related(entries, statement.chain.relations),
    )


def _free(statement: Statement) -> dict[str, Size | None]:
    """Return the indices that nothing binds; in index form, in the order of the left side."""
    form = statement.index_form
    if form is None:
        return dict(statement.free)
    return {name: form.sizes.get(name) for name in form.layout if name is not None}


def _sides(context: Context, statement: Statement) -> list[Value]:
    numbers = range(len(statement.chain.sides))
    known = [
        None if _is_new(context, statement, k) else _side(context, statement, k) for k in numbers
    ]
    return [side or _named(context, statement, k, known) for k, side in enumerate(known)]


def _side(context: Context, statement: Statement, number: int) -> Value:
    """Return a side; an index that it repeats is summed over (Einstein)."""
    side, form = statement.chain.sides[number], statement.index_form
    if form is None or number >= form.count or not form.summed[number]:
        return context.value(side)
    dummies = {name: sympy.Dummy(name, **assumed()) for name in form.summed[number]}
    body = context.within(dummies).value(side)

    def entry(at: Positions) -> Any:
        found = body.entry(at)
        for name, dummy in dummies.items():
            found = _summed(context, found, dummy, form.sizes[name], name)
        return found

    return context.make(body.shape, entry)


def _summed(context: Context, body: Any, dummy: Any, size: Size | None, name: str) -> Any:
    """Return the sum of a body along an axis; one that tells no size has length 1."""
    high = size_to_sympy(1 if size is None else size)
    return context.total_between(sympy.S.One, high, lambda k: body.xreplace({dummy: k}), name=name)


def _named(
    context: Context, statement: Statement, number: int, sides: Sequence[Value | None]
) -> Value:
    """Return a name that is being defined without a declaration, as a tensor or an entry."""
    target = statement.chain.sides[number]
    shape = next((side.shape for side in sides if side is not None), ())
    if isinstance(target, n.Symbol):
        if not shape:
            return context.scalar(lambda: sympy.Symbol(target.name, real=True))
        base = sympy.IndexedBase(target.name, shape=sizes_to_sympy(shape), real=True)
        return context.make(shape, lambda at: base[at])
    if not isinstance(target, n.Index) or not isinstance(target.base, n.Symbol):
        context.refuse(target, "what is defined here is not clear")
    subscripts = tuple(map(context.number, (*target.subscripts, *target.superscripts)))
    entries = sympy.IndexedBase(target.base.name, real=True)
    return context.make(shape, lambda at: entries[(*at, *subscripts)])


def _is_new(context: Context, statement: Statement, number: int) -> bool:
    """Whether a side is a name that only this statement tells anything of."""
    target = statement.chain.sides[number]
    base = target.base if isinstance(target, n.Index) else target
    if number not in statement.defined or not isinstance(base, n.Symbol):
        return False
    return context.resolved(base) not in {*context.formula.symbols, *context.definitions}


def _joint(sides: Sequence[Value]) -> tuple[Size, ...]:
    """Return the shape of a statement: that of its sides, which agree up to axes of length 1."""
    longest = max(sides, key=lambda side: len(side.shape))
    return longest.shape


def _define(context: Context, statement: Statement) -> None:
    """Let what a statement defines stand for its other side from now on."""
    others = [k for k in range(len(statement.chain.sides)) if k not in statement.defined]
    for place in statement.defined:
        target = statement.chain.sides[place]
        if not others:
            return
        if isinstance(target, n.Symbol):
            value = _side(context, statement, others[0])
            context.definitions[context.resolved(target)] = value
        elif isinstance(target, n.Index) and isinstance(target.base, n.Symbol):
            _define_entries(context, statement, target.base, others[0])


def _define_entries(context: Context, statement: Statement, target: n.Symbol, number: int) -> None:
    form = statement.index_form
    if form is None:
        context.refuse(target, "a definition of slices cannot be put in")
    dummies = {name: sympy.Dummy(name, **assumed()) for name in form.layout if name}
    value = _side(context.within(dummies), statement, number)

    def entry(at: Positions) -> Any:
        places = {dummies[name]: p for name, p in zip(form.layout, at, strict=True) if name}
        return value.entry(()).xreplace(places)

    shape = tuple(1 if name is None else form.sizes[name] or 1 for name in form.layout)
    context.definitions[context.resolved(target)] = context.make(shape, entry)

"""Statements: the sides of a chain in index form, and what a statement defines."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from boxdot.notation.expressions.formula import Formula
from boxdot.notation.expressions.nodes import Expr, Symbol
from boxdot.notation.expressions.nodes import Index as IndexNode
from boxdot.notation.indexform.arithmetic import total
from boxdot.notation.indexform.indices import Index, Place, indices_of
from boxdot.notation.indexform.tensors import Tensor
from boxdot.notation.indexform.translating.arms import ARMS
from boxdot.notation.indexform.translating.context import Context
from boxdot.notation.indexform.translating.leaves import resolved
from boxdot.notation.inference import Inference, Statement
from boxdot.notation.inference.singles import single_indices


@dataclass(slots=True)
class Translated:
    """A formula whose sides are put in index form one after the other, as they are asked for.

    >>> from boxdot.notation.inference import infer
    >>> from boxdot.notation.reading import read
    >>> formula = read("A B = B A", "A, B ∈ R^{n×n}")
    >>> sides = translate(formula, infer(formula))
    >>> left, right = (sides.side(0, number) for number in (0, 1))
    >>> len(left.axes)
    2
    """

    context: Context
    scopes: list[dict[str, Place]]

    def side(self, statement: int, number: int) -> Tensor:
        """Return a side of a statement; indices that nothing binds are shared by its sides."""
        found = self.context.inference.statements[statement]
        form = found.index_form
        with self.context.scope(self.scopes[statement]):
            tensor = self.context.tensor(found.chain.sides[number])
        if form is None:
            return tensor
        places = [self.scopes[statement].get(name, ()) for name in form.summed[number]]
        return Tensor(tensor.axes, total(tensor.form, indices_of(places)))

    def define(self, statement: int, number: int, value: Tensor, written: Expr) -> None:
        """Let a side that is a name stand for a tensor, as it is written, from now on."""
        found = self.context.inference.statements[statement]
        side = found.chain.sides[number]
        scope = self.scopes[statement]
        match side:
            case Symbol():
                name = resolved(self.context, side)
                self.context.definitions[name] = value
                self.context.generic[name] = written
            case IndexNode(base=Symbol() as base) if found.index_form is not None:
                layout = found.index_form.layout
                axes = tuple(() if name is None else scope.get(name, ()) for name in layout)
                self.context.definitions[resolved(self.context, base)] = Tensor(axes, value.form)
            case IndexNode():
                names = {s.name for s in side.subscripts if isinstance(s, Symbol)}
                parameters = {name: scope[name] for name in names & scope.keys()}
                self.context.families[side] = (parameters, value)


def translate(
    formula: Formula, inference: Inference, nonnegative: Iterable[str] = ()
) -> Translated:
    """Prepare the translation of a formula whose shapes are inferred.

    ``nonnegative`` are symbols that are assumed to have no negative entry.
    """
    context = Context(formula, inference, ARMS, nonnegative=set(nonnegative))
    return Translated(context, [_scope(context, found) for found in inference.statements])


def _scope(context: Context, statement: Statement) -> dict[str, Place]:
    """Give every index that nothing binds a place."""
    sizes = dict(statement.free)
    if statement.index_form is not None:
        sizes |= statement.index_form.sizes
    places: dict[str, Place] = {}
    single = single_indices(context.inference, statement.chain) if None in sizes.values() else ()
    for name, size in sizes.items():
        if size is None and name in single:
            places[name] = ()
        elif size is not None:
            size = context.bound_size(size)
            places[name] = () if size == 1 else (Index(size),)
    return places


def names_defined(side: Expr) -> str | None:
    """Return the name that a side would define."""
    match side:
        case Symbol(name=name) | IndexNode(base=Symbol(name=name)):
            return name
    return None

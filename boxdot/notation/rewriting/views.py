"""A formula with the shape of every node, in which rules are tried and replacements made."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, fields, replace
from typing import Any

from boxdot.grammar.errors import UnsupportedError
from boxdot.notation.expressions.formula import Formula
from boxdot.notation.expressions.nodes import BroadcastForm, Chain, Expr, Marginal, Node, Relation
from boxdot.notation.expressions.walking import children
from boxdot.notation.inference import Inference, infer
from boxdot.notation.inference.arms import ARMS
from boxdot.notation.inference.session import Session
from boxdot.notation.rewriting.trees import AnyNode, depends_on_surroundings, is_open, mapped
from boxdot.notation.shapes.padding import same_shape
from boxdot.notation.shapes.sizes import Shape


@dataclass(frozen=True, slots=True)
class View:
    """A formula with the shapes of its nodes.

    Parameters
    ----------
    formula, inference
        The formula and what is inferred of it. Views that follow from one another share one table
        of shapes: most nodes are the same.
    origin
        The formula from which it was derived: it tells the shapes that a ``fold_n`` lost.
    alive
        Every node that was ever looked at: shapes are found by the identity of nodes.
    bound
        For each node, whether its meaning depends on what stands around it.
    """

    formula: Formula
    inference: Inference
    origin: Formula
    alive: list[object] = field(default_factory=list)
    bound: dict[int, bool] = field(default_factory=dict)

    @classmethod
    def of(cls, formula: Formula, origin: Formula | None = None) -> View:
        """Return the view of a formula, everything inferred anew."""
        told = formula if origin is None else _told(formula, origin)
        inference = infer(told, fixes=False)
        return cls(formula, inference, origin or formula, [formula, told])

    def shape(self, node: Expr) -> Shape | None:
        """Return the shape of a node, None where it is not known."""
        return self.inference.shape(node)

    def is_bound(self, node: Expr) -> bool:
        """Return whether something in a node has its meaning from what stands around it.

        A square has a partner, a ``fold_n`` and ``…`` a shape there.
        """
        known = self.bound.get(id(node))
        if known is None:
            here = isinstance(node, BroadcastForm | Marginal) or is_open(node)
            known = here or any(map(self.is_bound, children(node)))
            self.bound[id(node)] = known
            self.alive.append(node)
        return known

    def shape_of(self, node: Expr) -> Shape | None:
        """Return the shape of a node that may be new."""
        return self.shape(node) or self.extended(node, None)

    def extended(self, new: Expr, expected: Shape | None) -> Shape | None:
        """Infer the shape of a new expression from the known shapes of what it is made of.

        None if it is not well-shaped by itself.
        """
        session = _Extending(self.formula, ARMS)
        session.result.shapes = self.inference.shapes
        session.chain = Chain((new,))
        self.alive.append(new)
        shape = session.shape(new, expected)
        self.alive.append(session.kept)
        return None if session.findings or session.unknown else shape

    def exchanged(self, node: AnyNode, old: Expr, new: Expr) -> AnyNode:
        """Return the node with one expression in it exchanged; what is around keeps its shape."""
        changes = {}
        for each in fields(node):
            value = getattr(node, each.name)
            changed = self._exchanged(value, old, new)
            if changed is not value:
                changes[each.name] = changed
        if not changes:
            return node
        result = replace(node, **changes)
        if id(node) in self.inference.shapes:
            self.inference.shapes[id(result)] = self.inference.shapes[id(node)]
        self.alive.append(result)
        return result

    def _exchanged(self, value: Any, old: Expr, new: Expr) -> Any:
        """Any: whatever a field holds."""
        if value is old:
            return new
        if isinstance(value, Node):
            return self.exchanged(value, old, new)
        if isinstance(value, tuple):
            items = tuple(self._exchanged(item, old, new) for item in value)
            return items if any(a is not b for a, b in zip(items, value, strict=True)) else value
        return value

    def with_formula(self, formula: Formula) -> View:
        """Return the view of a formula whose nodes have all been looked at."""
        self.alive.append(formula)
        return replace(self, formula=formula, inference=replace(self.inference, formula=formula))

    def fresh(self) -> Callable[[Expr], Expr]:
        """Return what puts an expression in several places: itself, then copies of it."""
        used: set[int] = set()

        def once(node: Expr) -> Expr:
            if id(node) not in used:
                used.add(id(node))
                return node
            return self.copied(node)

        return once

    def copied(self, node: Expr) -> Expr:
        """Return a copy whose nodes have the shapes of the nodes copied."""
        copy = self._copied(node)
        self.alive.append(copy)
        return copy

    def _copied(self, node: AnyNode) -> AnyNode:
        copy = mapped(node, self._copied)
        if id(node) in self.inference.shapes:
            self.inference.shapes[id(copy)] = self.inference.shapes[id(node)]
        return copy


def _told(formula: Formula, origin: Formula) -> Formula:
    """Return the formula with each lone side, if it may lack a shape, equal to its origin."""
    statements = tuple(
        Chain((old.sides[0], new.sides[0]), (Relation.EQUAL,), new.shape)
        if len(new.sides) == 1 and new != old and depends_on_surroundings(new.sides[0])
        else new
        for old, new in zip(origin.statements, formula.statements, strict=True)
    )
    return replace(formula, statements=statements)


class _Extending(Session):
    """An inference that goes down only to what is known."""

    def shape(self, node: Expr, expected: Shape | None = None) -> Shape | None:
        """Return the shape of a node."""
        known = self.result.shapes.get(id(node))
        return known if known is not None else super().shape(node, expected)


def replaced(
    view: View, statement: int, place: int, old: Expr, new: Expr, side: Expr
) -> View | None:
    """Return the view with one side changed, None if a shape would change.

    Parameters
    ----------
    view
        The view before.
    statement, place
        The numbers of the statement and of its side.
    old, new
        What was replaced by what.
    side
        The whole side after it.
    """
    formula = with_side(view.formula, statement, place, side)
    shape = view.shape(old)
    if view.inference.problems or view.is_bound(old) or view.is_bound(new):
        return _inferred(view, formula, shape, new)
    found = view.extended(new, shape)
    if shape is None or found is None or not same_shape(shape, found, formula.convention):
        return None
    return view.with_formula(formula)


def with_side(formula: Formula, statement: int, place: int, side: Expr) -> Formula:
    """Return the formula with one side changed."""
    chain = formula.statements[statement]
    chain = replace(chain, sides=(*chain.sides[:place], side, *chain.sides[place + 1 :]))
    kept = formula.statements
    return replace(formula, statements=(*kept[:statement], chain, *kept[statement + 1 :]))


def _inferred(view: View, formula: Formula, shape: Shape | None, new: Expr) -> View | None:
    """Return the view of the formula with everything inferred anew, None if it is not as good."""
    try:
        after = View.of(formula, view.origin)
    except UnsupportedError:
        return None
    if len(after.inference.problems) > len(view.inference.problems):
        return None
    found = after.shape(new)
    if shape is None or found is None or not same_shape(shape, found, formula.convention):
        return None
    return None if loose(after) else after


def loose(view: View) -> bool:
    """Return whether something takes its shape from its surroundings, and they tell none."""
    sides = (side for chain in view.formula.statements for side in chain.sides)
    return any(_is_loose(view, side) for side in sides if depends_on_surroundings(side))


def _is_loose(view: View, node: Expr) -> bool:
    if is_open(node) and hasattr(node, "function") and view.shape(node) is None:
        return True
    return any(_is_loose(view, child) for child in children(node))

"""A formula with the shape of every node, in which rules are tried and replacements made."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

from boxdot.grammar.errors import UnsupportedError
from boxdot.notation.expressions.formula import Formula
from boxdot.notation.expressions.nodes import (
    BroadcastForm,
    Chain,
    Constant,
    Dots,
    Expr,
    Index,
    Marginal,
    Minimise,
    Node,
    Reduce,
    Relation,
)
from boxdot.notation.expressions.walking import children, descendants, parts
from boxdot.notation.inference import Inference, infer
from boxdot.notation.inference.arms import ARMS
from boxdot.notation.inference.session import Session
from boxdot.notation.rewriting.trees import AnyNode, depends_on_surroundings, is_open, mapped
from boxdot.notation.shapes.broadcasting import Comparison
from boxdot.notation.shapes.judging import Verdict
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
    barren
        The rules that say nothing of a node, for each table of shapes, which a node outlives.
    """

    formula: Formula
    inference: Inference
    origin: Formula
    alive: list[object] = field(default_factory=list)
    bound: dict[int, bool] = field(default_factory=dict)
    barren: set[tuple[int, int]] = field(default_factory=set)

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

    def is_barren(self, rule: object, node: Expr) -> bool:
        """Return whether a rule was found to say nothing of a node, which a step leaves so."""
        return (id(rule), id(node)) in self.barren

    def tell_barren(self, rule: object, node: Expr) -> None:
        """Remember that a rule, of those that are made once, says nothing of a node."""
        self.barren.add((id(rule), id(node)))
        self.alive.append(node)

    def shape_of(self, node: Expr) -> Shape | None:
        """Return the shape of a node that may be new."""
        return self.shape(node) or self.extended(node, None)

    def extended(
        self, new: Expr, expected: Shape | None, anew: frozenset[int] = frozenset()
    ) -> Shape | None:
        """Infer the shape of a new expression from the known shapes of what it is made of.

        None if it is not well-shaped by itself. ``anew`` are nodes whose shapes are not taken over.
        """
        session = _Extending(self.formula, ARMS)
        session.anew = anew
        session.result.shapes = self.inference.shapes
        session.chain = Chain((new,))
        self.alive.append(new)
        try:
            shape = session.shape(new, expected)
        except _UnfitError:
            shape = None
        self.alive.append(session.kept)
        return None if session.unknown else shape

    def exchanged(self, node: AnyNode, old: Expr, new: Expr) -> AnyNode:
        """Return the node with one expression in it exchanged; what is around keeps its shape."""
        changes = {}
        for name in parts(type(node)):
            value = getattr(node, name)
            changed = self._exchanged(value, old, new)
            if changed is not value:
                changes[name] = changed
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


class _UnfitError(Exception):
    """Something is wrong with a new expression; nobody asks what."""


class _Extending(Session):
    """An inference that goes down only to what is known, and stops where something is wrong."""

    anew: frozenset[int]

    def demand(self, comparison: Comparison, *_: Any, **__: Any) -> Verdict:
        """Any: what else a demand is told would only go into the message."""
        if comparison.condition:
            raise _UnfitError
        return Verdict.HOLDS

    def complain(self, *_: Any, **__: Any) -> None:
        """Any: as in ``demand``."""
        raise _UnfitError

    def shape(self, node: Expr, expected: Shape | None = None) -> Shape | None:
        """Return the shape of a node."""
        known = None if id(node) in self.anew else self.result.shapes.get(id(node))
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
        told = _told_to(view, statement, place, side)
        if told is None:
            return _inferred(view, formula, shape, new)
        return _fitted(view, formula, told, (side, shape, new))
    found = view.extended(new, shape)
    if shape is None or found is None or not same_shape(shape, found, formula.convention):
        return None
    return view.with_formula(formula)


def _told_to(view: View, statement: int, place: int, side: Expr) -> Shape | None:
    """Return the shape that other sides tell a side, None if only the whole inference knows.

    What runs over an index, or has a partner elsewhere, is left to the whole inference.
    """
    chain, defined = (
        view.formula.statements[statement],
        view.inference.statements[statement].defined,
    )
    if view.inference.problems or Relation.EQUIVALENT in chain.relations or chain.shape is not None:
        return None
    if any(_is_elsewhere(n) for s in (side, *chain.sides) for n in (s, *descendants(s))):
        return None
    if len(chain.sides) == 1:
        return view.shape(chain.sides[0])
    for number, other in enumerate(chain.sides):
        if number not in (place, *defined) and not depends_on_surroundings(other):
            return view.shape(other)
    return None


_ELSEWHERE = (Reduce, Index, BroadcastForm, Marginal, Minimise, Dots)


def _is_elsewhere(node: Expr) -> bool:
    """Return whether more than a shape must be told to a node by what stands around it."""
    return isinstance(node, _ELSEWHERE) or (isinstance(node, Constant) and node.sizes is None)


def _fitted(
    view: View, formula: Formula, told: Shape, change: tuple[Expr, Shape | None, Expr]
) -> View | None:
    """Return the view of a formula whose new side gets a shape told, None if that is not enough."""
    side, shape, new = change
    told_by_place = (n for n in (side, *descendants(side)) if view.is_bound(n))
    anew = frozenset(map(id, (*_around(side, new), *told_by_place)))
    shapes = view.inference.shapes
    before = {key: shapes[key] for key in anew if key in shapes}
    fits = view.extended(side, told, anew) is not None and not _is_loose(view, side)
    changed = any(shapes[key] != known for key, known in before.items())
    shapes.update(before)
    if fits and changed:  # a node that the view before has too got another shape
        return _inferred(view, formula, shape, new)
    found = view.shape(new) if fits else None
    if shape is None or found is None or not same_shape(shape, found, formula.convention):
        return None
    return view.with_formula(formula)


def _around(node: Expr, inner: Expr) -> list[Expr]:
    """Return the nodes within which one stands, and itself; nothing if it is not there."""
    if node is inner:
        return [node]
    found = next((path for child in children(node) if (path := _around(child, inner))), [])
    return [node, *found] if found else []


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
    return None if loose(after) else _with_memory(after, view)


def _with_memory(after: View, before: View) -> View:
    """Return the view with what is known of the nodes that it shares, if they kept their shapes."""
    known = before.inference.shapes
    if any(known.get(key, shape) != shape for key, shape in after.inference.shapes.items()):
        return after
    before.alive.extend(after.alive)
    return replace(after, alive=before.alive, bound=before.bound, barren=before.barren)


def loose(view: View) -> bool:
    """Return whether something takes its shape from its surroundings, and they tell none."""
    sides = (side for chain in view.formula.statements for side in chain.sides)
    return any(_is_loose(view, side) for side in sides if depends_on_surroundings(side))


def _is_loose(view: View, node: Expr) -> bool:
    if is_open(node) and hasattr(node, "function") and view.shape(node) is None:
        return True
    return any(_is_loose(view, child) for child in children(node))

"""Large formulas: each rule is applied at all its places in one step, from the leaves up."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, fields, replace
from typing import Any

from boxdot.notation.expressions.formula import Formula
from boxdot.notation.expressions.nodes import Expr, Node
from boxdot.notation.indexform.budgets import spend
from boxdot.notation.rewriting.applying import Application, applications
from boxdot.notation.rewriting.result import NotReachedError
from boxdot.notation.rewriting.rules import AnyRule, Kind, kind_of
from boxdot.notation.rewriting.targets import Stage
from boxdot.notation.rewriting.trees import depends_on_surroundings
from boxdot.notation.rewriting.verifying import Assumptions, proof_of_application
from boxdot.notation.rewriting.views import View, loose
from boxdot.notation.shapes.padding import same_shape

MOST_ROUNDS = 20
MOST_AT_ONE_NODE = 50


@dataclass(frozen=True, slots=True)
class Sweep:
    """What one rule made of a formula: where, how often, and under which assumptions."""

    before: View
    after: View
    rule: AnyRule
    assumptions: Assumptions
    places: int


@dataclass(slots=True)
class Sweeper:
    """The state of sweeping: the view, and which kinds of nodes stand below each node."""

    view: View
    kinds: dict[int, frozenset[Kind]] = field(default_factory=dict)
    places: int = 0
    assumptions: dict[str, None] = field(default_factory=dict)

    def swept(self, formula: Formula, rule: AnyRule, stage: Stage) -> Formula:
        """Return the formula with the rule applied wherever it applies."""
        self.places, self.assumptions = 0, {}
        statements = tuple(
            replace(chain, sides=tuple(self._swept(side, rule, stage) for side in chain.sides))
            for chain in formula.statements
        )
        return replace(formula, statements=statements) if self.places else formula

    def _swept(self, node: Any, rule: AnyRule, stage: Stage, within: Any = None) -> Any:
        """Any: a node of any kind; what is below it first. ``within`` is what stands around it."""
        if rule.kind not in self._kinds(node):
            return node
        is_part = rule.whole and within is not None and kind_of(within) == kind_of(node)
        node = self._rebuilt(node, rule, stage)
        if is_part:
            return node
        for _ in range(MOST_AT_ONE_NODE):
            new = self._applied(node, rule, stage) if kind_of(node) == rule.kind else None
            if new is None:
                break
            node = new
        return node

    def _rebuilt(self, node: Any, rule: AnyRule, stage: Stage) -> Any:
        """Return the node with what is below it swept; it keeps its shape."""
        changes = {}
        for each in fields(node):
            value = getattr(node, each.name)
            changed = self._deep(value, rule, stage, node)
            if changed is not value:
                changes[each.name] = changed
        if not changes:
            return node
        new = replace(node, **changes)
        shapes = self.view.inference.shapes
        if id(node) in shapes:
            shapes[id(new)] = shapes[id(node)]
        self.view.alive.append(new)
        return new

    def _deep(self, value: Any, rule: AnyRule, stage: Stage, within: Any) -> Any:
        if isinstance(value, Node):
            return self._swept(value, rule, stage, within)
        if isinstance(value, tuple):
            items = tuple(self._deep(item, rule, stage, within) for item in value)
            return items if any(a is not b for a, b in zip(items, value, strict=True)) else value
        return value

    def _applied(self, node: Expr, rule: AnyRule, stage: Stage) -> Expr | None:
        """Return what the rule makes of one node, proved, None if it does not apply."""
        shape = self.view.shape(node)
        if shape is None or (shape == () and not stage.scalars):
            return None
        for application in applications(self.view, rule, node, flat=False):
            spend(1)
            if not stage.accepts(node, application.new) or _opens(application):
                continue
            found = self.view.extended(application.new, shape)
            if found is None or not same_shape(shape, found, self.view.formula.convention):
                continue
            assumptions = proof_of_application(self.view, application)
            if assumptions is not None:
                self.places += 1
                self.assumptions.update(dict.fromkeys(assumptions))
                return application.new
        return None

    def _kinds(self, node: Any) -> frozenset[Kind]:
        """Return the kinds of a node and of all below it."""
        found = self.kinds.get(id(node))
        if found is None:
            below = (self._kinds(item) for each in fields(node) for item in _nodes(node, each.name))
            found = frozenset({kind_of(node)}).union(*below)
            self.kinds[id(node)] = found
            self.view.alive.append(node)
        return found


def _opens(application: Application) -> bool:
    """Return whether a rule makes something that takes its shape from what stands around it.

    Another rule says the same by itself; in a large formula nobody looks for the surroundings.
    """
    opened, before = map(depends_on_surroundings, (application.right, application.left))
    return opened and not before


def _nodes(node: Any, name: str) -> Iterator[Any]:
    """Yield the nodes in a field, in whatever tuples they stand."""
    waiting = [getattr(node, name)]
    while waiting:
        value = waiting.pop()
        if isinstance(value, tuple):
            waiting += value
        elif isinstance(value, Node):
            yield value


def swept(view: View, stages: tuple[Stage, ...]) -> list[Sweep]:
    """Apply the rules of each stage, one after the other, until none applies anywhere."""
    taken: list[Sweep] = []
    sweeper = Sweeper(view)
    for stage in stages:
        for _ in range(MOST_ROUNDS):
            before = len(taken)
            for rule in stage.rules:
                formula = sweeper.swept(view.formula, rule, stage)
                if sweeper.places:
                    after = view.with_formula(formula)
                    said = tuple(sweeper.assumptions)
                    taken.append(Sweep(view, after, rule, said, sweeper.places))
                    view = after
            if len(taken) == before:
                break
        else:
            raise NotReachedError(f"the target is not reached in {MOST_ROUNDS} rounds")
    return _checked(taken)


def _checked(taken: list[Sweep]) -> list[Sweep]:
    """Return the steps if what they lead to has the shapes it had, everything inferred anew."""
    if taken:
        first, last = taken[0].before, taken[-1].after
        whole = View.of(last.formula, first.origin)
        if len(whole.inference.problems) > len(first.inference.problems) or loose(whole):
            raise NotReachedError(
                "the steps lead to no sound formula together",
                hint="rewrite a part of the formula at a time",
            )
    return taken

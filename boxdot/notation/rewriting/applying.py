"""Applying rules to a formula: every place where one matches, and the formula that results."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from boxdot.notation.expressions.formula import Formula
from boxdot.notation.expressions.nodes import Binary, Expr, Op, Symbol
from boxdot.notation.expressions.walking import children, descendants
from boxdot.notation.indexform.budgets import spend
from boxdot.notation.rewriting.matching import Bindings, Matcher, build
from boxdot.notation.rewriting.matching.matcher import rejoined
from boxdot.notation.rewriting.rules import SLOTS, AnyRule, Kind, Rule, kind_of
from boxdot.notation.rewriting.trees import ASSOCIATIVE, combined
from boxdot.notation.rewriting.views import View, replaced

Accepts = Callable[[Expr, Expr], bool]


@dataclass(frozen=True, slots=True)
class Application:
    """What a rule says of one node.

    Parameters
    ----------
    rule
        The rule.
    node, new
        The node and what may stand in its place.
    left, right
        What the rule equates here, with a slot for each expression that it moves as a whole.
    values
        The expressions in the slots.
    """

    rule: AnyRule
    node: Expr
    new: Expr
    left: Expr
    right: Expr
    values: Mapping[str, Expr]


@dataclass(frozen=True, slots=True)
class Candidate:
    """What a rule would make of a formula; it is not verified yet."""

    application: Application
    statement: int
    side: int
    old: Expr
    new: Expr
    after: View

    @property
    def rule(self) -> AnyRule:
        """The rule."""
        return self.application.rule


def nodes(expr: Expr, *, innermost: bool) -> list[Expr]:
    """Return an expression and all below it, children first or last."""
    if not innermost:
        return [expr, *descendants(expr)]
    found: list[Expr] = []
    _gather(expr, found)
    return found


def _gather(expr: Expr, found: list[Expr]) -> None:
    for child in children(expr):
        _gather(child, found)
    found.append(expr)


def sides(formula: Formula) -> Iterator[tuple[int, int, Expr]]:
    """Yield every side with the numbers of its statement and of itself."""
    for number, chain in enumerate(formula.statements):
        for place, side in enumerate(chain.sides):
            yield number, place, side


def candidates(
    view: View,
    rules: Iterable[AnyRule],
    *,
    innermost: bool,
    accepts: Accepts = lambda old, new: True,
) -> Iterator[Candidate]:
    """Yield what the rules would make of the formula.

    Parameters
    ----------
    view
        The formula.
    rules
        The rules, the preferred first.
    innermost
        Whether to try all rules on the innermost expressions first; else each rule is tried on
        every expression, the outermost first, before the next rule.
    accepts
        May refuse, before shapes are inferred, to put one expression in the place of another.
    """
    places = [
        (statement, place, node, kind_of(node))
        for statement, place, side in sides(view.formula)
        for node in nodes(side, innermost=innermost)
    ]
    present = {kind for *_, kind in places}
    inner = {id(part) for _, _, node, _ in places for part in parts_of_chain(node)}
    for group in grouped(tuple(rules), innermost):
        if present.isdisjoint(group):
            continue
        for statement, place, node, kind in places:
            for rule in group.get(kind, ()):
                if (rule.whole and id(node) in inner) or view.is_barren(rule, node):
                    continue
                bare = True
                for application in applications(view, rule, node):
                    bare = False
                    if accepts(node, application.new):
                        yield from _placed(view, application, statement, place)
                if bare:
                    view.tell_barren(rule, node)


def parts_of_chain(node: Expr) -> list[Expr]:
    """Return the operands of an operator that are chains of the same operator."""
    if not isinstance(node, Binary):
        return []
    return [p for p in (node.left, node.right) if isinstance(p, Binary) and p.op is node.op]


@cache
def grouped(rules: tuple[AnyRule, ...], together: bool) -> list[dict[Kind, list[AnyRule]]]:
    """Return the rules by the kind of node at which they apply, in one group or each in its own."""
    if not together:
        return [{rule.kind: [rule]} for rule in rules]
    kinds: dict[Kind, list[AnyRule]] = {}
    for rule in rules:
        kinds.setdefault(rule.kind, []).append(rule)
    return [kinds]


def applications(
    view: View, rule: AnyRule, node: Expr, *, flat: bool = True
) -> Iterator[Application]:
    """Yield what a rule would put in the place of a node; ``flat`` as in building."""
    if not isinstance(rule, Rule):
        for left, right, values in rule.write(node, view.shape, view.formula.convention):
            new = build(right, Bindings(values), view.fresh(), flat=flat)
            if new != node:
                yield Application(rule, node, new, left, right, values)
        return
    pattern = rule.pattern
    for found, rest in Matcher(rule.variables, view.inference).within(pattern, node):
        new = build(rule.template, found, view.fresh(), flat=flat)
        if len(rest) > 1:
            assert isinstance(pattern, Binary)
            new = rejoined(pattern.op, rest, new, flat=flat)
        if new != node:
            letters = {name: chr(SLOTS + n) for n, name in enumerate(sorted(found.values))}
            slots = Bindings({n: Symbol(letters[n]) for n in letters}, found.sizes)
            values = {letters[name]: value for name, value in found.values.items()}
            left, right = build(pattern, slots), build(rule.template, slots)
            yield Application(rule, node, new, left, right, values)


def _placed(
    view: View, application: Application, statement: int, place: int
) -> Iterator[Candidate]:
    spend(1)
    side = view.formula.statements[statement].sides[place]
    for old, put in _placements(side, application.node, application.new):
        changed = put if side is old else view.exchanged(side, old, put)
        after = replaced(view, statement, place, old, put, changed)
        if after is not None:
            yield Candidate(application, statement, place, old, put, after)
            return


def _placements(side: Expr, node: Expr, new: Expr) -> Iterator[tuple[Expr, Expr]]:
    """Yield what to replace by what: first without parentheses in ``A (B C)``, then with them."""
    if isinstance(new, Binary) and new.op in ASSOCIATIVE:
        parent = parent_of(side, node, new.op)
        if parent is not None:
            yield parent, combined(new.op, [parent.left, new])
    yield node, new


def parent_of(side: Expr, node: Expr, op: Op) -> Binary | None:
    """Return the chain of an operator whose last operand is the node."""
    for parent in (side, *descendants(side)):
        if isinstance(parent, Binary) and parent.op is op and parent.right is node:
            return parent
    return None

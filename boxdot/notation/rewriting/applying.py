"""Applying a rule to a formula: every place where it matches, and the formula that results."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace

from boxdot.grammar.errors import UnsupportedError
from boxdot.notation.expressions.formula import Formula
from boxdot.notation.expressions.nodes import Binary, Expr, Op
from boxdot.notation.expressions.walking import children, descendants, exchanged
from boxdot.notation.indexform.budgets import spend
from boxdot.notation.inference import Inference, infer
from boxdot.notation.rewriting.matching import Matcher, build
from boxdot.notation.rewriting.matching.matcher import rejoined
from boxdot.notation.rewriting.rules import Rule
from boxdot.notation.rewriting.trees import ASSOCIATIVE, combined, copied, depends_on_surroundings
from boxdot.notation.shapes.padding import same_shape

Kind = tuple[type, Op | None]


@dataclass(frozen=True, slots=True)
class View:
    """A formula with the shapes of its nodes, in which rules are tried."""

    formula: Formula
    inference: Inference
    origin: Formula
    """The formula from which it was derived: it tells the shapes that a ``fold_n`` lost."""

    @classmethod
    def of(cls, formula: Formula, origin: Formula | None = None) -> View:
        """Return the view of a formula."""
        return cls(formula, infer(formula, fixes=False), origin or formula)


@dataclass(frozen=True, slots=True)
class Candidate:
    """What a rule would make of a formula; it is not verified yet."""

    rule: Rule
    statement: int
    side: int
    old: Expr
    new: Expr
    after: View


def nodes(expr: Expr, *, innermost: bool) -> Iterator[Expr]:
    """Yield an expression and all below it, children first or last."""
    if not innermost:
        yield expr
    for child in children(expr):
        yield from nodes(child, innermost=innermost)
    if innermost:
        yield expr


def sides(formula: Formula) -> Iterator[tuple[int, int, Expr]]:
    """Yield every side with the numbers of its statement and of itself."""
    for number, chain in enumerate(formula.statements):
        for place, side in enumerate(chain.sides):
            yield number, place, side


def candidates(
    view: View,
    rules: Iterable[Rule],
    *,
    innermost: bool,
    accepts: Callable[[Expr, Expr], bool] = lambda old, new: True,
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
    rules = tuple(rules)
    groups = [rules] if innermost else [(rule,) for rule in rules]
    for group in map(_by_kind, groups):
        for statement, place, side in sides(view.formula):
            for node in nodes(side, innermost=innermost):
                for rule in group.get(_kind(node), ()):
                    for new in replacements(view, rule, node):
                        if accepts(node, new):
                            yield from _placed(view, rule, statement, place, node, new)


def _by_kind(rules: Iterable[Rule]) -> dict[Kind, list[Rule]]:
    """Return the rules by the kind of node at the root of their patterns."""
    kinds: dict[Kind, list[Rule]] = {}
    for rule in rules:
        kinds.setdefault(_kind(rule.pattern), []).append(rule)
    return kinds


def _kind(node: Expr) -> Kind:
    return type(node), node.op if isinstance(node, Binary) else None


def replacements(view: View, rule: Rule, node: Expr) -> Iterator[Expr]:
    """Yield what a rule would put in the place of a node."""
    pattern = rule.pattern
    for found, rest in Matcher(rule.variables, view.inference).within(pattern, node):
        new = build(rule.template, found)
        if len(rest) > 1:
            assert isinstance(pattern, Binary)
            new = rejoined(pattern.op, rest, new)
        if new != node:
            yield new


def _placed(
    view: View, rule: Rule, statement: int, place: int, node: Expr, new: Expr
) -> Iterator[Candidate]:
    side = view.formula.statements[statement].sides[place]
    for old, put in _placements(side, node, new):
        after = _replaced(view, statement, place, old, put)
        if after is not None:
            yield Candidate(rule, statement, place, old, put, after)
            return


def _placements(side: Expr, node: Expr, new: Expr) -> Iterator[tuple[Expr, Expr]]:
    """Yield what to replace by what: first without parentheses in ``A (B C)``, then with them."""
    if isinstance(new, Binary) and new.op in ASSOCIATIVE:
        for parent in (side, *descendants(side)):
            if isinstance(parent, Binary) and parent.op is new.op and parent.right is node:
                yield parent, combined(new.op, [parent.left, new])
    yield node, new


def _replaced(view: View, statement: int, place: int, old: Expr, new: Expr) -> View | None:
    """Return the formula with one expression replaced, None if its shape would change."""
    spend(1)
    formula = view.formula
    chain = formula.statements[statement]
    side = chain.sides[place]
    put = copied(new)
    changed = put if side is old else exchanged(side, old, put)
    chain = replace(chain, sides=(*chain.sides[:place], changed, *chain.sides[place + 1 :]))
    kept = formula.statements
    formula = replace(formula, statements=(*kept[:statement], chain, *kept[statement + 1 :]))
    try:
        after = View.of(formula, view.origin)
    except UnsupportedError:
        return None
    if len(after.inference.problems) > len(view.inference.problems):
        return None
    before_shape, shape = view.inference.shape(old), after.inference.shape(put)
    if before_shape is None or shape is None:
        return after if any(map(depends_on_surroundings, (side, changed))) else None
    return after if same_shape(before_shape, shape, formula.convention) else None

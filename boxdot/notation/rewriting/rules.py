"""Rules: identities read, in one direction, as a pattern and what replaces it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from boxdot.notation.algebra import Size, names_of
from boxdot.notation.expressions.nodes import Apply, Binary, Constant, Expr, Symbol
from boxdot.notation.expressions.walking import descendants
from boxdot.notation.rewriting.identities import IDENTITIES, Identity
from boxdot.notation.rewriting.tables import sides_of
from boxdot.notation.rewriting.trees import gathered
from boxdot.notation.shapes.conventions import Convention
from boxdot.notation.shapes.sizes import Shape

Kind = tuple[type, object]
"""The kind of a node: its type, and the operator or the function that it applies."""

SLOTS = 0xE000
"""Where the letters for slots begin: no text can hold them (a private-use area of Unicode)."""

Written = tuple[Expr, Expr, Mapping[str, Expr]]
"""What a scheme equates: two expressions with slots, and what stands in the slots."""

ShapeOf = Callable[[Expr], Shape | None]
Write = Callable[[Expr, ShapeOf, Convention], Iterable[Written]]


def kind_of(node: Expr) -> Kind:
    """Return the kind of a node.

    >>> kind_of(Symbol("X")) == (Symbol, None)
    True
    """
    match node:
        case Binary(op=op):
            return Binary, op
        case Apply(function=function):
            return Apply, function
    return type(node), None


@dataclass(frozen=True, eq=False)
class Scheme:
    """A law for every order and every pattern of shapes, of which ``identity`` is an example.

    Parameters
    ----------
    identity
        An example of the law, under whose name its steps go.
    kind
        The kind of node at which it applies.
    write
        What it equates at a node, given the shapes of nodes; the shapes of what stands in the
        slots decide how it is written.
    whole
        Whether it applies to whole chains of an operator, not to chains within them.
    """

    identity: Identity
    kind: Kind
    write: Write
    whole: bool = False
    forward: bool = True


@dataclass(frozen=True, eq=False)
class Rule:
    """One direction of an identity.

    ``variables`` are the symbols of the pattern with their shapes, None for any shape.
    """

    identity: Identity
    pattern: Expr
    template: Expr
    variables: Mapping[str, Shape | None]
    forward: bool
    whole: bool = False

    @property
    def kind(self) -> Kind:
        """The kind of node at the root of the pattern."""
        return kind_of(self.pattern)

    @property
    def applies_anywhere(self) -> bool:
        """Whether the pattern is a single symbol, so that it says nothing."""
        return isinstance(self.pattern, Symbol)

    @property
    def is_complete(self) -> bool:
        """Whether the pattern determines all that the template speaks of."""
        known = set(_names(self.pattern, self.variables))
        return known >= set(_names(self.template, self.variables, bare=True))


def _names(expr: Expr, variables: Mapping[str, Shape | None], bare: bool = False) -> Iterator[str]:
    """Yield the variables and sizes of a side; a variable tells the sizes of its shape too."""
    for node in (expr, *descendants(expr)):
        match node:
            case Symbol(name=name):
                yield name
                if not bare:
                    yield from _size_names(variables.get(name) or ())
            case Constant(sizes=sizes):
                yield from _size_names(sizes or (), bare)


def _size_names(sizes: tuple[Size, ...], bare: bool = False) -> Iterator[str]:
    """Yield the names that sizes tell, or (bare) those that they need: ``I J`` tells neither."""
    for size in sizes:
        if bare or isinstance(size, str):
            yield from names_of(size)


AnyRule = Rule | Scheme


@cache
def rules_of(name: str) -> tuple[Rule, ...]:
    """Return the rules of an identity, from left to right first.

    >>> [rule.forward for rule in rules_of("row-scaling")]
    [True, False]
    >>> [rule.forward for rule in rules_of("broadcast-product-with-zeros")]
    [True]
    """
    identity = IDENTITIES[name]
    left, right, shapes = sides_of(identity)
    variables = {n: None if n in identity.any_shape else shape for n, shape in shapes.items()}
    both = (
        Rule(identity, gathered(left), gathered(right), variables, True),
        Rule(identity, gathered(right), gathered(left), variables, False),
    )
    return tuple(rule for rule in both if rule.is_complete and not rule.applies_anywhere)


def rule(name: str, *, forward: bool = True) -> Rule:
    """Return one direction of an identity."""
    return next(rule for rule in rules_of(name) if rule.forward is forward)

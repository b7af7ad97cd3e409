"""The derivatives of functions that go entry by entry: a table from name to slope."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

from boxdot.notation.deriving.context import Context
from boxdot.notation.deriving.rules.rule import Pull, Pulls
from boxdot.notation.deriving.terms import Term
from boxdot.notation.expressions.nodes import Apply


class Entry:
    """One application ``f(X)``, and the small words in which slopes are written."""

    def __init__(self, context: Context, node: Apply) -> None:
        (operand,) = node.arguments
        self.context, self.node, self.operand = context, node, operand
        self.shape = context.shape(operand)
        self.x = context.term(operand)
        self.value = context.builder.atom(node, self.shape)
        self.one = Term(self.shape)

    def of(self, function: str) -> Term:
        """Another function of the same argument."""
        return self.context.builder.atom(Apply(function, (self.operand,)), self.shape)

    def times(self, *terms: Term) -> Term:
        """The product of terms."""
        return self.context.builder.product(*terms)

    def over(self, left: Term, right: Term) -> Term:
        """The quotient of terms."""
        return self.context.builder.quotient(left, right)

    def plus(self, *terms: Term) -> Term:
        """The sum of terms."""
        return self.context.builder.sum(terms)

    def minus(self, left: Term, right: Term) -> Term:
        """The difference of terms."""
        return self.context.builder.sum((left, right.scaled(-1)))


Slope = Callable[[Entry], Term]


def _logarithm(e: Entry) -> Term:
    slope = e.over(e.one, e.x)
    for parameter in e.node.parameters:
        base = Apply("log", (parameter,))
        return e.over(slope, e.context.builder.atom(base, ()))
    return slope


def _root(e: Entry) -> Term:
    if e.node.parameters:
        e.context.refuse(e.node, "a root of this degree", "write it as a power")
    return e.over(e.one.scaled(Fraction(1, 2)), e.value)


def _step(e: Entry) -> Term:
    return e.plus(e.one, e.of("sign")).scaled(Fraction(1, 2))


def _sigmoid(e: Entry) -> Term:
    return e.times(e.value, e.minus(e.one, e.value))


def _softsign(e: Entry) -> Term:
    whole = e.plus(e.one, e.of("abs"))
    return e.over(e.one, e.times(whole, whole))


def _silu(e: Entry) -> Term:
    gate = e.of("sigmoid")
    return e.plus(gate, e.times(e.x, gate, e.minus(e.one, gate)))


def _arc(sign: int) -> Slope:
    """``1 / √(1 − X²)``, with a sign in front."""

    def slope(e: Entry) -> Term:
        inside = e.context.builder.node(e.minus(e.one, e.times(e.x, e.x)))
        root = e.context.builder.atom(Apply("sqrt", (inside,)), e.shape)
        return e.over(e.one.scaled(sign), root)

    return slope


def _tangent(sign: int) -> Slope:
    """``1 + f(X)²`` or ``1 − f(X)²``."""
    return lambda e: e.plus(e.one, e.times(e.value, e.value).scaled(sign))


SLOPES: dict[str, Slope] = {
    "exp": lambda e: e.value,
    "expm1": lambda e: e.of("exp"),
    **dict.fromkeys(("log", "ln"), _logarithm),
    "log1p": lambda e: e.over(e.one, e.plus(e.one, e.x)),
    "sqrt": _root,
    "abs": lambda e: e.of("sign"),
    "square": lambda e: e.x.scaled(2),
    "reciprocal": lambda e: e.over(e.one.scaled(-1), e.times(e.x, e.x)),
    "sin": lambda e: e.of("cos"),
    "cos": lambda e: e.of("sin").scaled(-1),
    "tan": _tangent(1),
    "sinh": lambda e: e.of("cosh"),
    "cosh": lambda e: e.of("sinh"),
    **dict.fromkeys(("tanh", "Tanh"), _tangent(-1)),
    **dict.fromkeys(("arctan", "atan"), lambda e: e.over(e.one, e.plus(e.one, e.times(e.x, e.x)))),
    **dict.fromkeys(("arcsin", "asin"), _arc(1)),
    **dict.fromkeys(("arccos", "acos"), _arc(-1)),
    **dict.fromkeys(("σ", "sigmoid", "Sigmoid", "sigm", "logistic"), _sigmoid),
    **dict.fromkeys(("relu", "ReLU"), _step),
    **dict.fromkeys(("softplus", "Softplus"), lambda e: e.of("sigmoid")),
    "softsign": _softsign,
    **dict.fromkeys(("silu", "SiLU", "swish", "Swish"), _silu),
}
"""Each function and its slope at X, entry by entry."""

KINKS = frozenset({"abs", "relu", "ReLU", "sqrt"})
"""Functions without a slope at zero."""


def entrywise(context: Context, node: Apply, adjoint: Term) -> Pulls:
    """``f(X)``: the adjoint ⊙ f′(X)."""
    if len(node.arguments) != 1:
        context.refuse(node, f"{node.function} of several arguments")
    if node.function in KINKS:
        context.suppose(f"{context.text(node.arguments[0])} has no zero entry")
    entry = Entry(context, node)
    slope = SLOPES[node.function](entry)
    yield Pull(entry.operand, context.builder.product(adjoint, slope))

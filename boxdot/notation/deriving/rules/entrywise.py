"""The derivatives of functions that go entry by entry: a table from name to slope."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction

from boxdot.notation.deriving.context import Context
from boxdot.notation.deriving.rules.rule import Pull, Pulls
from boxdot.notation.deriving.terms import Term
from boxdot.notation.expressions.nodes import Apply, Number, Symbol
from boxdot.notation.inference.functions import is_activation, is_entrywise
from boxdot.notation.shapes.padding import is_scalar


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


def _arc(sign: int, one: int = 1, square: int = -1) -> Slope:
    """``1 / √(1 − X²)``, with other signs in front, of 1 and of X²."""

    def slope(e: Entry) -> Term:
        square_term = e.times(e.x, e.x).scaled(square)
        inside = e.context.builder.node(e.plus(e.one.scaled(one), square_term))
        root = e.context.builder.atom(Apply("sqrt", (inside,)), e.shape)
        return e.over(e.one.scaled(sign), root)

    return slope


def _logarithm_to(base: int) -> Slope:
    """``1 / (X log(base))``."""
    constant = Apply("log", (Number(str(base)),))
    return lambda e: e.over(e.one, e.times(e.x, e.context.builder.atom(constant, ())))


def _error(sign: int) -> Slope:
    """``2 exp(−X²) / √π``."""

    def slope(e: Entry) -> Term:
        build = e.context.builder
        exponent = build.node(e.times(e.x, e.x).scaled(-1))
        root = build.atom(Apply("sqrt", (Symbol("π"),)), ())
        return e.over(build.atom(Apply("exp", (exponent,)), e.shape).scaled(2 * sign), root)

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
    **{name: _logarithm_to(base) for name, base in (("log2", 2), ("log10", 10), ("lg", 10))},
    "logit": lambda e: e.over(e.one, e.times(e.x, e.minus(e.one, e.x))),
    "cbrt": lambda e: e.over(e.one.scaled(Fraction(1, 3)), e.times(e.value, e.value)),
    "cot": lambda e: e.plus(e.one, e.times(e.value, e.value)).scaled(-1),
    "sec": lambda e: e.times(e.value, e.of("tan")),
    "csc": lambda e: e.times(e.value, e.of("cot")).scaled(-1),
    "coth": _tangent(-1),
    **dict.fromkeys(("arcsinh", "asinh"), _arc(1, 1, 1)),
    **dict.fromkeys(("arccosh", "acosh"), _arc(1, -1, 1)),
    **dict.fromkeys(
        ("arctanh", "atanh"), lambda e: e.over(e.one, e.minus(e.one, e.times(e.x, e.x)))
    ),
    "erf": _error(1),
    "erfc": _error(-1),
    **dict.fromkeys(("sign", "sgn", "floor", "ceil", "round"), lambda e: e.one.scaled(0)),
    **dict.fromkeys(("silu", "SiLU", "swish", "Swish"), _silu),
}
"""Each function and its slope at X, entry by entry."""

KINKS = frozenset({"abs", "relu", "ReLU", "sqrt", "sign", "sgn", "cbrt"})
"""Functions without a slope at zero."""


def entrywise(context: Context, node: Apply, adjoint: Term) -> Pulls:
    """``f(X)``: the adjoint ⊙ f′(X)."""
    if len(node.arguments) != 1:
        context.refuse(node, f"{node.function} of several arguments")
    entry = Entry(context, node)
    if node.function in KINKS:
        is_number = is_scalar(entry.shape)
        what = "is not zero" if is_number else "has no zero entry"
        context.suppose(f"{context.text(entry.operand)} {what}")
    slope = SLOPES[node.function](entry)
    yield Pull(entry.operand, context.builder.product(adjoint, slope))


def unknown(context: Context, node: Apply, adjoint: Term) -> Pulls:
    """A function of the author's own, of numbers: the adjoint ⊙ f′(X)."""
    if len(node.arguments) != 1:
        context.refuse(node, f"{node.function} of several arguments")
    (operand,) = node.arguments
    slope = replace(node, function=node.function + "′")
    context.slopes[slope.function] = None
    value = context.builder.atom(slope, context.shape(operand))
    yield Pull(operand, context.builder.product(adjoint, value))


def is_unknown(context: Context, node: Apply) -> bool:
    """Return whether a function is the author's own, and goes entry by entry."""
    symbols = context.formula.symbols
    name = symbols.resolve(node.function)
    return is_entrywise(symbols[name]) if name is not None else is_activation(node)

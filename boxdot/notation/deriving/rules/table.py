"""The table of rules: which function differentiates which construct, with the name of the rule."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from boxdot.notation.deriving.context import MINUS, MULTIPLES, OVER, PLUS, TIMES, Context
from boxdot.notation.deriving.rules import operators, powers, reductions
from boxdot.notation.deriving.rules.entrywise import SLOPES, entrywise
from boxdot.notation.deriving.rules.rule import Rule
from boxdot.notation.expressions import nodes
from boxdot.notation.expressions.nodes import Expr, Op


class Named(NamedTuple):
    """A rule with its name."""

    name: str
    rule: Rule


def _each(keys: Iterable[str], name: str, rule: Rule) -> dict[str, Named]:
    return dict.fromkeys(keys, Named(name, rule))


BINARY: dict[Op, Named] = {
    **dict.fromkeys(TIMES, Named("product", operators.times)),
    **dict.fromkeys(OVER, Named("quotient", operators.over)),
    **dict.fromkeys(PLUS, Named("sum", operators.plus)),
    **dict.fromkeys(MINUS, Named("difference", operators.minus)),
    **dict.fromkeys(MULTIPLES, Named("matrix product", operators.matmul)),
    Op.FROBENIUS: Named("inner product", operators.inner),
    Op.SOLVE: Named("solution", operators.solve),
}
"""The rule of each operator."""

NODES: dict[type, Named] = {
    nodes.Negate: Named("sign", operators.negate),
    nodes.Transpose: Named("transpose", operators.transpose),
    nodes.Power: Named("power", powers.power),
    nodes.ModeProduct: Named("mode product", operators.mode_product),
    nodes.Norm: Named("norm", powers.norm),
    nodes.Inner: Named("inner product", powers.inner_product),
}
"""The rule of each other node."""

FUNCTIONS: dict[str, Named] = {
    **{name: Named(name, entrywise) for name in SLOPES},
    **_each(("sum", "SUM"), "sum of entries", reductions.total),
    "𝒫": Named("mode sum", reductions.total),
    **_each(("mean", "Mean", "avg", "average"), "mean", reductions.mean),
    **_each(("var", "Var"), "variance", reductions.variance),
    **_each(("std", "Std"), "deviation", reductions.deviation),
    **_each(("tr", "Tr", "trace"), "trace", reductions.trace),
    "diag": Named("diagonal matrix", reductions.diag),
    "vec": Named("vectorisation", reductions.vec),
    "unfold": Named("unfolding", reductions.unfold),
    "permute": Named("permutation", reductions.permute),
    "bc": Named("broadcasting", reductions.stretch),
    **_each(("softmax", "Softmax"), "softmax", reductions.softmax),
    "det": Named("determinant", powers.determinant),
    "logdet": Named("log-determinant", powers.log_determinant),
    "inv": Named("inverse", powers.inverse),
}
"""The rule of each function."""


def rule_of(context: Context, node: Expr) -> Named:
    """Return the rule of a node, or say that there is none."""
    match node:
        case nodes.Binary(op=op):
            found = BINARY.get(op)
            what = f"the operator {op.value or 'juxtaposition'}"
        case nodes.Apply(function=function):
            found = FUNCTIONS.get(function)
            what = f"the function {function}"
        case _:
            found = NODES.get(type(node))
            what = f"a construct of this kind ({type(node).__name__.lower()})"
    return found if found is not None else context.refuse(node, what)

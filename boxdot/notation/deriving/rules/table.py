"""The table of rules: which function differentiates which construct, with the name of the rule."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from boxdot.notation.deriving.context import MINUS, MULTIPLES, OVER, PLUS, TIMES, Context
from boxdot.notation.deriving.rules import (
    extrema,
    norms,
    operators,
    powers,
    products,
    rearranging,
    reductions,
)
from boxdot.notation.deriving.rules.entrywise import SLOPES, entrywise, is_unknown, unknown
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
    Op.KRONECKER: Named("Kronecker product", products.kronecker),
    Op.KHATRI_RAO: Named("Khatri–Rao product", products.khatri_rao),
    Op.OUTER: Named("outer product", products.outer),
}
"""The rule of each operator."""

NODES: dict[type, Named] = {
    nodes.Negate: Named("sign", operators.negate),
    nodes.Transpose: Named("transpose", operators.transpose),
    nodes.Power: Named("power", powers.power),
    nodes.ModeProduct: Named("mode product", operators.mode_product),
    nodes.Norm: Named("norm", norms.norm),
    nodes.Inner: Named("inner product", norms.inner_product),
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
    "diag": Named("diagonal matrix", rearranging.diag),
    "vec": Named("vectorisation", rearranging.vec),
    "fold": Named("folding", rearranging.fold),
    "unfold": Named("unfolding", rearranging.unfold),
    "permute": Named("permutation", rearranging.permute),
    "bc": Named("broadcasting", rearranging.stretch),
    **_each(("softmax", "Softmax"), "softmax", reductions.softmax),
    **_each(("logsoftmax", "log_softmax"), "logarithm of softmax", reductions.log_softmax),
    "max": Named("largest", extrema.extremum),
    "min": Named("smallest", extrema.extremum),
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
            found = _of_function(context, node)
            what = f"the function {function}"
        case _:
            found = NODES.get(type(node))
            what = f"a construct of this kind ({type(node).__name__.lower()})"
    return found if found is not None else context.refuse(node, what)


def _of_function(context: Context, node: nodes.Apply) -> Named | None:
    """Return the rule of a function; what the formula declares is the author's own."""
    if context.formula.symbols.resolve(node.function) is None and node.function in FUNCTIONS:
        return FUNCTIONS[node.function]
    return Named(node.function, unknown) if is_unknown(context, node) else None

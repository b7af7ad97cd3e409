"""How strongly each node binds, once for all spellings, and so where parentheses stand.

chain < sum < product < juxtaposition < prefix < postfix < atom. Operators of one level group to
the left. A Σ reaches to the next sum operator or relation: followed by a factor, it needs
parentheses. A superscript on a superscript needs them too (LaTeX refuses the double script).
"""

from __future__ import annotations

from enum import Flag, IntEnum
from typing import NamedTuple

from boxdot.notation.expressions.nodes import (
    Apply,
    Binary,
    BroadcastForm,
    Constant,
    Derivative,
    Expr,
    Index,
    Indicator,
    Inner,
    Marginal,
    Minimise,
    ModeProduct,
    Negate,
    Norm,
    Number,
    Op,
    Power,
    Reduce,
    Transpose,
)


class Level(IntEnum):
    """Binding strength, from the loosest."""

    CHAIN = 0
    SUM = 1
    PRODUCT = 2
    JUXTAPOSITION = 3
    PREFIX = 4
    POSTFIX = 5
    ATOM = 6


class Rule(NamedTuple):
    """The level of an operator, and the least level of its operands."""

    level: Level
    left: Level
    right: Level


SUM = Rule(Level.SUM, Level.SUM, Level.PRODUCT)
PRODUCT = Rule(Level.PRODUCT, Level.PRODUCT, Level.JUXTAPOSITION)
RULES = {
    **dict.fromkeys(Op, PRODUCT),
    **dict.fromkeys((Op.ADD, Op.SUBTRACT, Op.BOXPLUS, Op.BOXMINUS), SUM),
    Op.MATMUL: Rule(Level.JUXTAPOSITION, Level.JUXTAPOSITION, Level.PREFIX),
    # 1 / (2 n): the grammar needs no parentheses here, but people read 1 / 2 n in two ways.
    Op.DIVIDE: Rule(Level.PRODUCT, Level.PRODUCT, Level.PREFIX),
}
"""The rule of each binary operator."""

_LEVELS: dict[type, Level] = {
    Minimise: Level.CHAIN,
    Negate: Level.SUM,
    ModeProduct: Level.PRODUCT,
    Derivative: Level.PRODUCT,
    Reduce: Level.PREFIX,
    Power: Level.POSTFIX,
    Transpose: Level.POSTFIX,
    BroadcastForm: Level.POSTFIX,
    Marginal: Level.POSTFIX,
    Index: Level.POSTFIX,
}


def level(node: Expr, *, drawn: bool = False) -> Level:
    """Return how strongly the node binds.

    Parameters
    ----------
    node
        The expression.
    drawn
        Whether fractions and roots are drawn around their operands, as LaTeX does; then they
        bind like a function.

    Examples
    --------
    >>> from boxdot.notation.expressions.nodes import Symbol
    >>> x, y = Symbol("x"), Symbol("y")
    >>> level(Binary(Op.BOXPLUS, x, y)).name, level(Binary(Op.DIVIDE, x, y), drawn=True).name
    ('SUM', 'PREFIX')
    """
    match node:
        case Binary(op=Op.DIVIDE) | Derivative() if drawn:
            return Level.PREFIX
        case Binary(op=op):
            return RULES[op].level
        case Apply(function="sqrt"):
            return Level.ATOM if drawn else Level.PREFIX
        case Apply(function="∂" | "∇", arguments=(_,)):
            return Level.PRODUCT  # it takes in every factor that stands beside its operand
        case Number(text=text) if text.startswith("-"):
            return Level.SUM
    return _LEVELS.get(type(node), Level.ATOM)


class Script(Flag):
    """The corners of a node that a script takes."""

    NONE = 0
    SUB = 1
    SUP = 2
    BOTH = 3


def scripts(node: Expr) -> Script:
    """Return which corners are taken, so that a further script there needs parentheses.

    Those of a name depend on its spelling and are not counted here.

    >>> from boxdot.notation.expressions.nodes import Symbol
    >>> scripts(Transpose(Symbol("x")))
    <Script.SUP: 2>
    """
    match node:
        case Power(base=inner) | Transpose(operand=inner) | BroadcastForm(operand=inner):
            return Script.SUP | scripts(inner)
        case Marginal(operand=inner):
            return Script.SUB | scripts(inner)
        case Index(base=inner, subscripts=lower, superscripts=upper):
            corners = Script.SUB if lower else Script.NONE
            return corners | scripts(inner) | (Script.SUP if upper else Script.NONE)
        case Constant(sizes=sizes):
            return Script.SUB if sizes else Script.NONE
        case Norm(kind=kind, weight=weight):
            return Script.SUB if kind or weight is not None else Script.NONE
        case Inner(weight=weight):
            return Script.SUB if weight is not None else Script.NONE
        case Indicator():
            return Script.SUB
        case Apply(function="unfold"):
            return Script.SUB
    return Script.NONE


def takes_script(node: Expr, script: Script, *, drawn: bool = False) -> bool:
    """Return whether the script can be set on the node without parentheses.

    A superscript may follow a subscript; a subscript may follow only a square or upper indices
    (``X^□_1``): after a power or a transpose people would read it as set first.

    >>> from boxdot.notation.expressions.nodes import Symbol
    >>> takes_script(Index(Symbol("y"), (Symbol("j"),)), Script.SUP)
    True
    >>> takes_script(Transpose(Symbol("y")), Script.SUB)
    False
    """
    if level(node, drawn=drawn) < Level.POSTFIX:
        return False
    if isinstance(node, Number) and Script.SUB in script:
        return False  # 1_J are ones
    taken = scripts(node)
    if Script.SUB in script and Script.SUP in taken and not isinstance(node, BroadcastForm | Index):
        return False
    return not taken & script

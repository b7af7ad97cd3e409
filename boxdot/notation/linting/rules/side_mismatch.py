"""The two sides of an equation have different shapes.

## What it does
Flags an equation whose sides have different shapes, and an expression that is said to be in a set
of another shape.

## Why is this bad
Such an equation cannot hold: an operand, a transpose or a declared shape is wrong.

## Example
```latex
Y = X^\\top W \\qquad X, Y \\in \\mathbb{R}^{n \\times d},\\; W \\in \\mathbb{R}^{n \\times d}
```

## Use instead
```latex
Y = X W^\\top \\qquad Y \\in \\mathbb{R}^{n \\times n}
```

## Fix safety
There is none: only the author knows which side is right.
"""

from __future__ import annotations

from boxdot.notation.expressions.nodes import Chain, Derivative, Expr, Symbol, Transpose
from boxdot.notation.expressions.walking import descendants
from boxdot.notation.linting.cases.case import Case, stands_for_a_row
from boxdot.notation.linting.rules.rule import Rule


def proven(case: Case) -> bool:
    """Tell whether the sides differ beyond doubt.

    ``X = X′`` and ``A = Aᵀ`` say what shall be assumed; a derivative may be laid out either way;
    a name that another section declares may stand for something else here.
    """
    sides = case.statement.sides
    return not (
        stands_for_a_row(*case.problem.shapes)
        or (len(sides) > 1 and all(_is_name(side) for side in sides))
        or any(isinstance(node, Derivative) for node in descendants(case.statement))
        or any(_is_name(side) and not _names(side) <= set(case.setting.own) for side in sides)
        or _is_symmetric(case.statement)
    )


def _is_name(side: Expr) -> bool:
    return isinstance(side, Symbol) or (isinstance(side, Transpose) and _is_name(side.operand))


def _names(side: Expr) -> set[str]:
    return {node.name for node in (side, *descendants(side)) if isinstance(node, Symbol)}


def _is_symmetric(statement: Chain) -> bool:
    """Tell whether all sides speak of the same names: ``A B = B A`` is a property."""
    named = [_names(side) for side in statement.sides]
    return len(named) > 1 and all(names == named[0] for names in named)


RULE = Rule("side-mismatch", __doc__, proven)

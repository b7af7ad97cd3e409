"""Broadcasting between tensors of different order, which NumPy and PyTorch do in another way.

## What it does
Flags `\\boxdot \\boxplus \\boxminus \\boxslash` between operands of different order, where the code
that one would write first (`X * y`) is refused, or silently makes something else. It is off unless
it is selected: the formula itself is right.

## Why is this bad
The notation puts free axes behind, as Julia does; NumPy, PyTorch and JAX put them in front. For a
square X, `X * y` multiplies the columns where the formula multiplies the rows, and nothing warns.

## Example
```latex
X \\boxdot y \\qquad X \\in \\mathbb{R}^{n \\times n},\\; y \\in \\mathbb{R}^{n}
```

## Use instead
```latex
\\mathrm{diag}(y) X
```

## Fix safety
There is none; the code is what needs care: `X * y[:, None]`, as `boxdot convert` writes it.
"""

from __future__ import annotations

from collections.abc import Iterator

from boxdot.notation.diagnostics import WARNING, Problem
from boxdot.notation.expressions.nodes import BROADCASTING, Binary, Chain
from boxdot.notation.expressions.walking import descendants
from boxdot.notation.hazards.law import Outcome, outcome
from boxdot.notation.inference import Inference
from boxdot.notation.linting.rules.rule import Rule
from boxdot.notation.shapes.conventions import Convention
from boxdot.notation.shapes.sizes import Shape
from boxdot.notation.shapes.spelling import shape_text


def search(statement: Chain, inference: Inference) -> Iterator[Problem]:
    """Yield each broadcasting operator that array libraries would align in another way."""
    if inference.formula.convention is not Convention.F:
        return
    for node in descendants(statement):
        if isinstance(node, Binary) and node.op in BROADCASTING:
            left, right = inference.shape(node.left), inference.shape(node.right)
            if left is not None and right is not None and _differs(left, right):
                yield Problem(
                    "numpy-hazard",
                    f"NumPy pairs the last axes of {shape_text(left)} and {shape_text(right)}, the "
                    f"notation the first ones: a plain operator {_outcome(left, right)}",
                    severity=WARNING,
                    span=node.operator_span,
                    shapes=(left, right),
                    node=node,
                )


def _differs(left: Shape, right: Shape) -> bool:
    """Tell whether the notation allows the two, and NumPy does not agree."""
    found = outcome(left, right)
    return found.notation and found is not Outcome.AGREES


def _outcome(left: Shape, right: Shape) -> str:
    if outcome(left, right).silent:
        return "silently makes something else"
    return "is refused, or makes something else where the sizes happen to agree"


RULE = Rule("numpy-hazard", __doc__, search=search, default=False)

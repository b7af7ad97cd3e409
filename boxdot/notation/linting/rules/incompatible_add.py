"""`+` or `−` between tensors of shapes that do not even broadcast.

## What it does
Flags `+` and `-` where the declared shapes of both operands neither agree nor broadcast.

## Why is this bad
No sum of such operands exists: one of the symbols, or its declared shape, is not the one that is
meant.

## Example
```latex
X + P \\qquad X \\in \\mathbb{R}^{n \\times d},\\; P \\in \\mathbb{R}^{m \\times d}
```

## Use instead
```latex
X + P \\qquad X, P \\in \\mathbb{R}^{n \\times d}
```

## Fix safety
There is none: only the author knows what is meant.
"""

from __future__ import annotations

from boxdot.notation.linting.cases.case import Case, stands_for_a_row
from boxdot.notation.linting.rules.rule import Rule


def proven(case: Case) -> bool:
    """Tell whether the shapes differ in more than how a vector lies."""
    return not stands_for_a_row(*case.problem.shapes)


RULE = Rule("incompatible-add", __doc__, proven)

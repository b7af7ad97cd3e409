"""`⊙` between tensors of shapes that do not even broadcast.

## What it does
Flags `\\odot` where the declared shapes of its operands neither agree nor broadcast.

## Why is this bad
No element-wise product of such operands exists: one of the symbols, or its declared shape, is not
the one that is meant.

## Example
```latex
L \\odot C^\\top B \\qquad L \\in \\mathbb{R}^{T \\times T},\\; B, C \\in \\mathbb{R}^{T \\times N}
```

## Use instead
```latex
L \\odot C B^\\top
```

## Fix safety
There is none: only the author knows what is meant.
"""

from __future__ import annotations

from boxdot.notation.linting.rules.case import Case, stands_for_a_row
from boxdot.notation.linting.rules.rule import Rule


def proven(case: Case) -> bool:
    """Tell whether the shapes differ in more than how a vector lies."""
    return not stands_for_a_row(*case.problem.shapes)


RULE = Rule("hadamard-incompatible", __doc__, proven)

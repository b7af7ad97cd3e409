"""`⊙` between tensors of different shapes that would broadcast.

## What it does
Flags `\\odot` where the declared shapes of its operands differ but would broadcast.

## Why is this bad
The Hadamard product is defined for equal shapes only. A reader who takes it at its word draws
wrong conclusions: `‖M ⊙ N‖₀ ≤ ‖N‖₀` holds for it, and fails for a mask that is stretched over
three channels.

## Example
```latex
X \\odot B \\qquad X \\in \\mathbb{R}^{H \\times W \\times 3},\\; B \\in \\mathbb{R}^{H \\times W}
```

## Use instead
```latex
X \\boxdot B
```

## Fix safety
Safe: `\\boxdot` stretches exactly as the shapes demand. Where the operand must be turned first (a
vector of length d against the columns of an n×d matrix), nothing is changed.
"""

from __future__ import annotations

from boxdot.notation.linting.cases.case import Case, stands_for_a_row
from boxdot.notation.linting.rules.rule import Rule


def proven(case: Case) -> bool:
    """Tell whether the shapes differ in more than how a vector lies."""
    return not stands_for_a_row(*case.problem.shapes)


RULE = Rule("hadamard-mismatch", __doc__, proven)

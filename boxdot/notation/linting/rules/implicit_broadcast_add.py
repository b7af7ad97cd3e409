"""`+` or `−` between tensors of different shapes that would broadcast.

## What it does
Flags `+` and `-` where the declared shapes of both operands differ but would broadcast.

## Why is this bad
A sum is defined for equal shapes only. A reader cannot tell along which axis the smaller operand is
repeated, and languages differ in it: NumPy stretches a vector along the rows, Julia along the
columns.

## Example
```latex
X W + b \\qquad X \\in \\mathbb{R}^{n \\times d},\\; W \\in \\mathbb{R}^{d \\times h},\\;
b \\in \\mathbb{R}^{1 \\times h}
```

## Use instead
```latex
X W \\boxplus b
```

## Fix safety
Safe: `\\boxplus` stretches exactly as the shapes demand. A vector that must be turned into a row
first (`X W \\boxplus b^\\top`) is pointed out, not changed.
"""

from __future__ import annotations

from boxdot.notation.linting.cases.case import Case, stands_for_a_row
from boxdot.notation.linting.rules.rule import Rule


def proven(case: Case) -> bool:
    """Tell whether the shapes differ in more than how a vector lies."""
    return not stands_for_a_row(*case.problem.shapes)


RULE = Rule("implicit-broadcast-add", __doc__, proven)

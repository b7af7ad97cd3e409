"""A matrix product whose inner sizes differ.

## What it does
Flags a matrix product where the first operand has another number of columns than the second has
rows. A vector may stand for a row.

## Why is this bad
The product is not defined: a transpose is missing, or the operands stand in the wrong order.

## Example
```latex
Q K \\qquad Q, K \\in \\mathbb{R}^{n \\times d}
```

## Use instead
```latex
Q K^\\top
```

## Fix safety
There is none that is safe; the help shows a transpose that fits.
"""

from __future__ import annotations

from boxdot.notation.linting.rules.rule import Rule

RULE = Rule("matmul-mismatch", __doc__)

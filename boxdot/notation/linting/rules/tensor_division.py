"""Division by a tensor.

## What it does
Flags fractions and `/` whose denominator is declared a vector, a matrix or a tensor.

## Why is this bad
Division by a tensor is not defined; it may mean the element-wise division or an inverse.

## Example
```latex
\\frac{x - \\mu}{\\sigma} \\qquad x, \\mu, \\sigma \\in \\mathbb{R}^{d}
```

## Use instead
```latex
(x - \\mu) \\boxslash \\sigma
```

## Fix safety
Safe for shapes that divide element by element: the fraction is set on one line. Unsafe where the
divisor is a square matrix, whose inverse may be meant.
"""

from __future__ import annotations

from boxdot.notation.linting.rules.rule import Rule

RULE = Rule("tensor-division", __doc__)

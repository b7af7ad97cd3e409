"""`⊙` between a scalar and a tensor.

## What it does
Flags `\\odot` where one operand is declared a scalar and the other one is a tensor.

## Why is this bad
A multiple needs no element-wise product, and a reader asks which tensor is meant.

## Example
```latex
\\alpha \\odot X \\qquad \\alpha \\in \\mathbb{R},\\; X \\in \\mathbb{R}^{n \\times d}
```

## Use instead
```latex
\\alpha X
```

## Fix safety
`\\boxdot` says the same and is put in safely; the plain multiple reads better.
"""

from __future__ import annotations

from boxdot.notation.linting.rules.rule import Rule

RULE = Rule("hadamard-scalar", __doc__)

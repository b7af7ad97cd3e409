"""`⊘` between tensors of different shapes.

## What it does
Flags `\\oslash` where the declared shapes of its operands differ.

## Why is this bad
`⊘` is the strict element-wise division, for equal shapes only; some authors write it for the
broadcast division `⧄`.

## Example
```latex
X \\oslash s \\qquad X \\in \\mathbb{R}^{n \\times d},\\; s \\in \\mathbb{R}^{n}
```

## Use instead
```latex
X \\boxslash s
```

## Fix safety
Safe where the shapes broadcast: `\\boxslash` stretches exactly as they demand.
"""

from __future__ import annotations

from boxdot.notation.linting.rules.rule import Rule

RULE = Rule("strict-division", __doc__)

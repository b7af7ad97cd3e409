"""`X^□` or `X_□` where nothing tells to which shape.

## What it does
Flags the broadcast form `X^\\square` and the marginal `X_\\square` where no other operand is near,
in the same product or on another side of the equation.

## Why is this bad
Both are with respect to another tensor: without one, the shape of the result cannot be told.

## Example
```latex
\\| X^\\square \\|_F \\qquad X \\in \\mathbb{R}^{H \\times W}
```

## Use instead
```latex
\\| X^\\square \\odot Y \\|_F \\qquad X \\in \\mathbb{R}^{H \\times W},\\;
Y \\in \\mathbb{R}^{H \\times W \\times 3}
```

## Fix safety
There is none. Instead of naming the partner, the form may be declared itself:
`X^\\square \\in \\mathbb{R}^{H \\times W \\times 3}`.
"""

from __future__ import annotations

from boxdot.notation.linting.rules.rule import Rule

RULE = Rule("ambiguous-square", __doc__)

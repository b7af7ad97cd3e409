"""A comment that ignores a rule where the rule finds nothing.

## What it does
Flags a comment `boxdot: ignore`, or one of the codes in it, that keeps no finding quiet. It is off
unless it is selected: an ignore that is not needed any more is no fault of the mathematics.

## Why is this bad
Such a comment outlives the formula that it was about, and hides the next real finding there.

## Example
```latex
% boxdot: ignore-next-line[hadamard-mismatch]
Y = X \\boxdot b \\qquad Y, X \\in \\mathbb{R}^{n \\times d},\\; b \\in \\mathbb{R}^{n \\times 1}
```

## Use instead
```latex
Y = X \\boxdot b
```

## Fix safety
The comment is taken out safely; what else stands in it stays.
"""

from __future__ import annotations

from boxdot.notation.linting.rules.rule import Rule

RULE = Rule("unused-ignore", __doc__, default=False)

"""`+` or `−` between a scalar and a tensor.

## What it does
Flags `+` and `-` where one operand is a number or declared a scalar, and the other one is a tensor.

## Why is this bad
A sum is defined for equal shapes only: `X + y` may mean `X ⊞ y` or `X + yI`, and both occur.

## Example
```latex
(1 - Z) \\odot H \\qquad Z \\in \\mathbb{R}^{n \\times h}
```

## Use instead
```latex
(\\mathbf{1} - Z) \\odot H
```

## Fix safety
Unsafe: the identity may be meant. `1` becomes `\\mathbf{1}`, another scalar is added with
`\\boxplus`.
"""

from __future__ import annotations

from boxdot.notation.linting.rules.rule import Rule

RULE = Rule("scalar-add", __doc__)

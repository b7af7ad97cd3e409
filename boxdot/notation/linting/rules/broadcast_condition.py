"""`⊡ ⊞ ⊟ ⧄` between tensors that do not satisfy the broadcast condition.

## What it does
Flags the broadcasting operators where, at some axis, the declared sizes of the operands differ and
neither is 1.

## Why is this bad
Broadcasting stretches axes of length 1, and nothing else. Free axes stand behind the others: a
vector in `ℝ^d` meets the rows of an n×d matrix, not its columns.

## Example
```latex
X \\boxdot s \\qquad X \\in \\mathbb{R}^{n \\times d},\\; s \\in \\mathbb{R}^{d}
```

## Use instead
```latex
X \\boxdot s^\\top
```

## Fix safety
There is none that is safe; the help shows the operand turned, where that fits.
"""

from __future__ import annotations

from boxdot.notation.linting.rules.rule import Rule

RULE = Rule("broadcast-condition", __doc__)

"""`⊙` between tensors of shapes that do not even broadcast.

## What it does
Flags `\\odot` where the declared shapes of its operands neither agree nor broadcast.

## Why is this bad
No element-wise product of such operands exists: one of the symbols, or its declared shape, is not
the one that is meant.

## Example
```latex
L \\odot C^\\top B \\qquad L \\in \\mathbb{R}^{T \\times T},\\; B, C \\in \\mathbb{R}^{T \\times N}
```

## Use instead
```latex
L \\odot C B^\\top
```

## Fix safety
There is none: only the author knows what is meant.
"""

from __future__ import annotations

from boxdot.notation.expressions.nodes import Transpose
from boxdot.notation.expressions.walking import descendants
from boxdot.notation.linting.cases.case import Case, stands_for_a_row
from boxdot.notation.linting.rules.rule import Rule


def proven(case: Case) -> bool:
    """Tell whether the shapes differ in more than how a vector lies.

    With as many columns, ``⊙`` may be the Khatri–Rao product: in a paper that speaks of it, or as
    in ``A (C ⊙ B)ᵀ``.
    """
    left, right = (*case.problem.shapes, (), ())[:2]
    columns = len(left) == len(right) == 2 and left[1] == right[1]
    if columns and (case.setting.khatri_rao or _is_transposed(case)):
        return False
    return not stands_for_a_row(left, right)


def _is_transposed(case: Case) -> bool:
    nodes = descendants(case.statement)
    return any(isinstance(n, Transpose) and n.operand is case.problem.node for n in nodes)


RULE = Rule("hadamard-incompatible", __doc__, proven)

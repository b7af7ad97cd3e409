"""`X + y𝑰` where X is no square matrix: ones are meant.

## What it does
Flags a multiple of the identity matrix that is added to, or taken from, a tensor whose declared
shape is not that of a square matrix.

## Why is this bad
The identity is square, and adds on the diagonal only. To add a number to every entry, ones are
needed, or the broadcast sum. With a square matrix (a kernel matrix and its noise,
`K + \\sigma^2 I`) nothing is wrong, and nothing is said.

## Example
```latex
X + \\lambda I \\qquad X \\in \\mathbb{R}^{n \\times d},\\; \\lambda \\in \\mathbb{R}
```

## Use instead
```latex
X + \\lambda \\mathbf{1}
```

## Fix safety
Unsafe: `I` becomes `\\mathbf{1}`, but another matrix may be meant.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from boxdot.notation.diagnostics import Problem
from boxdot.notation.expressions.nodes import Binary, Chain, Constant, ConstantKind, Expr, Op
from boxdot.notation.expressions.walking import descendants, exchanged
from boxdot.notation.inference import Inference
from boxdot.notation.linting.rules.rule import Rule
from boxdot.notation.printing import to_text
from boxdot.notation.shapes.padding import is_scalar
from boxdot.notation.shapes.spelling import shape_text


def search(statement: Chain, inference: Inference) -> Iterator[Problem]:
    """Yield each multiple of the identity beside a tensor that is no square matrix."""
    for node in descendants(statement):
        if isinstance(node, Binary) and node.op in (Op.ADD, Op.SUBTRACT):
            for multiple, other in ((node.right, node.left), (node.left, node.right)):
                constant = _identity(multiple, inference)
                shape = inference.shape(other)
                if constant is None or shape is None or is_scalar(shape):
                    continue
                if len(shape) != 2 or shape[0] != shape[1]:
                    ones = exchanged(node, constant, replace(constant, kind=ConstantKind.ONES))
                    yield Problem(
                        "identity-as-ones",
                        f"𝑰 is square and adds on the diagonal only, but stands beside "
                        f"{shape_text(shape)}: ones are meant",
                        span=constant.span,
                        shapes=(shape,),
                        fix=to_text(ones),
                        node=node,
                        replacement=ones,
                    )


def _identity(multiple: Expr, inference: Inference) -> Constant | None:
    """Return the identity of ``λ I``; an ``I`` alone may be an image."""
    match multiple:
        case Binary(op=Op.MATMUL | Op.DOT, left=factor, right=Constant() as constant):
            scalar = inference.shape(factor) in ((), None)
            unsized = constant.kind is ConstantKind.IDENTITY and constant.sizes is None
            return constant if scalar and unsized else None
    return None


RULE = Rule("identity-as-ones", __doc__, search=search)

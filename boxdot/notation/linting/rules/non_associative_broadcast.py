"""A strict and a broadcasting operator in a row, which cannot be grouped the other way.

## What it does
Flags `A \\boxdot B \\odot C` and its kind (`\\boxplus` with `+`) without brackets, where the shapes
allow the grouping from the left, but not the one from the right.

## Why is this bad
`\\boxdot` alone may be grouped as one likes, and so may `\\odot`. Mixed, they may not: who reads
the row from the right, or multiplies out, meets a product that is not defined.

## Example
```latex
X \\boxdot B \\odot Y \\qquad X, Y \\in \\mathbb{R}^{H \\times W \\times 3},\\;
B \\in \\mathbb{R}^{H \\times W}
```

## Use instead
```latex
X \\boxdot B \\boxdot Y
```

## Fix safety
Safe where the strict operator stands last: of equal shapes, both operators make the same.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from boxdot.notation.diagnostics import WARNING, Problem
from boxdot.notation.expressions.nodes import BROADCASTING, STRICT, Binary, Chain, Op
from boxdot.notation.expressions.walking import descendants
from boxdot.notation.inference import Inference
from boxdot.notation.linting.rules.rule import Rule
from boxdot.notation.printing import to_text
from boxdot.notation.shapes.broadcasting import (
    compare_broadcasting,
    compare_strictly,
    joint_shape,
)
from boxdot.notation.shapes.judging import Verdict, judge_distinct
from boxdot.notation.shapes.sizes import Shape

_ROWS = (
    frozenset({Op.BOXDOT, Op.HADAMARD}),
    frozenset({Op.BOXPLUS, Op.ADD}),
)
_KIN = {Op.HADAMARD: Op.BOXDOT, Op.ADD: Op.BOXPLUS}


def search(statement: Chain, inference: Inference) -> Iterator[Problem]:
    """Yield each row of two operators that has a shape from the left only."""
    text = inference.formula.text
    for node in descendants(statement):
        match node:
            case Binary(left=Binary() as left) if _is_mixed(node, left):
                if not _is_bracketed(left, text) and _only_from_the_left(node, left, inference):
                    yield _problem(node, left)


def _is_mixed(node: Binary, left: Binary) -> bool:
    ops = {node.op, left.op}
    return len(ops) == 2 and any(ops <= row for row in _ROWS)


def _is_bracketed(left: Binary, text: str) -> bool:
    span = left.span
    return span is None or span.of(text).lstrip().startswith(("(", "[", "\\left", "\\big", "{"))


def _only_from_the_left(node: Binary, left: Binary, inference: Inference) -> bool:
    shapes = [inference.shape(one) for one in (left.left, left.right, node.right)]
    first, second, third = shapes
    if first is None or second is None or third is None or () in shapes:
        return False
    product = _result(left.op, first, second, inference)
    if product is None or _result(node.op, product, third, inference) is None:
        return False
    inner = _result(node.op, second, third, inference)
    return inner is None or _result(left.op, first, inner, inference) is None


def _result(op: Op, left: Shape, right: Shape, inference: Inference) -> Shape | None:
    convention = inference.formula.convention
    compare = compare_strictly if op in STRICT else compare_broadcasting
    assert op in STRICT | BROADCASTING
    if judge_distinct(compare(left, right, convention).condition) is not Verdict.HOLDS:
        return None
    return joint_shape(left, right, convention)


def _problem(node: Binary, left: Binary) -> Problem:
    if node.op in _KIN:
        meant = replace(node, op=_KIN[node.op])
    else:
        meant = replace(node, left=replace(left, op=_KIN[left.op]))
    return Problem(
        "non-associative-broadcast",
        f"{left.op.value} and {node.op.value} in a row are defined from the left only: "
        "the grouping from the right is not",
        severity=WARNING,
        span=node.operator_span,
        fix=to_text(meant),
        node=node,
        replacement=meant,
    )


RULE = Rule("non-associative-broadcast", __doc__, search=search)

"""Division by a tensor that has zeros by its declaration.

## What it does
Flags `\\oslash`, `\\boxslash` and fractions whose denominator is declared with entries from a
finite set that holds 0, such as a mask in `\\{0,1\\}^{H \\times W}`.

## Why is this bad
Element-wise division needs a denominator without zeros; a mask of ones only is no mask.

## Example
```latex
X \\oslash M \\qquad X \\in \\mathbb{R}^{H \\times W},\\; M \\in \\{0,1\\}^{H \\times W}
```

## Use instead
```latex
X \\odot M
```

## Fix safety
There is none: only the author knows what shall become of the entries at the zeros.
"""

from __future__ import annotations

from collections.abc import Iterator

from boxdot.notation.diagnostics import WARNING, Problem
from boxdot.notation.expressions.nodes import (
    Binary,
    BroadcastForm,
    Chain,
    Expr,
    Op,
    Symbol,
    Transpose,
)
from boxdot.notation.expressions.walking import descendants
from boxdot.notation.inference import Inference
from boxdot.notation.linting.rules.rule import Rule

_DIVISIONS = frozenset({Op.DIVIDE, Op.OSLASH, Op.BOXSLASH})


def search(statement: Chain, inference: Inference) -> Iterator[Problem]:
    """Yield each division by something that is declared with zeros."""
    for node in descendants(statement):
        if isinstance(node, Binary) and node.op in _DIVISIONS:
            name = _name(node.right)
            entries = _entries(name, inference)
            if _holds_zero(entries):
                yield Problem(
                    "zero-denominator",
                    f"{name} has entries from {entries}: a division by zero",
                    severity=WARNING,
                    span=node.operator_span or node.span,
                    node=node,
                )


def _name(node: Expr) -> str:
    match node:
        case Symbol(name=name):
            return name
        case Transpose(operand=operand) | BroadcastForm(operand=operand):
            return _name(operand)
    return ""


def _entries(name: str, inference: Inference) -> str:
    declaration = inference.formula.symbols.get(name)
    return "" if declaration is None or not declaration.shape else declaration.entries


def _holds_zero(entries: str) -> bool:
    """Tell whether a finite set, as it was written, holds zero."""
    inside = entries.replace("\\", "").strip()
    if not (inside.startswith("{") and inside.endswith("}")):
        return False
    return "0" in (one.strip() for one in inside[1:-1].split(","))


RULE = Rule("zero-denominator", __doc__, search=search)

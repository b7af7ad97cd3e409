"""A symbol that one section declares with two shapes.

## What it does
Flags a declaration of a symbol that the same section declares before with another shape.

## Why is this bad
A reader cannot tell which shape holds. Nothing is known of the symbol then, so that no other rule
looks at it.

## Example
```latex
X \\in \\mathbb{R}^{n \\times d}, \\qquad X \\in \\mathbb{R}^{d \\times n}
```

## Use instead
```latex
X \\in \\mathbb{R}^{n \\times d}, \\qquad X^\\top \\in \\mathbb{R}^{d \\times n}
```

## Fix safety
There is none: only the author knows which one is right.
"""

from __future__ import annotations

from collections.abc import Iterator

from boxdot.notation.linting.findings import Finding
from boxdot.notation.linting.gathering import Declared
from boxdot.notation.linting.naming import Name, split
from boxdot.notation.linting.rules.paper import Paper, finding
from boxdot.notation.linting.rules.rule import Rule
from boxdot.notation.shapes.padding import trim
from boxdot.notation.shapes.spelling import shape_text


def survey(paper: Paper) -> Iterator[Finding]:
    """Yield each declaration that disagrees with the first one of its section."""
    first: dict[tuple[int, Name], Declared] = {}
    for one in paper.own():
        if one.shape is None or one.evidence.inferred:
            continue
        before = first.setdefault((one.section, split(one.name)), one)
        if before.shape is not None and trim(before.shape) != trim(one.shape):
            formula = paper.document.formulas[one.formula]
            line = paper.document.formulas[before.formula].line_and_column(before.span.start)[0]
            message = (
                f"{one.name} is {shape_text(one.shape)} here, "
                f"but {shape_text(before.shape)} on line {line}"
            )
            yield finding(formula, one.span, RULE.name, message)


RULE = Rule("conflicting-declaration", __doc__, survey=survey, default=False)

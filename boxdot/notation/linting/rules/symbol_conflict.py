"""One sign for two things: a tensor and a size, or an operator with two meanings.

## What it does
Flags the declaration of a vector, a matrix or a tensor whose name is that of a size too, in a shape
that the same section declares; and an operator of which the paper says that it stands for one
thing here ("where ∗ denotes a convolution") and for another there ("∗ is the element-wise
product"). It is off unless it is selected: no equation is wrong for it.

## Why is this bad
`H \\in \\mathbb{R}^{H \\times W}` is a matrix with as many rows as itself. In `1/H` nobody can tell
which of the two is meant; nor can anybody tell what `x * y` is where `*` has two meanings.

## Example
```latex
H \\in \\mathbb{R}^{H \\times W}
```

## Use instead
```latex
\\mathbf{H} \\in \\mathbb{R}^{H \\times W}
```

## Fix safety
There is none: renaming a symbol is for its author.
"""

from __future__ import annotations

from collections.abc import Iterator

from boxdot.grammar.source import Span
from boxdot.notation.algebra import names_of
from boxdot.notation.linting.declaring.operators import Meant, operators_in
from boxdot.notation.linting.findings import Finding
from boxdot.notation.linting.gathering import Declared
from boxdot.notation.linting.rules.paper import Paper, finding
from boxdot.notation.linting.rules.rule import Rule
from boxdot.notation.shapes.spelling import shape_text


def survey(paper: Paper) -> Iterator[Finding]:
    """Yield the conflicts of a paper: first those of names, then those of operators."""
    yield from _names(paper)
    yield from _operators(paper)


def _names(paper: Paper) -> Iterator[Finding]:
    """Yield each declaration of a tensor that bears the name of a size of its section."""
    sizes: dict[int, set[str]] = {}
    for one in paper.own():
        sizes.setdefault(one.section, set()).update(_sizes(one))
    for one in paper.own():
        if one.shape and not one.evidence.inferred and one.name in sizes[one.section]:
            message = f"{one.name} is {shape_text(one.shape)}, and the name of a size as well"
            yield finding(paper.document.formulas[one.formula], one.span, RULE.name, message)


def _operators(paper: Paper) -> Iterator[Finding]:
    """Yield each sentence that gives an operator another meaning than the first one did."""
    first: dict[str, Meant] = {}
    formulas = paper.document.formulas
    for one in operators_in(paper.document):
        before = first.setdefault(one.operator, one)
        if before.meaning != one.meaning:
            formula = formulas[one.formula]
            line = formulas[before.formula].line_and_column(0)[0]
            message = f"the operator is {one.meaning} here, but {before.meaning} on line {line}"
            yield finding(formula, Span(0, len(formula.text)), RULE.name, message)


def _sizes(one: Declared) -> set[str]:
    return {name for size in one.shape or () for name in names_of(size)}


RULE = Rule("symbol-conflict", __doc__, survey=survey, default=False)

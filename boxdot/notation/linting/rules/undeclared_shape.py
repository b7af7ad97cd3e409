"""A symbol that stands beside declared tensors, and whose shape is not declared.

## What it does
Points at the first place of each symbol whose shape is needed to check an equation, and is neither
declared nor follows from one. It is off unless it is selected.

## Why is this bad
It is not wrong, but a reader has to guess the shape, and so nothing can be checked.

## Example
```latex
X W + b \\qquad X \\in \\mathbb{R}^{n \\times d},\\; W \\in \\mathbb{R}^{d \\times h}
```

## Use instead
```latex
X W + B \\qquad X \\in \\mathbb{R}^{n \\times d},\\; W \\in \\mathbb{R}^{d \\times h},\\;
B \\in \\mathbb{R}^{n \\times h}
```

## Fix safety
There is none: a declaration is for the author to write.
"""

from __future__ import annotations

from collections.abc import Iterator

from boxdot.grammar.source import Span
from boxdot.notation.diagnostics import INFO
from boxdot.notation.linting.declaring.styles import BOLDS, style_of
from boxdot.notation.linting.findings import Finding
from boxdot.notation.linting.naming import split
from boxdot.notation.linting.rules.paper import Paper, finding
from boxdot.notation.linting.rules.rule import Rule

_RUNNING = frozenset("ijkmnpq")
"""Letters that count entries; others may tell one tensor from the next: ``R_t``, ``R_s``."""


def survey(paper: Paper) -> Iterator[Finding]:
    """Yield the first place of each symbol without a shape that stands beside known ones."""
    seen: set[tuple[str, int]] = set()
    for number, examined in sorted(paper.flow.examined.items()):
        inference, formula = examined.inference, paper.document.formulas[number]
        for symbol in () if inference is None else inference.unknown:
            key = (symbol.name, formula.section)
            if key not in seen and symbol.span is not None:
                seen.add(key)
                if paper.flow.knowledge.find(*key) is None and not _is_entry(paper, *key):
                    span = Span(symbol.span.start, symbol.span.end)
                    said = f"the shape of {symbol.name} is not declared"
                    yield finding(formula, span, RULE.name, said, INFO)


def _is_entry(paper: Paper, name: str, section: int) -> bool:
    """Tell whether a name is an entry of a known vector or matrix: ``σ_j``, ``A_{ij}``.

    Entries are not bold: ``𝐱_i`` is one of several vectors.
    """
    parts = split(name)
    if parts.upper or len(parts.lower) != 1 or style_of(parts.base) in BOLDS:
        return False
    whole = paper.flow.knowledge.find(parts.base, section)
    indices = parts.lower[0].replace(",", "")
    order = 0 if whole is None or whole.shape is None else len(whole.shape)
    return 0 < order == len(indices) and _RUNNING.issuperset(indices)


RULE = Rule("undeclared-shape", __doc__, survey=survey, default=False)

"""The result of a check as text for people."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import zip_longest

from boxdot.grammar.source import caret
from boxdot.notation.checking.result import CheckResult
from boxdot.notation.diagnostics import ERROR, Problem
from boxdot.notation.expressions.formula import Formula
from boxdot.notation.expressions.nodes import Binary, ModeProduct
from boxdot.notation.shapes.padding import pad
from boxdot.notation.shapes.spelling import shape_text


def report(result: CheckResult, formula: Formula) -> str:
    """Return the verdict and every problem: place, shapes axis by axis, condition and fix.

    >>> from boxdot.notation.checking.verdicts import check
    >>> from boxdot.notation.reading.formulas import read
    >>> formula = read("Y = X ⊙ B", "X ∈ R^{H×W×3}; B ∈ R^{H×W}")
    >>> print(report(check(formula), formula))
    fails at axis 3
    <BLANKLINE>
    error[BX101] hadamard-mismatch: ⊙ takes equal shapes; X is H×W×3 and B is H×W×1
      Y = X ⊙ B
            ^
      X  H  W  3
      B  H  W  1
               ^ axis 3
    help: did you mean X ⊡ B?
    """
    parts = [_headline(result)]
    parts += ["\n".join(_problem(problem, formula)) for problem in result.problems]
    return "\n\n".join(parts)


def _headline(result: CheckResult) -> str:
    line = result.verdict
    axes = (p.axis for p in result.problems if p.severity == ERROR and p.axis is not None)
    if result.verdict == "fails" and (axis := next(axes, None)) is not None:
        line += f" at axis {axis}"
    if result.shape is not None and result.verdict != "fails":
        line += f": {shape_text(result.shape)}"
    if result.condition and result.verdict == "conditional":
        line += f" if {result.condition}"
    return line


def _problem(problem: Problem, formula: Formula) -> Iterator[str]:
    yield f"{problem.severity}[{problem.code}] {problem.name}: {problem.message}"
    if problem.span is not None:
        yield from ("  " + line for line in caret(formula.text, problem.span).splitlines())
    if len(problem.shapes) == 2 and problem.axis is not None:
        yield from ("  " + line for line in _lined_up(problem, formula))
    if problem.condition and problem.condition not in problem.message:
        yield f"right only if {problem.condition}"
    if problem.fix is not None:
        yield f"help: did you mean {problem.fix}?"


def _lined_up(problem: Problem, formula: Formula) -> Iterator[str]:
    """Yield both shapes, axis under axis, and a mark at the axis at fault."""
    order = max(map(len, problem.shapes))
    left, right = (pad(shape, order, formula.convention) for shape in problem.shapes)
    names = _operands(problem, formula)
    rows = [(names[0], *map(str, left)), (names[1], *map(str, right))]
    widths = [max(map(len, column)) for column in zip_longest(*rows, fillvalue="")]
    for row in rows:
        cells = (cell.ljust(width) for cell, width in zip(row, widths, strict=True))
        yield "  ".join(cells).rstrip()
    if problem.axis is not None and problem.axis < len(widths):
        offset = sum(width + 2 for width in widths[: problem.axis])
        yield " " * offset + f"^ axis {problem.axis}"


def _operands(problem: Problem, formula: Formula) -> tuple[str, str]:
    """Return what the two shapes belong to, as it was written, if that is short."""
    node = problem.node
    if not isinstance(node, Binary | ModeProduct):
        return "left", "right"
    spans = (node.left.span, node.right.span)
    texts = ["" if span is None else span.of(formula.text) for span in spans]
    if all(0 < len(text) <= 24 and "\n" not in text for text in texts):
        return texts[0], texts[1]
    return "left", "right"

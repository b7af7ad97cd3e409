"""The hazards of a formula: for every operator, what the plain operator of a language would do."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from boxdot.grammar.source import Span
from boxdot.notation.expressions.formula import Formula
from boxdot.notation.expressions.nodes import BROADCASTING, STRICT, Binary, Op
from boxdot.notation.expressions.walking import descendants
from boxdot.notation.hazards.law import Outcome, compatible, julia_outcome, outcome
from boxdot.notation.inference import Inference, infer
from boxdot.notation.printing import to_text
from boxdot.notation.shapes.broadcasting import compare_broadcasting
from boxdot.notation.shapes.conditions import Clause, Condition
from boxdot.notation.shapes.conventions import Convention
from boxdot.notation.shapes.padding import is_scalar
from boxdot.notation.shapes.sizes import Shape
from boxdot.notation.shapes.spelling import shape_text

SIGNS = {
    Op.BOXDOT: "*",
    Op.HADAMARD: "*",
    Op.BOXPLUS: "+",
    Op.ADD: "+",
    Op.BOXMINUS: "-",
    Op.SUBTRACT: "-",
    Op.BOXSLASH: "/",
    Op.OSLASH: "/",
}
"""The operators, and what one would type for them."""


@dataclass(frozen=True, slots=True)
class Hazard:
    """One operator of a formula, and what plain operators of two languages make of it.

    Parameters
    ----------
    operation
        The operation as the formula has it.
    sign
        The sign that one would type in its place: ``*``, ``+``, ``-`` or ``/``.
    shapes
        The shapes of the two operands.
    numpy, julia
        What ``A * B`` does in NumPy (PyTorch, JAX) and ``A .* B`` in Julia.
    condition
        Where NumPy refuses: when it would accept after all, and silently make something else; ""
        if that cannot be.
    span
        Where the operator stands in the text.
    """

    operation: str
    sign: str
    shapes: tuple[Shape, Shape]
    numpy: Outcome
    julia: Outcome
    condition: str
    span: Span | None

    def __str__(self) -> str:
        left, right = map(shape_text, self.shapes)
        text = f"{self.operation} ({left} and {right}): NumPy's {self.sign} {TOLD[self.numpy]}"
        if self.condition:
            text += f"; where {self.condition} it silently makes something else"
        return f"{text}; Julia's .{self.sign} {TOLD[self.julia]}"

    def as_json(self) -> dict[str, object]:
        """Return what `boxdot check --hazards --json` writes."""
        return {
            "operation": self.operation,
            "sign": self.sign,
            "shapes": [[str(size) for size in shape] for shape in self.shapes],
            "numpy": self.numpy.value,
            "julia": self.julia.value,
            "condition": self.condition,
            "span": None if self.span is None else list(self.span),
        }


TOLD = {
    Outcome.AGREES: "agrees",
    Outcome.OTHER_SHAPE: "silently makes another shape",
    Outcome.OTHER_VALUES: "silently makes other values",
    Outcome.UNDEFINED: "accepts what the notation does not define",
    Outcome.RAISES: "raises an error",
    Outcome.BOTH_FAIL: "raises an error, rightly",
}
"""What a language does, said to a reader."""


def hazards(formula: Formula) -> list[Hazard]:
    """Return for every element-wise operator what the plain operator of a language would do.

    Operations with a number are left out: they agree everywhere.

    >>> from boxdot.notation.reading import read
    >>> for hazard in hazards(read("X ⊡ y", "X ∈ R^{n×n}; y ∈ R^n")):
    ...     print(hazard)
    X ⊡ y (n×n and n): NumPy's * silently makes other values; Julia's .* agrees
    """
    inference = infer(formula)
    return [
        hazard
        for statement in formula.statements
        for node in descendants(statement)
        if isinstance(node, Binary) and node.op in SIGNS
        for hazard in _of(node, inference)
    ]


def _of(node: Binary, inference: Inference) -> Iterator[Hazard]:
    left, right = inference.shape(node.left), inference.shape(node.right)
    if left is None or right is None or is_scalar(left) or is_scalar(right):
        return
    strict = node.op in STRICT
    assert strict or node.op in BROADCASTING
    yield Hazard(
        to_text(node, symbols=inference.formula.symbols),
        SIGNS[node.op],
        (left, right),
        outcome(left, right, strict=strict),
        julia_outcome(left, right, strict=strict),
        "" if strict else _trap(left, right),
        node.operator_span,
    )


def _trap(left: Shape, right: Shape) -> str:
    """Return when NumPy, which refuses these shapes, would accept them: for sizes that agree."""
    if len(left) == len(right) or not compatible(left, right, Convention.F):
        return ""
    condition = compare_broadcasting(left, right, Convention.C).condition
    if compatible(left, right, Convention.C) or not condition.clauses:
        return ""
    return str(Condition(tuple(map(_of_long_axes, condition.clauses))))


def _of_long_axes(clause: Clause) -> Clause:
    """Return a clause without what needs a named size to be 1, unless nothing else is left."""
    kept = tuple(pair for pair in clause if 1 not in pair)
    return kept or clause

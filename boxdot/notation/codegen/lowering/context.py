"""The context of a lowering: what is known, which indices are in scope, what was asked for."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import NoReturn

from boxdot.grammar.errors import UnsupportedError
from boxdot.notation import algebra
from boxdot.notation.codegen.lowering.operands import Operand, carrying, dense, padded
from boxdot.notation.codegen.program import Load
from boxdot.notation.expressions.formula import Formula
from boxdot.notation.expressions.nodes import (
    Derivative,
    Dots,
    Expr,
    Index,
    Listing,
    Minimise,
    Slice,
    Symbol,
)
from boxdot.notation.inference.result import Inference
from boxdot.notation.shapes.conventions import Convention
from boxdot.notation.shapes.sizes import Shape, Size

Arm = Callable[["Context", Expr], Operand]


@dataclass(frozen=True, slots=True)
class IndexLabel:
    """An index in scope: the label of its axis, its values ``low … high``, if they are known."""

    name: str
    label: str
    low: Size = 1
    high: Size | None = None

    @property
    def count(self) -> Size | None:
        """How many values the index takes, if that is known."""
        return (
            None
            if self.high is None
            else algebra.subtract(self.high, algebra.subtract(self.low, 1))
        )


@dataclass(frozen=True, slots=True)
class Definition:
    """What a statement defines: its array, and how many leading axes its own subscripts have.

    ``generic`` is what is written for a member of a family, which has no array of its own.
    """

    load: Load
    subscripts: int = 0
    generic: Expr | None = None


@dataclass(slots=True)
class Record:
    """What lowering finds out on its way."""

    inputs: dict[str, Load] = field(default_factory=dict)
    warnings: list[str] = field(default_factory=list)
    sizes: frozenset[str] = frozenset()
    labels: int = 0


@dataclass(frozen=True, slots=True)
class Context:
    """Everything that an arm needs beside its node.

    ``running`` has the subscripts, by their identity, that stand for an index without a name.
    """

    formula: Formula
    inference: Inference
    arms: Mapping[type, Arm]
    scope: tuple[IndexLabel, ...] = ()
    definitions: Mapping[str, Definition] = field(default_factory=dict)
    slices: Mapping[Index, Load] = field(default_factory=dict)
    free: Mapping[str, Size | None] = field(default_factory=dict)
    running: Mapping[int, IndexLabel] = field(default_factory=dict)
    record: Record = field(default_factory=Record)

    def lower(self, node: Expr) -> Operand:
        """Return what the node means, in the form that suits its array."""
        arm = self.arms.get(type(node))
        if arm is None:
            self.refuse(
                node, _KINDS.get(type(node), "this has no code"), _HINTS.get(type(node), "")
            )
        return arm(self, node)

    def dense(self, node: Expr) -> Operand:
        """Return what the node means as a plain array."""
        return dense(self.lower(node))

    def shape(self, node: Expr) -> Shape:
        """Return the shape of a node that takes it from its surroundings."""
        shape = self.inference.shape(node)
        if shape is None:
            self.refuse(
                node, "the shape of this is not known", "give it a shape with a declaration"
            )
        return shape

    def refuse(self, node: Expr, message: str, hint: str = "") -> NoReturn:
        """Say that the node is understood but cannot be turned into code."""
        raise UnsupportedError(message, text=self.formula.text, span=node.span, hint=hint)

    def warn(self, message: str) -> None:
        """Note something that a reader of the code should know, once."""
        if message not in self.record.warnings:
            self.record.warnings.append(message)

    @property
    def leading(self) -> bool:
        """Whether missing axes are leading ones."""
        return self.formula.convention is Convention.C

    def name_of(self, node: Symbol) -> str:
        """Return the declared name that a symbol stands for, or its own."""
        name = self.inference.declared_as(node)
        return self.formula.symbols.resolve(name) or name

    def declared(self, name: str) -> Shape | None:
        """Return the declared shape of a name, with the bound sizes put in."""
        declaration = self.formula.symbols.get(name)
        if declaration is None or declaration.shape is None:
            return None
        return self.bound(declaration.shape)

    def bound(self, sizes: Iterable[Size]) -> Shape:
        """Return sizes with the names that are bound to numbers replaced."""
        return tuple(algebra.substitute(size, self.formula.sizes) for size in sizes)

    def is_size(self, name: str) -> bool:
        """Return whether the name is the length of an axis of something declared."""
        return name in self.record.sizes

    def index(self, name: str) -> IndexLabel | None:
        """Return the index of this name that is in scope, the innermost first."""
        return next((i for i in reversed(self.scope) if i.name == name), None)

    def within(self, indices: Iterable[IndexLabel]) -> Context:
        """Return the context with more indices in scope."""
        return replace(self, scope=(*self.scope, *indices))

    def fresh(self, name: str, low: Size = 1, high: Size | None = None) -> IndexLabel:
        """Return an index with a label that no other index has."""
        self.record.labels += 1
        return IndexLabel(name, f"{name}.{self.record.labels}", low, high)

    def ordered(self, labels: Iterable[str]) -> tuple[str, ...]:
        """Return labels in the order of the scope."""
        labels = set(labels)
        return tuple(i.label for i in self.scope if i.label in labels)

    def aligned(self, operands: Sequence[Operand], *, leading: bool = False) -> tuple[Operand, ...]:
        """Give all arrays one number of axes: the same labels, and own axes padded to one order.

        Numbers stay numbers; ``leading`` says on which side the missing axes are.
        """
        order = max((len(operand.core) for operand in operands), default=0)
        batch = self.ordered(label for operand in operands for label in operand.batch)
        return tuple(
            carrying(padded(operand, order, leading=leading), batch)
            if operand.value.shape
            else operand
            for operand in operands
        )


_KINDS: Mapping[type, str] = {
    Minimise: "a minimiser cannot be computed by an expression",
    Derivative: "a derivative cannot be computed by an expression",
    Listing: "a list is not an array",
    Slice: "a range of indices is not an array",
    Dots: "… stands only between the blocks of a matrix",
}
"""Why a node has no code."""

_HINTS: Mapping[type, str] = {
    Minimise: "the least and the largest entries along a mode are amin_1(X) and amax_1(X)",
    Derivative: "boxdot derive writes it without the derivative",
}
"""What to write instead."""

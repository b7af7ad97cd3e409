"""What every conversion of expressions to SymPy shares: arms by node, names, indices in scope."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, ClassVar, Generic, NoReturn, Protocol, TypeVar

from boxdot.grammar.errors import UnsupportedError
from boxdot.notation.expressions.formula import Formula
from boxdot.notation.expressions.nodes import Apply, Expr, Symbol
from boxdot.notation.inference import Inference
from boxdot.notation.reading.modes import modes_of
from boxdot.notation.shapes.padding import substitute_shape
from boxdot.notation.shapes.sizes import Shape


class Converted(Protocol):
    """What an expression is converted to: a number or something with entries."""

    @property
    def is_scalar(self) -> bool:
        """Whether it has one entry."""

    @property
    def number(self) -> Any:
        """The number that it is."""


V = TypeVar("V", bound=Converted)
C = TypeVar("C", bound="Conversion[Any]")


@dataclass(frozen=True, slots=True)
class Conversion(Generic[V]):
    """The state of one conversion: the formula, the arms, names in scope, what is defined.

    An arm takes the conversion and the kind of node that it is filed under.
    """

    formula: Formula
    inference: Inference
    arms: Mapping[type, Callable[[Any, Any], V]]
    indices: Mapping[str, Any] = field(default_factory=dict)
    definitions: dict[str, V] = field(default_factory=dict)

    lacks: ClassVar[str] = "has no form in SymPy"
    hint: ClassVar[str] = ""

    def convert(self, node: Expr) -> V:
        """Convert a node."""
        arm = self.arms.get(type(node))
        if arm is None:
            kind = type(node).__name__.lower()
            article = "an" if kind[0] in "aeiou" else "a"
            self.refuse(node, f"{article} {kind} {self.lacks}", self.hint)
        return arm(self, node)

    def number(self, node: Expr) -> Any:
        """Convert a node that is a number."""
        found = self.convert(node)
        if not found.is_scalar:
            self.refuse(node, "a number is needed here")
        return found.number

    def shape(self, node: Expr) -> Shape:
        """Return the inferred shape of a node."""
        shape = self.inference.shape(node)
        if shape is None:
            self.refuse(node, "the shape of this is not known", "declare the shapes of the symbols")
        return substitute_shape(shape, self.formula.sizes)

    def modes(self, node: Apply) -> list[int]:
        """Return the parameters of a function as numbers of axes, from 1."""
        found = modes_of(node.parameters, self.formula.sizes)
        if not found:
            self.refuse(node, f"the modes of {node.function} are not known")
        return found

    def resolved(self, node: Symbol) -> str:
        """Return the name under which a symbol is declared or defined."""
        name = self.inference.declared_as(node)
        return self.formula.symbols.resolve(name) or name

    def within(self: C, indices: Mapping[str, Any]) -> C:
        """Return the conversion with more indices in scope."""
        return replace(self, indices={**self.indices, **indices})

    def refuse(self, node: Expr, message: str, hint: str = "") -> NoReturn:
        """Say that the node is understood but has no such form in SymPy."""
        raise UnsupportedError(message, text=self.formula.text, span=node.span, hint=hint)

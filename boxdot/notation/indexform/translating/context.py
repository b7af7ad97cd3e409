"""What an arm needs beside its node: shapes, indices in scope, earlier definitions."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from boxdot.grammar.errors import UnsupportedError
from boxdot.notation.algebra import Size, names_of, substitute
from boxdot.notation.expressions.formula import Formula
from boxdot.notation.expressions.nodes import Expr
from boxdot.notation.expressions.nodes import Index as IndexNode
from boxdot.notation.indexform.budgets import spend
from boxdot.notation.indexform.indices import Index, Place
from boxdot.notation.indexform.laws.raw import alone
from boxdot.notation.indexform.signs import is_nonnegative, is_positive
from boxdot.notation.indexform.structure import Entry, Form, is_real
from boxdot.notation.indexform.tensors import Tensor
from boxdot.notation.inference import Inference
from boxdot.notation.printing import to_text
from boxdot.notation.shapes.conventions import Convention
from boxdot.notation.shapes.padding import substitute_shape
from boxdot.notation.shapes.sizes import Shape

Arm = Callable[["Context", Any], Tensor]
"""Any: each arm takes the kind of node that it is filed under."""


@dataclass(slots=True)
class Context:
    """The state of one translation.

    ``values`` has the values of indices in sums that are written out; ``running`` has the
    subscripts, by their identity, that stand for an index without a name; ``generic`` has what the
    names that were defined stand for, as it is written.
    """

    formula: Formula
    inference: Inference
    arms: Mapping[type, Arm]
    indices: dict[str, Place] = field(default_factory=dict)
    values: dict[str, int] = field(default_factory=dict)
    definitions: dict[str, Tensor] = field(default_factory=dict)
    families: dict[IndexNode, tuple[dict[str, Place], Tensor]] = field(default_factory=dict)
    generic: dict[str, Expr] = field(default_factory=dict)
    assumptions: dict[str, None] = field(default_factory=dict)
    nonnegative: set[str] = field(default_factory=set)
    size_names: frozenset[str] = frozenset()
    running: Mapping[int, Place] = field(default_factory=dict)

    def __post_init__(self) -> None:
        shapes = (d.shape for d in self.formula.symbols.values() if d.shape)
        self.size_names = frozenset(n for s in shapes for size in s for n in names_of(size))

    @property
    def convention(self) -> Convention:
        """Where length-1 axes are free."""
        return self.formula.convention

    def tensor(self, node: Expr) -> Tensor:
        """Translate a node."""
        spend(1)
        return self.arms[type(node)](self, node)

    def form(self, node: Expr) -> Form:
        """Translate a node that is a number."""
        tensor = self.tensor(node)
        if not tensor.is_scalar:
            raise self.unsupported("a number is needed here", node)
        return tensor.form

    def shape(self, node: Expr) -> Shape:
        """Return the inferred shape of a node."""
        shape = self.inference.shape(node)
        if shape is None:
            raise self.unsupported(f"the shape of {self.text(node)} is not known", node)
        return shape

    def bound_shape(self, shape: Shape) -> Shape:
        """Return a shape with the sizes that the formula binds."""
        return substitute_shape(shape, self.formula.sizes)

    def bound_size(self, size: Size) -> Size:
        """Return a size with the sizes that the formula binds."""
        return substitute(size, self.formula.sizes)

    @contextmanager
    def scope(
        self, indices: Mapping[str, Place], values: Mapping[str, int] | None = None
    ) -> Iterator[None]:
        """Bind indices, maybe to values, for as long as the body lasts."""
        outer, known = self.indices, self.values
        self.indices = {**outer, **indices}
        self.values = {n: v for n, v in known.items() if n not in indices} | dict(values or {})
        try:
            yield
        finally:
            self.indices, self.values = outer, known

    @contextmanager
    def run(self, places: Mapping[int, Place]) -> Iterator[None]:
        """Let subscripts stand for indices for as long as the body lasts."""
        outer = self.running
        self.running = {**outer, **places}
        try:
            yield
        finally:
            self.running = outer

    @contextmanager
    def expanded(self, node: Expr, name: str) -> Iterator[Expr]:
        """Take what a name was defined to be, for as long as that is translated."""
        generic = self.generic.pop(name, None)
        if generic is None:
            raise self.unsupported(f"{name} is defined by what it defines itself", node)
        try:
            yield generic
        finally:
            self.generic[name] = generic

    def text(self, node: Expr) -> str:
        """Return an expression as text."""
        return to_text(node, symbols=self.formula.symbols)

    def unsupported(self, message: str, node: Expr) -> UnsupportedError:
        """Return the error that says what cannot be put in index form."""
        return UnsupportedError(message, text=self.formula.text, span=node.span)

    def demand_real(self, node: Expr, tensor: Tensor) -> None:
        """Refuse what has another meaning for complex numbers: absolute values, norms, orders."""
        if not is_real(tensor.form):
            raise self.unsupported(f"{self.text(node)} has complex entries", node)

    # --- assumptions ------------------------------------------------------------------------

    def assume_nonzero(self, node: Expr, tensor: Tensor) -> None:
        """Note that a denominator must not be zero, unless that is known."""
        if tensor.form.constant or is_positive(tensor.form):
            return
        self._assume(node, tensor, "≠ 0")

    def assume_nonnegative(self, node: Expr, tensor: Tensor) -> None:
        """Note that a radicand must not be negative, unless that is known."""
        if not is_nonnegative(tensor.form):
            self._assume(node, tensor, "≥ 0")
            self._learn(tensor)

    def assume_positive(self, node: Expr, tensor: Tensor) -> None:
        """Note that the argument of a logarithm must be positive, unless that is known."""
        if not is_positive(tensor.form):
            self._assume(node, tensor, "> 0")
            self._learn(tensor)

    def assume_invertible(self, node: Expr) -> None:
        """Note that a matrix must be invertible."""
        self.assumptions[f"{self.text(node)} is invertible"] = None

    def _learn(self, tensor: Tensor) -> None:
        """Note that all entries of a symbol are assumed not to be negative."""
        term = alone(tensor.form)
        if term is None or term[1] < 0 or len(term[0].factors) != 1:
            return
        ((atom, exponent),) = term[0].factors.items()
        if isinstance(atom, Entry) and exponent == 1 and _runs_everywhere(atom.places):
            self.nonnegative.add(atom.name)

    def _assume(self, node: Expr, tensor: Tensor, relation: str) -> None:
        entries = "" if tensor.is_scalar else " in every entry"
        self.assumptions[f"{self.text(node)} {relation}{entries}"] = None


def _runs_everywhere(places: tuple[Place, ...]) -> bool:
    """Whether an index of its own runs along every axis."""
    parts = [part for place in places for part in place]
    return len(set(parts)) == len(parts) and all(isinstance(part, Index) for part in parts)

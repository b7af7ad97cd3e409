"""A problem with numbers: its data evaluated, every factor laid out among the tensor's axes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from math import prod
from typing import Any

import numpy as np

from boxdot.grammar.errors import DataError
from boxdot.notation.expressions.formula import Formula
from boxdot.notation.expressions.nodes import Chain, Expr, Symbol
from boxdot.notation.inference import Inference
from boxdot.notation.printing import to_text
from boxdot.notation.problems import Factor, Problem, Term
from boxdot.notation.problems.naming import name_of, names_in
from boxdot.notation.shapes.conventions import Convention
from boxdot.notation.shapes.padding import substitute_shape
from boxdot.numeric.evaluating import evaluate
from boxdot.numeric.evaluating.interpreting import demand_number
from boxdot.numeric.evaluating.memory import demand_memory, memory_limit
from boxdot.numeric.solving.computing import computed
from boxdot.numeric.solving.lazily import combined, laid, of_order, stretched
from boxdot.numeric.solving.outside import is_in_memory
from boxdot.numeric.solving.solution import Array


@dataclass(frozen=True)
class Posed:
    """A problem, its formula with sizes as numbers, and its arrays by name."""

    problem: Problem
    formula: Formula
    inference: Inference
    arrays: Mapping[str, Any]

    @property
    def order(self) -> int:
        """The order of the tensor that is fitted."""
        return self.problem.order

    @property
    def title(self) -> str:
        """What is fitted, as the formula names it."""
        first, *others = self.problem.target
        plainly = not others and len(first.data) == 1
        return to_text(first.data[0].node) if plainly else "what is fitted"

    # --- shapes -------------------------------------------------------------------------------

    def shape(self, factor: Factor) -> tuple[int, ...]:
        """Return the shape of a factor among the axes of the tensor, in numbers."""
        shape = substitute_shape(factor.laid_out(self.order), self.formula.sizes)
        return tuple(map(demand_number, shape))

    def joint(self) -> tuple[int, ...]:
        """Return the shape of the tensor that is fitted."""
        terms = (*self.problem.target, *self.problem.model)
        shapes = [self.shape(factor) for term in terms for factor in term.factors]
        try:
            return np.broadcast_shapes(*shapes)
        except ValueError:  # sizes that only numbers tell apart
            raise DataError(f"with these arrays the shapes {shapes} do not fit together") from None

    # --- values -------------------------------------------------------------------------------

    def value(self, node: Expr) -> Any:
        """Return the value of an expression in data; what is outside stays there."""
        if isinstance(node, Symbol) and (name := name_of(self.inference, node)) in self.arrays:
            return self.arrays[name]
        formula = replace(self.formula, statements=(Chain((node,)),))
        used = {n: self.arrays[n] for n in names_in(self.inference, node) if n in self.arrays}
        if all(map(is_in_memory, used.values())):
            return evaluate(formula, self.arrays)
        return computed(formula, used, to_text(node))

    def number(self, node: Expr) -> float:
        """Return the value of an expression that is one real number."""
        value = self.value(node)
        if value.size != 1 or value.dtype.kind == "c":
            raise DataError(f"expected a real number, found the shape {value.shape}")
        return float(value.reshape(()))

    def laid_out(self, factor: Factor) -> Any:
        """Return a factor that is data with its axes where they lie in the product."""
        value = self.value(factor.node)
        if value.dtype.kind in "biu" and is_in_memory(value):
            value = value.astype(float)  # products of whole numbers overflow in silence
        free = max(len(factor.shape) - len(value.shape), 0)
        leading = free if self.formula.convention is Convention.C else 0
        # A column is also of order 2: its last axis has length 1 and no place.
        places = dict(zip(factor.axes[leading:], range(len(value.shape)), strict=False))
        return laid(value, [places.get(axis) for axis in range(self.order)])

    def product(self, factors: Sequence[Factor], sign: int = 1) -> Any:
        """Return the broadcast product of factors that are data; 1 of none."""
        total: Any = None
        for factor in factors:
            value = self.laid_out(factor)
            total = value if total is None else combined(np.multiply, total, value)
        if total is None:
            return np.full((1,) * self.order, float(sign))
        return total if sign > 0 else combined(np.negative, total)

    def sum(self, terms: Sequence[Term], sign: int = 1) -> Any:
        """Return the sum of the parts of terms that are data, with their signs."""
        total: Any = None
        for term in terms:
            value = self.product(term.data, sign * term.sign)
            total = value if total is None else combined(np.add, total, value)
        assert total is not None, "a problem has terms"
        return total

    def fitted(self, sign: int = 1) -> Any:
        """Return the tensor that is fitted, of its whole shape."""
        return stretched(self.sum(self.problem.target, sign), self.joint())

    def named(self, name: str) -> Any:
        """Return an array that an option names, with as many axes as the tensor that is fitted."""
        if name not in self.arrays:
            names = ", ".join(self.arrays) or "none"
            raise DataError(f"there is no array {name}", hint=f"given: {names}")
        array, order, joint = self.arrays[name], self.order, self.joint()
        shape = tuple(array.shape)
        if len(shape) > order:
            raise DataError(f"{name} has the shape {shape}, but order {order} is wanted")
        leading = self.formula.convention is Convention.C
        found = of_order(array, order, leading=leading)
        if any(n not in (1, size) for n, size in zip(found.shape, joint, strict=True)):
            raise DataError(f"{name} has the shape {shape}, which does not stretch to {joint}")
        return found

    def own(self, laid: Array, factor: Factor) -> Array:
        """Return an array that lies among the axes of the tensor in the shape of its symbol."""
        axes = [axis for axis in factor.axes if axis < self.order]  # the others have length 1
        rest = [axis for axis in range(self.order) if axis not in axes]
        shape = substitute_shape(factor.shape, self.formula.sizes)
        return laid.transpose([*axes, *rest]).reshape(tuple(map(demand_number, shape)))


def unknown_shapes(posed: Posed, factors: Iterable[Factor]) -> list[tuple[int, ...]]:
    """Return the shapes of unknown factors among the axes of the tensor, within memory."""
    shapes = [posed.shape(factor) for factor in factors]
    for shape in shapes:
        if prod(shape) < 1:
            raise DataError(f"an unknown would have the shape {shape}: there is nothing to find")
        demand_memory("an unknown", shape, 8, memory_limit())
    return shapes

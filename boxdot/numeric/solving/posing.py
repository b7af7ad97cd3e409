"""A problem with numbers: its data evaluated, every factor laid out among the tensor's axes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain as joined
from math import prod

import numpy as np
from numpy.typing import ArrayLike

from boxdot.grammar.errors import DataError
from boxdot.notation.codegen.program import Load
from boxdot.notation.expressions.formula import Formula
from boxdot.notation.expressions.nodes import Chain, Expr, Node, Symbol
from boxdot.notation.inference import Inference, infer
from boxdot.notation.problems import Factor, Problem, Term
from boxdot.notation.problems.naming import name_of, names_in
from boxdot.notation.shapes.conventions import Convention
from boxdot.notation.shapes.padding import substitute_shape
from boxdot.numeric.evaluating import evaluate
from boxdot.numeric.evaluating.binding import bind
from boxdot.numeric.evaluating.interpreting import demand_number
from boxdot.numeric.evaluating.memory import demand_memory, memory_limit
from boxdot.numeric.solving.solution import Array


@dataclass(frozen=True)
class Posed:
    """A problem, its formula with sizes as numbers, and its arrays by name."""

    problem: Problem
    formula: Formula
    inference: Inference
    arrays: Mapping[str, Array]

    @property
    def order(self) -> int:
        """The order of the tensor that is fitted."""
        return self.problem.order

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

    def value(self, node: Expr) -> Array:
        """Return the value of an expression in data."""
        if isinstance(node, Symbol) and (name := name_of(self.inference, node)) in self.arrays:
            return self.arrays[name]
        formula = replace(self.formula, statements=(Chain((node,)),))
        return evaluate(formula, self.arrays)

    def number(self, node: Expr) -> float:
        """Return the value of an expression that is one real number."""
        value = self.value(node)
        if value.size != 1 or value.dtype.kind == "c":
            raise DataError(f"expected a real number, found the shape {value.shape}")
        return float(value.reshape(()))

    def laid_out(self, factor: Factor) -> Array:
        """Return a factor that is data with its axes where they lie in the product."""
        value = self.value(factor.node)
        if value.dtype.kind in "biu":
            value = value.astype(float)  # products of whole numbers overflow in silence
        missing = len(factor.shape) - value.ndim
        if missing > 0:
            ones = (1,) * missing
            leading = self.formula.convention is Convention.C
            value = value.reshape(ones + value.shape if leading else value.shape + ones)
        elif missing < 0:  # a column is also of order 2
            value = value.reshape(value.shape[: len(factor.shape)])
        turned = value.transpose(np.argsort(factor.axes))
        sizes = dict(zip(sorted(factor.axes), turned.shape, strict=True))
        return turned.reshape([sizes.get(axis, 1) for axis in range(self.order)])

    def product(self, factors: Sequence[Factor], sign: int = 1) -> Array:
        """Return the broadcast product of factors that are data; 1 of none."""
        total: Array | None = None
        for factor in factors:
            value = self.laid_out(factor)
            total = value if total is None else total * value
        if total is None:
            return np.full((1,) * self.order, float(sign))
        return total if sign > 0 else -total

    def sum(self, terms: Sequence[Term], sign: int = 1) -> Array:
        """Return the sum of the parts of terms that are data, with their signs."""
        total: Array | None = None
        for term in terms:
            value = self.product(term.data, sign * term.sign)
            total = value if total is None else total + value
        assert total is not None, "a problem has terms"
        return total

    def named(self, name: str) -> Array:
        """Return an array that an option names, laid out as the tensor that is fitted."""
        if name not in self.arrays:
            names = ", ".join(self.arrays) or "none"
            raise DataError(f"there is no array {name}", hint=f"given: {names}")
        array, order = self.arrays[name], self.order
        if array.ndim > order:
            raise DataError(f"{name} has the shape {array.shape}, but order {order} is wanted")
        ones = (1,) * (order - array.ndim)
        leading = self.formula.convention is Convention.C
        laid = array.reshape(ones + array.shape if leading else array.shape + ones)
        try:
            return np.broadcast_to(laid, self.joint())
        except ValueError:
            raise DataError(
                f"{name} has the shape {array.shape}, which does not stretch to {self.joint()}"
            ) from None

    def own(self, laid: Array, factor: Factor) -> Array:
        """Return an array that lies among the axes of the tensor in the shape of its symbol."""
        axes = [axis for axis in factor.axes if axis < self.order]  # the others have length 1
        rest = [axis for axis in range(self.order) if axis not in axes]
        shape = substitute_shape(factor.shape, self.formula.sizes)
        return laid.transpose([*axes, *rest]).reshape(tuple(map(demand_number, shape)))


def pose(problem: Problem, formula: Formula, arrays: Mapping[str, ArrayLike]) -> Posed:
    """Hold the arrays to the declarations and give every size its number.

    Raises
    ------
    DataError
        An array is missing, contradicts its declaration, or holds what cannot be fitted.
    """
    inference = infer(formula)
    needed = list(dict.fromkeys(n for node in _data(problem) for n in names_in(inference, node)))
    symbols = formula.symbols
    loads = [Load(symbols[n].shape or (), n) for n in needed if n in symbols]
    leading = formula.convention is Convention.C
    fitted, sizes = bind(loads, arrays, symbols, formula.sizes, leading=leading)
    rest = {n: np.asarray(a) for n, a in arrays.items() if symbols.resolve(n) not in fitted}
    bound = replace(formula, sizes=sizes)
    posed = Posed(problem, bound, infer(bound), {**rest, **fitted})
    _demand_shapes(posed)
    _demand_finite(posed, fitted)
    return posed


def _data(problem: Problem) -> Iterator[Node]:
    """Yield every expression of data in a problem."""
    for term in joined(problem.target, problem.model):
        yield from (factor.node for factor in term.data)
    if problem.weights is not None:
        yield problem.weights.node
    yield problem.scale
    yield from (number for _, number in problem.ridges)


def _demand_shapes(posed: Posed) -> None:
    errors = posed.inference.errors
    if errors:
        raise DataError(
            f"with the sizes of these arrays: {errors[0].message}",
            text=posed.formula.text,
            span=errors[0].span,
        )
    joint = posed.joint()
    if 0 in joint:
        raise DataError(f"the tensor that is fitted has the shape {joint}: there are no entries")
    demand_memory("the tensor that is fitted", joint, 8, memory_limit())


def _demand_finite(posed: Posed, arrays: Mapping[str, Array]) -> None:
    """Demand that only what is fitted misses entries, and that nothing is infinite."""
    problem, inference = posed.problem, posed.inference
    fitted = {n for term in problem.target for f in term.data for n in names_in(inference, f.node)}
    for name, array in arrays.items():
        if array.dtype.kind not in "fc" or _is_finite(array):
            continue
        if bool(np.isinf(array).any()):
            hint = "NaN marks what is missing"
            raise DataError(f"{name} holds infinite entries", hint=hint)
        if name not in fitted:
            raise DataError(f"{name} holds NaN; only what is fitted may miss entries")


def _is_finite(array: Array) -> bool:
    """Tell whether all entries are finite, mostly by their sum: without an array of answers."""
    with np.errstate(over="ignore", invalid="ignore"):
        total = array.sum()
    return bool(np.isfinite(total)) or bool(np.isfinite(array).all())


def unknown_shapes(posed: Posed, factors: Iterable[Factor]) -> list[tuple[int, ...]]:
    """Return the shapes of unknown factors among the axes of the tensor, within memory."""
    shapes = [posed.shape(factor) for factor in factors]
    for shape in shapes:
        if prod(shape) < 1:
            raise DataError(f"an unknown would have the shape {shape}: there is nothing to find")
    return shapes

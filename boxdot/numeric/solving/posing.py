"""A problem with numbers: its data evaluated, every factor laid out among the tensor's axes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain as joined
from math import prod
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from boxdot.grammar.errors import DataError
from boxdot.notation.codegen.program import Load
from boxdot.notation.expressions.formula import Formula
from boxdot.notation.expressions.nodes import Chain, Expr, Node, Symbol
from boxdot.notation.inference import Inference, infer
from boxdot.notation.printing import to_text
from boxdot.notation.problems import Factor, Problem, Term
from boxdot.notation.problems.naming import name_of, names_in
from boxdot.notation.shapes.conventions import Convention
from boxdot.notation.shapes.padding import substitute_shape
from boxdot.numeric.compiling.larger import ghost
from boxdot.numeric.evaluating import evaluate
from boxdot.numeric.evaluating.binding import bind, find
from boxdot.numeric.evaluating.interpreting import demand_number
from boxdot.numeric.evaluating.memory import demand_memory, memory_limit
from boxdot.numeric.solving.computing import computed
from boxdot.numeric.solving.outside import (
    brought,
    combined,
    is_in_memory,
    is_outside,
    laid,
    loaded,
    stretched,
)
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
        found = laid(array, _axes(len(shape), order, leading=leading))
        if any(n not in (1, size) for n, size in zip(found.shape, joint, strict=True)):
            raise DataError(f"{name} has the shape {shape}, which does not stretch to {joint}")
        return found

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
    arrays = {name: brought(array) for name, array in arrays.items()}
    ghosts = {name: ghost(a) if is_outside(a) else a for name, a in arrays.items()}
    bound_arrays, sizes = bind(loads, ghosts, symbols, formula.sizes, leading=leading)
    fitted: dict[str, Any] = dict(bound_arrays)
    held = _held(problem, inference)
    for load in loads:
        array: Any = find(load, arrays, symbols)
        if is_outside(array):
            order = len(fitted[load.name].shape)
            array = loaded(load.name, array) if load.name in held else array
            fitted[load.name] = laid(array, _axes(len(array.shape), order, leading=leading))
    given = {n: a for n, a in arrays.items() if symbols.resolve(n) not in fitted}
    rest = {n: a if is_outside(a) else np.asarray(a) for n, a in given.items()}
    bound = replace(formula, sizes=sizes)
    posed = Posed(problem, bound, infer(bound), {**rest, **fitted})
    _demand_shapes(posed)
    _demand_finite(posed, fitted)
    return posed


def _axes(found: int, wanted: int, *, leading: bool) -> list[int | None]:
    """Return the axes of an array of another order: those of length 1 are added or left out.

    >>> _axes(2, 3, leading=True), _axes(2, 1, leading=False)
    ([None, 0, 1], [0])
    """
    first = found - wanted if leading else 0
    places = range(first, first + wanted)
    return [place if 0 <= place < found else None for place in places]


def _held(problem: Problem, inference: Inference) -> list[str]:
    """Return the names of what is in memory: all but what is fitted, and the weights."""
    factors = [factor.node for term in problem.model for factor in term.data]
    numbers = [problem.scale, *(number for _, number in problem.ridges)]
    return [n for node in (*factors, *numbers) for n in names_in(inference, node)]


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
    if all(map(is_in_memory, posed.arrays.values())):
        demand_memory("the tensor that is fitted", joint, 8, memory_limit())


def _demand_finite(posed: Posed, arrays: Mapping[str, Any]) -> None:
    """Demand that only what is fitted misses entries, and that nothing is infinite.

    What is outside is looked at when it is read.
    """
    problem, inference = posed.problem, posed.inference
    fitted = {n for term in problem.target for f in term.data for n in names_in(inference, f.node)}
    for name, array in arrays.items():
        if array.dtype.kind not in "fc" or not is_in_memory(array) or _is_finite(array):
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
        demand_memory("an unknown", shape, 8, memory_limit())
    return shapes

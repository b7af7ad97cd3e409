"""Posing a problem: arrays are held to the declarations, every size gets its number."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import chain as joined
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from boxdot.grammar.errors import DataError
from boxdot.notation.codegen.program import Load
from boxdot.notation.expressions.formula import Formula
from boxdot.notation.expressions.nodes import Node
from boxdot.notation.inference import Inference, infer
from boxdot.notation.problems import Problem
from boxdot.notation.problems.naming import names_in
from boxdot.notation.shapes.conventions import Convention
from boxdot.numeric.compiling.larger import ghost
from boxdot.numeric.evaluating.binding import bind, find
from boxdot.numeric.evaluating.memory import demand_memory, memory_limit
from boxdot.numeric.solving.lazily import of_order
from boxdot.numeric.solving.outside import brought, is_in_memory, is_outside, loaded
from boxdot.numeric.solving.posed import Posed
from boxdot.numeric.solving.solution import Array


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
            fitted[load.name] = of_order(array, order, leading=leading)
    given = {n: a for n, a in arrays.items() if symbols.resolve(n) not in fitted}
    rest = {n: a if is_outside(a) else np.asarray(a) for n, a in given.items()}
    bound = replace(formula, sizes=sizes)
    posed = Posed(problem, bound, infer(bound), {**rest, **fitted})
    _demand_shapes(posed)
    _demand_finite(posed, fitted)
    return posed


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
